"""One case with everything around it, as its page shows it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.clocks import CaseClock, ClockStanding, clocks_for, standing
from victim_portal.domain.policy import ClockKind
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
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
from victim_portal.services.audit import What
from victim_portal.services.cases.listing import full_name
from victim_portal.services.channels.views import ChannelView, channel_views
from victim_portal.services.context import Context
from victim_portal.services.key_dates.versions import KeyDatesView, key_dates_view
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.services.tasks import TaskView
from victim_portal.services.tasks import view as task_view
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import people as people_store
from victim_portal.store import staff as staff_store
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Person, Sentence, Update
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ClockView:
    """A clock of the case and how it stands today."""

    kind: ClockKind
    clock: CaseClock
    standing: ClockStanding


@dataclass(frozen=True)
class StepView:
    """One move of the offer and its answer."""

    moved_to: Enrolment
    on: date
    how: ContactMethod
    level: Level | None
    deferred_until: date | None
    recorded_by: str
    consent_words: str = field(repr=False)
    note: str = field(repr=False)


@dataclass(frozen=True)
class ContactView:
    """One contact or attempt."""

    on: date
    method: ContactMethod
    outcome: ContactOutcome
    inward: bool
    recorded_by: str
    note: str = field(repr=False)


@dataclass(frozen=True)
class UpdateLine:
    """One update in the case's list."""

    id: UUID
    stage: Stage
    state: UpdateState
    window_opens: date
    window_closes: date
    month: str
    reason: str
    late: bool
    back_to_draft_why: str


@dataclass(frozen=True)
class EventLine:
    """Something that happened to the sentence."""

    stage: Stage
    happened_on: date
    told_by: str


@dataclass(frozen=True)
class CaseView:
    """A case for its page. Personal values stay out of every repr."""

    reference: str
    person_name: str = field(repr=False)
    called: str = field(repr=False)
    born_on: date | None = field(repr=False)
    relationship: Relationship
    language: Language
    offender_name: str = field(repr=False)
    offender_born_on: date | None = field(repr=False)
    prison_number: str = field(repr=False)
    crn: str = field(repr=False)
    offence: str = field(repr=False)
    offence_category: OffenceCategory
    sentence_type: SentenceType
    sentenced_on: date
    court: str = field(repr=False)
    custodial_term: str
    unit_name: str
    officer_name: str
    queued: bool
    queue_due_on: date | None
    may_take: bool
    may_assign: tuple[tuple[UUID, str], ...]
    may_decide_route: bool
    route_decided_why: str = field(repr=False)
    closed: bool
    another_victim: bool
    route: Route
    route_reason: str
    clocks: tuple[ClockView, ...]
    enrolment: Enrolment
    deferred_until: date | None
    level: Level | None
    steps: tuple[StepView, ...]
    contacts: tuple[ContactView, ...]
    channels: tuple[ChannelView, ...]
    key_dates: KeyDatesView
    updates: tuple[UpdateLine, ...]
    events: tuple[EventLine, ...]
    tasks: tuple[TaskView, ...]
    referral_references: tuple[str, ...] = field(repr=False)


def case_view(ctx: Context, actor: Actor, reference: str) -> CaseView:
    """A case within the actor's reach; the view is recorded in the same transaction."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference)
        seen = _view(ctx, uow, actor, case)
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return seen


def _view(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> CaseView:
    person, offender, sentence, unit, officer = case_store.surroundings(uow, case)
    preference = case_store.preference(uow, case.id)
    today = ctx.today()
    manager = is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))
    officers = staff_store.people_of_unit(uow, unit.id) if manager else []
    return CaseView(
        reference=case.reference,
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
        may_take=case.queued_since is not None and actor.role is Role.OFFICER,
        may_decide_route=manager and tasks.is_open(uow, "decide_route", case),
        route_decided_why=case.route_decided_why or "",
        may_assign=tuple(
            (one.id, full_name(one.first_name, one.last_name))
            for one in officers
            if one.role == Role.OFFICER and one.id != case.officer_id
        ),
        closed=case.closed_at is not None,
        another_victim=offender_store.other_open_cases(uow, case),
        route=Route(case.route),
        route_reason=case.route_reason,
        clocks=_clocks(ctx, case, sentence),
        enrolment=Enrolment(case.enrolment),
        deferred_until=case.deferred_until,
        level=Level(preference.level) if preference else None,
        steps=_steps(uow, case),
        contacts=_contacts(uow, case),
        channels=_channels(ctx, uow, person),
        key_dates=key_dates_view(uow, offender),
        updates=tuple(_line(u, today) for u in update_store.of_case(uow, case.id)),
        events=tuple(
            EventLine(Stage(event.stage), event.happened_on, event.told_by or "")
            for event in offender_store.events(uow, offender.id)
        ),
        tasks=tuple(
            task_view(uow, actor, t, case, today) for t in case_store.open_tasks(uow, case.id)
        ),
        referral_references=tuple(r.reference or "" for r in case_store.referrals(uow, case.id)),
    )


def _clocks(ctx: Context, case: Case, sentence: Sentence) -> tuple[ClockView, ...]:
    found = clocks_for(
        Route(case.route),
        sentence.sentenced_on,
        case.received_on,
        ctx.policy,
        ctx.bank_holidays,
    )
    views = []
    for clock in found:
        stopped = case.received_on if clock.kind is ClockKind.REFERRAL else case.first_contact_on
        stands = standing(clock, ctx.today(), stopped, ctx.bank_holidays)
        views.append(ClockView(clock.kind, clock, stands))
    return tuple(views)


def _steps(uow: UnitOfWork, case: Case) -> tuple[StepView, ...]:
    return tuple(
        StepView(
            moved_to=Enrolment(step.moved_to),
            on=step.on,
            how=ContactMethod(step.how),
            level=Level(step.level) if step.level else None,
            deferred_until=step.deferred_until,
            recorded_by=step.recorded_by,
            consent_words=step.consent_words or "",
            note=step.note or "",
        )
        for step in case_store.steps(uow, case.id)
    )


def _contacts(uow: UnitOfWork, case: Case) -> tuple[ContactView, ...]:
    return tuple(
        ContactView(
            one.on,
            ContactMethod(one.method),
            ContactOutcome(one.outcome),
            one.inward,
            one.recorded_by,
            one.note or "",
        )
        for one in case_store.contacts(uow, case.id)
    )


def _channels(ctx: Context, uow: UnitOfWork, person: Person) -> tuple[ChannelView, ...]:
    return channel_views(people_store.channels_of(uow, person.id), ctx.now())


def _line(update: Update, today: date) -> UpdateLine:
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
    )


def _in_words(term: str | None) -> str:
    return Term.parse(term).in_words() if term else ""
