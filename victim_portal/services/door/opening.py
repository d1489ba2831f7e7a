"""A link is opened: looked at as often as anybody likes, redeemed by the right proof alone."""

from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.calendar import LONDON
from victim_portal.domain.link_codes import Proof
from victim_portal.domain.secure_link import (
    MOST_AFTER_LEAVING,
    MOST_TRIES,
    LinkState,
    plain_passphrase,
    state_of,
)
from victim_portal.domain.verification import typed_code
from victim_portal.domain.vocabulary import Language
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.again import again_where_lost
from victim_portal.services.door.values import ProofAsked
from victim_portal.services.door.visits import begin_visit
from victim_portal.services.links.codes import end_code, is_code
from victim_portal.services.links.issuing import link_digest, standing_of_link
from victim_portal.services.links.pages import Pages, left_at, opens_pages, pages_of
from victim_portal.services.links.sending import ask_to_ring, queue_asked
from victim_portal.services.messages import asks
from victim_portal.store import door as door_store
from victim_portal.store.models import Case, SecureLink
from victim_portal.store.unit_of_work import UnitOfWork

LOCKED = "link_locked"


def proof_asked(ctx: Context, token: str) -> ProofAsked | None:
    """What the page of a link that lives asks for, and in which language; None for any other.

    Changes nothing: scanners and previews open links, too. A link that was never made, one
    that is spent, locked, old or ended give the same answer.
    """
    with ctx.store.reading() as uow:
        link = door_store.link_with(uow, link_digest(uow, token))
        if link is None or not opens(ctx, uow, link):
            return None
        agreed = door_store.passphrase(uow, link.case_id)
        messages = door_store.carrying(uow, link.id)
        if agreed is None:
            return None
        return ProofAsked(
            Language(messages[-1].language) if messages else Language.ENGLISH, Proof(agreed.proof)
        )


def redeem(ctx: Context, token: str, typed: str) -> str | None:
    """Begin a visit if `typed` is the proof of a link that lives; gives the visit's token.

    The proof is the passphrase, or the code that was sent another way.

    None for everything else, after the same work: a wrong try, which counts, the fifth of
    which locks the link and asks the officer to ring; a link that opens nothing; a link that
    never was. Each try is counted before it is judged, so that of many in one moment no more
    than five are.
    """
    tried = again_where_lost(lambda: _count_try(ctx, token))
    right = ctx.passwords.check(tried.hash if tried else None, plain_passphrase(typed))
    if tried is None:
        return None
    return again_where_lost(lambda: _judge(ctx, tried, typed, right_words=right))


def ask_for_new_link(ctx: Context, token: str) -> None:
    """Have a new link sent, whatever became of this one; says nothing of whether it was.

    It goes only to the person's own verified channel, by the plan, and a few times a day. Who
    left the scheme gets one a day, and a few in all: behind it they can come back.
    """
    with ctx.store.writing() as uow:
        link = door_store.link_with(uow, link_digest(uow, token))
        if link is None:
            return
        case = uow.get(Case, link.case_id)
        if case is None:
            return
        pages = pages_of(uow, case)
        if pages is Pages.NONE:
            return
        if _is_locked(link, ctx.now()):
            # Whoever guessed five times doesn't get five more by pressing this button. That of
            # an older link still works, a few times a day: what locks is the link, never her.
            return
        by = [message.channel_id for message in door_store.carrying(uow, link.id)]
        if pages is Pages.BACK and _had_most(uow, case):
            ask_to_ring(ctx, uow, case)
            uow.commit()
            return
        if pages is Pages.BACK and not _may_ask_again(ctx, uow, case):
            return
        queue_asked(ctx, uow, case, by)
        uow.commit()


def _had_most(uow: UnitOfWork, case: Case) -> bool:
    """Whether who left had as many links as there are: the next who asks is rung."""
    since, name = left_at(uow, case), THE_PERSON.name
    return since is not None and (
        door_store.made_since(uow, case.id, name, since) >= MOST_AFTER_LEAVING
    )


