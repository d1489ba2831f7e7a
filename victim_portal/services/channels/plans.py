"""Adding a channel, and changing what was agreed about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.inputs import (
    ChannelInput,
    apply,
    check,
    is_known,
    is_looser,
    says_what_stands,
    value_of,
)
from victim_portal.services.channels.reviews import next_review, set_review
from victim_portal.services.channels.verifying import (
    ask_to_confirm,
    ask_to_verify,
    note_contact,
)
from victim_portal.services.channels.views import ChannelView, views_on_case
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.messages.codes import end_live_code
from victim_portal.services.names import shown_name
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.proof import prove_for
from victim_portal.services.reach import case_within_reach
from victim_portal.services.safe_contact import plan_of, unplanned_channel
from victim_portal.services.zones.doubting import note_new_home
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Person
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

CHANGED_MEANWHILE = (
    "Somebody else changed this plan while you had it open. Nothing of yours was saved: "
    "look at it as it stands now, and change it again."
)
DOUBLE = "This case is a double. Record it on the case that stays in its place."
CODE_ENDED, NO_CODE = "code_ended", "no_code"
ALLOWS_MORE = "The plan of a number or address allows more than before: confirm it with them"
NOT_AGREED = "The plan of a number or address isn't agreed with them yet: go through it with them"


def add_channel(
    ctx: Context,
    actor: Actor,
    reference: str,
    given: ChannelInput,
    once: UUID | None = None,
    person_id: UUID | None = None,
) -> UUID:
    """Add a number or address with its plan; it is unverified until a code was read back.

    `person_id` is whose it is: a live supporter, or None for the person of the case. A plan
    that was agreed with them is confirmed. Raises InvalidError with sentences for `value`,
    `uses`, `hours`, `agreed` and `review_on`, NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        person = person_of(uow, case, person_id)
        said = saying("add_channel", reference, person.id, given)
        done = already_done(uow, once, said)
        if done is not None:
            return UUID(done)
        value = value_of(given)
        check(ctx, given)
        # Two officers who add one number in the same moment add it once.
        uow.only_one_for(person.id)
        if person.merged_into_id is not None:
            raise InvalidError({"value": DOUBLE})
        if is_known(uow, person, given.kind, value):
            raise InvalidError({"value": "This is among their numbers and addresses already."})
        channel = unplanned_channel(ctx, uow, person, given.kind, value)
        uow.add(channel)
        apply(channel, given)
        uow.flush()
        audit.record(
            uow, actor, What.CHANNEL_ADDED, case.id, channel=str(channel.id), kind=channel.kind
        )
        note_new_home(ctx, uow, actor, channel)
        if given.agreed is not None:
            _note_agreed(ctx, uow, actor, case, channel, given)
        elif channel.uses:
            ask_to_confirm(ctx, uow, actor, case, channel, NOT_AGREED)
        _replan_all(ctx, uow, actor, channel)
        remember(uow, once, str(channel.id), said)
        uow.commit()
        return channel.id


def change_plan(
    ctx: Context,
    actor: Actor,
    reference: str,
    channel_id: UUID,
    given: ChannelInput,
    seen_version: int,
    once: UUID | None = None,
) -> bool:
    """Change what was agreed about a channel; `seen_version` is the plan that was shown.

    A code that was on its way counts no more, for it was sent under the plan that stood:
    returns whether there was one. A stopped channel stays stopped. The same form sent again
    gets its first answer while what it said still stands. Raises ConflictError when somebody
    changed it in between, InvalidError as above, NeedsProofError for a verified channel.
    """
    with no_lost_plan(), ctx.store.writing() as uow:
        # Asked before the channel is read: whoever waited here sees what the first one did.
        done = already_done(uow, once)
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        prove_for(ctx, actor, channel)
        given = replace(given, kind=ChannelKind(channel.kind))
        first, _, outcome = (done or "").rpartition(" ")
        if first == _said(channel, given) and says_what_stands(channel, given):
            return outcome == CODE_ENDED
        if channel.plan_version != seen_version:
            raise ConflictError(CHANGED_MEANWHILE)
        check(ctx, given)
        ended = end_live_code(ctx, uow, actor, channel.id, "plan_changed")
        looser = is_looser(plan_of(channel), given)
        never = channel.confirmed_at is None
        apply(channel, given)
        if given.agreed is not None:
            _note_agreed(ctx, uow, actor, case, channel, given)
        elif looser and (channel.uses or not never):
            ask_to_confirm(ctx, uow, actor, case, channel, NOT_AGREED if never else ALLOWS_MORE)
        uow.flush()
        audit.record(
            uow,
            actor,
            What.CHANNEL_PLAN_CHANGED,
            case.id,
            channel=str(channel.id),
            version=channel.plan_version,
        )
        _replan_all(ctx, uow, actor, channel)
        if done is None:
            outcome = CODE_ENDED if ended else NO_CODE
            remember(uow, once, f"{_said(channel, given)} {outcome}")
        uow.commit()
        return ended


