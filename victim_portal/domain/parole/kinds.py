"""The closed lists of a parole review."""

from enum import StrEnum


class ReviewKind(StrEnum):
    """What kind of parole review it is."""

    PRE_TARIFF = "pre_tariff"
    FIRST = "first"
    LATER = "later"
    RECALL = "recall"


class DeadlineKind(StrEnum):
    """The dates of a review that a victim's voice depends on, by their policy names.

    `RECONSIDERATION_WISH` is the last day for a victim's own wish: somebody has to carry it to
    the Secretary of State, who alone may apply, before `RECONSIDERATION`.
    """

    NON_DISCLOSURE = "non_disclosure_due"
    STATEMENT = "statement_due"
    DECISION = "decision_expected"
    SUMMARY = "decision_summary_due"
    RECONSIDERATION_WISH = "reconsideration_wish_due"
    RECONSIDERATION = "reconsideration_due"


BEFORE_HEARING = frozenset({DeadlineKind.NON_DISCLOSURE, DeadlineKind.STATEMENT})
AFTER_DECISION = frozenset(
    {DeadlineKind.SUMMARY, DeadlineKind.RECONSIDERATION_WISH, DeadlineKind.RECONSIDERATION}
)


class HearingMove(StrEnum):
    """What became of a hearing's date. `PUT_RIGHT`: it had been entered wrongly."""

    LISTED = "listed"
    PUT_OFF = "put_off"
    BROUGHT_FORWARD = "brought_forward"
    PUT_RIGHT = "put_right"


class AskKind(StrEnum):
    """What a victim may ask for at a review, besides her statement and the conditions."""

    OBSERVE = "observe"
    SUMMARY = "summary"
    RECONSIDERATION = "reconsideration"


class AskState(StrEnum):
    """Where such an ask stands."""

    WANTED = "wanted"
    PASSED_ON = "passed_on"
    GRANTED = "granted"
    REFUSED = "refused"
    DROPPED = "dropped"
