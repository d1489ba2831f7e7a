"""The second person's part: what waits for them, and deciding it."""

from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import Decision, TwoPersonAct
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.names import UNREADABLE, full_name
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need
from victim_portal.services.two_people.acts import ACTS
from victim_portal.services.two_people.settling import settle
from victim_portal.services.two_people.values import Act, ProposalView
from victim_portal.store import proposals as store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Proposal, User
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

OVER = "This isn't waiting any more: somebody decided it, took it back, or its time ran out."
ON_ITS_PAGE = "You agree to this on its own page, by doing your part there. Nothing was done yet."
MEANWHILE = "Somebody else changed this in the same moment. Nothing was done: look again."
LONGEST_WHY = 1000
NOT_THE_FIRST = "You proposed this yourself: somebody else has to decide it."


def list_proposals(ctx: Context, actor: Actor) -> tuple[ProposalView, ...]:
    """What waits for the actor's decision, and what they proposed themselves; recorded.

    Raises NotAllowedError for a role that is never second.
    """
    need(Permission.BE_SECOND, actor)
    with ctx.store.writing() as uow:
        shown = tuple(
            _view(ctx, uow, actor, proposal, user)
            for proposal, user in store.waiting(uow, ctx.now())
            if proposal.proposed_by_id == actor.user_id or _may_be_second(uow, actor, proposal)
        )
        audit.record(uow, actor, What.PROPOSALS_LISTED, rows=len(shown))
        uow.commit()
    return shown


def decide_proposal(
    ctx: Context, actor: Actor, proposal_id: UUID, agree: bool, why: str = ""
) -> str:
    """Agree, and have it done in the same transaction, or refuse; returns what it was about.

    Some acts ask `why` they are refused: InvalidError where it is empty or too long. Raises
    NotFoundError for whoever may not be second, ConflictError for the one who proposed it,
    when it no longer waits, and where it can't be done any more; NeedsProofError.
    """
    need(Permission.BE_SECOND, actor)
    try:
        with ctx.store.writing() as uow:
            proposal = _reached(uow, actor, proposal_id)
            if proposal.proposed_by_id == actor.user_id:
                raise ConflictError(NOT_THE_FIRST)
            _check_waits(ctx, proposal)
            need_proof(ctx, actor)
            act = ACTS[TwoPersonAct(proposal.act)]
            if agree and act.on_its_page:
                raise ConflictError(ON_ITS_PAGE)
            refused_why = _refused_why(act, why) if not agree else None
            what = act.what(ctx, uow, proposal)
            decision = Decision.AGREED if agree else Decision.REFUSED
            settle(ctx, uow, actor, proposal, decision, refused_why)
            if agree:
                act.apply(ctx, uow, actor, proposal)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(OVER) from None
    except ConstraintError:
        raise ConflictError(MEANWHILE) from None
    if agree:
        act.after(ctx)
    return what


def take_back_proposal(ctx: Context, actor: Actor, proposal_id: UUID) -> None:
    """The first person takes their proposal back; NotFoundError for everybody else."""
    need(Permission.BE_SECOND, actor)
    try:
        with ctx.store.writing() as uow:
            proposal = _reached(uow, actor, proposal_id)
            if proposal.proposed_by_id != actor.user_id:
                raise NotFoundError
            _check_waits(ctx, proposal)
            settle(ctx, uow, actor, proposal, Decision.TAKEN_BACK)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(OVER) from None


def _reached(uow: UnitOfWork, actor: Actor, proposal_id: UUID) -> Proposal:
    proposal = store.locked(uow, proposal_id)
    if proposal is None:
        raise NotFoundError
    if proposal.proposed_by_id != actor.user_id and not _may_be_second(uow, actor, proposal):
        raise NotFoundError
    return proposal


def _may_be_second(uow: UnitOfWork, actor: Actor, proposal: Proposal) -> bool:
    act = ACTS.get(TwoPersonAct(proposal.act))
    return act is not None and act.may_be_second(uow, actor, proposal)


def _check_waits(ctx: Context, proposal: Proposal) -> None:
    if proposal.decided_at is not None or proposal.expires_at <= ctx.now():
        raise ConflictError(OVER)


def _refused_why(act: Act, why: str) -> str | None:
    if not act.refusal_says_why:
        return None
    if not why.strip():
        raise InvalidError({"why": "Say why you refuse it"})
    if len(why.strip()) > LONGEST_WHY:
        raise InvalidError({"why": f"The reason must be {LONGEST_WHY:,} characters or fewer"})
    return why.strip()


def _view(
    ctx: Context, uow: UnitOfWork, actor: Actor, proposal: Proposal, user: User
) -> ProposalView:
    act = TwoPersonAct(proposal.act)
    case = uow.get(Case, proposal.case_id)
    try:
        why = proposal.why or proposal.why_about_person or ""
    except UnreadableError:
        why = UNREADABLE
    return ProposalView(
        id=proposal.id,
        act=act,
        concerns=proposal.proposal_key.partition(":")[2],
        reference=case.reference if case else "",
        on_its_page=ACTS[act].on_its_page,
        refusal_says_why=ACTS[act].refusal_says_why,
        what=ACTS[act].what(ctx, uow, proposal),
        why=why,
        proposed_by=full_name(user.first_name, user.last_name),
        proposed_at=proposal.proposed_at,
        expires_at=proposal.expires_at,
        own=proposal.proposed_by_id == actor.user_id,
    )
