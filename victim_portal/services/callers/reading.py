"""What is known of everybody who may ring about a case, as their check needs it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from victim_portal.domain.calendar import london_date
from victim_portal.domain.callers import CallerFacts, questions
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactOutcome,
    Enrolment,
    SupporterRole,
)
from victim_portal.services.ages import ended_at, must_ask
from victim_portal.services.callers.values import CallerCheck, CallerView, CodeWord, NumberView
from victim_portal.services.channels.views import shown_value
from victim_portal.services.context import Context
from victim_portal.services.names import shown_name
from victim_portal.store import contacts as contact_store
from victim_portal.store import people as people_store
from victim_portal.store import updates as update_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Channel, ContactLog, Person, Supporter, User
from victim_portal.store.unit_of_work import UnitOfWork


def check_of(ctx: Context, uow: UnitOfWork, case: Case) -> CallerCheck:
    """The check of a case, in the caller's transaction."""
    callers = callers_of(ctx, uow, case)
    names = {one.id: one.name for one in callers}
    return CallerCheck(
        reference=case.reference,
        callers=callers,
        numbers=tuple(
            NumberView(
                id=channel.id,
                kind=ChannelKind(channel.kind),
                shown=shown_value(channel),
                whose=names[whose],
                stopped=channel.suspended_at is not None,
                plan_version=channel.plan_version,
            )
            for channel, whose in live_channels(uow, case)
            if whose in names
        ),
        do_not_contact=case.enrolment == Enrolment.DO_NOT_CONTACT,
        closed=case.closed_at is not None,
        aged_18=must_ask(uow, case),
    )


def callers_of(ctx: Context, uow: UnitOfWork, case: Case) -> tuple[CallerView, ...]:
    """The person of the case, then who stands beside them now.

    Once a young person is 18, what a parent or guardian agreed or was told shows nobody to be
    them: neither its code words nor a talk of that time, nor who was asked to stand beside them.
    """
    ended = ended_at(uow, case)
    supporters = [
        one
        for one in people_store.live_supporters(uow, case.id)
        if ended is None or one.consented_on >= london_date(ended)
    ]
    uow.vault.fetch([case.person_id, *(one.supporter_id for one in supporters)])
    officer = uow.get(User, case.officer_id)
    talks = [
        one
        for one in contact_store.contacts(uow, case.id)
        if ended is None or (one.recorded_at >= ended and one.on >= london_date(ended))
    ]
    found = [(case.person_id, None), *((one.supporter_id, one) for one in supporters)]
    written_to = update_store.persons_written_to(uow, [person_id for person_id, _ in found])
    channels: dict[UUID, list[Channel]] = {}
    for channel, whose in live_channels(uow, case):
        channels.setdefault(whose, []).append(channel)
    views = []
    for person_id, supporter in found:
        person = uow.get(Person, person_id)
        if person is None:
            continue
        try:
            own = channels.get(person_id, [])
            lost = _lost_words(people_store.channels_of(uow, person_id, ended=True))
            agreed = [one for one in own if supporter or _is_theirs(one, ended)]
            words = _code_words(agreed, lost, sent=person_id in written_to)
            views.append(_view(person, supporter, own, words, officer, talks))
        except UnreadableError:
            # Of whom nothing can be read, nobody can show to be them.
            if supporter is None:
                raise
    return tuple(views)


def _is_theirs(channel: Channel, ended: datetime | None) -> bool:
    return ended is None or (channel.confirmed_at is not None and channel.confirmed_at >= ended)


def live_channels(
    uow: UnitOfWork, case: Case, *, own: bool = False
) -> Iterator[tuple[Channel, UUID]]:
    """Each number or address in use with whose it is: the person's, then (unless `own`) those
    of who stands beside them."""
    for channel in people_store.channels_of(uow, case.person_id):
        yield channel, case.person_id
    if not own:
        for one in people_store.live_supporters(uow, case.id):
            for channel in people_store.channels_of(uow, one.supporter_id):
                yield channel, one.supporter_id


def _view(
    person: Person,
    supporter: Supporter | None,
    channels: list[Channel],
    words: tuple[CodeWord, ...],
    officer: User | None,
    contacts: list[ContactLog],
) -> CallerView:
    # A stopped address may be where somebody else lives now.
    addresses = [
        channel.value or ""
        for channel in channels
        if channel.kind == ChannelKind.POST and channel.suspended_at is None
    ]
    whom = (None, person.id) if supporter is None else (person.id,)
    talks = [
        one.on for one in contacts if one.outcome == ContactOutcome.SPOKE and one.with_id in whom
    ]
    facts = CallerFacts(
        code_words=tuple(one.word for one in words if not one.sent),
        sent_words=tuple(one.word for one in words if one.sent),
        called=_own_name(person),
        born_on=person.born_on,
        address=addresses[-1] if addresses else "",
        officer=officer.first_name if officer else "",
        last_talk_on=max(talks, default=None),
    )
    return CallerView(
        id=person.id,
        name=shown_name(person),
        role=SupporterRole(supporter.role) if supporter else None,
        may_hear_news=supporter is None or supporter.may_hear_news,
        facts=facts,
        asked=questions(facts),
        code_words=words,
    )


def _lost_words(channels: list[Channel]) -> frozenset[str]:
    """What whoever has a stopped number may have read there, also where it has ended since."""
    return frozenset(_word(channel).casefold() for channel in channels if channel.suspended_at)


def _own_name(person: Person) -> str:
    """The name that they like, where it isn't the one that every caller gives."""
    called = (person.called or "").strip()
    known = {(person.first_name or "").strip().casefold(), (person.last_name or "").casefold()}
    return called if called.casefold() not in known else ""


def _code_words(
    channels: list[Channel], lost: frozenset[str], *, sent: bool
) -> tuple[CodeWord, ...]:
    """The words that count: none that somebody else may know by a number that was lost.

    `sent`: a message went to them. Each carries the word of a plan for texts or e-mails, so
    all of these may have been read, the same word at another number too.
    """
    read = {
        _word(channel).casefold()
        for channel in channels
        if sent and channel.kind in (ChannelKind.MOBILE, ChannelKind.EMAIL)
    }
    return tuple(
        CodeWord(
            word=_word(channel),
            kind=ChannelKind(channel.kind),
            who_else=channel.who_else or "",
            danger=channel.danger or "",
            sent=_word(channel).casefold() in read,
        )
        for channel in channels
        if _word(channel) and _word(channel).casefold() not in lost
    )


def _word(channel: Channel) -> str:
    return (channel.code_word or "").strip()
