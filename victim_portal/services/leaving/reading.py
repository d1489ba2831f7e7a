"""Who leaves, with every case and who gets it, for the unit's manager."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.leaving.planning import their_officer
from victim_portal.services.names import full_name, shown_name
from victim_portal.services.reach import reach_of
from victim_portal.store import allocation as allocation_store
from victim_portal.store import finding
from victim_portal.store import leaving as store
from victim_portal.store import staff as staff_store


@dataclass(frozen=True)
class LeavingView:
    """Somebody of the unit: when they leave, None where nothing is planned."""

    user_id: UUID
    name: str
    leaves_at: datetime | None
    open_cases: int


@dataclass(frozen=True)
class CaseToGive:
    """One of their cases; `officer_id` is who gets it, None for the queue."""

    reference: str
    person_name: str = field(repr=False)
    restricted: bool
    officer_id: UUID | None
    officer_name: str


@dataclass(frozen=True)
class LeavingPage:
    """One leaving. `others` may get cases; `hidden` counts cases that the reader doesn't reach."""

    user_id: UUID
    name: str
    leaves_at: datetime | None
    cases: tuple[CaseToGive, ...]
    hidden: int
    others: tuple[tuple[UUID, str], ...]


def list_leavings(ctx: Context, actor: Actor) -> tuple[LeavingView, ...]:
    """The officers of the actor's unit, those who leave first. NotAllowedError for no manager."""
    if actor.role is not Role.MANAGER or actor.unit_id is None:
        raise NotAllowedError
    with ctx.store.reading() as uow:
        when = {one.user_id: one.leaves_at for one in store.of_unit(uow, actor.unit_id)}
        people = staff_store.people_of_unit(uow, actor.unit_id)
        officers = [one for one in people if one.role == Role.OFFICER]
        ids = [one.id for one in officers]
        loads = allocation_store.open_cases_of(uow, ids, actor.user_id, actor.unit_id)
        found = [
            LeavingView(
                one.id,
                full_name(one.first_name, one.last_name),
                when.get(one.id),
                loads.get(one.id, 0),
            )
            for one in officers
        ]
    return tuple(sorted(found, key=lambda one: (one.leaves_at is None, one.name)))


def leaving_view(ctx: Context, actor: Actor, user_id: UUID) -> LeavingPage:
    """One officer's cases with who gets each; the view is recorded.

    Raises NotFoundError for who isn't of the unit, NotAllowedError.
    """
    with ctx.store.writing() as uow:
        user = their_officer(uow, actor, user_id)
        leaving = store.open_leaving(uow, user.id)
        chosen = store.successors(uow, leaving.id) if leaving else {}
        cases = store.cases_of(uow, user.id)
        seen = [case for case in cases if may_see_case(actor, reach_of(uow, case))]
        people = staff_store.people_of_unit(uow, user.unit_id) if user.unit_id else []
        names = {one.id: full_name(one.first_name, one.last_name) for one in people}
        persons = finding.persons(uow, {case.person_id for case in seen})
        lines = []
        for case in seen:
            row = chosen.get(case.id)
            officer_id = row.officer_id if row else None
            lines.append(
                CaseToGive(
                    reference=case.reference,
                    person_name=shown_name(persons[case.person_id]),
                    restricted=case.restricted,
                    officer_id=officer_id,
                    officer_name=names.get(officer_id, "") if officer_id else "",
                )
            )
        audit.record(uow, actor, What.LEAVING_VIEWED, user=str(user.id), rows=len(lines))
        page = LeavingPage(
            user_id=user.id,
            name=full_name(user.first_name, user.last_name),
            leaves_at=leaving.leaves_at if leaving else None,
            cases=tuple(lines),
            hidden=len(cases) - len(seen),
            others=tuple(
                (one.id, names[one.id])
                for one in people
                if one.role == Role.OFFICER and one.id != user.id and one.access_ends_at is None
            ),
        )
        uow.commit()
    return page
