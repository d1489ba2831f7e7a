"""What a new case leaves for people to do: duplicates to decide, tasks, its first clock."""

from dataclasses import dataclass
from datetime import date

from victim_portal.domain import duplicates
from victim_portal.domain.access import Actor, ActorKind, may_see_case
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.eligibility import Eligibility
from victim_portal.domain.referrals import ReferralRow
from victim_portal.services import tasks
from victim_portal.services.clocks import first_contact_due
from victim_portal.services.context import Context
from victim_portal.services.reach import reach_of
from victim_portal.services.referrals.known import offender_details, person_details
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, DuplicateFlag, Referral
from victim_portal.store.unit_of_work import UnitOfWork

OFFENDER_DIFFERS = "offender_differs"
CAME_AGAIN = "referral_came_again"
DECIDE_WITHIN_WORKING_DAYS = 2
DECIDE = "Decide whether this is a person who is here already"


@dataclass(frozen=True)
class Likenesses:
    """Why a new case may be somebody's who is here already.

    `told` holds the reasons that may be told to whoever brought the referral in: those
    about cases that they may see. `to_decide` is whether the new case's own unit can
    decide one of them.
    """

    told: tuple[str, ...] = ()
    to_decide: bool = False


def soon(ctx: Context) -> date:
    """By when a doubt about a referral is to be settled."""
    return add_working_days(ctx.today(), DECIDE_WITHIN_WORKING_DAYS, ctx.bank_holidays)


def flag_duplicates(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    row: ReferralRow,
    case: Case,
    candidates: list[tuple[Case, duplicates.Parties]],
    unit_name: str,
    *,
    corrected: bool = False,
) -> Likenesses:
    """Flag every case that may be the same person.

    A case of another unit, or a restricted one, is nothing that the new case's unit may
    hear of: there the task goes to whoever has the known case. `corrected`: the case isn't
    new, but its details are.
    """
    ours = duplicates.Parties(person_details(row), offender_details(row))
    told: list[str] = []
    to_decide = False
    for other, theirs in candidates:
        reason = duplicates.likeness(ours, theirs)
        if reason is None:
            continue
        flag(ctx, uow, case, other, reason)
        if actor.kind is ActorKind.COMMAND_LINE or may_see_case(actor, reach_of(uow, other)):
            told.append(reason.value)
        if other.unit_id == case.unit_id and not other.restricted:
            to_decide = True
        else:
            _tell_the_other_unit(ctx, uow, actor, case, other, unit_name, corrected)
    return Likenesses(tuple(dict.fromkeys(told)), to_decide)


def flag(
    ctx: Context, uow: UnitOfWork, case: Case, other: Case, reason: duplicates.DuplicateReason
) -> None:
    """Keep that two cases may be one person's: after a correction, `case` may be the older."""
    new, known = (other, case) if other.opened_on > case.opened_on else (case, other)
    uow.add(
        DuplicateFlag(
            id=uow.tokens.uuid(),
            case_id=new.id,
            person_id=new.person_id,
            other_case_id=known.id,
            reason=reason.value,
            flagged_at=ctx.now(),
        )
    )


def leave_tasks(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    sentenced_on: date,
    route: Eligibility,
    *,
    offender_differs: bool,
    duplicate: bool,
) -> None:
    """Leave a task for whatever a rule can't decide, and the one of first contact."""

    def leave(kind: str, what: str, rule: str, due_on: date, manager: bool = False) -> None:
        tasks.raise_for_case(
            uow, actor, case, kind, what, rule[:120], due_on, manager=manager, new_case=True
        )

    if route.needs_decision:
        what = "Decide by which route the case stands in the scheme"
        leave("decide_route", what, route.reason, soon(ctx), manager=True)
    if offender_differs:
        what = "Check who the offender is: the prison number or CRN is known with other details"
        leave(tasks.CHECK_OFFENDER, what, "The right person before everything", soon(ctx))
    if duplicate:
        leave("decide_duplicate", DECIDE, "Likely duplicates are decided by a person", soon(ctx))
    leave(
        "first_contact",
        "Make first contact and offer the scheme",
        "Victims' Code, Right 11: first contact within its limit",
        first_contact_due(ctx, case, sentenced_on),
    )


def ask_about_changes(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, referral: Referral, again: bytes
) -> None:
    """Have the case's people ask what changed in a referral that came again, once for each."""
    key = f"{referral.id.hex[:12]}-{again.hex()[:16]}"
    if task_store.was_ever_raised(uow, f"referral_changed:{case.id}:{key}"):
        return
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "referral_changed",
        "The referral came again with other details: ask who referred it what is right",
        "What is recorded is never overwritten by a file",
        soon(ctx),
        key=key,
    )


def ask_about_withdrawn(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, referral: Referral, again: bytes
) -> None:
    """Have the manager decide about a withdrawn referral that came again, once for each."""
    closed_on = case.closed_at.date().isoformat() if case.closed_at else ""
    key = f"{referral.id.hex[:12]}-{again.hex()[:16]}-{closed_on}"
    if task_store.was_ever_raised(uow, f"{CAME_AGAIN}:{case.id}:{key}"):
        return
    tasks.raise_for_case(
        uow,
        actor,
        case,
        CAME_AGAIN,
        "A referral that was withdrawn came again: open the case again, or say that it is an error",
        "Never a voice unheard: a second referral is a question",
        soon(ctx),
        key=key,
        manager=True,
    )


def _tell_the_other_unit(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    other: Case,
    unit_name: str,
    corrected: bool,
) -> None:
    which = "case whose details were put right, of" if corrected else "new referral to"
    tasks.raise_for_case(
        uow,
        actor,
        other,
        "duplicate_elsewhere",
        f"A {which} the unit “{unit_name}” may be about the same person: talk to its manager",
        "Likely duplicates are decided by a person",
        soon(ctx),
        key=str(case.id),
    )
