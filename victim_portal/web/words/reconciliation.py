"""Listed sentences in plain words, as staff read them."""

from victim_portal.domain.reconciliation import Gap, ListedState, ListedStep, Outcome
from victim_portal.services.reconciliation import Likeness

GAP = {
    Gap.NEVER_REFERRED: "Never referred",
    Gap.REFERRED_LATE: "Referred late",
    Gap.NEVER_OFFERED: "Never offered",
    Gap.PERHAPS: "Perhaps known here",
}
STATE = {
    ListedState.WAITING: "Waits: the limit isn't over",
    ListedState.OPEN: "To do",
    ListedState.SETTLED: "Settled",
}
OUTCOME = {
    Outcome.IN_ORDER: "Nothing was missing",
    Outcome.REFERRAL_CAME: "The referral came",
    Outcome.OFFERED: "They were offered the scheme",
    Outcome.NO_VICTIM: "There is no identifiable victim",
    Outcome.NOT_QUALIFYING: "The sentence doesn't qualify",
    Outcome.LISTED_WRONGLY: "The list is wrong: there is no such sentence",
    Outcome.KNOWN_CASE: "The victim is known under a case here",
    Outcome.LATE_EXPLAINED: "It is known why the referral was late",
}
STEP = {
    ListedStep.LISTED: "Came with a list",
    ListedStep.LISTED_AGAIN: "Came with another list",
    ListedStep.LIST_CHANGED: "The list says something else",
    ListedStep.OWNER: "Given to somebody",
    ListedStep.NO_OWNER: "Its owner has left",
    ListedStep.CHASED: "Chased",
    ListedStep.NOT_THIS_CASE: "A case was found not to be about it",
    ListedStep.ANSWERED: "Decided",
    ListedStep.REOPENED: "Opened again",
    ListedStep.SETTLED: "Settled",
    ListedStep.CAME_BACK: "Came back: something is missing again",
}
LIKENESS = {
    Likeness.OTHER_SENTENCE: "The same offender, another sentence",
    Likeness.NAME_AND_BIRTH: "Same name and date of birth, no number in common",
}
COLOURS = {
    Gap.NEVER_REFERRED: "red",
    Gap.REFERRED_LATE: "orange",
    Gap.NEVER_OFFERED: "red",
    Gap.PERHAPS: "purple",
    ListedState.WAITING: "grey",
    ListedState.OPEN: "red",
    ListedState.SETTLED: "green",
}
# Why a row of a list was flagged, besides the columns in which it differs.
NOTES = {"two_listed": "joins two listed sentences: see which is right"}
