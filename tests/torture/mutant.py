"""The fault that the checker must find: a message is sent again as soon as its lease is over."""

from typing import Any

from victim_portal.domain.vocabulary import MessageState
from victim_portal.services.delivery import claiming


def install_mutant() -> None:
    """Have this process send again blindly; what was in the dead worker's hand goes twice."""
    vars(claiming)["leave_uncertain"] = _send_again


def _send_again(ctx: Any, uow: Any, actor: Any, message: Any, *_: Any, **__: Any) -> None:
    message.state = MessageState.QUEUED.value
    message.next_try_at = ctx.now()
    message.claimed_by = message.lease_until = None
