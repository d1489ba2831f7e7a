"""What a provider says of a text that it has, by a report or when it is asked."""

from victim_portal.domain.access import Actor
from victim_portal.domain.provider_status import after_report
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services.context import Context
from victim_portal.services.messages.moving import move
from victim_portal.services.messages.outcomes import fail_for_good, note_handed_over
from victim_portal.services.messages.stopping import is_stop_code, stop_channel
from victim_portal.store.models import Channel, Message
from victim_portal.store.unit_of_work import UnitOfWork

STOPPED = "They stopped texts to this number."
_UNDELIVERED = "The network couldn't deliver the text."


def apply_report(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    message: Message,
    status: str,
    sid: str,
    code: str | None,
) -> None:
    """Bring a text to where its provider says it is; KeyError for a status that isn't known.

    Works within the caller's transaction and may be told twice, in any order.
    """
    after = after_report(MessageState(message.state), status)
    # A failure may be a refusal at the door, but the text was taken in to be judged.
    note_handed_over(ctx, uow, actor, message, sid or None)
    if after == message.state:
        return
    if after is MessageState.DELIVERED:
        move(uow, actor, message, after)
    elif after is MessageState.FAILED_FOR_GOOD:
        fail_for_good(ctx, uow, actor, message, f"twilio_{code or status}", _UNDELIVERED)
        channel = uow.get(Channel, message.channel_id)
        if channel is not None and is_stop_code(code):
            stop_channel(ctx, uow, actor, channel, STOPPED, message)
