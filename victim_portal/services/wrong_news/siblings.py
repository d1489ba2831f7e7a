"""What else is wrong with an update, and how far each came."""

from collections.abc import Iterable

from victim_portal.domain.vocabulary import MessageState
from victim_portal.domain.wrong_news import Reached, furthest, is_correction, reached_by
from victim_portal.services.updates.causes import CAMPAIGN, EVENT
from victim_portal.store import campaigns as campaign_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Message, Update
from victim_portal.store.unit_of_work import UnitOfWork


def cause_of_siblings(uow: UnitOfWork, update: Update) -> str | None:
    """What others may share with an update: a campaign, an event or a correction; or nothing."""
    if is_correction(update.plan_key):
        return update.plan_key
    if event_id := update.said.get("event_id"):
        return f"{EVENT}{event_id}"
    campaign_id = campaign_store.that_planned(uow, update)
    return f"{CAMPAIGN}{campaign_id}" if campaign_id is not None else None


def how_far(uow: UnitOfWork, update: Update) -> Reached:
    """How far an update came, by its messages or by a person."""
    return how_far_of(update, update_store.messages_of(uow, [update.id]))


def how_far_of(update: Update, messages: Iterable[Message]) -> Reached:
    """The same with its messages at hand."""
    found = [reached_by(MessageState(one.state), one.handed_over_at) for one in messages]
    if update.told_how is not None:
        found.append(Reached.TOLD)
    return furthest(found)
