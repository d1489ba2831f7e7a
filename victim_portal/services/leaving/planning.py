"""Planning that somebody leaves: the moment, who gets which case, and whom to tell before."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.vocabulary import Enrolment, Role
from victim_portal.services import audit, tasks
from victim_portal.services.allocation.assigning import problem_with
from victim_portal.services.allocation.proposing import proposals_for
from victim_portal.services.allocation.telling import IN_TOUCH
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.reach import normal_reference
from victim_portal.store import allocation as allocation_store
from victim_portal.store import cases as case_store
from victim_portal.store import leaving as store
from victim_portal.store.models import Case, Leaving, LeavingCase, User
from victim_portal.store.unit_of_work import UnitOfWork

LATEST = timedelta(days=366)
TELL = "tell_new_officer"
PAST = "The moment must be ahead. To hand over at once, use the button for that."
TOO_FAR = "The moment must be within a year."
NOT_THEIRS = "This isn't one of their open cases any more."


def plan_leaving(ctx: Context, actor: Actor, user_id: UUID, at: datetime) -> None:
    """Plan that an officer of the actor's unit leaves at a moment (aware), or move the moment.

    Each open case gets a proposed officer, and those who know the one before are to be told
    ahead, by their plan, by whoever has the case. The access ends at that moment by itself.
    Raises InvalidError (`at`), NotFoundError, NotAllowedError.
    """
    with ctx.store.writing() as uow:
        user = their_officer(uow, actor, user_id)
        if at <= ctx.now():
            raise InvalidError({"at": PAST})
        if at > ctx.now() + LATEST:
            raise InvalidError({"at": TOO_FAR})
        leaving = store.open_leaving(uow, user.id, locked=True)
        if leaving is None:
            leaving = Leaving(
                id=uow.tokens.uuid(),
                user_id=user.id,
                unit_id=user.unit_id,
                planned_by=actor.name,
                planned_at=ctx.now(),
                stays=False,
            )
            uow.add(leaving)
        leaving.leaves_at = user.access_ends_at = at
        uow.flush()
        cases = store.cases_of(uow, user.id)
        propose_for(uow, actor, leaving, cases)
        _ask_to_tell(ctx, uow, actor, leaving, cases)
        audit.record(
            uow,
            actor,
            What.LEAVING_PLANNED,
            user=str(user.id),
            at=at.isoformat(),
            cases=len(cases),
        )
        uow.commit()


def call_off(ctx: Context, actor: Actor, user_id: UUID) -> None:
    """Call a leaving off: the access stays, and nobody is told any more.

    Raises NotFoundError where none is planned, NotAllowedError.
    """
    with ctx.store.writing() as uow:
        user = their_officer(uow, actor, user_id)
        leaving = _planned(uow, user.id)
        leaving.ended_at, leaving.stays = ctx.now(), True
        user.access_ends_at = None
        for case in store.cases_of(uow, user.id):
            tasks.settle(uow, actor, TELL, case, leaving.id.hex)
        audit.record(uow, actor, What.LEAVING_CALLED_OFF, user=str(user.id))
        uow.commit()


def choose_successors(
    ctx: Context, actor: Actor, user_id: UUID, wanted: Mapping[str, UUID | None]
) -> None:
    """Choose who gets some of the cases, by reference; None leaves one to its unit's queue.

    Raises InvalidError (`officer-REFERENCE`) for whoever can't have a case, NotFoundError,
    NotAllowedError.
    """
    with ctx.store.writing() as uow:
        user = their_officer(uow, actor, user_id)
        leaving = _planned(uow, user.id)
        rows = store.successors(uow, leaving.id)
        problems: dict[str, str] = {}
        for reference, officer_id in wanted.items():
            case = case_store.by_reference(uow, normal_reference(reference))
            row = rows.get(case.id) if case is not None else None
            why = NOT_THEIRS
            if case is not None and row is not None and case.officer_id == user.id:
                why = (
                    "" if officer_id is None else problem_with(uow, case, uow.get(User, officer_id))
                )
                if officer_id == user.id:
                    why = "They are the one who leaves: choose somebody else."
            if why:
                problems[f"officer-{reference}"] = f"{reference}: {why}"
            elif row is not None:
                row.officer_id = officer_id
        if problems:
            raise InvalidError(problems)
        audit.record(uow, actor, What.SUCCESSORS_CHOSEN, user=str(user.id), cases=len(wanted))
        uow.commit()


def propose_for(uow: UnitOfWork, actor: Actor, leaving: Leaving, cases: Sequence[Case]) -> None:
    """Propose somebody for the cases that nobody was chosen for yet; never the one who leaves."""
    known = store.successors(uow, leaving.id)
    new = [case for case in cases if case.id not in known]
    if not new:
        return
    sides = allocation_store.sides(uow, [case.id for case in new])
    found = proposals_for(
        uow, actor, leaving.unit_id, [sides[case.id] for case in new], without=leaving.user_id
    )
    for case, one in zip(new, found, strict=True):
        uow.add(
            LeavingCase(
                id=uow.tokens.uuid(),
                leaving_id=leaving.id,
                case_id=case.id,
                person_id=case.person_id,
                officer_id=one.proposal.officer_id,
            )
        )
    uow.flush()


def their_officer(uow: UnitOfWork, actor: Actor, user_id: UUID) -> User:
    """An active officer of the manager's own unit. Raises NotFoundError, NotAllowedError."""
    if actor.role is not Role.MANAGER or actor.unit_id is None:
        raise NotAllowedError
    user = uow.get(User, user_id)
    fits = user is not None and user.active and user.role == Role.OFFICER
    if user is None or not fits or user.unit_id != actor.unit_id:
        raise NotFoundError
    return user


def _planned(uow: UnitOfWork, user_id: UUID) -> Leaving:
    leaving = store.open_leaving(uow, user_id, locked=True)
    if leaving is None:
        raise NotFoundError
    return leaving


def _ask_to_tell(
    ctx: Context, uow: UnitOfWork, actor: Actor, leaving: Leaving, cases: Sequence[Case]
) -> None:
    """Have those told ahead who know the officer by name; whoever said no isn't told anything."""
    day = london_date(leaving.leaves_at)
    for case in cases:
        state = Enrolment(case.enrolment)
        known = state in IN_TOUCH or case.first_contact_on is not None
        if known and state not in SAID_NO:
            tasks.raise_for_case(
                uow,
                actor,
                case,
                TELL,
                f"Tell them who looks after their case from {day.day} {day:%B %Y}, and how to ring",
                "They know the officer before",
                day,
                key=leaving.id.hex,
            )
