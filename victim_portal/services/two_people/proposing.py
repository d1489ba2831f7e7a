"""The first person's part, within the transaction of their own use case."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.overtaking import OvertakenBy
from victim_portal.domain.vocabulary import TwoPersonAct
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotAllowedError
from victim_portal.services.overtaking import overtake
from victim_portal.store import proposals as store
from victim_portal.store import walls as wall_store
from victim_portal.store.models import Case, Proposal
from victim_portal.store.unit_of_work import UnitOfWork

PERIOD = "second_person"
RULE = "Two people for what can't be undone"
WAITS = "This was proposed already, and waits for a second person."


def propose(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    act: TwoPersonAct,
    key: str,
    why: str,
    about: dict[str, Any],
    case: Case | None = None,
    unit_id: UUID | None = None,
    lasts: timedelta | None = None,
) -> Proposal:
    """Propose an act; whoever calls has checked that the actor may.

    `key` names the thing that it is about: one proposal of it waits at a time. `about` holds
    ids and codes only, or a row of the policy. A reason about a `case` is sealed under its
    person's key. It waits as long as the policy says, or shorter where it `lasts` no longer.
    The second person has a task: a manager of `unit_id`, or an administrator where there is
    no other.
    Raises ConflictError while another waits, NotAllowedError for who isn't staff.
    """
    if actor.user_id is None:
        raise NotAllowedError
    known = store.open_with_key(uow, act, key)
    if known is not None:
        if known.expires_at > ctx.now():
            raise ConflictError(WAITS)
        # Nobody decided it in time: it makes room for the new one.
        overtake(uow, actor, known, OvertakenBy.RAN_OUT)
    today = ctx.today()
    if lasts is None:
        lasts = ctx.policy.review_period(PERIOD, today).applied_to(today, ctx.bank_holidays) - today
    proposal = Proposal(
        id=uow.tokens.uuid(),
        act=act.value,
        proposal_key=f"{act}:{key}",
        case_id=case.id if case else None,
        person_id=case.person_id if case else None,
        unit_id=unit_id,
        about=about,
        why=None if case else why or None,
        proposed_by_id=actor.user_id,
        proposed_at=ctx.now(),
        expires_at=ctx.now() + lasts,
    )
    if case is not None and why:
        proposal.why_about_person = why
    uow.add(proposal)
    audit.record(
        uow,
        actor,
        What.PROPOSED,
        case.id if case else None,
        proposal=str(proposal.id),
        act=act.value,
        concerns=key,
    )
    _ask(uow, actor, proposal, london_date(proposal.expires_at))
    return proposal


def _ask(uow: UnitOfWork, actor: Actor, proposal: Proposal, due_on: date) -> None:
    what = f"{actor.name} proposed something that needs a second person: decide on it"
    others = [
        one for one in wall_store.managers_of(uow, proposal.unit_id) if one.id != actor.user_id
    ]
    key = str(proposal.id)
    if proposal.unit_id is not None and others:
        tasks.raise_for_unit(
            uow, actor, proposal.unit_id, tasks.SECOND_PERSON, what, RULE, due_on, key
        )
    else:
        tasks.raise_for_administrators(uow, actor, tasks.SECOND_PERSON, what, RULE, due_on, key)
