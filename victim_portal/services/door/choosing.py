"""What they choose for themselves: a way is stopped, or has changed; they hear nothing more."""

from uuid import UUID

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.vocabulary import ChannelKind, ContactMethod, Enrolment, Language, Level
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.contact_values import normal_value
from victim_portal.services.context import Context
from victim_portal.services.door.values import OwnWay, Visitor
from victim_portal.services.enrolment import AnswerInput, record_own_answer
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.links.issuing import end_links, end_links_at
from victim_portal.services.links.sending import cancel_waiting
from victim_portal.services.messages import asks, stop_channel
from victim_portal.services.safe_contact import unplanned_channel, value_index
from victim_portal.services.zones.doubting import note_new_home
from victim_portal.store import door as door_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Person
from victim_portal.store.unit_of_work import UnitOfWork

STOPPED = "They stopped it on their own pages."
CHANGED = "They said on their own pages that it has changed."
CONFIRM = "confirm_channel"


def own_ways(ctx: Context, visitor: Visitor) -> tuple[OwnWay, ...]:
    """Their numbers and addresses, told by their ends: whoever looks on learns none."""
    with ctx.store.reading() as uow:
        channels = people_store.channels_of(uow, visitor.person_id)
        return tuple(
            OwnWay(
                channel.id,
                ChannelKind(channel.kind),
                _hint(channel),
                stopped=channel.suspended_at is not None,
                has_hours=channel.kind != ChannelKind.POST and bool(channel.uses),
            )
            for channel in channels
        )


def stop_way(ctx: Context, visitor: Visitor, channel_id: UUID) -> None:
    """Nothing more goes to one of their numbers or addresses; the scheme goes on.

    What is queued for it is held, a link or code that went there opens nothing any more, and an
    officer finds another way. Stopped twice is
    stopped. Raises NotFoundError for what isn't theirs.
    """
    with ctx.store.writing() as uow:
        channel = own_channel(uow, visitor, channel_id)
        if channel.suspended_at is None:
            stop_channel(ctx, uow, THE_PERSON, channel, STOPPED)
            end_links_at(ctx, uow, channel)
        uow.commit()


def report_changed(ctx: Context, visitor: Visitor, channel_id: UUID, typed: str) -> None:
    """A number or address has changed: the old one carries nothing more, from now on.

    What they `typed` in its place (or nothing) is kept unverified and without a plan, so that
    nothing goes to it before an officer has checked it with them. Raises InvalidError for
    `value` with a sentence in English, which the page says in its own words, NotFoundError
    for what isn't theirs.
    """
    with ctx.store.writing() as uow:
        channel = own_channel(uow, visitor, channel_id)
        case, person = uow.get(Case, visitor.case_id), uow.get(Person, visitor.person_id)
        if case is None or person is None:
            raise NotFoundError
        value = _read(ChannelKind(channel.kind), typed) if typed.strip() else ""
        if channel.suspended_at is None:
            stop_channel(ctx, uow, THE_PERSON, channel, CHANGED)
            end_links_at(ctx, uow, channel)
        if value:
            _keep_new(ctx, uow, case, person, channel, value)
        uow.commit()


def leave_scheme(ctx: Context, visitor: Visitor) -> None:
    """They want to hear nothing more: from now on nothing goes, and their pages are shut.

    An officer is told as after every such answer; they may come back at any time, by a new
    link that they ask for or by ringing. Raises InvalidError where the answer can't be
    recorded now.
    """
    with ctx.store.writing() as uow:
        case = uow.get(Case, visitor.case_id)
        if case is None:
            raise NotFoundError
        cancel_waiting(uow, THE_PERSON, case)
        end_links(ctx, uow, case.id, "left")
        for visit in door_store.open_visits(uow, case.id):
            visit.ended_at = ctx.now()
        answer = AnswerInput(Enrolment.OPTED_OUT, ctx.today(), ContactMethod.VICTIM_PAGES)
        record_own_answer(ctx, uow, THE_PERSON, case, answer)
        uow.commit()


def come_back(ctx: Context, visitor: Visitor, level: Level, shown_in: Language, said: str) -> None:
    """Who left wants to hear again, this much: consent anew, and an officer gets the plan to make.

    `said` are their own words to those that were shown. Nothing is sent by it: each message
    is approved as ever. Back already is back. Raises InvalidError where it can't be recorded.
    """
    with ctx.store.writing() as uow:
        case = uow.get(Case, visitor.case_id)
        if case is None:
            raise NotFoundError
        if case.enrolment != Enrolment.OPTED_OUT:
            return
        answer = AnswerInput(
            Enrolment.OPTED_BACK_IN,
            ctx.today(),
            ContactMethod.VICTIM_PAGES,
            level=level,
            shown_in=shown_in,
            consent_words=said,
        )
        record_own_answer(ctx, uow, THE_PERSON, case, answer)
        uow.commit()


def _keep_new(
    ctx: Context,
    uow: UnitOfWork,
    case: Case,
    person: Person,
    old: Channel,
    value: str,
) -> None:
    kind = ChannelKind(old.kind)
    index = value_index(uow, kind, value)
    if any(one.value_index == index for one in people_store.channels_of(uow, person.id)):
        # They have it already, or said the old one again: the task below is enough.
        return
    fresh = uow.add(unplanned_channel(ctx, uow, person, kind, value))
    fresh.corrects_id = old.id
    fresh.language = old.language
    uow.flush()
    note_new_home(ctx, uow, THE_PERSON, fresh)
    audit.record(
        uow, THE_PERSON, What.CHANNEL_ADDED, case.id, channel=str(fresh.id), kind=kind.value
    )
    tasks.raise_for_case(
        uow,
        THE_PERSON,
        case,
        CONFIRM,
        "They gave a new number or address on their own pages: check it and agree a plan",
        "Nothing goes to an unverified channel",
        asks.working_day(ctx),
        key=str(fresh.id),
        channel=str(fresh.id),
    )


def _read(kind: ChannelKind, typed: str) -> str:
    try:
        return normal_value(kind, typed)
    except ValueError as error:
        raise InvalidError({"value": str(error)}) from None


def own_channel(uow: UnitOfWork, visitor: Visitor, channel_id: UUID) -> Channel:
    """A number or address of the visitor that is in use; NotFoundError for any other."""
    channel = uow.get(Channel, channel_id)
    if channel is None or channel.person_id != visitor.person_id or channel.ended_at is not None:
        raise NotFoundError
    return channel


def _hint(channel: Channel) -> str:
    """Enough to tell one from the other for whoever knows them."""
    value = channel.value or ""
    if channel.kind in (ChannelKind.MOBILE, ChannelKind.LANDLINE):
        return value[-3:]
    return value[:1] if channel.kind == ChannelKind.EMAIL else ""
