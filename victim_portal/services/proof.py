"""What can hurt is done only by somebody who has just proved that it is them."""

from victim_portal.domain.access import Actor, freshly_proved
from victim_portal.services.context import Context
from victim_portal.services.errors import NeedsProofError


def need_proof(ctx: Context, actor: Actor) -> None:
    """Refuse whoever has not proved within ten minutes that it is them: NeedsProofError.

    The command line and the worker have no session to prove, and are let through.
    """
    if not freshly_proved(actor, ctx.now()):
        raise NeedsProofError
