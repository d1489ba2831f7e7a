"""Whether a channel is still safe: confirmed with the victim, suspended, or ended."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import ChannelKind, ContactMethod, Enrolment
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.plans import (
    CHANGED_MEANWHILE,
    channel_within_reach,
    no_lost_plan,
)
from victim_portal.services.channels.reviews import (
    check_review_on,
    next_review,
    set_review,
    settle_review,
)
from victim_portal.services.channels.suspecting import hold_waiting
from victim_portal.services.channels.verifying import (
    CONFIRM,
    LOCKED,
    ask_to_verify,
    mark_verified,
    note_contact,
)
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.links.issuing import end_links_at
from victim_portal.services.messages import end_live_code
from victim_portal.services.once import already_done, remember
from victim_portal.services.planning import replan
from victim_portal.services.proof import prove_for
from victim_portal.services.reach import case_within_reach
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store import verification as code_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork

# By which ways a plan can have been gone through again with the person.
WAYS = {
    "spoken": ContactMethod.TELEPHONE,
    "in_person": ContactMethod.VISIT,
    "letter_answered": ContactMethod.LETTER,
}
LANDLINE_WAYS = ("spoken", "in_person")
"""A landline gets no code: a call to it, or being there, is what verifies it."""


def ways_to_confirm(kind: ChannelKind) -> tuple[str, ...]:
    """How a channel of this kind may be confirmed."""
    return LANDLINE_WAYS if kind is ChannelKind.LANDLINE else tuple(WAYS)


def confirm_channel(
    ctx: Context,
    actor: Actor,
    reference: str,
    channel_id: UUID,
    how: str,
    seen_version: int | None = None,
    review_on: date | None = None,
    once: UUID | None = None,
) -> bool:
    """Record that the person said today: still right, still safe. Returns if it is verified.

    `seen_version` is the plan that was gone through with them: one that a colleague changed
    since isn't confirmed unseen (ConflictError). `review_on` is when they asked to be asked
    again, None for the usual period.

    It confirms the plan and lifts a suspension. It verifies a landline; all else is verified
    by a code alone, and after a suspension by a new one: till then nothing but that code goes
    there. The same form sent again confirms nothing more while it
    still stands. Raises InvalidError for an unknown `how`, or where no plan was agreed yet.
    """
    with no_lost_plan(), ctx.store.writing() as uow:
        said = f"{channel_id} {how} {review_on}"
        done = already_done(uow, once)
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        if done == f"{said} {channel.plan_version}":
            return channel.verified_at is not None
        if seen_version is not None and channel.plan_version != seen_version:
            raise ConflictError(CHANGED_MEANWHILE)
        _check(ctx, channel, how, review_on)
        channel.suspended_at = None
        channel.suspended_why = None
        reconfirm(ctx, uow, actor, case, channel, how, review_on)
        if channel.kind == ChannelKind.LANDLINE:
            mark_verified(ctx, uow, actor, case, channel, how)
        elif channel.verified_at is None:
            ask_to_verify(ctx, uow, actor, case, channel)
        if channel.person_id == case.person_id:
            tasks.settle(uow, actor, "make_plan", case)
        note_contact(ctx, uow, actor, case, channel, WAYS[how])
        uow.flush()
        if done is None:
            remember(uow, once, f"{said} {channel.plan_version}")
        uow.commit()
        return channel.verified_at is not None


def reconfirm(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    channel: Channel,
    how: str = "asked",
    review_on: date | None = None,
) -> None:
    """Still right, still safe: the plan stands for another period, in the caller's transaction.

    Lifts no suspension and verifies nothing. A code that is on its way goes on counting:
    nothing of what was agreed has changed. A channel without a plan stays as it is.
    """
    if not channel.uses:
        return
    uow.flush()
    code, seen = code_store.live(uow, channel.id), channel.plan_version
    channel.confirmed_at = ctx.now()
    set_review(uow, actor, channel, review_on or next_review(ctx, channel))
    audit.record(uow, actor, What.CHANNEL_CONFIRMED, case.id, channel=str(channel.id), how=how)
    uow.flush()
    if code is not None and code.plan_version == seen:
        code.plan_version = channel.plan_version
    if channel.verified_at is not None and channel.suspended_at is None:
        tasks.settle(uow, actor, CONFIRM, case, key=str(channel.id))


def _check(ctx: Context, channel: Channel, how: str, review_on: date | None) -> None:
    problems = check_review_on(ctx, review_on)
    if how not in ways_to_confirm(ChannelKind(channel.kind)):
        problems["how"] = "Choose how you confirmed it."
    elif not channel.uses:
        problems["how"] = "Agree first how this may be used, and when."
    if problems:
        raise InvalidError(problems)


def end_channel(
    ctx: Context, actor: Actor, reference: str, channel_id: UUID, once: UUID | None = None
) -> None:
    """Take a channel out of use for good; it stays in the history.

    The same form sent again is done already; any other finds the channel gone (NotFoundError).
    Raises NeedsProofError for a verified channel.
    """
    with no_lost_plan(), ctx.store.writing() as uow:
        case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        done = already_done(uow, once)
        if done == str(channel_id):
            return
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        prove_for(ctx, actor, channel)
        end(ctx, uow, actor, case, channel)
        for one in case_store.of_person(uow, channel.person_id):
            _ask_for_another_way(ctx, uow, actor, one)
            # Its code word and language may stand in words that are still drafts.
            replan(ctx, uow, actor, one)
        if done is None:
            remember(uow, once, str(channel_id))
        uow.commit()


def end(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel) -> None:
    """End a channel in the caller's transaction, and hold what was queued for it."""
    channel.ended_at = ctx.now()
    end_live_code(ctx, uow, actor, channel.id, "channel_ended")
    end_links_at(ctx, uow, channel)
    settle_review(uow, actor, channel)
    held = hold_waiting(ctx, uow, actor, channel, "channel_ended", "It is no longer in use.")
    audit.record(uow, actor, What.CHANNEL_ENDED, case.id, channel=str(channel.id), held=held)
    for kind in (CONFIRM, LOCKED):
        tasks.settle(uow, actor, kind, case, key=str(channel.id))
    uow.flush()


def _ask_for_another_way(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    wanted = Enrolment(case.enrolment) in IN_SCHEME
    left = any(c.uses and not c.suspended_at for c in people_store.channels_of(uow, case.person_id))
    if wanted and not left:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "make_plan",
            "No number or address is left that is safe: find another way to reach them",
            "Never silence: a stopped channel needs another way",
            ctx.today(),
        )
