"""A supporter as they are given and as staff see them."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.vocabulary import ContactMethod, SupporterRole
from victim_portal.services.channels.views import ChannelView, views_on_case
from victim_portal.services.context import Context
from victim_portal.services.names import shown_name
from victim_portal.store import people as people_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Person, Supporter
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SupporterInput:
    """Somebody whom the victim wants beside them, and the consent to it.

    `not_the_offender` and `another_person` answer what is asked where names are alike.
    """

    last_name: str = field(repr=False)
    role: SupporterRole
    may_hear_news: bool
    consent_words: str = field(repr=False)
    consented_on: date
    how: ContactMethod
    first_name: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    not_the_offender: bool = False
    another_person: bool = False


@dataclass(frozen=True)
class SupporterView:
    """Somebody who stands or stood beside the person of a case, with their live channels."""

    id: UUID
    person_id: UUID
    name: str = field(repr=False)
    role: SupporterRole
    may_hear_news: bool
    consent_words: str = field(repr=False)
    consented_on: date
    how: ContactMethod
    recorded_by: str
    ended_on: date | None
    ended_why: str = field(repr=False)
    ended_by: str
    channels: tuple[ChannelView, ...] = field(repr=False)


def view(ctx: Context, uow: UnitOfWork, case: Case, supporter: Supporter) -> SupporterView:
    """A supporter row of a case as a plain value, with how the codes of their channels stand."""
    person = uow.get(Person, supporter.supporter_id)
    if person is None:
        raise LookupError("a supporter without a person")
    return SupporterView(
        id=supporter.id,
        person_id=person.id,
        name=shown_name(person),
        role=SupporterRole(supporter.role),
        may_hear_news=supporter.may_hear_news,
        consent_words=supporter.consent_words or "",
        consented_on=supporter.consented_on,
        how=ContactMethod(supporter.how),
        recorded_by=supporter.recorded_by,
        ended_on=supporter.ended_on,
        ended_why=supporter.ended_why or "",
        ended_by=supporter.ended_by or "",
        channels=() if supporter.ended_on else _channels(ctx, uow, case, person.id),
    )


def _channels(
    ctx: Context, uow: UnitOfWork, case: Case, person_id: UUID
) -> tuple[ChannelView, ...]:
    """Whoever can't be read any more has nothing that could be used, and hides nobody else."""
    try:
        return views_on_case(ctx, uow, case, people_store.channels_of(uow, person_id))
    except UnreadableError:
        return ()
