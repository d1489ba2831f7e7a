"""Which planned update tells a move, and why there is none where there is none."""

from collections.abc import Sequence
from enum import StrEnum

from victim_portal.domain.campaigns.moves import Move
from victim_portal.domain.enrolment import receives_updates
from victim_portal.domain.plan import PlannedUpdate, PreferenceFacts
from victim_portal.domain.stages import Road, Stage, YearMonth, road_of
from victim_portal.domain.vocabulary import Enrolment, Level

_NAMES_THE_MONTH = frozenset(
    {
        Stage.SENTENCE_EXPLAINED,
        Stage.PAROLE_REVIEW_STARTED,
        Stage.PRE_RELEASE,
        Stage.LICENCE_ENDED,
    }
)


class Nothing(StrEnum):
    """Why a move is no news to somebody."""

    NOT_IN_SCHEME = "not_in_scheme"
    SMALL_MOVE = "small_move"
    SAME_MONTH = "same_month"
    LEVEL = "level"
    NO_DATE_LEFT = "no_date_left"
    NOT_PLANNED = "not_planned"


def told_by(
    move: Move, planned: Sequence[PlannedUpdate], told: YearMonth | None
) -> PlannedUpdate | None:
    """The planned update that tells of a move; None where nothing does.

    Whoever was told a month hears of it as a change; whoever never was, by the first update
    that names the month of this road.
    """
    changed = f"{Stage.DATE_CHANGED}:{move.road}"
    for one in planned:
        if one.plan_key.partition("#")[0] == changed:
            return one
    if told is not None:
        return None
    naming = (
        one
        for one in planned
        if one.stage in _NAMES_THE_MONTH and road_of(one.anchor_code) is move.road
    )
    return min(naming, key=lambda one: one.window_opens, default=None)


def why_nothing(
    move: Move,
    enrolment: Enrolment,
    preference: PreferenceFacts | None,
    told: YearMonth | None,
) -> Nothing:
    """Why no update tells of a move, in the order in which a person would ask."""
    if not receives_updates(enrolment) or preference is None:
        return Nothing.NOT_IN_SCHEME
    now = move.month_after
    if now is None:
        return Nothing.NO_DATE_LEFT
    if told == now:
        return Nothing.SAME_MONTH
    by = abs(told.months_until(now)) if told is not None else 0
    if told is not None and by <= preference.ignore_moves_up_to_months:
        return Nothing.SMALL_MOVE
    if preference.level is not Level.KEY_STAGES and move.road is not Road.RELEASE:
        return Nothing.LEVEL
    return Nothing.NOT_PLANNED
