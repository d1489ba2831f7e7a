"""News that was wrong in plain words, as staff read it."""

from victim_portal.domain.wrong_news import Reached, Siblings, Standing, WayOn, WhyNot

SIBLINGS = {
    Siblings.ALONE: "This one alone",
    Siblings.CAUSE: "All that came of the same cause",
    Siblings.DAY: "All of its kind within a day of it",
    Siblings.CHOSEN: "This one, and others that I choose below",
}
REACHED = {
    Reached.TOLD: "Told by a person",
    Reached.DELIVERED: "Delivered",
    Reached.HANDED_OVER: "Handed over, and nobody knows if it was delivered",
    Reached.PERHAPS: "Not known: it may have been read",
    Reached.WAITED: "Was still waiting",
    Reached.NOT_REACHED: "Never went",
}
WAY_ON = {
    WayOn.MESSAGE: "By a message, the way the wrong one came",
    WayOn.CALL: "By telephone",
    WayOn.DECIDE: "A manager decides",
    WayOn.NONE: "Nobody was told, so nothing has to be put right",
}
WHY_NOT = {
    WhyNot.TOLD_BY_PERSON: "They were told by a person",
    WhyNot.NO_SAFE_WAY: "No safe way is left",
    WhyNot.WELSH_UNREVIEWED: "They read Welsh, and there are no Welsh words that may go",
    WhyNot.NO_WORDS: "The correction can't be written: a name or a number is missing",
    WhyNot.SAID_NO: "They said no to hearing from us",
    WhyNot.CASE_CLOSED: "Their case is closed",
}
STANDING = {
    Standing.GATHERING: "Being looked at",
    Standing.READY: "Waits for a second manager",
    Standing.RELEASING: "Being queued",
    Standing.DONE: "Released",
    Standing.TAKEN_BACK: "Taken back",
}
COLOURS = {
    Standing.GATHERING: "yellow",
    Standing.READY: "red",
    Standing.RELEASING: "yellow",
    Standing.DONE: "green",
    Standing.TAKEN_BACK: "grey",
}
