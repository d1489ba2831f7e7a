"""Likely duplicates, side by side, for a person to decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, may_see_case
from victim_portal.domain.merging import under_way
from victim_portal.domain.vocabulary import (
    Enrolment,
    OffenceCategory,
    Relationship,
    SentenceType,
)
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.names import UNREADABLE, shown_name
from victim_portal.services.reach import need, reach_of
from victim_portal.services.referrals.merging import MergeView, merge_view
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store import merging as merge_store
from victim_portal.store.duplicates import Side
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.merging import Holdings
from victim_portal.store.models import Person

MOST_SHOWN = 50


@dataclass(frozen=True)
class SideView:
    """One of the two, as far as telling them apart goes."""

    reference: str
    person_name: str = field(repr=False)
    born_on: date | None = field(repr=False)
    relationship: Relationship
    offender_name: str = field(repr=False)
    offence_category: OffenceCategory
    sentence_type: SentenceType
    sentenced_on: date
    received_on: date
    enrolment: Enrolment
    closed: bool


@dataclass(frozen=True)
class DuplicateView:
    """Two cases that may be one person's, the newer first.

    `shares_contact` tells whether they have a number or address in common; `merge` what
    happens if they are one case; `may_be_same_person` whether they can be one person's two.
    """

    id: UUID
    reason: str
    new: SideView
    known: SideView
    shares_contact: bool
    merge: MergeView
    may_be_same_person: bool


@dataclass(frozen=True)
class DuplicateList:
    """The pairs to decide, oldest first, and whether there are more than are shown."""

    pairs: tuple[DuplicateView, ...]
    more: bool


def list_duplicates(ctx: Context, actor: Actor) -> DuplicateList:
    """The undecided pairs of which the actor may see both sides."""
    need(Permission.IMPORT, actor)
    with ctx.store.writing() as uow:
        found = duplicate_store.undecided(uow, actor.user_id, actor.unit_id, MOST_SHOWN + 1)
        pairs = [
            (flag, case, other)
            for flag, case, other in found[:MOST_SHOWN]
            if may_see_case(actor, reach_of(uow, case))
            and may_see_case(actor, reach_of(uow, other))
        ]
        sides = duplicate_store.sides(
            uow, [one.id for _, case, other in pairs for one in (case, other)]
        )
        contacts = duplicate_store.channel_indexes(uow, [side[1].id for side in sides.values()])
        hanging = merge_store.holdings(uow, [side[0] for side in sides.values()])
        views = tuple(
            _view(flag.id, flag.reason, sides[case.id], sides[other.id], contacts, hanging)
            for flag, case, other in pairs
        )
        audit.record(uow, actor, What.DUPLICATES_LISTED, rows=len(views))
        uow.commit()
    return DuplicateList(views, len(found) > MOST_SHOWN)


def count_duplicates(ctx: Context, actor: Actor) -> int:
    """How many pairs wait for the actor, counted no further than 1,000."""
    need(Permission.IMPORT, actor)
    with ctx.store.reading() as uow:
        return duplicate_store.count_undecided(uow, actor.user_id, actor.unit_id)


def _view(
    flag_id: UUID,
    reason: str,
    new: Side,
    known: Side,
    contacts: Mapping[UUID, set[bytes]],
    hanging: Mapping[UUID, Holdings],
) -> DuplicateView:
    case, other = new[0], known[0]
    sides = _side(new), _side(known)
    free = not under_way(Enrolment(case.enrolment)) and case.closed_at is None
    readable = (sides[0].person_name != UNREADABLE, sides[1].person_name != UNREADABLE)
    return DuplicateView(
        flag_id,
        reason,
        *sides,
        bool(contacts.get(new[1].id, set()) & contacts.get(known[1].id, set())),
        merge=merge_view(new[:2], known[:2], hanging, readable=readable),
        may_be_same_person=free
        and all(readable)
        and case.person_id != other.person_id
        and case.sentence_id != other.sentence_id,
    )


def _side(side: Side) -> SideView:
    case, person, offender, sentence = side
    return SideView(
        reference=case.reference,
        person_name=shown_name(person),
        born_on=_birth_of(person),
        relationship=Relationship(case.relationship),
        offender_name=shown_name(offender),
        offence_category=OffenceCategory(sentence.offence_category),
        sentence_type=SentenceType(sentence.sentence_type),
        sentenced_on=sentence.sentenced_on,
        received_on=case.received_on,
        enrolment=Enrolment(case.enrolment),
        closed=case.closed_at is not None,
    )


def _birth_of(person: Person) -> date | None:
    try:
        return person.born_on
    except UnreadableError:
        return None
