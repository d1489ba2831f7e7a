"""What becomes of a hearing, and of what a victim asks for at a review, in plain words."""

from victim_portal.domain.parole import AskKind, AskState, HearingMove

HEARING_MOVE = {
    HearingMove.LISTED: "Listed",
    HearingMove.PUT_OFF: "Put off",
    HearingMove.BROUGHT_FORWARD: "Brought forward",
    HearingMove.PUT_RIGHT: "Date put right",
}
HEARING_MOVE_COLOUR = {
    HearingMove.LISTED: "blue",
    HearingMove.PUT_OFF: "orange",
    HearingMove.BROUGHT_FORWARD: "orange",
}
ASK_KIND = {
    AskKind.OBSERVE: "Observing the hearing",
    AskKind.SUMMARY: "Summary of the decision",
    AskKind.RECONSIDERATION: "Another look at the decision",
}
ASK_STATE = {
    AskState.WANTED: "Asked for",
    AskState.PASSED_ON: "Passed on",
    AskState.GRANTED: "Granted",
    AskState.REFUSED: "Refused",
    AskState.DROPPED: "No longer wanted",
}
ASK_STATE_COLOUR = {
    AskState.WANTED: "yellow",
    AskState.PASSED_ON: "blue",
    AskState.GRANTED: "green",
    AskState.REFUSED: "red",
}
