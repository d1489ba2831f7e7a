"""What a victim asks for at a review: to observe, a summary, another look at the decision.

Each is passed on by an officer and answered by others, and a refusal gives its reason. Only the
Secretary of State may apply for reconsideration (Parole Board Rules 2019, r.28): a victim asks
for that. The Board makes a summary for whoever asks within six months (r.27).
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from victim_portal.domain.parole.kinds import AskKind, AskState, DeadlineKind
from victim_portal.domain.stages import EventOutcome
from victim_portal.domain.vocabulary import SentenceType

_S = AskState
ASK_MOVES: Mapping[AskState, frozenset[AskState]] = MappingProxyType(
    {
        _S.WANTED: frozenset({_S.PASSED_ON, _S.DROPPED}),
        _S.PASSED_ON: frozenset({_S.GRANTED, _S.REFUSED, _S.DROPPED}),
        _S.GRANTED: frozenset(),
        _S.REFUSED: frozenset(),
        # They may change their mind for as long as there is time.
        _S.DROPPED: frozenset({_S.WANTED}),
    }
)
OPEN_ASKS = frozenset({_S.WANTED, _S.PASSED_ON})
ANSWERED = frozenset({_S.GRANTED, _S.REFUSED})

_T = SentenceType
MAY_BE_RECONSIDERED = frozenset({_T.LIFE, _T.IPP, _T.DPP, _T.HMP_DETENTION, _T.EDS, _T.SOPC})
"""Sentences whose decision may be looked at again: indeterminate, extended, and those
determinate ones whose first release the Board decides."""


def not_reconsidered(
    sentence_type: SentenceType, outcome: EventOutcome | None, *, pre_tariff: bool
) -> str:
    """Why a decision can't be looked at again, as a sentence; empty where it can."""
    if pre_tariff or outcome is EventOutcome.OPEN_CONDITIONS:
        return (
            "A recommendation on open conditions isn't open to reconsideration. The casework "
            "section can say whether anything else can be done."
        )
    if sentence_type not in MAY_BE_RECONSIDERED:
        return (
            "On this sentence a decision isn't open to reconsideration. Ask the casework section "
            "whether it could be set aside."
        )
    return ""


def is_unfinished(state: AskState, *, told: bool) -> bool:
    """Whether something is still to be done about an ask: to answer it, or to tell the answer."""
    return state in OPEN_ASKS or (state in ANSWERED and not told)


def ask_problem(
    kind: AskKind, *, hearing_on: date | None, decision_on: date | None, today: date
) -> str:
    """Why something can't be asked for now, as a sentence; empty where it can."""
    if kind is AskKind.OBSERVE:
        if decision_on is not None or (hearing_on is not None and hearing_on < today):
            return "The hearing has been: there is nothing left to observe."
        return ""
    if decision_on is None:
        return "There is no decision yet. It can be asked for once there is one."
    return ""


def move_refused(current: AskState, to: AskState, reason: str) -> str:
    """Why an ask can't come to `to` now, as a sentence; empty where it can."""
    if to not in ASK_MOVES[current]:
        return "It stands differently by now. Look at it again."
    if to is AskState.REFUSED and not reason.strip():
        return "Enter the reason that was given: a refusal is never without one."
    return ""


DEADLINE_OF: Mapping[AskKind, DeadlineKind] = MappingProxyType(
    {
        AskKind.SUMMARY: DeadlineKind.SUMMARY,
        AskKind.RECONSIDERATION: DeadlineKind.RECONSIDERATION,
    }
)
"""By which deadline something must have been passed on."""
