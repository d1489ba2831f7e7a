"""Putting a number or address right: the wrong one ends, the right one takes its place.

The right one isn't verified and isn't confirmed, so nothing goes to it before somebody has
checked it with the person.
"""

from collections.abc import Sequence
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, may_see_case
from victim_portal.domain.corrections import SentKind, reason_problem
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.channels.plans import (
    CHANGED_MEANWHILE,
    channel_within_reach,
    no_lost_plan,
)
from victim_portal.services.channels.standing import end
from victim_portal.services.channels.verifying import ask_to_confirm
from victim_portal.services.channels.views import channel_views
from victim_portal.services.contact_values import normal_value
from victim_portal.services.context import Context
from victim_portal.services.corrections.aftermath import (
    ask_about_sent,
    discard,
)
from victim_portal.services.corrections.sent import Sent, already_sent, sent_to
from victim_portal.services.corrections.values import MERGED, ChannelNow, EndedNow
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.incidents import open_incident
from victim_portal.services.messages.gone import is_looked_into
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.planning import replan
from victim_portal.services.proof import prove_for
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.referrals.rechecking import recheck_contact
from victim_portal.services.safe_contact import copy_plan, unplanned_channel, value_index
from victim_portal.services.zones.doubting import note_new_home
from victim_portal.store import cases as case_store
from victim_portal.store import corrections as store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Person, PersonCorrection
from victim_portal.store.unit_of_work import UnitOfWork

WRONG_RECIPIENT = "wrong_recipient"
CHECK = "A number or address was put right: check it with them before it is used"
SAME = "This is what stands already."
KNOWN = "This is among their numbers and addresses already."
PHONES = (ChannelKind.MOBILE, ChannelKind.LANDLINE)
WENT_ASTRAY = "It was wrong, and somebody else may have read what went there."


def channel_for_correction(
    ctx: Context, actor: Actor, reference: str, channel_id: UUID
) -> ChannelNow:
    """A number or address as it stands, and what went to it so far; the view is recorded."""
    with ctx.store.writing() as uow:
        case, channel = channel_within_reach(uow, actor, reference, channel_id)
        shown = _now(ctx, uow, actor, case, channel)
        uow.commit()
        return shown