def _said(channel: Channel, given: ChannelInput) -> str:
    """Which plan a change made, and what it said beside the plan: the same form, the same."""
    agreed = given.agreed.value if given.agreed else "not_yet"
    return f"{channel.id} {channel.plan_version} {agreed} {given.review_on}"


def _note_agreed(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel, given: ChannelInput
) -> None:
    """A plan that was gone through with them is confirmed; that proves no number or address."""
    if given.agreed is None:
        return
    channel.confirmed_at = ctx.now()
    set_review(uow, actor, channel, given.review_on or next_review(ctx, channel))
    note_contact(ctx, uow, actor, case, channel, given.agreed)
    audit.record(
        uow,
        actor,
        What.CHANNEL_CONFIRMED,
        case.id,
        channel=str(channel.id),
        how=given.agreed.value,
    )
    if channel.suspended_at is not None:
        return
    if channel.verified_at is None:
        ask_to_verify(ctx, uow, actor, case, channel)
    else:
        tasks.settle(uow, actor, "confirm_channel", case, key=str(channel.id))
    if channel.uses and channel.person_id == case.person_id:
        tasks.settle(uow, actor, "make_plan", case)


def check_reach(ctx: Context, actor: Actor, reference: str, person_id: UUID | None = None) -> str:
    """The supporter whose channel is to be added by name, "" for the person of the case.

    NotFoundError unless the actor may add channels of this person on the case.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        person = person_of(uow, case, person_id)
        if person.id == case.person_id:
            return ""
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return shown_name(person)


def channel_for_form(ctx: Context, actor: Actor, reference: str, channel_id: UUID) -> ChannelView:
    """One channel for its form; the view is recorded."""
    with ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        (shown,) = views_on_case(ctx, uow, case, [channel])
        audit.record(uow, actor, What.CHANNEL_VIEWED, case.id, channel=str(channel.id))
        uow.commit()
        return shown


def kind_of_ended(ctx: Context, actor: Actor, reference: str, channel_id: UUID) -> ChannelKind:
    """The kind of a number or address that ended while a form was open.

    NotFoundError for one that is in use, or that was never within the actor's reach.
    """
    with ctx.store.reading() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        channel = uow.get(Channel, channel_id)
        if channel is None or channel.ended_at is None:
            raise NotFoundError
        if not people_store.belongs_to(uow, case, channel.person_id):
            raise NotFoundError
        return ChannelKind(channel.kind)


def channel_within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, channel_id: UUID
) -> tuple[Case, Channel]:
    """A live channel of the case's person or of who stands beside them; else NotFoundError."""
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    channel = uow.get(Channel, channel_id)
    if channel is None or channel.ended_at is not None:
        raise NotFoundError
    if not people_store.belongs_to(uow, case, channel.person_id):
        raise NotFoundError
    return case, channel


def person_of(uow: UnitOfWork, case: Case, person_id: UUID | None) -> Person:
    """The person of the case, or a live supporter by id; NotFoundError for anybody else."""
    wanted = person_id or case.person_id
    person = uow.get(Person, wanted) if people_store.belongs_to(uow, case, wanted) else None
    if person is None:
        raise NotFoundError
    return person


def _replan_all(ctx: Context, uow: UnitOfWork, actor: Actor, channel: Channel) -> None:
    """Its code word and language may stand in words that are still drafts."""
    uow.flush()
    for one in case_store.of_person(uow, channel.person_id):
        replan(ctx, uow, actor, one)


@contextmanager
def no_lost_plan() -> Iterator[None]:
    """Say in words that somebody else changed a channel in between."""
    try:
        yield
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None
