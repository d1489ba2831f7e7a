"""One person who was taken for two: what is known of how to reach them comes together."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.channels.reviews import settle_review
from victim_portal.services.channels.suspecting import suspend
from victim_portal.services.channels.verifying import ask_to_confirm
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.messages.codes import end_live_code
from victim_portal.services.safe_contact import copy_plan, plan_of, unplanned_channel, value_index
from victim_portal.services.zones.doubting import note_new_home
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Person
from victim_portal.store.unit_of_work import UnitOfWork

PHONES = (ChannelKind.MOBILE, ChannelKind.LANDLINE)
STOPPED = "It was stopped on a case that turned out to be a double."
OTHER_PLAN = "A double had another plan for a number or address: go through it with them"


def carry_over(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, other: Case) -> int:
    """Give the person of `other` what is new about how to reach them, confirmed by nobody.

    What was agreed goes along, so that what a plan leaves out stays left out. A number or
    address that was stopped on either side is stopped; where the two plans differ, nothing
    goes there before it was gone through again. A person who has other cases than `case`
    stays as they are; one who was only in this case is marked as merged, and their channels
    end with the codes on their way there. Returns how many numbers and addresses were new.
    """
    merged, kept = uow.get(Person, case.person_id), uow.get(Person, other.person_id)
    if merged is None or kept is None or merged is kept:
        raise NotFoundError
    uow.vault.fetch([merged.id, kept.id])
    known = {c.value_index: c for c in people_store.channels_of(uow, kept.id, ended=True)}
    known |= {c.value_index: c for c in people_store.channels_of(uow, kept.id)}
    only_here = len(duplicate_store.all_cases_of_person(uow, merged.id)) == 1
    added = 0
    for channel in people_store.channels_of(uow, merged.id):
        twins = [known[one] for one in indexes_of(uow, channel) if one in known]
        if channel.value_index not in known:
            kind = ChannelKind(channel.kind)
            new = unplanned_channel(ctx, uow, kept, kind, channel.value or "")
            copy_plan(channel, new)
            uow.add(new)
            uow.flush()
            note_new_home(ctx, uow, actor, new)
            known[channel.value_index] = new
            twins.append(new)
            added += 1
        for twin in twins:
            _keep_safe(ctx, uow, actor, other, channel, twin)
        if only_here:
            end_live_code(ctx, uow, actor, channel.id, "channel_ended")
            settle_review(uow, actor, channel)
            channel.ended_at = ctx.now()
    _keep_needs(merged, kept)
    if only_here:
        merged.merged_into_id = kept.id
    return added


def _keep_needs(merged: Person, kept: Person) -> None:
    """What they asked for once, such as an interpreter, isn't asked of them again."""
    theirs, ours = merged.needs or {}, kept.needs or {}
    if theirs and theirs != ours:
        both = [*ours.get("needs", ()), *theirs.get("needs", ())]
        kept.needs = {
            **{
                name: ours.get(name) or theirs.get(name) or ""
                for name in ("interpreter", "advocate")
            },
            "needs": list(dict.fromkeys(both)),
        }
    if merged.called and not kept.called:
        kept.called = merged.called


def _keep_safe(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, theirs: Channel, ours: Channel
) -> None:
    """What the double's officer knew against a number or address isn't lost with the double."""
    if ours.ended_at is not None:
        return
    if theirs.suspended_at is not None:
        why = f"{STOPPED} {theirs.suspended_why or ''}"
        suspend(ctx, uow, actor, case, ours, why)
    elif ours.confirmed_at is not None and _agreed_otherwise(theirs, ours):
        ask_to_confirm(ctx, uow, actor, case, ours, OTHER_PLAN)


def _agreed_otherwise(theirs: Channel, ours: Channel) -> bool:
    """Whether something was agreed or noted on the other side that isn't known on this one."""
    if not theirs.uses and not theirs.danger and theirs.confirmed_at is None:
        return False
    return plan_of(theirs) != plan_of(ours) or (theirs.danger or "") != (ours.danger or "")


def indexes_of(uow: UnitOfWork, channel: Channel) -> list[bytes]:
    """What a value may be known by: a number is one number, by whatever name."""
    kind = ChannelKind(channel.kind)
    if kind not in PHONES:
        return [channel.value_index]
    return [value_index(uow, one, channel.value or "") for one in PHONES]
