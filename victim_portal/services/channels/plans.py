"""Adding a channel, and changing what was agreed about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.contact import ContactPlan, Window, plan_problems
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Language
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.views import ChannelView, channel_views
from victim_portal.services.contact_values import normal_value
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.safe_contact import plan_of, unplanned_channel, value_index, window_to
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Person
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

CHANGED_MEANWHILE = (
    "Somebody else changed this plan while you had it open. Nothing of yours was saved: "
    "look at it as it stands now, and change it again."
)


@dataclass(frozen=True)
class ChannelInput:
    """A safe-contact plan as it was agreed; `value` counts only for a new channel."""

    kind: ChannelKind
    value: str = field(default="", repr=False)
    uses: frozenset[ChannelUse] = frozenset()
    windows: tuple[Window, ...] = ()
    any_time: bool = False
    fuller_words: bool = False
    who_else: str = field(default="", repr=False)
    code_word: str = field(default="", repr=False)
    if_answered: str = field(default="", repr=False)
    language: Language = Language.ENGLISH


def add_channel(
    ctx: Context, actor: Actor, reference: str, given: ChannelInput, once: UUID | None = None
) -> UUID:
    """Add a number or address with its plan; it is unverified until somebody has checked it.

    Raises InvalidError with sentences for `value`, `uses` and `hours`.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        done = already_done(uow, once)
        if done is not None:
            return UUID(done)
        person = uow.get(Person, case.person_id)
        if person is None:
            raise NotFoundError
        value = _value(given)
        _check(given)
        if _is_known(uow, person, given.kind, value):
            raise InvalidError({"value": "This is among their numbers and addresses already."})
        channel = unplanned_channel(ctx, uow, person, given.kind, value)
        uow.add(channel)
        _apply(channel, given)
        uow.flush()
        audit.record(
            uow, actor, What.CHANNEL_ADDED, case.id, channel=str(channel.id), kind=channel.kind
        )
        for one in case_store.of_person(uow, case.person_id):
            replan(ctx, uow, actor, one)
        remember(uow, once, str(channel.id))
        uow.commit()
        return channel.id


def change_plan(
    ctx: Context,
    actor: Actor,
    reference: str,
    channel_id: UUID,
    given: ChannelInput,
    seen_version: int,
) -> None:
    """Change what was agreed about a channel; `seen_version` is the plan that was shown.

    Raises ConflictError when somebody changed it in between, InvalidError as above.
    """
    with no_lost_plan(), ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        if channel.plan_version != seen_version:
            raise ConflictError(CHANGED_MEANWHILE)
        given = replace(given, kind=ChannelKind(channel.kind))
        _check(given)
        if channel.confirmed_at is not None and _is_looser(plan_of(channel), given):
            ask_to_confirm(ctx, uow, actor, case, channel)
        _apply(channel, given)
        uow.flush()
        audit.record(
            uow,
            actor,
            What.CHANNEL_PLAN_CHANGED,
            case.id,
            channel=str(channel.id),
            version=channel.plan_version,
        )
        for one in case_store.of_person(uow, case.person_id):
            replan(ctx, uow, actor, one)
        uow.commit()


def check_reach(ctx: Context, actor: Actor, reference: str) -> None:
    """NotFoundError unless the actor may add channels on the case."""
    with ctx.store.reading() as uow:
        case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)


def channel_for_form(ctx: Context, actor: Actor, reference: str, channel_id: UUID) -> ChannelView:
    """One channel for its form; the view is recorded."""
    with ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        shown = channel_views([channel], ctx.now())[0]
        audit.record(uow, actor, What.CHANNEL_VIEWED, case.id, channel=str(channel.id))
        uow.commit()
        return shown


def channel_within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, channel_id: UUID
) -> tuple[Case, Channel]:
    """A live channel of the case's person; NotFoundError for everything else."""
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    channel = uow.get(Channel, channel_id)
    if channel is None or channel.person_id != case.person_id or channel.ended_at is not None:
        raise NotFoundError
    return case, channel


def ask_to_confirm(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel
) -> None:
    """Nothing goes by a plan that allows more than the person has confirmed."""
    channel.confirmed_at = None
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "confirm_channel",
        "The plan of a number or address allows more than before: confirm it with them",
        "Nothing goes outside the plan that the person confirmed",
        ctx.today(),
        key=str(channel.id),
        channel=str(channel.id),
    )


def _is_looser(before: ContactPlan, given: ChannelInput) -> bool:
    """Whether a plan allows a use, an hour or words that it didn't; a doubt is a yes."""
    hours_narrowed = before.any_time or set(given.windows) <= set(before.windows)
    return (
        not given.uses <= before.uses
        or (given.fuller_words and not before.fuller_words)
        or (given.any_time and not before.any_time)
        or not hours_narrowed
    )


def _is_known(uow: UnitOfWork, person: Person, kind: ChannelKind, value: str) -> bool:
    """Whether the person has this already; a number is one number, by whatever name."""
    phones = (ChannelKind.MOBILE, ChannelKind.LANDLINE)
    kinds = phones if kind in phones else (kind,)
    indexes = {value_index(uow, one, value) for one in kinds}
    return any(c.value_index in indexes for c in people_store.channels_of(uow, person.id))


def _apply(channel: Channel, given: ChannelInput) -> None:
    channel.uses = sorted(use.value for use in given.uses)
    channel.windows = [window_to(window) for window in given.windows]
    channel.any_time = given.any_time
    channel.fuller_words = given.fuller_words
    channel.who_else = given.who_else.strip() or None
    channel.code_word = given.code_word.strip() or None
    channel.if_answered = given.if_answered.strip() or None
    channel.language = given.language.value


def _check(given: ChannelInput) -> None:
    plan = ContactPlan(given.uses, given.windows, given.any_time)
    problems: dict[str, str] = {}
    for sentence in plan_problems(given.kind, plan):
        name = "hours" if "hour" in sentence else "uses"
        problems[name] = f"{problems.get(name, '')} {sentence}".strip()
    if len(given.code_word.strip().splitlines()) > 1:
        problems["code_word"] = "A code word has one line."
    if problems:
        raise InvalidError(problems)


def _value(given: ChannelInput) -> str:
    try:
        return normal_value(given.kind, given.value)
    except ValueError as error:
        raise InvalidError({"value": str(error)}) from None


@contextmanager
def no_lost_plan() -> Iterator[None]:
    """Say in words that somebody else changed a channel in between."""
    try:
        yield
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None
