"""Closing, keeping and incidents in plain words, as staff read them."""

from victim_portal.domain.closing import ClosingReason
from victim_portal.domain.incidents import IncidentClock, IncidentKind
from victim_portal.domain.retention import Kept, RetentionKind

CLOSING_REASON = {
    ClosingReason.SENTENCE_OVER: "The sentence with its licence is over",
    ClosingReason.SAID_NO: "They said no, or asked not to hear any more",
    ClosingReason.NO_RESPONSE: "They never answered",
    ClosingReason.PERSON_DIED: "They have died",
    ClosingReason.ANOTHER_SCHEME: "Another scheme looks after them now",
}
INCIDENT_KIND = {
    IncidentKind.WRONG_RECIPIENT: "It went to the wrong person",
    IncidentKind.LETTER_OPENED: "A letter came back opened",
    IncidentKind.LOST_PAPER: "Paper or a device was lost",
    IncidentKind.WRONG_NEWS: "News that was wrong went out",
    IncidentKind.SENT_TWICE: "Something went out twice",
    IncidentKind.LEAK: "Somebody saw or told what they shouldn't",
    IncidentKind.ACCOUNT: "An account was used by somebody else",
    IncidentKind.DATA_LOST: "Data was lost or destroyed",
    IncidentKind.OTHER: "Something else",
}
INCIDENT_CLOCK = {
    IncidentClock.RUNNING: "Clock is running",
    IncidentClock.DUE_SOON: "Less than a day left",
    IncidentClock.OVERDUE: "Overdue",
    IncidentClock.REPORTED: "Reported",
    IncidentClock.REPORTED_LATE: "Reported late",
    IncidentClock.NO_REPORT_NEEDED: "No risk, no report needed",
}
KEPT = {
    Kept.OPEN: "They have an open case",
    Kept.HOLD: "A legal hold stands",
    Kept.UNDER_WAY: "Something waits or is still to be done",
    Kept.SENTENCE_RUNS: "The sentence runs, or its licence does",
    Kept.END_NOT_KNOWN: "It isn't known when the sentence ends",
    Kept.NO_CASE: "They have no case",
}
RETENTION_KIND = {
    RetentionKind.STATUTORY_CASE: "Statutory case",
    RetentionKind.DISCRETIONARY_CASE: "Discretionary case",
    RetentionKind.OPTED_OUT: "Stub of somebody who opted out",
    RetentionKind.OPTED_OUT_DETAILS: "Details of somebody who opted out",
    RetentionKind.DECLINED: "Case of somebody who never joined",
    RetentionKind.WITHDRAWN: "Referral made in error",
    RetentionKind.STAFF_ACCOUNT: "Staff account",
    RetentionKind.SIGN_INS: "Sign-ins",
    RetentionKind.FORMS: "Forms that were sent",
    RetentionKind.AUDIT: "Audit",
    RetentionKind.INCIDENT: "Incident",
    RetentionKind.UNMATCHED_TEXT: "Text that belongs to no case",
    RetentionKind.KEY_BACKUP: "Backup of the data keys",
}
