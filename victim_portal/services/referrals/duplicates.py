"""Likely duplicates, side by side, for a person to decide."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, may_see_case
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.rows import unplanned_channel
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.reach import need, reach_of
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, DuplicateFlag, Person
from victim_portal.store.unit_of_work import UnitOfWork

DIFFERENT = "different"
SAME_PERSON = "same_person"
SAME_CASE = "same_case"


@dataclass(frozen=True)
class SideView:
    """One of the two, as far as telling them apart goes."""

    reference: str
    person_name: str = field(repr=False)
    born_on: date | None = field(repr=False)
    offender_name: str = field(repr=False)
    received_on: date


@dataclass(frozen=True)
class DuplicateView:
    """Two cases that may be one person's, the newer first."""

    id: UUID
    reason: str
    new: SideView
    known: SideView
    same_offender: bool


def list_duplicates(ctx: Context, actor: Actor) -> tuple[DuplicateView, ...]:
    """The undecided pairs of which the actor may see both sides."""
    need(Permission.IMPORT, actor)
    with ctx.store.writing() as uow:
        found = case_store.undecided_flags(uow, actor.unit_id)
        views = tuple(
            DuplicateView(
                flag.id,
                flag.reason,
                _side(uow, case),
                _side(uow, other),
                case.offender_id == other.offender_id,
            )
            for flag, case, other in found
            if may_see_case(actor, reach_of(case)) and may_see_case(actor, reach_of(other))
        )
        audit.record(uow, actor, What.DUPLICATES_LISTED, rows=len(views))
        uow.commit()
    return views


def decide_duplicate(ctx: Context, actor: Actor, flag_id: UUID, decision: str) -> None:
    """Record what a person decided.

    `different` keeps both as they are. `same_person` gives the new case the person who
    was here already (one person may have several cases), and keeps the new numbers and
    addresses as unverified ones. `same_case` closes the new case as a double. Raises
    InvalidError for another word or where the decision can't be, NotFoundError out of
    reach or when somebody decided before.
    """
    with ctx.store.writing() as uow:
        flag = uow.get(DuplicateFlag, flag_id)
        case = uow.get(Case, flag.case_id) if flag else None
        other = uow.get(Case, flag.other_case_id) if flag else None
        if flag is None or case is None or other is None or flag.decision is not None:
            raise NotFoundError
        for one in (case, other):
            if not may_see_case(actor, reach_of(one)):
                raise NotFoundError
        if decision == SAME_CASE:
            _close_double(ctx, case, other)
        elif decision == SAME_PERSON:
            _join(ctx, uow, case, other)
        elif decision != DIFFERENT:
            raise InvalidError({"decision": "Choose whether they are the same."})
        flag.decision = decision
        flag.decided_by = actor.name
        flag.decided_at = ctx.now()
        uow.flush()
        tasks.settle(uow, actor, "decide_duplicate", case)
        audit.record(
            uow, actor, What.DUPLICATE_DECIDED, case.id, flag=str(flag.id), decision=decision
        )
        uow.commit()


def _close_double(ctx: Context, case: Case, other: Case) -> None:
    if case.offender_id != other.offender_id:
        raise InvalidError({"decision": "They are about two offenders, so both cases stay."})
    case.closed_at = ctx.now()
    case.closed_why = "double"
    case.queued_since = None
    case.queue_due_on = None
    case.officer_active = None
    case.officer_id = None


def _join(ctx: Context, uow: UnitOfWork, case: Case, other: Case) -> None:
    if case.sentence_id == other.sentence_id:
        raise InvalidError({"decision": "They are about one sentence: that is the same case."})
    if case.enrolment != "not_offered":
        raise InvalidError({"decision": "This case is under way: it can't be joined any more."})
    joined, kept = uow.get(Person, case.person_id), uow.get(Person, other.person_id)
    if joined is None or kept is None:
        raise NotFoundError
    uow.vault.fetch([joined.id, kept.id])
    known = people_store.channels_of(uow, kept.id, ended=True)
    for channel in people_store.channels_of(uow, joined.id):
        if not any(c.value_index == channel.value_index for c in known):
            kind = ChannelKind(channel.kind)
            uow.add(unplanned_channel(ctx, uow, kept, kind, channel.value or ""))
        channel.ended_at = ctx.now()
    joined.merged_into_id = kept.id
    case.person_id = kept.id


def _side(uow: UnitOfWork, case: Case) -> SideView:
    person, offender, _, _, _ = case_store.surroundings(uow, case)
    return SideView(
        reference=case.reference,
        person_name=" ".join(filter(None, (person.first_name, person.last_name))),
        born_on=person.born_on,
        offender_name=" ".join(filter(None, (offender.first_name, offender.last_name))),
        received_on=case.received_on,
    )
