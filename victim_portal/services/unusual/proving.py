"""Reading that stands out asks who is there before the next case opens."""

from datetime import timedelta
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.unusual import left_open, needs_usual, usual_busiest_hour
from victim_portal.services.context import Context
from victim_portal.services.unusual.daily import USUAL_OVER
from victim_portal.services.unusual.looks import looks_between

LEAST = timedelta(microseconds=1)


def cases_left_open(ctx: Context, actor: Actor) -> frozenset[UUID] | None:
    """The cases that a session may go on reading without a new proof; None for every case.

    What counts is all that its person looked at since the session's last proof, in whichever
    session. Whoever has none to give, such as the command line, is never asked.
    """
    if actor.user_id is None or actor.proved_at is None:
        return None
    since, now = actor.proved_at + LEAST, ctx.now()
    if since > now:
        return None
    rules = ctx.policy.unusual(ctx.today())
    with ctx.store.reading() as uow:
        looks = looks_between(uow, since, now + LEAST, actor.user_id).get(actor.user_id, [])
        usual = 0
        if needs_usual(looks, rules):
            earlier = looks_between(uow, since - USUAL_OVER, since, actor.user_id)
            usual = usual_busiest_hour(earlier.get(actor.user_id, []))
    return left_open(looks, usual, rules)
