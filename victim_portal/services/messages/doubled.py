"""A text that went out twice: one of the harms that are to happen to nobody."""

import logging

from victim_portal.domain.access import Actor
from victim_portal.domain.incidents import IncidentKind
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.incidents import open_incident
from victim_portal.services.messages import asks
from victim_portal.services.messages.moving import case_of
from victim_portal.store.models import Message
from victim_portal.store.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)


def note_doubled(ctx: Context, uow: UnitOfWork, actor: Actor, message: Message, sid: str) -> None:
    """The provider has a second text under the id of a message: a person looks, and rings.

    Two notices read like two pieces of news, so their officer says that there is one. Works
    within the caller's transaction; called once for each second text.
    """
    logger.error("text %s: another text went under the same id", message.id)
    case = case_of(uow, message)
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "sent_twice",
        "They got the same text twice: ring them, and say that there is no second news",
        "Nothing goes out twice, and where it did a person looks",
        asks.working_day(ctx),
        key=str(message.id),
        message=str(message.id),
        update=str(message.update_id) if message.update_id else None,
    )
    open_incident(
        ctx,
        uow,
        actor,
        case,
        IncidentKind.SENT_TWICE.value,
        "A text went out twice: find out how, and whether anybody else may have read it",
        f"The provider has a second text ({sid}) beside the first ({message.provider_reference}).",
    )
