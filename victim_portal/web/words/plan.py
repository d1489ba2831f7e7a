"""What became of a plan, and what happened to a case, in plain words for staff."""

from victim_portal.domain.timeline import ChangeKind, Milestone

CHANGE_KIND = {
    ChangeKind.ADDED: "New",
    ChangeKind.MOVED: "Moved",
    ChangeKind.WITHDRAWN: "Withdrawn",
    ChangeKind.BACK_TO_DRAFT: "To be read again",
}
MILESTONE = {
    Milestone.SENTENCED: "Sentenced",
    Milestone.REFERRED: "Referred to the scheme",
    Milestone.CLOSED: "Case closed",
}
