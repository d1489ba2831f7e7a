"""Finding the case of a caller by whatever they give, within what the searcher may see.

What is out of reach and what doesn't exist give the same answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.finding import ORDER, How, read
from victim_portal.domain.vocabulary import Enrolment, Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.callers.looking_up import Hit, Whose, named, of_exact_values
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.names import UNREADABLE, full_name, shown_name
from victim_portal.services.reach import reach_of
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import finding as store
from victim_portal.store import walls as wall_store
from victim_portal.store.finding import Line, Reader
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Person
from victim_portal.store.unit_of_work import UnitOfWork

MOST_SHOWN = 25
OF_CHANNELS = frozenset({How.TELEPHONE, How.EMAIL})


@dataclass(frozen=True)
class Match:
    """Why a case was found: by what, and whose it is.

    `old` is a number or address that is no longer in use, `stopped` one that was stopped as
    unsafe; `who` names a supporter.
    """

    how: How
    whose: Whose
    old: bool = False
    stopped: bool = False
    who: str = field(default="", repr=False)


@dataclass(frozen=True)
class Found:
    """One case that may be the caller's.

    `officer_name` is empty for a case in the queue; `same_as` names cases that may be the
    same one, `stays_as` the one that stays where this one was a double.
    """

    reference: str
    person_name: str = field(repr=False)
    offender_name: str = field(repr=False)
    officer_name: str
    enrolment: Enrolment
    closed: bool
    matches: tuple[Match, ...]
    same_as: tuple[str, ...]
    stays_as: str


@dataclass(frozen=True)
class Search:
    """What was found, the surest first.

    `shared` warns that several cases have the number or address; `only_a_birth` says that
    a date alone isn't looked up.
    """

    cases: tuple[Found, ...]
    more: bool
    shared: bool
    only_a_birth: bool


def find_caller(ctx: Context, actor: Actor, text: str) -> Search:
    """The cases that answer to what was typed, at most 25; the search is recorded.

    Never raises for what `text` holds; NotAllowedError for a role without cases.
    """
    if actor.role not in (Role.OFFICER, Role.MANAGER) or actor.user_id is None:
        raise NotAllowedError
    readings = read(text)
    reader = Reader(actor.user_id, actor.unit_id)
    with ctx.store.writing() as uow:
        hits = list(of_exact_values(uow, reader, readings, MOST_SHOWN + 1))
        by_name, unopened = named(uow, reader, readings)
        hits = _within_reach(uow, actor, [*hits, *by_name])
        by_case: dict[UUID, list[Hit]] = {}
        for hit in hits:
            by_case.setdefault(hit.case.id, []).append(hit)
        likeliest = sorted(by_case.values(), key=lambda found: _order(actor, found))
        cases = _shown(uow, actor, reader, likeliest[:MOST_SHOWN])
        audit.record(
            uow,
            actor,
            What.CALLER_SEARCHED,
            by="+".join(kind.value for kind in readings.kinds) or "nothing",
            rows=len(cases),
        )
        uow.commit()
    return Search(
        cases=cases,
        more=unopened or len(likeliest) > MOST_SHOWN,
        shared=len({hit.case.id for hit in hits if hit.how in OF_CHANNELS}) > 1,
        only_a_birth=readings.only_a_birth,
    )


def _within_reach(uow: UnitOfWork, actor: Actor, hits: Iterable[Hit]) -> list[Hit]:
    """What the rule itself lets the actor see: the queries ask it only as far as SQL can."""
    found = list(hits)
    conflict_store.fetch(uow, [hit.case.offender_id for hit in found])
    wall_store.fetch(uow, [hit.case.id for hit in found])
    return [hit for hit in found if _may_see(uow, actor, hit.case)]


def _may_see(uow: UnitOfWork, actor: Actor, case: Case) -> bool:
    return may_see_case(actor, reach_of(uow, case))


def _order(actor: Actor, hits: list[Hit]) -> tuple[int, bool, bool, bool, float, str]:
    """The surest match first; then the actor's own, open ones, the newest."""
    case = hits[0].case
    surest = min(hits, key=lambda hit: (ORDER.index(hit.how), _is_old(hit)))
    return (
        ORDER.index(surest.how),
        _is_old(surest),
        case.officer_id != actor.user_id,
        case.closed_at is not None,
        -case.opened_on.timestamp(),
        case.reference,
    )


def _is_old(hit: Hit) -> bool:
    return hit.channel is not None and hit.channel.ended_at is not None


def _shown(
    uow: UnitOfWork, actor: Actor, reader: Reader, found: list[list[Hit]]
) -> tuple[Found, ...]:
    ids = [hits[0].case.id for hits in found]
    lines = store.lines(uow, ids)
    supporters = store.persons(
        uow, [hit.supporter_id for hits in found for hit in hits if hit.supporter_id]
    )
    same = _duplicates(uow, actor, reader, ids)
    return tuple(
        _found(uow, actor, lines[hits[0].case.id], hits, supporters, same) for hits in found
    )


def _duplicates(
    uow: UnitOfWork, actor: Actor, reader: Reader, ids: list[UUID]
) -> dict[UUID, list[str]]:
    """The cases that each of these may be the same as."""
    pairs = store.flagged_with(uow, reader, ids)
    conflict_store.fetch(uow, [case.offender_id for pair in pairs for case in pair])
    wall_store.fetch(uow, [case.id for pair in pairs for case in pair])
    same: dict[UUID, list[str]] = {}
    for new, known in pairs:
        if _may_see(uow, actor, new) and _may_see(uow, actor, known):
            same.setdefault(new.id, []).append(known.reference)
            same.setdefault(known.id, []).append(new.reference)
    return same


def _found(
    uow: UnitOfWork,
    actor: Actor,
    line: Line,
    hits: list[Hit],
    supporters: Mapping[UUID, Person],
    same: Mapping[UUID, list[str]],
) -> Found:
    case, person, offender, officer, stays = line
    matches = [_match(hit, supporters) for hit in hits]
    return Found(
        reference=case.reference,
        person_name=shown_name(person),
        offender_name=shown_name(offender),
        officer_name=full_name(officer.first_name, officer.last_name) if officer else "",
        enrolment=Enrolment(case.enrolment),
        closed=case.closed_at is not None,
        matches=tuple(
            dict.fromkeys(sorted(matches, key=lambda match: (ORDER.index(match.how), match.old)))
        ),
        same_as=tuple(same.get(case.id, ())),
        stays_as=stays.reference if stays is not None and _may_see(uow, actor, stays) else "",
    )


def _match(hit: Hit, supporters: Mapping[UUID, Person]) -> Match:
    channel = hit.channel
    supporter = supporters.get(hit.supporter_id) if hit.supporter_id else None
    return Match(
        how=hit.how,
        whose=hit.whose,
        old=_is_old(hit),
        stopped=channel is not None and channel.suspended_at is not None,
        who=_called(supporter) if supporter else "",
    )


def _called(supporter: Person) -> str:
    """How a supporter is spoken of: by the name that they go by, where there is one."""
    try:
        return supporter.called or full_name(supporter.first_name, supporter.last_name)
    except UnreadableError:
        return UNREADABLE
