"""What waits to go by a number or address that a parent or guardian had agreed is held."""

from victim_portal.domain.access import Actor
from victim_portal.domain.coming_of_age import ASK_THEM_FIRST, has_ended, way_ends_at
from victim_portal.domain.last_look import HoldReason
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services.context import Context
from victim_portal.services.messages import hold
from victim_portal.services.planning.facts import PlanFacts
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork


def hold_parents_messages(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, facts: PlanFacts
) -> None:
    """Hold the news that is queued on a case once a parent's or guardian's part has ended.

    The last look refuses it in any case; here it is held on the day itself, also where its
    window opens later. A code is judged by the last look alone: it may be the young person's.
    """
    age = facts.case.age
    if age is None or not has_ended(age, ctx.now()):
        return
    for message in update_store.stoppable(uow, case_id=case.id):
        channel = uow.get(Channel, message.channel_id)
        if message.state == MessageState.HELD or message.verification_id or channel is None:
            continue
        if way_ends_at(age, channel.confirmed_at) is not None:
            hold(ctx, uow, actor, message, HoldReason.AGED_18.value, ASK_THEM_FIRST)
