"""What Twilio reports by itself: how a text fared, and texts that came in.

Reports come more than once and in any order, before the answer to the request too; each
is kept, and a message only ever moves forward. Whoever calls these has checked that the
report is Twilio's.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID, uuid5

from victim_portal.domain.access import WORKER
from victim_portal.domain.provider_status import TWILIO_STATUS
from victim_portal.domain.replies import is_stop
from victim_portal.domain.verification import typed_code
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    ContactOutcome,
)
from victim_portal.services import tasks
from victim_portal.services.contact_values import normal_phone
from victim_portal.services.contacts.logging import Logged, log_contact
from victim_portal.services.context import Context
from victim_portal.services.messages import (
    apply_report,
    asks,
    note_receipt,
    stop_channel,
)
from victim_portal.services.messages.doubled import note_doubled
from victim_portal.services.messages.reports import STOPPED
from victim_portal.services.once import already_done, remember
from victim_portal.services.safe_contact import value_index
from victim_portal.services.texts import keep_text
from victim_portal.services.verification import try_text
from victim_portal.store import people as people_store
from victim_portal.store import updates as update_store
from victim_portal.store import verification as code_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

logger = logging.getLogger(__name__)

PROVIDER = replace(WORKER, name="provider")
# Whose row is changed by somebody else in the same moment is asked again.
TRIES = 5
_INBOUND = UUID("7b0a6c5e-52d1-4d52-9d0a-3f6f2f0c9f4e")
_LONGEST = 60


def record_status(ctx: Context, message_id: UUID, form: Mapping[str, str]) -> None:
    """Take in one status report (`MessageStatus`, `MessageSid`, `ErrorCode`) of a text.

    A message that isn't ours is passed over; a status that isn't known is logged as an
    error, kept, and changes nothing.
    """
    _insist(lambda: _record_status(ctx, message_id, form))


def record_inbound(ctx: Context, from_number: str, body: str, sid: str = "") -> None:
    """Take in a text that somebody sent to the portal; `sid` makes a second report harmless.

    Whatever it says, it's kept with each open case of the person, and the officer is asked
    to ring; from a number that isn't on record it is kept sealed, and a manager is asked.
    STOP and its like suspend the channel and hold what is queued for it.
    """
    _insist(lambda: _record_inbound(ctx, from_number, body, sid))


def _insist(work: Callable[[], None]) -> None:
    """A report comes once: lost races are run again, and only then given up loudly."""
    for _ in range(TRIES - 1):
        try:
            return work()
        except (LostUpdateError, ConstraintError) as error:
            logger.info("a report met somebody else's change: %s", type(error).__name__)
    return work()


def _record_status(ctx: Context, message_id: UUID, form: Mapping[str, str]) -> None:
    status = (form.get("MessageStatus") or form.get("SmsStatus") or "").strip().casefold()
    sid = (form.get("MessageSid") or form.get("SmsSid") or "")[:_LONGEST]
    code = (form.get("ErrorCode") or "").strip()[:40] or None
    with ctx.store.writing() as uow:
        message = update_store.locked(uow, message_id)
        if message is None or message.kind != "sms":
            logger.info("a report about no text of ours")
            return
        reported = TWILIO_STATUS.get(status)
        if status not in TWILIO_STATUS:
            logger.error("text %s: a status that isn't known", message_id)
        rung = reported.value if reported else "unknown"
        is_new = not any(
            one.source.startswith(f"twilio {sid} ")
            for one in update_store.receipts(uow, [message.id])
        )
        note_receipt(uow, message, rung, f"twilio {sid} {status}"[:120], code)
        known = message.provider_reference
        if known is not None and sid and known != sid:
            # Two texts under one id: it must not look like the fate of the first.
            if is_new:
                note_doubled(ctx, uow, PROVIDER, message, sid)
        elif reported is not None:
            apply_report(ctx, uow, PROVIDER, message, status, sid, code)
        uow.commit()


def _record_inbound(ctx: Context, from_number: str, body: str, sid: str) -> None:
    once = uuid5(_INBOUND, sid) if sid else None
    try:
        number = normal_phone(from_number)
    except ValueError:
        logger.warning("a text came in from something that isn't a number")
        return
    stop = is_stop(body)
    with ctx.store.writing() as uow:
        if already_done(uow, once) is not None:
            return
        kinds = (ChannelKind.MOBILE, ChannelKind.LANDLINE)
        indexes = [value_index(uow, kind, number) for kind in kinds]
        found = people_store.channels_with(uow, indexes)
        live = [channel for channel in found if channel.ended_at is None]
        # Whoever stops texts proves nothing by a code beside it.
        proven = [] if stop else [_verified_by(ctx, uow, channel, body) for channel in live]
        # A person may have the number down twice; their words are kept once.
        for channel in {channel.person_id: channel for channel in reversed(found)}.values():
            _keep(ctx, uow, channel, body, code_alone=any(proven) and typed_code(body) is not None)
        if not found:
            keep_text(ctx, uow, PROVIDER, number, body)
        for channel in live:
            if stop:
                stop_channel(ctx, uow, PROVIDER, channel, STOPPED)
        logger.log(
            logging.INFO if found else logging.WARNING,
            "a text came in: channels=%d stop=%s",
            len(found),
            stop,
        )
        remember(uow, once, "stop" if stop else "reply")
        uow.commit()


def _verified_by(ctx: Context, uow: UnitOfWork, channel: Channel, body: str) -> bool:
    """A text from exactly that number with its code proves who has the telephone."""
    return channel.kind == ChannelKind.MOBILE and try_text(ctx, uow, PROVIDER, channel, body)


def _keep(ctx: Context, uow: UnitOfWork, channel: Channel, body: str, *, code_alone: bool) -> None:
    """Log a text in each open case that its number serves, and have the officer ring.

    Only from a verified number is it a contact with the person: from another, it isn't known
    who wrote. A code that verified its number and stands alone leaves nothing to ring about.
    """
    served = code_store.cases_served(uow, channel.person_id)
    # Whoever writes after their case was closed is heard by the manager of its unit.
    for case in served or code_store.last_closed(uow, channel.person_id):
        # Before the rows join the session, so that their words are sealed as they do.
        uow.vault.fetch([case.person_id])
        _log(ctx, uow, case, channel, body)
        if code_alone and channel.verified_at is not None:
            continue
        tasks.raise_for_case(
            uow,
            PROVIDER,
            case,
            "reply_received",
            "A reply came in by text: read it and ring",
            "No one who writes is left unheard",
            asks.working_day(ctx),
            key=str(channel.id),
            channel=str(channel.id),
        )


def _log(ctx: Context, uow: UnitOfWork, case: Case, channel: Channel, body: str) -> None:
    given = Logged(
        method=ContactMethod.SMS,
        outcome=ContactOutcome.RECEIVED,
        on=ctx.today(),
        at=ctx.now(),
        inward=True,
        channel_id=channel.id,
        with_id=channel.person_id if channel.person_id != case.person_id else None,
        note=body.strip()[:1600],
        unproven=channel.verified_at is None or channel.ended_at is not None,
    )
    log_contact(ctx, uow, PROVIDER, case, given)
