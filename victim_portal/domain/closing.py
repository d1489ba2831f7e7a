"""When a case may close, and why: never so that somebody who wants to hear is left in silence."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import Enrolment


class ClosingReason(StrEnum):
    """Why a case closes."""

    SENTENCE_OVER = "sentence_over"
    SAID_NO = "said_no"
    NO_RESPONSE = "no_response"
    PERSON_DIED = "person_died"
    ANOTHER_SCHEME = "another_scheme"


_FITS: Mapping[ClosingReason, frozenset[Enrolment]] = MappingProxyType(
    {
        ClosingReason.SAID_NO: frozenset(
            {Enrolment.DECLINED, Enrolment.OPTED_OUT, Enrolment.DO_NOT_CONTACT}
        ),
        ClosingReason.NO_RESPONSE: frozenset({Enrolment.NO_RESPONSE}),
    }
)


_NOBODY_DECIDES = frozenset({ClosingReason.SENTENCE_OVER, ClosingReason.PERSON_DIED})
"""After these no outcome of a request can protect anybody any more."""


def why_not(
    reason: ClosingReason,
    enrolment: Enrolment,
    over_on: date | None,
    today: date,
    update_waits: bool,
    *,
    request_waits: bool = False,
) -> str | None:
    """A sentence that says why a case can't close for this reason; None when it can.

    `over_on` is the day on which the sentence with its licence is over, where that is known;
    `update_waits` whether an update to its person hasn't gone yet, and `request_waits` whether a
    condition that they asked for has no outcome yet, which somebody has to follow.
    """
    if request_waits and reason not in _NOBODY_DECIDES:
        return (
            "A condition that they asked for has no outcome yet. Record what was decided, or "
            "withdraw it with them, before this case closes."
        )
    fitting = _FITS.get(reason)
    if fitting is not None and enrolment not in fitting:
        return "Record their answer first: the case doesn't say this yet."
    if reason is ClosingReason.SENTENCE_OVER:
        if over_on is not None and over_on > today:
            return "The sentence with its licence isn't over yet."
        if enrolment in IN_SCHEME and update_waits:
            return "An update to them hasn't gone yet. Tell them how it ends first."
    return None
