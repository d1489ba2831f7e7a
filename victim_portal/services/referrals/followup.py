"""What a new case leaves for people to do: duplicates to decide, tasks, its first clock."""

from datetime import date

from victim_portal.domain import duplicates
from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.clocks import clocks_for
from victim_portal.domain.eligibility import Eligibility
from victim_portal.domain.policy import ClockKind
from victim_portal.domain.referrals import ReferralRow
from victim_portal.domain.vocabulary import Route
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.referrals.known import offender_details, person_details
from victim_portal.store import search
from victim_portal.store.models import Case, DuplicateFlag, Offender
from victim_portal.store.unit_of_work import UnitOfWork

OFFENDER_NAME_DIFFERS = "offender_name_differs"
DECIDE_WITHIN_WORKING_DAYS = 2


def flag_duplicates(
    ctx: Context,
    uow: UnitOfWork,
    row: ReferralRow,
    case: Case,
    candidates: list[tuple[Case, duplicates.Parties]],
) -> tuple[str, ...]:
    """Flag every case that may be the same person; returns why, each reason once."""
    ours = duplicates.Parties(person_details(row), offender_details(row))
    reasons: list[str] = []
    for other, theirs in candidates:
        reason = duplicates.likeness(ours, theirs)
        if reason is None:
            continue
        reasons.append(reason.value)
        uow.add(
            DuplicateFlag(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                other_case_id=other.id,
                reason=reason.value,
                flagged_at=ctx.now(),
            )
        )
    return tuple(dict.fromkeys(reasons))


def named_alike(row: ReferralRow, offender: Offender) -> bool:
    """Whether a row calls the offender as we know them."""
    known = duplicates.OffenderDetails(offender.first_name or "", offender.last_name or "")
    given = duplicates.OffenderDetails(row.offender_first_name, row.offender_last_name)
    return duplicates.similar_names(given, known) or (
        not row.offender_first_name
        and search.plain_name(row.offender_last_name) == search.plain_name(offender.last_name or "")
    )


def leave_tasks(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    sentenced_on: date,
    route: Eligibility,
    flagged: tuple[str, ...],
) -> None:
    """Leave a task for whatever a rule can't decide, and the one of first contact."""
    soon = add_working_days(ctx.today(), DECIDE_WITHIN_WORKING_DAYS, ctx.bank_holidays)
    if route.needs_decision:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "decide_route",
            "Decide by which route the case stands in the scheme",
            route.reason[:120],
            soon,
            manager=True,
        )
    if OFFENDER_NAME_DIFFERS in flagged:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "check_offender",
            "Check who the offender is: the number is known under another name",
            "The right person before everything",
            soon,
        )
    if set(flagged) - {OFFENDER_NAME_DIFFERS}:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "decide_duplicate",
            "Decide whether this is a person who is here already",
            "Likely duplicates are decided by a person",
            soon,
        )
    due = first_contact_due(ctx, case, sentenced_on)
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "first_contact",
        "Make first contact and offer the scheme",
        "Victims' Code, Right 11: first contact within its limit",
        due,
    )


def first_contact_due(ctx: Context, case: Case, sentenced_on: date) -> date:
    """The last day that is in time for first contact."""
    clocks = clocks_for(
        Route(case.route), sentenced_on, case.received_on, ctx.policy, ctx.bank_holidays
    )
    contact = [clock for clock in clocks if clock.kind is not ClockKind.REFERRAL]
    return contact[0].due_on if contact else case.received_on
