"""The first person's part of a tranche: which drafts it would hold, and proposing them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.campaigns import Alone, Slice
from victim_portal.domain.vocabulary import TwoPersonAct, UpdateState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.campaigns import drafts
from victim_portal.services.campaigns.showing import existing, line_of
from victim_portal.services.campaigns.values import SliceView
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotAllowedError
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.two_people.proposing import propose
from victim_portal.services.updates.reading import words_digest
from victim_portal.store import campaigns as store
from victim_portal.store import walls as wall_store
from victim_portal.store.models import CampaignTranche, Case, TrancheUpdate, Update
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

CHANGED = "These drafts changed while you had them open. Nothing was proposed: read them again."
NOTHING = "No draft fits that could be approved with others."
NO_SECOND = (
    "Your unit has no other manager who could agree. Approve each update on its own case, "
    "or ask an administrator for a second manager."
)


@dataclass(frozen=True)
class _Chosen:
    """The drafts of a slice with their cases, those read alone, and how many come later."""

    drafts: tuple[tuple[Case, Update], ...]
    alone: tuple[tuple[Case, Update, Alone], ...]
    left: int

    @property
    def seen(self) -> str:
        named = sorted(f"{update.id}:{update.version}" for _, update in self.drafts)
        return hashlib.sha256("\n".join(named).encode()).hexdigest()


def slice_view(ctx: Context, actor: Actor, campaign_id: UUID, wanted: Slice) -> SliceView:
    """The drafts of the actor's unit that a slice holds, word for word; recorded on each case.

    Raises NotFoundError, and NotAllowedError for who runs no campaign.
    """
    need(Permission.RUN_CAMPAIGN, actor)
    with ctx.store.writing() as uow:
        campaign = existing(uow, campaign_id)
        chosen = _chosen(ctx, uow, actor, campaign_id, wanted)
        seen = SliceView(
            line=line_of(uow, campaign),
            drafts=tuple(drafts.shown(uow, actor, case, update) for case, update in chosen.drafts),
            alone=tuple((case.reference, update.id, why) for case, update, why in chosen.alone),
            left=chosen.left,
            seen=chosen.seen,
            has_second=_has_second(uow, actor),
        )
        audit.record(
            uow,
            actor,
            What.TRANCHE_SHOWN,
            campaign=str(campaign_id),
            updates=len(chosen.drafts),
        )
        uow.commit()
        return seen


def propose_tranche(
    ctx: Context, actor: Actor, campaign_id: UUID, wanted: Slice, seen: str
) -> UUID:
    """Propose the drafts of a slice to a second manager of the unit; the tranche's id.

    `seen` is that of the `slice_view` that was read. Nothing is approved yet. Raises
    ConflictError when a draft changed meanwhile, none fits or nobody could agree;
    NotFoundError, NotAllowedError, NeedsProofError.
    """
    need(Permission.RUN_CAMPAIGN, actor)
    if actor.unit_id is None:
        raise NotAllowedError
    try:
        with ctx.store.writing() as uow:
            existing(uow, campaign_id)
            need_proof(ctx, actor)
            # Two who propose at once take no draft twice.
            uow.only_one_for(campaign_id)
            chosen = _chosen(ctx, uow, actor, campaign_id, wanted)
            if not chosen.drafts:
                raise ConflictError(NOTHING)
            if chosen.seen != seen:
                raise ConflictError(CHANGED)
            if not _has_second(uow, actor):
                raise ConflictError(NO_SECOND)
            tranche_id = _keep(ctx, uow, actor, actor.unit_id, campaign_id, wanted, chosen.drafts)
            uow.commit()
            return tranche_id
    except (ConstraintError, LostUpdateError):
        raise ConflictError(CHANGED) from None


def _keep(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    unit_id: UUID,
    campaign_id: UUID,
    wanted: Slice,
    chosen: Sequence[tuple[Case, Update]],
) -> UUID:
    tranche_id = uow.tokens.uuid()
    proposal = propose(
        ctx,
        uow,
        actor,
        TwoPersonAct.RELEASE_SENDS,
        str(tranche_id),
        "",
        {"campaign": str(campaign_id), "tranche": str(tranche_id), "updates": len(chosen)},
        unit_id=unit_id,
    )
    uow.flush()
    uow.add(
        CampaignTranche(
            id=tranche_id,
            campaign_id=campaign_id,
            unit_id=unit_id,
            proposal_id=proposal.id,
            asked={
                "direction": wanted.direction.value if wanted.direction else None,
                "nearest_by": wanted.nearest_by.isoformat() if wanted.nearest_by else None,
                "at_most": wanted.limit,
            },
            proposed_by=actor.name,
            proposed_at=ctx.now(),
        )
    )
    uow.flush()
    for case, update in chosen:
        uow.add(
            TrancheUpdate(
                id=uow.tokens.uuid(),
                tranche_id=tranche_id,
                case_id=case.id,
                person_id=case.person_id,
                update_id=update.id,
                version=update.version,
                words_digest=words_digest(update),
            )
        )
    return tranche_id


def _has_second(uow: UnitOfWork, actor: Actor) -> bool:
    return any(one.id != actor.user_id for one in wall_store.managers_of(uow, actor.unit_id))


def _chosen(
    ctx: Context, uow: UnitOfWork, actor: Actor, campaign_id: UUID, wanted: Slice
) -> _Chosen:
    proposed = store.proposed(uow, campaign_id, ctx.now())
    fits: dict[UUID, tuple[Case, Update]] = {}
    for move, case, update in store.moves_within_reach(
        uow, campaign_id, actor.user_id, actor.unit_id
    ):
        if (
            update is not None
            and update.state == UpdateState.DRAFT
            and proposed.get(update.id) != update.version
            and case.closed_at is None
            and case.unit_id == actor.unit_id
            and wanted.holds(move.moved_months, move.nearest_on)
            and drafts.may_decide(uow, actor, case)
        ):
            fits.setdefault(update.id, (case, update))
    people = store.people_of(uow, {case.person_id for case, _ in fits.values()})
    together, apart = [], []
    for case, update in fits.values():
        why = drafts.alone(ctx, uow, case, update)
        if why is None:
            together.append((case, update))
        else:
            apart.append((case, update, why))
    del people
    left = max(0, len(together) - wanted.limit)
    return _Chosen(tuple(together[: wanted.limit]), tuple(apart), left)
