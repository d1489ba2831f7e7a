"""The board: every event ahead for every open case within reach, and who knows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.ladder import Rung
from victim_portal.domain.plan import at_liberty
from victim_portal.domain.stages import (
    RELEASE_CODES,
    STAGES,
    Road,
    Stage,
    YearMonth,
    governing_licence_end,
    governing_release,
    road_of,
)
from victim_portal.domain.told import (
    Ahead,
    Audience,
    Knows,
    Tell,
    audience,
    could_be_surprised,
    knows,
)
from victim_portal.domain.vocabulary import DateCode, Enrolment, Level, Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.names import full_name, shown_name
from victim_portal.services.planning.facts import event_facts
from victim_portal.services.reach import reach_of
from victim_portal.services.told.values import Board, Line, Shown
from victim_portal.store import planning as planning_store
from victim_portal.store import told as store
from victim_portal.store import wrong_news as wrong_news_store
from victim_portal.store.models import Case, Event, Update
from victim_portal.store.told import Scope
from victim_portal.store.unit_of_work import UnitOfWork

PAGE = 50
BACK = timedelta(days=28)
"""How far back the board looks for what happened without somebody being told."""
NEWS = frozenset(
    stage
    for stage, rule in STAGES.items()
    if rule.urgent or stage in (Stage.RELEASED, Stage.RE_RELEASED, Stage.RECALLED)
)
CODES = (*RELEASE_CODES, DateCode.SLED, DateCode.LED, DateCode.SED)
_ROADS = {Ahead.RELEASE: Road.RELEASE, Ahead.LICENCE_END: Road.LICENCE_END}
_HEARINGS = (Stage.HEARING_LISTED, Stage.HEARING_DEFERRED)


@dataclass(frozen=True)
class _Coming:
    """One event of one case."""

    case: Case
    ahead: Ahead
    on: date
    event: Event | None = None


def told_board(
    ctx: Context,
    actor: Actor,
    days: int,
    shown: Shown = Shown.SURPRISED,
    *,
    own: bool = False,
    after: str | None = None,
) -> Board:
    """Who knows of what falls within so many days, and of what happened in the last 28.

    `own` leaves out the unit's other cases; `after` is the `later` of the page before. The view
    of names is recorded. NotAllowedError for whoever has no casework.
    """
    casework = actor.role in (Role.OFFICER, Role.MANAGER)
    if not casework or actor.unit_id is None or actor.user_id is None:
        raise NotAllowedError
    today = ctx.today()
    with ctx.store.writing() as uow:
        scope = Scope(actor.user_id, actor.unit_id, own)
        coming = _coming(uow, actor, scope, today, today + timedelta(days=days))
        judged = _judged(uow, coming, today)
        lines = [one for one in judged if _is_shown(shown, *one[1:])]
        start = _start(lines, after)
        page = lines[start : start + PAGE]
        surprised = {one[0].case.id for one in judged if could_be_surprised(*one[1:])}
        not_asked = {one[0].case.id for one in judged if one[1] is Audience.NOT_ASKED}
        board = Board(
            days=days,
            shown=shown,
            own=own,
            surprised=len(surprised),
            not_asked=len(not_asked),
            events=len(judged),
            told=sum(_is_shown(Shown.TOLD, *one[1:]) for one in judged),
            others=sum(_is_shown(Shown.OTHERS, *one[1:]) for one in judged),
            lines=_lines(uow, page, today),
            later=_key(page[-1][0]) if start + PAGE < len(lines) else None,
        )
        audit.record(
            uow, actor, What.TOLD_LISTED, rows=len(page), days=days, surprised=board.surprised
        )
        uow.commit()
    return board


def _coming(uow: UnitOfWork, actor: Actor, scope: Scope, today: date, last: date) -> list[_Coming]:
    """Everything ahead until a day for the cases within reach, soonest first."""
    dated = store.dated(uow, scope, CODES, today, last)
    heard = store.heard(uow, scope, today, last)
    happened = store.happened(uow, scope, NEWS, today - BACK, today)
    cases = {case.id: case for case in (*dated, *_firsts(heard), *_firsts(happened))}
    store.at_hand(uow, cases.values())
    seen = {one.id for one in cases.values() if may_see_case(actor, reach_of(uow, one))}
    offenders = {case.offender_id for case in dated}
    dates = store.newest_dates(uow, offenders)
    out = {
        offender_id
        for offender_id, events in planning_store.events_of(uow, offenders).items()
        if at_liberty(map(event_facts, events), today)
    }
    found = []
    for case in dated:
        release = governing_release(dates[case.offender_id], today)
        if case.offender_id in out:
            # It has been: what is told of it is news of the event.
            release = None
        end = governing_licence_end(dates[case.offender_id])
        for ahead, governing in ((Ahead.RELEASE, release), (Ahead.LICENCE_END, end)):
            if governing is not None and today <= governing[1] <= last:
                found.append(_Coming(case, ahead, governing[1]))
    for case, review in heard:
        if review.hearing_on is not None:
            found.append(_Coming(case, Ahead.HEARING, review.hearing_on))
    found += [_Coming(case, Ahead.HAPPENED, event.happened_on, event) for case, event in happened]
    return sorted((one for one in found if one.case.id in seen), key=_order)


def _judged(
    uow: UnitOfWork, coming: Sequence[_Coming], today: date
) -> list[tuple[_Coming, Audience, Knows]]:
    ids = {one.case.id for one in coming}
    wishes = planning_store.preferences(uow, ids)
    sent = store.sent_to(uow, ids)
    update_ids = [update.id for of_one in sent.values() for update in of_one]
    rungs = store.rungs_of(uow, update_ids)
    wrong = wrong_news_store.named_wrong(uow, update_ids)
    judged = []
    for one in coming:
        wish = wishes.get(one.case.id)
        level = Level(wish.level) if wish else None
        stage = Stage(one.event.stage) if one.event else None
        told = [
            _tell(update, rungs.get(update.id, set()))
            for update in sent.get(one.case.id, [])
            if update.id not in wrong and _is_about(one, update)
        ]
        who = audience(Enrolment(one.case.enrolment), level, one.ahead, stage)
        judged.append((one, who, knows(one.on, one.ahead, told, today)))
    return judged


def _is_about(one: _Coming, update: Update) -> bool:
    """Whether what somebody was told is about this event: by its road, its hearing or itself."""
    if one.event is not None:
        return update.plan_key.partition("#")[0] == f"{one.event.stage}:{one.event.id}"
    if update.anchor_month is None:
        return False
    if one.ahead is Ahead.HEARING:
        return update.stage in _HEARINGS
    return road_of(update.anchor_code) is _ROADS[one.ahead]


def _tell(update: Update, rungs: set[str]) -> Tell:
    told = [rung for rung in Rung if rung.value in rungs] or [Rung.HANDED_OVER]
    if update.told_how in ("telephone", "visit"):
        told.append(Rung.SPOKEN)
    month = YearMonth.parse(update.anchor_month) if update.anchor_month else None
    return Tell(update.sent_on or date.min, month, told[-1])


def _is_shown(shown: Shown, who: Audience, what: Knows) -> bool:
    if could_be_surprised(who, what):
        return shown is Shown.SURPRISED
    return shown is (Shown.TOLD if who is Audience.HEARS else Shown.OTHERS)


def _lines(
    uow: UnitOfWork, page: Sequence[tuple[_Coming, Audience, Knows]], today: date
) -> tuple[Line, ...]:
    people = store.people_of(uow, [one.case for one, _, _ in page])
    found = []
    for one, who, what in page:
        person, offender, officer = people[one.case.id]
        found.append(
            Line(
                reference=one.case.reference,
                person_name=shown_name(person),
                offender_name=shown_name(offender),
                officer_name=full_name(officer.first_name, officer.last_name) if officer else "",
                ahead=one.ahead,
                stage=Stage(one.event.stage) if one.event else None,
                on=one.on,
                days_left=(one.on - today).days,
                who=who,
                knows=what,
            )
        )
    return tuple(found)


def _firsts(rows: Sequence[tuple[Case, object]]) -> list[Case]:
    return [case for case, _ in rows]


def _order(one: _Coming) -> tuple[date, str, str, UUID]:
    return one.on, one.case.reference, one.ahead.value, one.event.id if one.event else one.case.id


def _key(one: _Coming) -> str:
    on, reference, ahead, row = _order(one)
    return f"{on.isoformat()}_{reference}_{ahead}_{row}"


def _start(lines: Sequence[tuple[_Coming, Audience, Knows]], after: str | None) -> int:
    """Where a page begins; a key that can't be read, or is past the end, begins anew."""
    if not after:
        return 0
    return next((place for place, one in enumerate(lines) if _key(one[0]) > after), 0)
