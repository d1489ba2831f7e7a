"""What the last look sees of some messages, read in as many queries for many as for one.

All of it is read afresh in the claiming transaction, after the messages were locked, and is
forgotten with it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from victim_portal.domain.coming_of_age import AgeFacts, way_ends_at
from victim_portal.services.ages import ages_of_many, may_have_such_a_day
from victim_portal.services.ladder.rungs import spoken_about
from victim_portal.services.updates.names import unsaid_names
from victim_portal.store import door as door_store
from victim_portal.store import last_look as store
from victim_portal.store import planning as planning_store
from victim_portal.store import updates as update_store
from victim_portal.store import wrong_news as wrong_news_store
from victim_portal.store.last_look import Spoken
from victim_portal.store.models import (
    Approval,
    Case,
    Channel,
    Message,
    Offender,
    Person,
    Preference,
    Sentence,
    Update,
    User,
)
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Seen:
    """The rows around some messages, by id; what a row isn't in, isn't there.

    `dates` and `events` are the versions of an offender's facts, `spoken` the contacts of a
    case, `agreed` the versions of updates that may name a day, `frozen` the stages whose texts
    are frozen because something that was told was wrong, `wrong` the updates that were found to
    be so and since when, `own_pages` the cases whose person agreed a passphrase,
    `told` the versions of updates that somebody was spoken to about.
    """

    channels: Mapping[UUID, Channel]
    cases: Mapping[UUID, Case]
    updates: Mapping[UUID, Update]
    persons: Mapping[UUID, Person]
    offenders: Mapping[UUID, Offender]
    sentences: Mapping[UUID, Sentence]
    officers: Mapping[UUID, User]
    channels_ever: Mapping[UUID, list[Channel]]
    preferences: Mapping[UUID, Preference]
    approvals: Mapping[UUID, list[tuple[Approval, User]]]
    dates: Mapping[UUID, dict[str, int]]
    events: Mapping[UUID, dict[str, int]]
    spoken: Mapping[UUID, list[Spoken]]
    ages: Mapping[UUID, AgeFacts]
    agreed: Collection[tuple[UUID, int]]
    frozen: Collection[str]
    wrong: Mapping[UUID, datetime]
    own_pages: Collection[UUID]
    told: Collection[tuple[UUID, int]]

    def channel(self, message: Message) -> Channel:
        """The channel of a message; LookupError for none, which the database doesn't allow."""
        return self.channels[message.channel_id]

    def case(self, message: Message) -> Case:
        """The case of a message; LookupError for none."""
        return self.cases[message.case_id]

    def update(self, message: Message) -> Update:
        """The update that a message carries; LookupError for none."""
        if message.update_id is None:
            raise LookupError("a message without its update")
        return self.updates[message.update_id]

    def unsaid(self, case: Case) -> tuple[frozenset[str], frozenset[str]]:
        """Names for channels with fuller words alone, and those that are never said at all."""
        return unsaid_names(
            self.persons.get(case.person_id),
            self.offenders.get(case.offender_id),
            self.sentences.get(case.sentence_id),
            self.officers.get(case.officer_id) if case.officer_id else None,
            self.channels_ever.get(case.person_id, []),
        )

    def way_ends_at(self, case: Case, channel: Channel) -> datetime | None:
        """From when on no news may go by a channel; None where age says nothing of it."""
        age = self.ages.get(case.id)
        return way_ends_at(age, channel.confirmed_at) if age is not None else None


def seen_of(uow: UnitOfWork, messages: Iterable[Message]) -> Seen:
    """Everything around some messages, as it stands in this unit of work."""
    some = list(messages)
    cases = uow.get_many(Case, {one.case_id for one in some})
    updates = uow.get_many(Update, {one.update_id for one in some})
    person_ids = {one.person_id for one in some} | {case.person_id for case in cases.values()}
    offender_ids = {case.offender_id for case in cases.values()}
    uow.vault.fetch(person_ids | offender_ids)
    ever = store.channels_ever_of(uow, person_ids)
    channels = {channel.id: channel for of_one in ever.values() for channel in of_one}
    # The rules say what becomes of a channel that isn't the recipient's; it must be at hand.
    strange = {one.channel_id for one in some} - channels.keys()
    persons = uow.get_many(Person, person_ids)
    return Seen(
        channels={**channels, **uow.get_many(Channel, strange)},
        cases=cases,
        updates=updates,
        persons=persons,
        offenders=uow.get_many(Offender, offender_ids),
        sentences=uow.get_many(Sentence, {case.sentence_id for case in cases.values()}),
        officers=uow.get_many(User, {case.officer_id for case in cases.values()}),
        channels_ever=ever,
        preferences=planning_store.preferences(uow, cases),
        approvals=_approvals(uow, updates),
        dates=store.versions_of_dates(uow, offender_ids),
        events=store.versions_of_events(uow, offender_ids),
        spoken=store.spoken_with(uow, cases),
        ages=_ages(uow, cases.values(), persons),
        agreed=store.days_agreed(uow, updates),
        own_pages=door_store.with_passphrase(uow, cases),
        told=spoken_about(uow, updates),
        frozen=wrong_news_store.frozen_stages(uow) if updates else frozenset(),
        wrong=wrong_news_store.named_wrong(uow, updates) if updates else {},
    )


def _approvals(
    uow: UnitOfWork, updates: Collection[UUID]
) -> Mapping[UUID, list[tuple[Approval, User]]]:
    found: dict[UUID, list[tuple[Approval, User]]] = {}
    for approval, user in update_store.approvals_of(uow, updates):
        found.setdefault(approval.update_id, []).append((approval, user))
    return found


def _ages(
    uow: UnitOfWork, cases: Iterable[Case], persons: Mapping[UUID, Person]
) -> Mapping[UUID, AgeFacts]:
    """Of the cases in which a parent's or guardian's part may end; most are of adults."""
    young = [case for case in cases if may_have_such_a_day(case, persons.get(case.person_id))]
    return ages_of_many(uow, young) if young else {}
