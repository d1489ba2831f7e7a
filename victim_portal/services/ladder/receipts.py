"""The upper rungs: opened and confirmed on the portal, and spoken to.

Everything here works within the caller's transaction and may be told twice.
"""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.ladder import LADDER, LadderEnd, Rung, is_reached
from victim_portal.domain.stages import Stage
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.ladder.rungs import CONTACT, highest, reached
from victim_portal.services.messages import note_receipt
from victim_portal.services.messages.moving import case_of
from victim_portal.store import ladders as store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Ladder, Message, Update
from victim_portal.store.unit_of_work import UnitOfWork

CALL, MANAGER = "ladder_call", "ladder_manager"
PORTAL = "portal"


def note_on_portal(uow: UnitOfWork, actor: Actor, message: Message, rung: Rung) -> None:
    """The victim opened or confirmed on the portal what a message told them of.

    Raises ValueError for a rung that isn't the portal's to know, and for a message of no update.
    """
    if rung not in (Rung.OPENED, Rung.CONFIRMED):
        raise ValueError("the portal knows only what was opened or confirmed there")
    update = uow.get(Update, message.update_id)
    if update is None:
        raise ValueError("a code is not on the ladder")
    note_receipt(uow, message, rung.value, PORTAL)
    end_if_reached(uow, actor, case_of(uow, message), update)


def note_spoken(uow: UnitOfWork, actor: Actor, case: Case, update: Update, contact: UUID) -> bool:
    """They were spoken to about an update that messages carried; whether there was one.

    `contact` is the entry of the contact log: where that was a mistake, this counts no more.
    """
    sent = [
        one
        for one in update_store.messages_of(uow, [update.id])
        if one.handed_over_at is not None and one.update_version == update.version
    ]
    if not sent:
        return False
    note_receipt(uow, sent[-1], Rung.SPOKEN.value, f"{CONTACT}{contact}")
    end_if_reached(uow, actor, case, update)
    return True


def end_if_reached(uow: UnitOfWork, actor: Actor, case: Case, update: Update) -> bool:
    """End an update's ladder where it got as far as it has to; whether it did."""
    got = highest(reached(uow, [update.id]), update.version)
    if not is_reached(LADDER[Stage(update.stage)], got):
        return False
    end(uow, actor, case, update, LadderEnd.REACHED)
    return True


def end(uow: UnitOfWork, actor: Actor, case: Case, update: Update, why: LadderEnd) -> None:
    """Nobody climbs for an update any more, and nobody is asked to ring for it."""
    end_row(uow, actor, case, update, store.of_updates(uow, [update.id]).get(update.id), why)


def end_row(
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    update: Update,
    row: Ladder | None,
    why: LadderEnd,
) -> None:
    """The same with its ladder at hand; None where it has none."""
    for kind in (CALL, MANAGER):
        tasks.settle(uow, actor, kind, case, key=str(update.id))
    if row is not None and row.ended_why is None:
        row.look_at, row.ended_why = None, why.value
        audit.record(uow, actor, What.LADDER_ENDED, case.id, update=str(update.id), why=why.value)


def reopen_after(ctx: Context, uow: UnitOfWork, case: Case, contact: UUID) -> None:
    """A conversation was recorded by mistake: what it ended is looked at again."""
    rows = [row for row in store.of_case(uow, case.id) if row.ended_why == LadderEnd.REACHED]
    found = store.receipts_of(uow, [row.update_id for row in rows])
    gave = {one for one, _, _, receipt in found if receipt.source == f"{CONTACT}{contact}"}
    for row in rows:
        if row.update_id in gave:
            row.look_at, row.ended_why = ctx.now(), None
