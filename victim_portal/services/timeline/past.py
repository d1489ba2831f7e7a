"""What has happened: to the sentence, to the offer and to the case."""

from collections.abc import Iterator

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.timeline import EntryKind, Milestone
from victim_portal.domain.vocabulary import ContactMethod, Enrolment, Level
from victim_portal.services.offenders.sources import told_by_of
from victim_portal.services.timeline.values import Entry
from victim_portal.store import cases as case_store
from victim_portal.store import duplicates as duplicate_store
from victim_portal.store import offenders as offender_store
from victim_portal.store.models import Case, EnrolmentStep, Offender, Sentence
from victim_portal.store.unit_of_work import UnitOfWork


def milestones_of(case: Case, sentence: Sentence) -> Iterator[Entry]:
    """The sentence, the referral, and the closing of the case."""
    happened = EntryKind.HAPPENED
    yield Entry(happened, sentence.sentenced_on, milestone=Milestone.SENTENCED)
    yield Entry(happened, case.received_on, milestone=Milestone.REFERRED)
    if case.closed_at is not None:
        yield Entry(happened, london_date(case.closed_at), milestone=Milestone.CLOSED)


def events_of(uow: UnitOfWork, actor: Actor, offender: Offender) -> Iterator[Entry]:
    """What happened to the sentence, told by any unit; who exactly, only within reach."""
    events = offender_store.events(uow, offender.id)
    for one, told_by in zip(events, told_by_of(uow, actor, events), strict=True):
        yield Entry(
            EntryKind.HAPPENED,
            one.happened_on,
            stage=Stage(one.stage),
            outcome=EventOutcome(one.outcome) if one.outcome else None,
            source=ToldBy(one.source or ToldBy.OTHER),
            told_by=told_by,
        )


def answers_of(uow: UnitOfWork, case: Case) -> Iterator[Entry]:
    """The offer and its answers, with those of the case's doubles."""
    found = case_store.all_steps(uow, case.id)
    for double in duplicate_store.doubles_of(uow, case):
        uow.vault.fetch([double.person_id])
        found += case_store.all_steps(uow, double.id)
    return (_answer(step) for step in sorted(found, key=lambda one: (one.on, one.recorded_at)))


def _answer(step: EnrolmentStep) -> Entry:
    return Entry(
        EntryKind.ANSWER,
        step.on,
        answer=Enrolment(step.moved_to),
        level=Level(step.level) if step.level else None,
        how=ContactMethod(step.how),
        by=step.recorded_by,
        taken_back=step.undone_at is not None,
    )
