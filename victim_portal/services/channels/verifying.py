"""What a channel's verification, and the lack of it, leaves: rows, contacts and tasks."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.verification import USE_OF, WAY_OF
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    Enrolment,
)
from victim_portal.services import tasks
from victim_portal.services.contacts.logging import Logged, log_contact
from victim_portal.services.context import Context
from victim_portal.services.messages.asks import working_day
from victim_portal.services.messages.codes import end_live_code
from victim_portal.store import contacts as contact_store
from victim_portal.store import verification as code_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork

CONFIRM, LOCKED = "confirm_channel", "code_locked"
RULE = "Nothing goes to an unverified channel"
_OVER = {
    ContactMethod.TELEPHONE: (ChannelKind.MOBILE, ChannelKind.LANDLINE),
    ContactMethod.SMS: (ChannelKind.MOBILE,),
    ContactMethod.EMAIL: (ChannelKind.EMAIL,),
    ContactMethod.LETTER: (ChannelKind.POST,),
}


def mark_verified(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel, how: str
) -> None:
    """It is proven that a channel reaches its person: messages may go by its plan.

    A code that lives for it counts no more. Messages that were held stay for the officer.
    """
    channel.verified_at = ctx.now()
    channel.verified_how = how
    end_live_code(ctx, uow, actor, channel.id, "used")
    for one in _served(uow, case, channel):
        tasks.settle(uow, actor, CONFIRM, one, key=str(channel.id))
        tasks.settle(uow, actor, LOCKED, one, key=str(channel.id))
        if channel.person_id == one.person_id and channel.uses:
            tasks.settle(uow, actor, "make_plan", one)


def can_be_verified(channel: Channel) -> bool:
    """Whether its plan leaves a way: a code, or on a landline a call."""
    way = WAY_OF.get(ChannelKind(channel.kind))
    return (USE_OF[way] if way is not None else ChannelUse.CALL) in channel.uses


def ask_to_verify(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel
) -> None:
    """What is agreed and not verified is somebody's to verify, where the person has opted in.

    A mobile that may only be rung needs no code: nothing is ever sent to it.
    """
    tasks.settle(uow, actor, CONFIRM, case, key=str(channel.id))
    if Enrolment(case.enrolment) not in IN_SCHEME or not can_be_verified(channel):
        return
    rung = channel.kind == ChannelKind.LANDLINE
    tasks.raise_for_case(
        uow,
        actor,
        case,
        CONFIRM,
        "A plan was agreed for a landline: ring it, speak with them, and confirm it"
        if rung
        else "A plan was agreed for a number or address: send it a code and have it read back",
        RULE,
        working_day(ctx),
        key=str(channel.id),
        channel=str(channel.id),
    )


def ask_to_confirm(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel, what: str
) -> None:
    """Nothing goes by a plan that the person hasn't agreed to."""
    channel.confirmed_at = None
    tasks.raise_for_case(
        uow,
        actor,
        case,
        CONFIRM,
        what,
        "Nothing goes outside the plan that the person confirmed",
        ctx.today(),
        key=str(channel.id),
        channel=str(channel.id),
    )


def note_contact(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    channel: Channel,
    method: ContactMethod,
) -> None:
    """Log that somebody was spoken with, or wrote, in the matter of a channel.

    One call may settle three channels: it is one contact, and logged once a day. It was
    over the channel itself only where that is how such a contact is made.
    """
    inward = method in (ContactMethod.LETTER, ContactMethod.EMAIL)
    outcome = ContactOutcome.RECEIVED if inward else ContactOutcome.SPOKE
    with_id = _with(case, channel)
    uow.flush()
    for entry in contact_store.contacts(uow, case.id):
        if (entry.on, entry.method, entry.outcome) == (ctx.today(), method, outcome) and (
            entry.with_id or case.person_id
        ) == (with_id or case.person_id):
            return
    over = ChannelKind(channel.kind) in _OVER.get(method, ())
    log_contact(
        ctx,
        uow,
        actor,
        case,
        Logged(
            method=method,
            outcome=outcome,
            on=ctx.today(),
            inward=inward,
            channel_id=channel.id if over else None,
            with_id=with_id,
        ),
    )


def _with(case: Case, channel: Channel) -> UUID | None:
    return channel.person_id if channel.person_id != case.person_id else None


def _served(uow: UnitOfWork, case: Case, channel: Channel) -> list[Case]:
    """The case that was worked in, closed or not, and the others that the channel serves."""
    others = code_store.cases_served(uow, channel.person_id)
    return [case, *(one for one in others if one.id != case.id)]
