"""What becomes of a surge: two managers let it go, or one stops it for good."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.vocabulary import Decision, MessageState, TwoPersonAct, UpdateState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.messages.moving import PARKED, move
from victim_portal.services.messages.parking import settle_tasks
from victim_portal.services.planning.asking import ask_manager_to_approve
from victim_portal.services.planning.taking_back import back_to_draft
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.surges.waiting import key_of, waiting_for
from victim_portal.services.two_people.proposing import propose
from victim_portal.services.two_people.settling import settle
from victim_portal.services.two_people.values import Act
from victim_portal.store import surges as store
from victim_portal.store.models import Proposal, Surge
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

LONGEST_REASON = 1000
SAY_WHY = f"Say how you know that these are true, in at most {LONGEST_REASON:,} characters."
OVER = "Somebody let these go or stopped them already."
OWN = "You proposed this yourself: another manager has to agree."
NOT_PROPOSED = "Nobody proposes that these go, or the time for it ran out. Propose it anew."
STOPPED = "It was stopped with many others that were queued in one hour: read it again."


def propose_letting_go(ctx: Context, actor: Actor, surge_id: UUID, why: str) -> None:
    """A manager proposes that what a surge parked goes out; another manager decides.

    Raises InvalidError (`why`), ConflictError where it ended or waits already,
    NotFoundError for none, NotAllowedError, NeedsProofError.
    """
    need(Permission.RELEASE_SENDS, actor)
    try:
        with ctx.store.writing() as uow:
            surge = _open(uow, surge_id)
            need_proof(ctx, actor)
            if not why.strip() or len(why.strip()) > LONGEST_REASON:
                raise InvalidError({"why": SAY_WHY})
            propose(
                ctx,
                uow,
                actor,
                TwoPersonAct.RELEASE_SENDS,
                key_of(surge),
                why.strip(),
                {"surge": str(surge.id)},
                unit_id=actor.unit_id,
            )
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(OVER) from None


def let_surge_go(ctx: Context, actor: Actor, surge_id: UUID) -> int:
    """The second manager agrees: the last look at each message decides as ever whether it goes.

    Returns how many messages are queued again. Raises ConflictError for the one who proposed
    it, and where it ended or nobody proposed it; NotFoundError for none, NotAllowedError,
    NeedsProofError.
    """
    need(Permission.RELEASE_SENDS, actor)
    try:
        with ctx.store.writing() as uow:
            surge = _open(uow, surge_id)
            waiting = waiting_for(ctx, uow, surge)
            if waiting is None:
                raise ConflictError(NOT_PROPOSED)
            if waiting.proposed_by_id == actor.user_id:
                raise ConflictError(OWN)
            need_proof(ctx, actor)
            settle(ctx, uow, actor, waiting, Decision.AGREED)
            held = store.parked(uow, surge.id)
            for message, _, _ in held:
                move(uow, actor, message, MessageState.QUEUED, "let_go")
                message.next_try_at = ctx.now()
            surge.let_go_at, surge.ended_by_id = ctx.now(), actor.user_id
            settle_tasks(uow, actor, surge)
            audit.record(
                uow, actor, What.SURGE_ENDED, surge=str(surge.id), messages=len(held), let_go=True
            )
            uow.commit()
            return len(held)
    except (ConstraintError, LostUpdateError):
        raise ConflictError(OVER) from None


def stop_surge(ctx: Context, actor: Actor, surge_id: UUID) -> int:
    """Stop all that a surge parked: its updates are drafts again, for their officers to read.

    One manager is enough, for nothing leaves by it. Returns how many messages it stopped.
    Raises ConflictError where it ended, NotFoundError for none, NotAllowedError.
    """
    need(Permission.RELEASE_SENDS, actor)
    try:
        with ctx.store.writing() as uow:
            surge = _open(uow, surge_id)
            held = store.parked(uow, surge.id)
            for message, update, case in held:
                if update.state == UpdateState.APPROVED:
                    # Another version: what was cancelled keeps the key of this one.
                    back_to_draft(uow, actor, update, STOPPED)
                    update.version += 1
                    update.changed_at = ctx.now()
                    ask_manager_to_approve(ctx, uow, actor, case, update)
                elif message.state == MessageState.HELD:
                    # Told in another way already, which stays so.
                    move(uow, actor, message, MessageState.CANCELLED, PARKED, STOPPED)
            waiting = waiting_for(ctx, uow, surge)
            if waiting is not None:
                own = waiting.proposed_by_id == actor.user_id
                settle(ctx, uow, actor, waiting, Decision.TAKEN_BACK if own else Decision.REFUSED)
            surge.stopped_at, surge.ended_by_id = ctx.now(), actor.user_id
            settle_tasks(uow, actor, surge)
            audit.record(
                uow, actor, What.SURGE_ENDED, surge=str(surge.id), messages=len(held), let_go=False
            )
            uow.commit()
            return len(held)
    except LostUpdateError:
        raise ConflictError(OVER) from None


def _open(uow: UnitOfWork, surge_id: UUID) -> Surge:
    surge = store.locked(uow, surge_id)
    if surge is None:
        raise NotFoundError
    if surge.let_go_at is not None or surge.stopped_at is not None:
        raise ConflictError(OVER)
    return surge


def _what(_ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    surge = uow.get(Surge, UUID(str(proposal.about["surge"])))
    number = sum(line[-1] for line in store.lines_of(uow, surge.id)) if surge else 0
    when = f"{surge.opened_at:%-d %B %Y}" if surge else ""
    return f"Let {number} messages go that were parked as a surge on {when}"


def _may_be_second(_uow: UnitOfWork, actor: Actor, _proposal: Proposal) -> bool:
    return is_allowed(Permission.RELEASE_SENDS, actor)


def _apply(_ctx: Context, _uow: UnitOfWork, _actor: Actor, _proposal: Proposal) -> None:
    """`let_surge_go` does it, beside the numbers that are agreed to."""
    raise ConflictError("Agree to this on the page of what is parked.")


LET_GO = Act(_what, _may_be_second, _apply, on_its_page=True)
