"""One person who was taken for two: what is known of how to reach them comes together."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.channels.reviews import settle_review
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.messages.codes import end_live_code
from victim_portal.services.safe_contact import unplanned_channel
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Person
from victim_portal.store.unit_of_work import UnitOfWork


def carry_over(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, other: Case) -> int:
    """Give the person of `other` what is new about how to reach them, without any plan.

    A person who has other cases than `case` stays as they are; one who was only in this case
    is marked as merged, and their channels end with the codes on their way there. Returns how
    many numbers and addresses were new.
    """
    merged, kept = uow.get(Person, case.person_id), uow.get(Person, other.person_id)
    if merged is None or kept is None or merged is kept:
        raise NotFoundError
    uow.vault.fetch([merged.id, kept.id])
    known = {c.value_index for c in people_store.channels_of(uow, kept.id, ended=True)}
    only_here = len(duplicate_store.all_cases_of_person(uow, merged.id)) == 1
    added = 0
    for channel in people_store.channels_of(uow, merged.id):
        if channel.value_index not in known:
            kind = ChannelKind(channel.kind)
            uow.add(unplanned_channel(ctx, uow, kept, kind, channel.value or ""))
            known.add(channel.value_index)
            added += 1
        if only_here:
            end_live_code(ctx, uow, actor, channel.id, "channel_ended")
            settle_review(uow, actor, channel)
            channel.ended_at = ctx.now()
    if only_here:
        merged.merged_into_id = kept.id
    return added
