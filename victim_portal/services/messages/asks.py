"""The tasks that a message leaves when it can't do its work by itself."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days, is_working_day
from victim_portal.domain.last_look import HoldReason
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.known_wrong import is_known_wrong
from victim_portal.services.messages.carried import Carried
from victim_portal.store.models import Case, Message
from victim_portal.store.unit_of_work import UnitOfWork

HELD, UNCERTAIN, TELEPHONE = tasks.HELD_MESSAGE, "uncertain_message", tasks.TELEPHONE
CODE_FAILED = tasks.CODE_FAILED
UNREADABLE = "unreadable"

# Which fault each reason names, without a word about anybody: task lists are for glances.
_HELD_BECAUSE: Mapping[str, str] = MappingProxyType(
    {
        HoldReason.WRONG_PERSON: "the channel isn't the person's own",
        HoldReason.CHANNEL_NOT_SAFE: "the channel isn't safe to use as it stands",
        HoldReason.NOT_APPROVED: "nobody's approval stands for these words",
        HoldReason.KNOWN_WRONG: "what it tells was found to be wrong",
        HoldReason.TEXT_FROZEN: "news of this kind was wrong, and its text is frozen",
        HoldReason.FACTS_CHANGED: "what it rests on has changed",
        HoldReason.TOO_LATE: "its last day has passed",
        HoldReason.CASE_CLOSED: "the case is closed",
        HoldReason.VICTIM_SAID_NO: "they said no to being told",
        HoldReason.NOT_ENROLLED: "they haven't opted in",
        HoldReason.URGENT_WITHOUT_REASON: "urgent news needs a manager's approval",
        HoldReason.AGED_18: "the young person has turned 18",
        HoldReason.LEVEL_EXCLUDES: "they chose not to hear of this",
        HoldReason.HEADS_UP_DUE: "they asked to be rung first",
        HoldReason.LANGUAGE_DIFFERS: "it isn't in their language",
        HoldReason.NO_WORDS: "it has no words",
        HoldReason.UNFIT_WORDS: "its words give too much away",
        HoldReason.NO_TIME_FITS: "no safe time comes before its last day",
        "channel_suspended": "the channel was found unsafe",
        "channel_stopped": "they stopped texts",
        "channel_ended": "the channel is no longer in use",
        UNREADABLE: "something that it needs can't be read",
    }
)
_FOR_MANAGERS = frozenset({HoldReason.VICTIM_SAID_NO, HoldReason.URGENT_WITHOUT_REASON})


def working_day(ctx: Context) -> date:
    """Today when it's a working day, else the next one."""
    today = ctx.today()
    if is_working_day(today, ctx.bank_holidays):
        return today
    return add_working_days(today, 1, ctx.bank_holidays)


def due_for(ctx: Context, what: Carried) -> date:
    """By when a person must act: urgent safety news doesn't wait for a working day."""
    return ctx.today() if what.is_urgent else working_day(ctx)


def ask_about_held(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, message: Message, what: Carried
) -> None:
    """Have a held message's cause mended, or the person told another way.

    Urgent or statutory news that the victim's no, or a missing reason, keeps back is a
    manager's to decide. A code that is held isn't released: a new one is sent.
    """
    why = message.why_code or UNREADABLE
    because = _HELD_BECAUSE.get(why, "look at it")
    tasks.raise_for_case(
        uow,
        actor,
        case,
        HELD,
        f"A message is held: {because}"
        if what.code is None
        else f"A code isn't sent: {because}. Put that right, then send a new one",
        "Never silence: what is held is looked at by a person",
        due_for(ctx, what),
        key=str(message.id),
        manager=why in _FOR_MANAGERS and what.presses,
        message=str(message.id),
        why=why,
        update=what.update_id,
        channel=what.channel_id,
    )


def ask_about_uncertain(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, message: Message, what: Carried
) -> None:
    """Have a person find out whether a message went, since it won't be sent again."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        UNCERTAIN,
        "It isn't known whether a message went: ask them by telephone"
        if what.code is None
        else "It isn't known whether a code went: ask them, or send a new one",
        "Nothing is sent twice blindly, and nothing is lost",
        due_for(ctx, what),
        key=str(message.id),
        message=str(message.id),
        update=what.update_id,
        channel=what.channel_id,
    )


def ask_to_ring_meanwhile(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, what: Carried
) -> None:
    """Have urgent news told by telephone now, while it is found out whether its message went."""
    if _is_wrong(uow, what):
        return
    tasks.raise_for_case(
        uow,
        actor,
        case,
        TELEPHONE,
        "Ring them now: it isn't known whether their message went",
        "Urgent safety news doesn't wait until it is known",
        ctx.today(),
        key=what.update_id or "",
        update=what.update_id,
    )


def ask_to_ring_while_down(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, what: Carried
) -> None:
    """Have urgent news told by telephone now, while no message can go."""
    if _is_wrong(uow, what):
        return
    tasks.raise_for_case(
        uow,
        actor,
        case,
        TELEPHONE,
        "Ring them now: messages can't be sent at the moment",
        "Urgent safety news doesn't wait for a provider",
        ctx.today(),
        key=what.update_id or "",
        update=what.update_id,
    )


def ask_about_failed(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, what: Carried
) -> None:
    """Have the person told by telephone: no message of this update got through.

    Where it was a code, the number or address is looked at; where it was a link alone, there is
    nothing to tell but that it didn't come.
    """
    if what.code is not None:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            CODE_FAILED,
            "A code couldn't be delivered: check the number or address with them",
            "Nothing goes to an unverified channel",
            due_for(ctx, what),
            key=str(what.code.channel_id),
            update=what.update_id,
            channel=what.channel_id,
        )
        return
    if _is_wrong(uow, what):
        return
    tasks.raise_for_case(
        uow,
        actor,
        case,
        TELEPHONE,
        "Tell them by telephone: a message couldn't be delivered"
        if what.update is not None
        else "A link couldn't be delivered: ring them by their plan",
        "Never silence: what can't be sent is told by a person",
        due_for(ctx, what),
        key=what.update_id or "",
        update=what.update_id,
        channel=what.channel_id,
    )


def ask_what_was_told(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, message: Message, what: Carried
) -> None:
    """Have a person look: a message went while what it carries was being changed."""
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "sent_while_changed",
        "A message went out while its update was being changed: check what they were told"
        if what.code is None
        else "A code went out while its plan was changed or stopped: check that nobody else saw it",
        "Nothing stale stays uncorrected",
        due_for(ctx, what),
        key=str(message.id),
        message=str(message.id),
        update=what.update_id,
        channel=what.channel_id,
    )


def _is_wrong(uow: UnitOfWork, what: Carried) -> bool:
    """Nobody rings to tell what was found to be wrong: its correction is told."""
    return what.update is not None and is_known_wrong(uow, what.update)
