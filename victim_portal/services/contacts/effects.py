"""What follows from a contact, in the same transaction: nothing unsafe goes on being used."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.contacts import Breach, against_plan, use_of
from victim_portal.domain.vocabulary import ContactOutcome, Enrolment
from victim_portal.services import audit, channels, tasks
from victim_portal.services.audit import What
from victim_portal.services.contacts.asked import answer_asked
from victim_portal.services.contacts.checking import Checked
from victim_portal.services.contacts.values import ContactInput, Effect
from victim_portal.services.context import Context
from victim_portal.services.messages.asks import working_day
from victim_portal.services.messages.gone import open_wrong_recipient
from victim_portal.services.safe_contact import standing_of
from victim_portal.services.untold import CAME_BACK, untell
from victim_portal.store import contacts as contact_store
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, ContactLog
from victim_portal.store.unit_of_work import UnitOfWork

# Why a channel is stopped, as it is kept with it; then what its task asks.
WRONG = "It was a wrong number or address."
STRANGER = "Somebody else answered who isn't expected there."
RETURNED = "Something sent there came back."
NOT_SAFE = "They said that it isn't right or safe any more."
_ASKS: Mapping[str, str] = MappingProxyType(
    {
        WRONG: "A number or address was wrong: find the right one",
        STRANGER: "Somebody else answered: find a safe way, or confirm this one with them again",
        RETURNED: "A letter or message came back: find the right address or number",
        NOT_SAFE: "They said that a number or address isn't safe: agree on another way",
    }
)
_SOMEBODY_ELSE = (WRONG, STRANGER, NOT_SAFE)
"""Somebody else may have read what went there; what came back was read by nobody."""
RULE = "Never silence: a stopped channel needs another way"
_BREACHES: Mapping[Breach, str] = MappingProxyType(
    {
        Breach.STOPPED: "A number or address was used that had been stopped as unsafe",
        Breach.VOICEMAIL: "A voicemail was left that the plan doesn't allow",
        Breach.USE: "A number or address was used in a way that the plan doesn't allow",
        Breach.NOT_VERIFIED: "Something was sent to a number or address that nobody had checked",
        Breach.HOURS: "Contact was made outside the hours of the plan",
    }
)


def follow(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    entry: ContactLog,
    given: ContactInput,
    found: Checked,
) -> tuple[Effect, ...]:
    """Act on what a contact showed; what was done, for the page."""
    effects = [
        *_against_plan(ctx, uow, actor, case, entry, given, found),
        *_note_returned(ctx, uow, actor, case, given, found),
        *_stop(ctx, uow, actor, case, entry, given, found),
        *_reconfirm(ctx, uow, actor, case, given, found),
        *answer_asked(ctx, uow, actor, case, entry, given),
    ]
    if entry.next_on is not None:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "next_step",
            "Do the next step that was noted",
            "What was planned at a contact has a day",
            entry.next_on,
            key=str(entry.id),
            contact=str(entry.id),
        )
    return tuple(effects)


def _against_plan(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    entry: ContactLog,
    given: ContactInput,
    found: Checked,
) -> list[Effect]:
    """What was done stands as it was; a manager looks at what it may have caused."""
    if given.inward or given.outcome is ContactOutcome.RETURNED:
        return []
    asks = []
    use = use_of(given.method, given.outcome)
    if found.channel is not None and use is not None:
        breach = against_plan(standing_of(found.channel), use, given.on, found.at)
        asks += [_BREACHES[breach]] if breach is not None else []
    if case.enrolment == Enrolment.DO_NOT_CONTACT and found.whose is None:
        asks.append("Somebody who asked not to be contacted was contacted")
    for number, what in enumerate(asks):
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "against_plan",
            what,
            "Nothing goes outside the plan that the person agreed to",
            working_day(ctx),
            key=f"{entry.id}:{number}",
            manager=True,
            contact=str(entry.id),
        )
    return [Effect.FOR_MANAGER] if asks else []


def _note_returned(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    given: ContactInput,
    found: Checked,
) -> list[Effect]:
    if given.outcome is ContactOutcome.RETURNED and found.letter is not None:
        found.letter.returned_on = given.on
        audit.record(
            uow,
            actor,
            What.LETTER_RETURNED,
            case.id,
            letter=str(found.letter.id),
            on=given.on.isoformat(),
        )
        untell(ctx, uow, actor, case, found.letter, CAME_BACK)
    return []


def reason_to_stop(given: ContactInput) -> str:
    """Why the channel of a contact can't be used any more; "" where it can."""
    if given.outcome is ContactOutcome.WRONG_NUMBER:
        return WRONG
    stranger = given.outcome is ContactOutcome.SOMEONE_ELSE_ANSWERED and not given.for_them
    if stranger and not given.expected:
        return STRANGER
    if given.outcome is ContactOutcome.RETURNED:
        return RETURNED
    return NOT_SAFE if given.still_safe is False else ""


def _stop(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    entry: ContactLog,
    given: ContactInput,
    found: Checked,
) -> list[Effect]:
    why = reason_to_stop(given)
    if not why:
        return []
    channel = found.channel
    if channel is None:
        # It is none of those in use: but one may be missing, or written down wrongly.
        _ask(ctx, uow, actor, case, _ASKS[why], entry.id)
        return [Effect.NO_CHANNEL]
    effects = [Effect.STOPPED]
    gone = contact_store.gone_to(uow, channel.id, channel.verified_at)
    known = channel.suspended_why or ""
    if why in _SOMEBODY_ELSE and gone and not any(one in known for one in _SOMEBODY_ELSE):
        open_wrong_recipient(ctx, uow, actor, case, why, gone)
        effects.append(Effect.INCIDENT)
    _ask(ctx, uow, actor, case, _ASKS[why], channel.id)
    channels.suspend(ctx, uow, actor, case, channel, why)
    return effects


def _ask(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, what: str, about: UUID) -> None:
    """Have another way found; what was asked about the channel before gives way to this."""
    key = str(about)
    tasks.raise_for_case(
        uow, actor, case, "confirm_channel", what, RULE, working_day(ctx), key=key, channel=key
    )
    task = task_store.open_with_key(uow, f"confirm_channel:{case.id}:{key}")
    if task is not None:
        task.what, task.rule = what, RULE


def _reconfirm(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    given: ContactInput,
    found: Checked,
) -> list[Effect]:
    """A yes to "still right, still safe?" confirms the plan that was in front of the asker.

    Nobody says yes for another: it was with whose number or address it is.
    """
    channel = found.channel
    if given.still_safe is not True or channel is None:
        return []
    stands = (
        channel.person_id == (found.whose or case.person_id)
        and given.outcome is ContactOutcome.SPOKE
        and channel.verified_at is not None
        and channel.confirmed_at is not None
        and channel.suspended_at is None
        and given.seen.get(channel.id) == channel.plan_version
    )
    if not stands:
        return [Effect.NOT_CONFIRMED]
    channels.reconfirm(ctx, uow, actor, case, channel)
    return [Effect.CONFIRMED]
