"""Words for date-change campaigns."""

from victim_portal.domain.campaigns import (
    Alone,
    CampaignReason,
    Direction,
    Dropped,
    NewsStanding,
    Nothing,
)
from victim_portal.domain.stages import Road

CAMPAIGN_REASON = {
    CampaignReason.LAW_CHANGE: "The law changed",
    CampaignReason.RECALCULATION: "The dates were worked out again",
    CampaignReason.CORRECTION: "Wrong dates are put right",
    CampaignReason.OTHER: "Another reason",
}
ROAD = {
    Road.RELEASE: "Release",
    Road.PAROLE: "Parole review",
    Road.LICENCE_END: "End of the licence",
}
DIRECTION = {
    Direction.EARLIER: "Earlier",
    Direction.LATER: "Later",
    Direction.SAME: "Within the same month",
    Direction.UNKNOWN: "First known, or taken away",
}
NEWS_STANDING = {
    NewsStanding.NO_WORDS: "No words yet: something is missing",
    NewsStanding.TO_READ: "Draft to read",
    NewsStanding.PROPOSED: "Proposed, waits for a second manager",
    NewsStanding.APPROVED: "Approved, not sent yet",
    NewsStanding.TO_TELEPHONE: "To be told by telephone or letter",
    NewsStanding.HELD: "Held",
    NewsStanding.FAILED: "Failed, or not certain to have arrived",
    NewsStanding.SENT: "Sent",
    NewsStanding.TOLD_BY_PERSON: "Told by a person",
    NewsStanding.CANCELLED: "Cancelled by a person",
    NewsStanding.NOTHING_LEFT: "Nothing left to tell: the plan took it back",
    NewsStanding.NO_NEWS: "Not told, by the rules",
    NewsStanding.CASE_CLOSED: "Case closed",
}
NOTHING = {
    Nothing.NOT_IN_SCHEME: "They aren't in the scheme",
    Nothing.SMALL_MOVE: "They asked not to hear of small moves",
    Nothing.SAME_MONTH: "It stays in the month that they know",
    Nothing.LEVEL: "They asked to hear of the release alone",
    Nothing.NO_DATE_LEFT: "There is no date any more",
    Nothing.NOT_PLANNED: "The plan has nothing to tell now",
}
ALONE = {
    Alone.NEEDS_MANAGER: "It is so near or so grave that a manager reads each",
    Alone.EDITED: "Somebody wrote its words by hand",
    Alone.RESTRICTED: "The case is restricted",
    Alone.MINOR_UNDECIDED: "They are under 18, and who is written to isn't decided",
    Alone.AGED_18: "They turn 18 before it goes, and are asked themselves first",
    Alone.NOT_TRUE: "What it rests on has changed, and new words are missing",
}
DROPPED = {
    Dropped.CHANGED: "It changed after it was proposed",
    Dropped.NOT_DRAFT: "It is no draft any more",
    Dropped.CASE_CLOSED: "The case was closed",
    Dropped.CASE_MOVED: "The case went to another unit",
    Dropped.ALONE: "It has to be read by itself by now",
    Dropped.NOT_REACHED: "One of the two managers may not decide on it",
    Dropped.NOT_FIT: "A check of its words or facts stood against it",
}