def after_the_end(
    ctx: Context, actor: Actor, reference: str, channel_id: UUID, once: UUID | None
) -> EndedNow:
    """What a form gets that is sent for a number or address which has ended by then.

    What stands in its place is shown, and that view recorded. NotFoundError for what is in use
    or was never within reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        channel = uow.get(Channel, channel_id)
        if channel is None or channel.ended_at is None:
            raise NotFoundError
        if not people_store.belongs_to(uow, case, channel.person_id):
            raise NotFoundError
        kind = ChannelKind(channel.kind)
        if already_done(uow, once) is not None:
            return EndedNow(kind, True, None)
        right = store.put_in_place_of(uow, channel)
        shown = _now(ctx, uow, actor, case, right) if right is not None else None
        uow.commit()
        return EndedNow(kind, False, shown)


def _now(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel) -> ChannelNow:
    reached = [
        one
        for one in case_store.of_person(uow, channel.person_id)
        if may_see_case(actor, reach_of(uow, one))
    ]
    sent = already_sent(uow, [*reached, case], channel)
    audit.record(uow, actor, What.CHANNEL_VIEWED, case.id, channel=str(channel.id))
    return ChannelNow(channel_views([channel], ctx.now())[0], sent)


def correct_channel(
    ctx: Context,
    actor: Actor,
    reference: str,
    channel_id: UUID,
    value: str,
    why: str,
    seen_version: int,
    once: UUID | None = None,
) -> UUID:
    """Put a number or address right; the id of the channel that takes its place.

    What was queued for the wrong one is held, a letter to it that wasn't posted yet is
    discarded, and where something went to it somebody else may have read it: an incident is
    opened. That somebody else has the right one, too, is a person's to look at. Raises
    InvalidError with sentences for `value` and `why`, ConflictError when the plan was changed
    in between, NotFoundError out of reach, NeedsProofError for a verified one.
    """
    with no_lost_plan(), ctx.store.writing() as uow:
        said = saying("correct_channel", reference, channel_id, value, why, seen_version)
        done = already_done(uow, once, said)
        if done is not None:
            return channel_within_reach(uow, actor, reference, UUID(done))[1].id
        case, wrong = channel_within_reach(uow, actor, reference, channel_id)
        if case.merged_into_id is not None:
            raise InvalidError({"": MERGED})
        prove_for(ctx, actor, wrong)
        if wrong.plan_version != seen_version:
            raise ConflictError(CHANGED_MEANWHILE)
        person = uow.get(Person, wrong.person_id)
        if person is None:
            raise NotFoundError
        right = _right(ctx, uow, person, wrong, value, why)
        uow.add(right)
        uow.add(
            PersonCorrection(
                id=uow.tokens.uuid(),
                person_id=person.id,
                case_id=case.id,
                field=wrong.kind,
                before=wrong.value,
                why=why.strip(),
                recorded_by=actor.name,
                recorded_at=ctx.now(),
            )
        )
        uow.flush()
        end(ctx, uow, actor, case, wrong)
        audit.record(
            uow, actor, What.CHANNEL_ADDED, case.id, channel=str(right.id), kind=right.kind
        )
        audit.record(uow, actor, What.PERSON_CORRECTED, case.id, fields=right.kind)
        note_new_home(ctx, uow, actor, right)
        recheck_contact(ctx, uow, actor, right)
        for one in case_store.of_person(uow, person.id):
            replan(ctx, uow, actor, one)
        ask_to_confirm(ctx, uow, actor, case, right, CHECK)
        _look_after(ctx, uow, actor, case, wrong)
        _drop_code_word(ctx, wrong, right, sent_to(uow, wrong))
        remember(uow, once, str(right.id), said)
        uow.commit()
        return right.id


def _right(
    ctx: Context, uow: UnitOfWork, person: Person, wrong: Channel, value: str, why: str
) -> Channel:
    kind = ChannelKind(wrong.kind)
    problems: dict[str, str] = {}
    normal = ""
    try:
        normal = normal_value(kind, value)
    except ValueError as error:
        problems["value"] = str(error)
    else:
        # Two addresses may differ in a stroke alone, as 1/2 and 12 do.
        alike = value_index(uow, kind, normal) == wrong.value_index
        if normal == wrong.value or (alike and kind is not ChannelKind.POST):
            problems["value"] = SAME
        elif _is_known(uow, person, wrong, kind, normal):
            problems["value"] = KNOWN
    no_reason = reason_problem(why)
    if no_reason is not None:
        problems["why"] = no_reason
    if problems:
        raise InvalidError(problems)
    right = unplanned_channel(ctx, uow, person, kind, normal)
    right.corrects_id = wrong.id
    copy_plan(wrong, right)
    return right


def _is_known(
    uow: UnitOfWork, person: Person, wrong: Channel, kind: ChannelKind, value: str
) -> bool:
    """Whether it is another of the person's live numbers or addresses."""
    kinds = PHONES if kind in PHONES else (kind,)
    indexes = {value_index(uow, one, value) for one in kinds}
    live = people_store.channels_of(uow, person.id)
    return any(c.value_index in indexes for c in live if c.id != wrong.id)


def _look_after(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, wrong: Channel) -> None:
    """What lies ready for the wrong place is taken back; what went there is looked into."""
    for letter in store.letters(uow, posted=False, channel_id=wrong.id):
        discard(ctx, uow, actor, uow.get(Case, letter.case_id) or case, letter)
    gone = sent_to(uow, wrong)
    if not gone:
        return
    ask_about_sent(ctx, uow, actor, gone)
    if _is_looked_into(uow, case, wrong, gone):
        return
    open_incident(
        ctx,
        uow,
        actor,
        case,
        WRONG_RECIPIENT,
        "Something went to a number or address that was wrong: find out who got it",
        _note(gone),
    )


def _drop_code_word(ctx: Context, wrong: Channel, right: Channel, gone: Sequence[Sent]) -> None:
    """A word that a stranger may have read shows nobody any more: a new one is agreed."""
    if gone and wrong.suspended_at is None:
        wrong.suspended_at = ctx.now()
        wrong.suspended_why = WENT_ASTRAY
    if wrong.suspended_at is not None:
        right.code_word = None


def _is_looked_into(uow: UnitOfWork, case: Case, wrong: Channel, gone: Sequence[Sent]) -> bool:
    """Whether an incident was opened when it was stopped, and nothing went there since."""
    since = wrong.suspended_at
    if since is None or any(one.made_at > since for one in gone):
        return False
    return is_looked_into(uow, case, wrong)


def _note(gone: Sequence[Sent]) -> str:
    """What went there, for whoever looks into it: counts and days, no words of it."""
    counts = {kind: sum(one.view.kind is kind for one in gone) for kind in SentKind}
    parts = [f"{kind.value}: {number}" for kind, number in counts.items() if number]
    days = sorted(one.view.on for one in gone)
    return f"{', '.join(parts)}; from {days[0].isoformat()} to {days[-1].isoformat()}"
