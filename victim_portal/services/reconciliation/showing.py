"""One listed sentence: what lists say, what is here, what is missing, and what was done."""

from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.reconciliation import (
    BY_HAND,
    ListedState,
    ListedStep,
    Outcome,
    contact_due_on,
    referral_due_on,
)
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import OffenceCategory, Route
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.names import full_name
from victim_portal.services.reach import reach_of
from victim_portal.services.reconciliation.facts import Facts, Hint, known_case
from victim_portal.services.reconciliation.listing import line_of
from victim_portal.services.reconciliation.reach import manages, within_reach
from victim_portal.services.reconciliation.values import (
    CaseShown,
    ListedView,
    NoteShown,
    SourceShown,
)
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import reconciliation as store
from victim_portal.store import staff as staff_store
from victim_portal.store.models import Case, ListedSentence, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork

OF_ITS_OWNER = (Outcome.KNOWN_CASE, Outcome.LATE_EXPLAINED)
"""What an owner who is no manager may record; that somebody doesn't count is a manager's."""


def listed_view(ctx: Context, actor: Actor, listed_id: UUID) -> ListedView:
    """One listed sentence; each look is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        one = within_reach(uow, actor, listed_id)
        facts = Facts(uow, [one])
        cases, hints = facts.cases(one), facts.hints(one)
        store.walls_of(uow, [*cases, *(hint.case for hint in hints)])
        units = uow.get_many(Unit, [c.unit_id for c in (*cases, *(h.case for h in hints))])
        notes = store.notes_of(uow, one.id)
        born_on = facts.details[one.id].get("offender_date_of_birth")
        people = uow.get_many(User, [one.owner_id, *(row.owner_id for row in notes)])
        view = ListedView(
            line=line_of(ctx, one, people),
            details=facts.details[one.id],
            born_on=date.fromisoformat(born_on) if born_on else None,
            offence_category=OffenceCategory(one.offence_category),
            custodial_term=Term.parse(one.custodial_term).in_words() if one.custodial_term else "",
            referral_due_on=referral_due_on(
                one.sentenced_on, Route(one.route), ctx.policy, ctx.bank_holidays
            ),
            missing=max(0, max(one.victims or 1, 1) - len(cases)),
            cases=tuple(_case(ctx, uow, actor, one, case, units) for case in cases),
            perhaps=tuple(_hint(ctx, uow, actor, one, hint, units) for hint in hints),
            sources=tuple(
                SourceShown(
                    (row.row or {}).get("source", ""),
                    (row.row or {}).get("source_reference", ""),
                    row.listed_at,
                    row.changed_at,
                )
                for row in store.sources_of(uow, one.id)
            ),
            notes=tuple(
                NoteShown(
                    ListedStep(row.step),
                    Outcome(row.outcome) if row.outcome else None,
                    _name(people.get(row.owner_id) if row.owner_id else None),
                    row.next_on,
                    row.words or "",
                    row.recorded_by,
                    row.at,
                )
                for row in notes
            ),
            owners=owners_for(uow, one) if manages(actor, one) else (),
            outcomes=outcomes_for(actor, one),
            may_chase=one.state == ListedState.OPEN,
            may_reopen=manages(actor, one) and bool(one.referral_answer or one.late_answered),
            version=one.row_version,
        )
        audit.record(uow, actor, What.LISTED_SENTENCE_SHOWN, listed=str(one.id))
        uow.commit()
        return view


def owners_for(uow: UnitOfWork, one: ListedSentence) -> tuple[tuple[UUID, str], ...]:
    """To whom it may be given: the active people of its unit, none with a conflict."""
    if one.state != ListedState.OPEN:
        return ()
    apart = conflict_store.staff_of(uow, one.offender_id) if one.offender_id else frozenset()
    people = staff_store.people_of_unit(uow, one.unit_id)
    return tuple((who.id, _name(who)) for who in people if who.active and who.id not in apart)


def outcomes_for(actor: Actor, one: ListedSentence) -> tuple[Outcome, ...]:
    """What the actor may record of what is missing now; nothing where only an offer helps."""
    if one.state != ListedState.OPEN:
        return ()
    mine = BY_HAND if manages(actor, one) else OF_ITS_OWNER
    late = one.referred_late and not one.late_answered
    return tuple(
        outcome
        for outcome in mine
        if (late if outcome is Outcome.LATE_EXPLAINED else one.never_referred)
    )


def _hint(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    one: ListedSentence,
    hint: Hint,
    units: dict[UUID, Unit],
) -> CaseShown:
    found = _case(ctx, uow, actor, one, hint.case, units)
    return CaseShown(**{**vars(found), "why": hint.why})


def _case(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    one: ListedSentence,
    case: Case,
    units: dict[UUID, Unit],
) -> CaseShown:
    known = known_case(case)
    due = contact_due_on(known, one.sentenced_on, ctx.policy, ctx.bank_holidays)
    limit = referral_due_on(one.sentenced_on, Route(one.route), ctx.policy, ctx.bank_holidays)
    unit = units.get(case.unit_id)
    return CaseShown(
        id=case.id,
        reference=case.reference if may_see_case(actor, reach_of(uow, case)) else None,
        unit=unit.name if unit and unit.id != actor.unit_id and not case.restricted else "",
        received_on=case.received_on,
        late=case.received_on > limit,
        offered=known.offered,
        offer_due_on=due,
        overdue=not known.offered and not known.over and ctx.today() > due,
        over=known.over,
    )


def _name(who: User | None) -> str:
    return full_name(who.first_name, who.last_name) if who else ""
