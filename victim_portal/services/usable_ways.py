"""Whether there is an address or a number at all by which a case's person may be reached."""

from victim_portal.domain.first_contact import Ways
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, ReturnReason
from victim_portal.services.safe_contact import plan_of
from victim_portal.store import allocation as allocation_store
from victim_portal.store.models import Case, Channel
from victim_portal.store.unit_of_work import UnitOfWork

PHONES = frozenset({ChannelKind.MOBILE.value, ChannelKind.LANDLINE.value})
NO_ADDRESS = "No address is recorded."
NO_NUMBER = "No telephone number is recorded."
NOT_TO_RING = "There is no number that may be rung: it was stopped, or their plan leaves calls out."
ENDED = "This address is no longer in use."
STOPPED = "This address was stopped. Confirm it with them first, or find another way."
FORBIDDEN = "Their safe-contact plan doesn't allow letters to this address."
IN_DOUBT = (
    "The referral went back to the witness care unit because something in it may be wrong. "
    "Wait for their answer."
)
_DOUBTS = frozenset(
    {ReturnReason.DETAILS_WRONG, ReturnReason.WRONG_PERSON, ReturnReason.NOT_ELIGIBLE}
)


def referral_doubt(uow: UnitOfWork, case: Case) -> str:
    """Why it isn't known whether this is the person at all, as a sentence; "" where it is."""
    returns = allocation_store.returns_of(uow, case.id)
    doubted = any(one.answered_on is None and one.reason in _DOUBTS for one in returns)
    return IN_DOUBT if doubted else ""


def ways_of(channels: list[Channel], doubt: str = "") -> Ways:
    """Whether there is an address and a number that may be used at all.

    One that came with the referral may: its plan is still to be made. One that was stopped
    or has ended may not, nor one whose plan leaves it out; none at all while there is a
    `doubt` about the referral.
    """
    if doubt:
        return Ways(doubt, doubt)
    posts = [one for one in channels if one.kind == ChannelKind.POST]
    problems = [address_problem(one) for one in posts]
    post = "" if "" in problems else next(iter(problems), NO_ADDRESS)
    phones = [one for one in channels if one.kind in PHONES]
    if not phones:
        return Ways(post, NO_NUMBER)
    return Ways(post, "" if any(_may_ring(one) for one in phones) else NOT_TO_RING)


def address_problem(channel: Channel) -> str:
    """Why nothing may be posted to a channel, as a sentence; "" where a letter may go.

    An address that came with the referral has no plan yet, and may get the letters of first
    contact and the code that verifies it. One whose plan leaves letters out may not.
    """
    if channel.ended_at is not None:
        return ENDED
    if channel.suspended_at is not None:
        return STOPPED
    if channel.kind != ChannelKind.POST:
        return "Only an address can be written to."
    plan = plan_of(channel)
    if ChannelUse.LETTER in plan.uses:
        return ""
    agreed = plan.uses or plan.any_time or plan.windows or plan.who_else or plan.code_word
    noted = (
        channel.if_answered
        or channel.if_dropped
        or channel.danger
        or channel.verified_at
        or channel.confirmed_at
    )
    return FORBIDDEN if agreed or noted else ""


def _may_ring(channel: Channel) -> bool:
    uses = plan_of(channel).uses
    usable = channel.ended_at is None and channel.suspended_at is None
    return usable and (not uses or ChannelUse.CALL in uses)
