"""Words for the policy: how a row stands, and what became of a change."""

from victim_portal.domain.policy import Anchor, Side, Unit
from victim_portal.services.policy import ChangeState, Standing

STANDING = {
    Standing.IN_FORCE: "In force",
    Standing.TO_COME: "To come",
    Standing.OVER: "Over",
}
STANDING_COLOUR = {Standing.IN_FORCE: "green", Standing.TO_COME: "blue"}
CHANGE_STATE = {
    ChangeState.WAITS: "Waits for a second person",
    ChangeState.AGREED: "Agreed",
    ChangeState.REFUSED: "Refused",
    ChangeState.TAKEN_BACK: "Taken back",
    ChangeState.RAN_OUT: "Ran out",
}
CHANGE_STATE_COLOUR = {
    ChangeState.WAITS: "yellow",
    ChangeState.AGREED: "green",
    ChangeState.REFUSED: "red",
}
POLICY_UNIT = {
    Unit.WORKING_DAYS: "Working days",
    Unit.DAYS: "Days",
    Unit.WEEKS: "Weeks",
    Unit.MONTHS: "Months",
}
POLICY_SIDE = {Side.BEFORE: "Before", Side.AFTER: "After"}
CLOCK_EVENT = {Anchor.SENTENCE: "The sentence", Anchor.REFERRAL: "The referral"}