def _may_ask_again(ctx: Context, uow: UnitOfWork, case: Case) -> bool:
    """Whether who left may get one more link today: the button mustn't pester them."""
    since, name = left_at(uow, case), THE_PERSON.name
    if since is None:
        return False
    today = max(since, datetime.combine(ctx.today(), time.min, LONDON))
    return door_store.made_since(uow, case.id, name, today) == 0


def _is_locked(link: SecureLink, now: datetime) -> bool:
    """Whether five wrong tries locked a link that would live still."""
    if link.locked_at is None:
        return False
    return link.expires_at is not None and now < link.expires_at


@dataclass(frozen=True)
class _Try:
    """A try that counts: at which link, by which way it came, against which agreed proof."""

    link_id: UUID
    came_by: UUID
    passphrase_id: UUID
    proof: Proof
    hash: str = field(repr=False)


def _count_try(ctx: Context, token: str) -> _Try | None:
    """Count a try before it is judged; None where the link opens nothing, or no more."""
    with ctx.store.writing() as uow:
        digest = link_digest(uow, token)
        link, came = door_store.link_with(uow, digest), door_store.came_with(uow, digest)
        if link is None or came is None or not opens(ctx, uow, link):
            return None
        agreed = door_store.passphrase(uow, link.case_id)
        if agreed is None:
            return None
        link.tries += 1
        uow.commit()
        return _Try(link.id, came.channel_id, agreed.id, Proof(agreed.proof), agreed.hash)


def _judge(ctx: Context, tried: _Try, typed: str, *, right_words: bool) -> str | None:
    with ctx.store.writing() as uow:
        link = door_store.locked_link(uow, tried.link_id)
        case = uow.get(Case, link.case_id) if link else None
        if link is None or case is None:
            return None
        agreed = door_store.passphrase(uow, case.id)
        same = agreed is not None and agreed.id == tried.passphrase_id
        right = right_words
        if tried.proof is Proof.CODE:
            digits = typed_code(typed)
            right = digits is not None and is_code(ctx, uow, link.id, tried.came_by, digits)
        visit = None
        if not right:
            _note_wrong(ctx, uow, case, link)
        elif same and _stands(ctx, uow, link):
            link.redeemed_at = ctx.now()
            end_code(ctx, uow, link.id, "used")
            visit = begin_visit(ctx, uow, case, link)
            _note_try(uow, case, link, "right")
        uow.commit()
        return visit


def _note_wrong(ctx: Context, uow: UnitOfWork, case: Case, link: SecureLink) -> None:
    locks = link.tries >= MOST_TRIES and link.locked_at is None
    if locks:
        link.locked_at = ctx.now()
        link.ended_at, link.ended_why = ctx.now(), "locked"
        end_code(ctx, uow, link.id, "locked")
        tasks.raise_for_case(
            uow,
            THE_PERSON,
            case,
            LOCKED,
            "Somebody gave the wrong proof for a link five times: ring them by their plan",
            "Wrong tries lock a link and never the person",
            asks.working_day(ctx),
            key=str(link.id),
            link=str(link.id),
        )
    _note_try(uow, case, link, "locks" if locks else "wrong")


def _note_try(uow: UnitOfWork, case: Case, link: SecureLink, outcome: str) -> None:
    audit.record(uow, THE_PERSON, What.LINK_TRIED, case.id, link=str(link.id), outcome=outcome)


def opens(ctx: Context, uow: UnitOfWork, link: SecureLink) -> bool:
    """Whether one more try may be made at a link."""
    return link.tries < MOST_TRIES and _stands(ctx, uow, link)


def _stands(ctx: Context, uow: UnitOfWork, link: SecureLink) -> bool:
    standing = standing_of_link(link)
    if standing is None or state_of(standing, ctx.now()) is not LinkState.LIVE:
        return False
    case = uow.get(Case, link.case_id)
    return case is not None and opens_pages(uow, case, link)
