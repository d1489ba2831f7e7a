"""Thawing the texts of a stage: two people, once what was wrong is put right."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.last_look import HoldReason
from victim_portal.domain.vocabulary import Decision, MessageState, TwoPersonAct
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.messages.moving import case_of, move
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.two_people.proposing import propose
from victim_portal.services.two_people.settling import settle
from victim_portal.services.two_people.values import Act
from victim_portal.services.wrong_news.stopping import stop_for_good
from victim_portal.services.wrong_news.waiting import THAW, key_of, waiting_for
from victim_portal.store import wrong_news as store
from victim_portal.store.models import FrozenText, Proposal, WrongNews
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

NOT_FROZEN = "These texts aren't frozen any more."
NOT_YET = "Release the correction first, or take it back: until then these texts stay frozen."
OWN = "You proposed this yourself: another manager has to agree."
NOT_PROPOSED = "Nobody proposes this, or the time for it ran out. Propose it anew."
SAY_WHY = "Say what was done so that it can't happen again, in at most 1,000 characters."
LONGEST = 1000


def propose_thaw(ctx: Context, actor: Actor, wrong_id: UUID, why: str) -> None:
    """Propose that news of a stage may go again; another manager decides.

    Raises InvalidError (`why`), ConflictError while the correction isn't released, where
    nothing is frozen or one waits already; NotFoundError, NotAllowedError, NeedsProofError.
    """
    need(Permission.RELEASE_SENDS, actor)
    try:
        with ctx.store.writing() as uow:
            wrong, _ = _frozen(uow, wrong_id)
            need_proof(ctx, actor)
            if not why.strip() or len(why.strip()) > LONGEST:
                raise InvalidError({"why": SAY_WHY})
            propose(
                ctx,
                uow,
                actor,
                TwoPersonAct.CORRECT_MANY,
                key_of(THAW, wrong),
                why.strip(),
                {"wrong_news": str(wrong.id), "thaw": wrong.stage},
                unit_id=actor.unit_id,
            )
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(NOT_FROZEN) from None


def thaw(ctx: Context, actor: Actor, wrong_id: UUID) -> int:
    """The second manager agrees; what the freeze alone held waits for its last look again.

    Returns how many messages that is. What carries the very words that were wrong is cancelled
    instead. Raises ConflictError for the one who proposed it, and
    where nobody did; NotFoundError, NotAllowedError, NeedsProofError.
    """
    need(Permission.RELEASE_SENDS, actor)
    try:
        with ctx.store.writing() as uow:
            wrong, frozen = _frozen(uow, wrong_id)
            waiting = waiting_for(ctx, uow, THAW, wrong)
            if waiting is None:
                raise ConflictError(NOT_PROPOSED)
            if waiting.proposed_by_id == actor.user_id:
                raise ConflictError(OWN)
            need_proof(ctx, actor)
            settle(ctx, uow, actor, waiting, Decision.AGREED)
            frozen.lifted_at, frozen.lifted_by_id = ctx.now(), actor.user_id
            held = [
                one
                for one in store.held_by_freeze(uow, wrong.stage, HoldReason.TEXT_FROZEN)
                if one.state == MessageState.HELD
            ]
            # Since the freeze nobody approved any of it: what was named then is wrong still.
            named = store.named_wrong(uow, {one.update_id for one in held if one.update_id})
            again = [one for one in held if one.update_id not in named]
            for message in again:
                move(uow, actor, message, MessageState.QUEUED, "thawed")
                message.next_try_at = ctx.now()
                case = case_of(uow, message)
                tasks.settle(uow, actor, tasks.HELD_MESSAGE, case, key=str(message.id))
            for message in held:
                if message.update_id in named:
                    stop_for_good(ctx, uow, actor, message)
            audit.record(uow, actor, What.TEXT_THAWED, stage=wrong.stage, wrong_news=str(wrong.id))
            uow.commit()
            return len(again)
    except (ConstraintError, LostUpdateError):
        raise ConflictError(NOT_FROZEN) from None


def _frozen(uow: UnitOfWork, wrong_id: UUID) -> tuple[WrongNews, FrozenText]:
    wrong = store.locked(uow, wrong_id)
    if wrong is None:
        raise NotFoundError
    frozen = store.frozen(uow, wrong.stage)
    if frozen is None:
        raise ConflictError(NOT_FROZEN)
    if store.live_of_stage(uow, wrong.stage):
        raise ConflictError(NOT_YET)
    return wrong, frozen


def _what(_ctx: Context, uow: UnitOfWork, proposal: Proposal) -> str:
    wrong = uow.get(WrongNews, UUID(str(proposal.about["wrong_news"])))
    stage = wrong.stage.replace("_", " ") if wrong else ""
    if "thaw" in proposal.about:
        return f"Let news of the kind “{stage}” go again, which was frozen"
    number = sum(store.count_corrections(uow, wrong.id).values()) if wrong else 0
    people = "1 person" if number == 1 else f"{number} people"
    return f"Tell {people} that news of the kind “{stage}” was wrong, and what is true"


def _may_be_second(_uow: UnitOfWork, actor: Actor, _proposal: Proposal) -> bool:
    return is_allowed(Permission.RELEASE_SENDS, actor)


def _apply(_ctx: Context, _uow: UnitOfWork, _actor: Actor, _proposal: Proposal) -> None:
    """`release` and `thaw` do it, beside the words and numbers that are agreed to."""
    raise ConflictError("Agree to this on its own page, where its words stand.")


CORRECTION = Act(_what, _may_be_second, _apply, on_its_page=True)
