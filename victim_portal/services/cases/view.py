"""One case with everything around it, as its page shows it."""

from dataclasses import replace
from datetime import date

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.enrolment import changes_level
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    Language,
    Level,
    OffenceCategory,
    Relationship,
    Role,
    Route,
    SentenceType,
    UpdateState,
)
from victim_portal.services import audit, tasks
from victim_portal.services.allocation import officers_for
from victim_portal.services.audit import What
from victim_portal.services.cases.values import (
    CaseView,
    ClockView,
    EventLine,
    StepView,
    UpdateLine,
)
from victim_portal.services.channels.views import ChannelView, case_channels
from victim_portal.services.clocks import clocks_of
from victim_portal.services.coming_of_age import coming_of_age_of
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.contacts import recent_contacts_of
from victim_portal.services.context import Context
from victim_portal.services.corrections import corrections_of
from victim_portal.services.cover import cover_in_words
from victim_portal.services.first_contact import first_contact_of
from victim_portal.services.keeping import hold_of
from victim_portal.services.key_dates.versions import KeyDatesView, VersionView, key_dates_view
from victim_portal.services.ladder.showing import LadderView, ladder_views
from victim_portal.services.minors import minor_of
from victim_portal.services.names import OwnNames, full_name
from victim_portal.services.needs import needs_of
from victim_portal.services.offenders.sources import told_by_of
from victim_portal.services.preferences import preference_of
from victim_portal.services.promises import open_promises_of
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.referrals import doubles_of
from victim_portal.services.referrals.on_case import referral_on_case
from victim_portal.services.supporters import supporters_of
from victim_portal.services.tasks import views_of as task_views
from victim_portal.store import cases as case_store
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import plan_differences as difference_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, EnrolmentStep, Offender, Update
from victim_portal.store.unit_of_work import UnitOfWork


def case_view(ctx: Context, actor: Actor, reference: str) -> CaseView:
    """A case that the actor may read; the view is recorded in the same transaction."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.READ_CASE)
        seen = _view(ctx, uow, actor, case)
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return seen


def _view(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> CaseView:
    person, offender, sentence, unit, officer = case_store.surroundings(uow, case)
    preference = case_store.preference(uow, case.id)
    today = ctx.today()
    reach = reach_of(uow, case)
    manager = is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach)
    may_change = is_allowed(Permission.CHANGE_CASE, actor, reach)
    officers = officers_for(uow, case) if manager and case.closed_at is None else []
    steps = case_store.steps(uow, case.id)
    return CaseView(
        reference=case.reference,
        offender_id=offender.id,
        person_name=full_name(person.first_name, person.last_name),
        called=person.called or "",
        born_on=person.born_on,
        relationship=Relationship(case.relationship),
        language=Language(person.language),
        offender_name=full_name(offender.first_name, offender.last_name),
        offender_born_on=offender.born_on,
        prison_number=offender.prison_number or "",
        crn=offender.crn or "",
        offence=sentence.offence or "",
        offence_category=OffenceCategory(sentence.offence_category),
        sentence_type=SentenceType(sentence.sentence_type),
        sentenced_on=sentence.sentenced_on,
        court=sentence.court or "",
        custodial_term=_in_words(sentence.custodial_term),
        unit_name=unit.name,
        officer_name=full_name(officer.first_name, officer.last_name) if officer else "",
        queued=case.queued_since is not None,
        queue_due_on=case.queue_due_on,
        officer_telephone=shown_phone(officer.telephone) if officer else "",
        may_take=may_change and case.queued_since is not None and actor.role is Role.OFFICER,
        may_change=may_change,
        restricted=case.restricted,
        may_restrict=manager,
        may_decide_route=manager and tasks.is_open(uow, "decide_route", case),
        route_decided_why=case.route_decided_why or "",
        may_assign=tuple(
            (one.id, full_name(one.first_name, one.last_name))
            for one in officers
            if one.id != case.officer_id
        ),
        closed=case.closed_at is not None,
        closed_why=case.closed_why or "",
        closed_note=case.closed_note or "",
        doubles=doubles_of(ctx, uow, actor, case),
        another_victim=offender_store.other_open_cases(uow, case, actor.user_id, actor.unit_id),
        route=Route(case.route),
        route_reason=case.route_reason,
        clocks=tuple(
            ClockView(clock.kind, clock, stands)
            for clock, stands in clocks_of(ctx, case, sentence, steps)
        ),
        enrolment=Enrolment(case.enrolment),
        deferred_until=case.deferred_until,
        level=Level(preference.level) if preference else None,
        preferences=preference_of(preference) if preference else None,
        steps=_with_doubles(uow, case),
        first_contact=first_contact_of(ctx, uow, case),
        contacts=recent_contacts_of(ctx, uow, actor, case),
        promises=open_promises_of(ctx, uow, actor, case),
        channels=_channels(ctx, uow, case),
        needs=needs_of(person),
        supporters=supporters_of(ctx, uow, case),
        corrections=corrections_of(ctx, uow, actor, case),
        hold=hold_of(uow, case),
        referral=referral_on_case(ctx, uow, actor, case),
        key_dates=_key_dates(uow, actor, offender),
        updates=_lines(ctx, uow, case, today),
        plan_changes=len(difference_store.unseen(uow, case.id)),
        events=_events(uow, actor, offender),
        tasks=tuple(
            task_views(uow, actor, [(t, case) for t in case_store.open_tasks(uow, case.id)], today)
        ),
        minor=minor_of(ctx, person),
        coming_of_age=coming_of_age_of(ctx, uow, actor, case),
        cover=cover_in_words(uow, officer),
        referral_references=tuple(r.reference or "" for r in case_store.referrals(uow, case.id)),
    )


def _key_dates(uow: UnitOfWork, actor: Actor, offender: Offender) -> KeyDatesView:
    """The offender's dates; they are shared with every unit that has a victim of theirs."""
    seen, own = key_dates_view(uow, offender), OwnNames(uow, actor)

    def told(one: VersionView) -> VersionView:
        return replace(one, recorded_by=own.shown(one.recorded_by))

    return KeyDatesView(told(seen.newest) if seen.newest else None, tuple(map(told, seen.earlier)))


