"""When later news leaves no sense in telling what was before.

Told as news all the same it would be stale: "he was released" of somebody who is recalled.
"""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.domain.stages.names import EventOutcome, Stage

_OUT = frozenset({Stage.RELEASED, Stage.RE_RELEASED})
_DISCHARGED = frozenset(
    {Stage.CONDITIONAL_DISCHARGE, Stage.ABSOLUTE_DISCHARGE, Stage.COMMUNITY_TREATMENT_ORDER}
)
_HEARING_NEWS = frozenset({Stage.HEARING_LISTED, Stage.HEARING_DEFERRED, Stage.PAROLE_DECISION})

OVERTAKEN_BY: Mapping[Stage, frozenset[Stage]] = MappingProxyType(
    {
        Stage.RELEASED: frozenset({Stage.RECALLED, Stage.RE_RELEASED}),
        Stage.RE_RELEASED: frozenset({Stage.RECALLED}),
        Stage.RECALLED: _OUT,
        Stage.OPEN_CONDITIONS_CONSIDERED: _OUT | {Stage.OPEN_CONDITIONS_MOVED},
        Stage.TEMPORARY_RELEASE_CONSIDERED: _OUT,
        Stage.HOME_DETENTION_CURFEW_CONSIDERED: _OUT,
        Stage.PAROLE_REVIEW_STARTED: _OUT | {Stage.PAROLE_DECISION},
        Stage.HEARING_LISTED: _HEARING_NEWS | _OUT,
        Stage.HEARING_DEFERRED: _HEARING_NEWS | _OUT,
        Stage.LICENCE_TERMINATION_CONSIDERED: frozenset({Stage.LICENCE_ENDED}),
        Stage.TRIBUNAL: _DISCHARGED | {Stage.TRIBUNAL},
        Stage.HOSPITAL_RECALL: _DISCHARGED,
        Stage.CONDITIONAL_DISCHARGE: frozenset({Stage.HOSPITAL_RECALL, Stage.ABSOLUTE_DISCHARGE}),
        Stage.COMMUNITY_TREATMENT_ORDER: frozenset(
            {Stage.HOSPITAL_RECALL, Stage.ABSOLUTE_DISCHARGE}
        ),
    }
)
"""What makes news of a stage untrue or pointless to tell, once it has happened after it."""


def overtakes(
    stage: Stage, outcome: EventOutcome | None, later: Stage, later_outcome: EventOutcome | None
) -> bool:
    """Whether something that happened later leaves no sense in telling what was before.

    What was only started is overtaken by its own outcome, and by nothing that is itself only
    started; an escape by the return to custody, and a decision by one that was changed.
    """
    started = EventOutcome.STARTED
    if later_outcome is started:
        return False
    if later is stage:
        back = later_outcome is EventOutcome.BACK_IN_CUSTODY and outcome is not later_outcome
        return outcome is started or back or stage in OVERTAKEN_BY.get(stage, ())
    if stage is Stage.PAROLE_DECISION:
        return later is Stage.RECONSIDERATION and later_outcome is EventOutcome.CHANGED
    return later in OVERTAKEN_BY.get(stage, ())
