"""What can hurt is done only by somebody who has just proved that it is them."""

from victim_portal.domain.access import Actor, freshly_proved
from victim_portal.services.context import Context
from victim_portal.services.errors import NeedsProofError
from victim_portal.store.models import Channel


def need_proof(ctx: Context, actor: Actor) -> None:
    """Refuse whoever has not proved within ten minutes that it is them: NeedsProofError.

    The command line and the worker have no session to prove, and are let through.
    """
    if not freshly_proved(actor, ctx.now()):
        raise NeedsProofError


def prove_for(ctx: Context, actor: Actor, channel: Channel) -> None:
    """The same before a verified channel is changed: what is sent goes there at once.

    A channel that isn't verified gets nothing but a code, so its plan may be typed freely.
    """
    if channel.verified_at is not None:
        need_proof(ctx, actor)