def _events(uow: UnitOfWork, actor: Actor, offender: Offender) -> tuple[EventLine, ...]:
    """What happened to the sentence, told by any unit; who exactly, only within reach."""
    events = offender_store.events(uow, offender.id)
    return tuple(
        EventLine(Stage(one.stage), one.happened_on, ToldBy(one.source or ToldBy.OTHER), told_by)
        for one, told_by in zip(events, told_by_of(uow, actor, events), strict=True)
    )


def _step(step: EnrolmentStep) -> StepView:
    return StepView(
        moved_to=Enrolment(step.moved_to),
        on=step.on,
        how=ContactMethod(step.how),
        level=Level(step.level) if step.level else None,
        changes_level=changes_level(Enrolment(step.moved_from), Enrolment(step.moved_to)),
        deferred_until=step.deferred_until,
        recorded_by=step.recorded_by,
        consent_shown=step.consent_shown or "",
        consent_words=step.consent_words or "",
        note=step.note or "",
        undone_at=step.undone_at,
        undone_by=step.undone_by or "",
        undone_why=step.undone_why or "",
    )


def _channels(ctx: Context, uow: UnitOfWork, case: Case) -> tuple[ChannelView, ...]:
    """The person's own; a supporter's stand with the supporter."""
    return tuple(one for one in case_channels(ctx, uow, case) if one.person_id == case.person_id)


def _with_doubles(uow: UnitOfWork, case: Case) -> tuple[StepView, ...]:
    """The offer's history of a case, and that of its doubles: both are kept."""
    found = case_store.all_steps(uow, case.id)
    for double in duplicate_store.doubles_of(uow, case):
        uow.vault.fetch([double.person_id])
        found += case_store.all_steps(uow, double.id)
    return tuple(_step(step) for step in sorted(found, key=lambda one: (one.on, one.recorded_at)))


def _lines(ctx: Context, uow: UnitOfWork, case: Case, today: date) -> tuple[UpdateLine, ...]:
    updates = update_store.of_case(uow, case.id)
    ladders = ladder_views(ctx, uow, updates)
    return tuple(_line(one, today, ladders.get(one.id)) for one in updates)


def _line(update: Update, today: date, ladder: LadderView | None) -> UpdateLine:
    waiting = update.state in (UpdateState.DRAFT, UpdateState.APPROVED)
    month = YearMonth.parse(update.anchor_month).in_words() if update.anchor_month else ""
    return UpdateLine(
        id=update.id,
        stage=Stage(update.stage),
        state=UpdateState(update.state),
        window_opens=update.window_opens,
        window_closes=update.window_closes,
        month=month,
        reason=update.reason,
        late=waiting and update.window_closes < today,
        back_to_draft_why=update.back_to_draft_why or "",
        ladder=ladder,
    )


def _in_words(term: str | None) -> str:
    return Term.parse(term).in_words() if term else ""
