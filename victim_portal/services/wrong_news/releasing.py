"""Releasing a correction: the second manager agrees, and every message of it is queued.

Two people have read the words, so none of it is counted as a surge. Each message meets the
last look as ever. The batches are those of gathering: one that broke off goes on.
"""

from datetime import timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import (
    Decision,
    TwoPersonAct,
)
from victim_portal.domain.wrong_news import (
    Standing,
)
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.two_people.proposing import propose
from victim_portal.services.two_people.settling import settle
from victim_portal.services.wrong_news.going_on import go_on
from victim_portal.services.wrong_news.waiting import RELEASE, key_of, waiting_for
from victim_portal.store import wrong_news as store
from victim_portal.store.models import (
    WrongNews,
)
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

GOES_STALE = timedelta(days=7)
"""A correction that couldn't go for so long is told by a person."""
OVER = "This was released or taken back already."
NOT_READY = "It isn't known yet whom it reached. Wait until everything was looked at."
OWN = "You proposed this yourself: another manager has to agree."
NOT_PROPOSED = "Nobody proposes this, or the time for it ran out. Propose it anew."
SAY_WHY = "Say why nothing has to be put right, in at most 1,000 characters."


def propose_release(ctx: Context, actor: Actor, wrong_id: UUID) -> None:
    """Propose a correction anew whose first proposal was refused, or ran out.

    Raises ConflictError where it is over or waits already, NotFoundError, NotAllowedError,
    NeedsProofError.
    """
    need(Permission.RELEASE_SENDS, actor)
    try:
        with ctx.store.writing() as uow:
            wrong = existing(uow, wrong_id, Standing.GATHERING, Standing.READY)
            need_proof(ctx, actor)
            propose(
                ctx,
                uow,
                actor,
                TwoPersonAct.CORRECT_MANY,
                key_of(RELEASE, wrong),
                "",
                {"wrong_news": str(wrong.id)},
                unit_id=actor.unit_id,
            )
            wrong.proposed_by_id = actor.user_id
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(OVER) from None


def release(ctx: Context, actor: Actor, wrong_id: UUID) -> None:
    """The second manager agrees: what can be sent is queued, some of it now, the rest soon.

    Raises ConflictError for the one who proposed it, before everything was looked at, and
    where it is over or nobody proposes it; NotFoundError, NotAllowedError, NeedsProofError.
    """
    need(Permission.RELEASE_SENDS, actor)
    try:
        with ctx.store.writing() as uow:
            wrong = existing(uow, wrong_id, Standing.GATHERING, Standing.READY)
            waiting = waiting_for(ctx, uow, RELEASE, wrong)
            if waiting is None:
                raise ConflictError(NOT_PROPOSED)
            if waiting.proposed_by_id == actor.user_id:
                raise ConflictError(OWN)
            if wrong.standing != Standing.READY:
                raise ConflictError(NOT_READY)
            need_proof(ctx, actor)
            settle(ctx, uow, actor, waiting, Decision.AGREED)
            wrong.proposed_by_id = waiting.proposed_by_id
            wrong.released_by_id, wrong.released_at = actor.user_id, ctx.now()
            wrong.standing = Standing.RELEASING.value
            tasks.settle_without_case(uow, actor, tasks.WRONG_NEWS, str(wrong.id))
            audit.record(uow, actor, What.WRONG_NEWS_RELEASED, wrong_news=str(wrong.id))
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(OVER) from None
    go_on(ctx, wrong_id)


def take_back(ctx: Context, actor: Actor, wrong_id: UUID, why: str) -> None:
    """Take a correction back before it goes, because its words are wrong or nothing else was.

    One manager is enough, for nothing leaves by it. What was stopped stays so, and its texts
    stay frozen. Raises InvalidError (`why`), ConflictError where it went or was taken back.
    """
    need(Permission.RELEASE_SENDS, actor)
    if not why.strip() or len(why.strip()) > 1000:
        raise InvalidError({"why": SAY_WHY})
    try:
        with ctx.store.writing() as uow:
            uow.only_one_for(wrong_id)
            wrong = existing(uow, wrong_id, Standing.GATHERING, Standing.READY)
            wrong.why = f"{wrong.why}\n\nTaken back by {actor.name}: {why.strip()}"
            wrong.standing = Standing.TAKEN_BACK.value
            wrong.taken_back_by, wrong.finished_at = actor.name, ctx.now()
            waiting = waiting_for(ctx, uow, RELEASE, wrong)
            if waiting is not None:
                own = waiting.proposed_by_id == actor.user_id
                settle(ctx, uow, actor, waiting, Decision.TAKEN_BACK if own else Decision.REFUSED)
            for task in store.calls_of(uow, wrong):
                tasks.finish(uow, actor, task)
            store.take_away(uow, wrong, actor.name, ctx.now())
            tasks.settle_without_case(uow, actor, tasks.WRONG_NEWS, str(wrong.id))
            audit.record(uow, actor, What.WRONG_NEWS_TAKEN_BACK, wrong_news=str(wrong.id))
            uow.commit()
    except LostUpdateError:
        raise ConflictError(OVER) from None


def existing(uow: UnitOfWork, wrong_id: UUID, *standings: Standing) -> WrongNews:
    """One as it stands now, locked; ConflictError where it stands otherwise."""
    wrong = store.locked(uow, wrong_id)
    if wrong is None:
        raise NotFoundError
    if wrong.standing not in standings:
        raise ConflictError(OVER)
    return wrong
