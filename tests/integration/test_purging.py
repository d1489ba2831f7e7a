"""Forgetting: by two people, whole, never too early, and the trail stays readable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.support import casework
from tests.support.keeping import (
    BOTH,
    LATER,
    case_row,
    close,
    day,
    declined,
    due,
    events,
    has_key,
    portal_on,
    purge,
    second_manager,
    tables_naming,
)
from tests.support.portal import Portal
from tests.support.supporters import add as add_supporter
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment, Level
from victim_portal.services import audit, keeping
from victim_portal.services.cases import case_view
from victim_portal.services.errors import NotFoundError
from victim_portal.services.notes import NoteInput, record_note
from victim_portal.store import ledger
from victim_portal.store.models import (
    AuditEvent,
    Case,
    Channel,
    EnrolmentStep,
    Event,
    FormOnce,
    Person,
    Proposal,
    SearchToken,
    Supporter,
    Tombstone,
)

TRAIL = {"audit_event.case_id", "audit_event.actor_id", "tombstone.gone_id"}


@pytest.fixture(params=BOTH)
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """The same on both databases."""
    with portal_on(request.param, tmp_path, request) as made:
        yield made


def test_nothing_of_a_purged_person_is_left_but_the_trail(portal: Portal) -> None:
    second = second_manager(portal)
    reference = casework.ready(portal, email="mary@example.org", mobile="07700 900124")
    casework.approve(portal, reference)
    assert casework.delivered(portal)
    portal.clock.move(days=365 * 9)
    close(portal, reference)
    row = case_row(portal, reference)
    ids = {row.id, row.person_id, row.offender_id}
    portal.clock.move(days=LATER)
    assert purge(portal, reference, second) > 20
    assert tables_naming(portal, ids) <= TRAIL
    assert not has_key(portal, row.person_id)
    # It was the offender's last case.
    assert not has_key(portal, row.offender_id)
    with portal.ctx.store.reading() as uow:
        stones = {stone.gone_id: stone for stone in uow.session.scalars(select(Tombstone))}
        assert {stone.kind for stone in stones.values()} == {"person", "offender"}
        assert stones[row.person_id].rule == "statutory_case"
        assert stones[row.person_id].purged_by == "Moira Hughes, Ruth Bell"
        for model in (Case, Person, Channel, SearchToken, FormOnce):
            assert uow.session.scalar(select(func.count()).select_from(model)) == 0, model
        [proposal] = uow.session.scalars(select(Proposal))
        assert (proposal.case_id, proposal.person_id, proposal.decision) == (None, None, "agreed")


def test_pages_of_a_purged_case_are_like_ones_that_never_were(portal: Portal) -> None:
    second = second_manager(portal)
    reference = declined(portal)
    row = case_row(portal, reference)
    portal.clock.move(days=LATER)
    purge(portal, reference, second)
    for actor in (portal.officer, portal.manager):
        with pytest.raises(NotFoundError):
            case_view(portal.ctx, actor, reference)
    with pytest.raises(NotFoundError):
        keeping.propose_purge(portal.ctx, portal.manager, reference)
    assert due(portal) == {}
    # The trail says who did what to which case, and each code still fits.
    with portal.ctx.store.reading() as uow:
        trail = list(uow.session.scalars(select(AuditEvent).where(AuditEvent.case_id == row.id)))
        assert {"referral_received", "case_closed", "proposed", "proposal_decided", "purged"} <= {
            one.what for one in trail
        }
        keyring = uow.keyring
        assert all(keyring.audit_code(audit.canonical(one)) == one.code for one in trail)
    purged = [one.details for one in events(portal, "purged")]
    assert {one["kind"] for one in purged} == {"person", "offender"}
    assert {one["proposed_by"] for one in purged} == {str(portal.manager.user_id)}


def test_a_person_of_two_cases_goes_with_the_later_one(portal: Portal) -> None:
    second = second_manager(portal)
    first = declined(portal)
    person_id = case_row(portal, first).person_id
    other = casework.received(
        portal,
        referral_reference="W2",
        victim_last_name="Birch",
        offender_last_name="Elm",
        prison_number="A9999ZZ",
        crn="X999999",
    )
    with portal.ctx.store.writing() as uow:
        twin = uow.get(Person, case_row(portal, other).person_id)
        assert twin is not None
        twin.merged_into_id = person_id
        uow.commit()
    portal.clock.move(days=LATER)
    assert due(portal) == {}
    close(portal, other)
    assert due(portal) == {}
    portal.clock.move(days=365 * 3)
    assert set(due(portal)) == {first, other}
    purge(portal, first, second)
    with portal.ctx.store.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Person)) == 0


def test_the_offender_stays_as_long_as_another_case_does(portal: Portal) -> None:
    second = second_manager(portal)
    reference = declined(portal)
    sibling = casework.opted_in(
        portal, referral_reference="W2", victim_first_name="Tom", victim_last_name="Birch"
    )
    row = case_row(portal, reference)
    assert case_row(portal, sibling).offender_id == row.offender_id
    with portal.ctx.store.writing() as uow:
        for case in (row, case_row(portal, sibling)):
            happened = Event(
                id=uow.tokens.uuid(),
                offender_id=row.offender_id,
                case_id=case.id,
                stage=next(iter(Stage)).value,
                happened_on=portal.ctx.today(),
                version=1,
                recorded_by="t",
                recorded_at=portal.ctx.now(),
            )
            happened.told_by, happened.note = "The prison", "She saw him."
            uow.add(happened)
        uow.commit()
    portal.clock.move(days=LATER)
    purge(portal, reference, second)
    assert has_key(portal, row.offender_id)
    # What happened is known, without the words that were written in the case that went.
    with portal.ctx.store.reading() as uow:
        notes = {event.case_id: event.note for event in uow.session.scalars(select(Event))}
        assert notes == {None: None, case_row(portal, sibling).id: "She saw him."}
    seen = casework.view(portal, sibling)
    assert (seen.offender_name, seen.person_name) == ("John Oak", "Tom Birch")


def test_supporter_who_stands_nowhere_else_goes_too(portal: Portal) -> None:
    second = second_manager(portal)
    reference = casework.opted_in(portal)
    row_id = add_supporter(portal, reference)
    with portal.ctx.store.reading() as uow:
        beside = uow.get(Supporter, row_id)
        assert beside is not None
        supporter = beside.supporter_id
    casework.answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    close(portal, reference)
    portal.clock.move(days=LATER)
    assert has_key(portal, supporter)
    purge(portal, reference, second)
    assert not has_key(portal, supporter)
    assert tables_naming(portal, {supporter}) <= TRAIL


def test_opted_out_keeps_a_stub_until_the_sentence_is_over(portal: Portal) -> None:
    second = second_manager(portal)
    reference = casework.ready(portal)
    record_note(portal.ctx, portal.officer, reference, NoteInput("She is afraid."))
    casework.approve(portal, reference)
    casework.delivered(portal)
    casework.answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())
    close(portal, reference)
    row = case_row(portal, reference)
    portal.clock.move(days=365 * 2 + 1)
    line = due(portal)[reference]
    assert line.details_only
    purge(portal, reference, second)
    # Who they are and that they said no: enough not to be approached again, and no more.
    seen = casework.view(portal, reference)
    assert (seen.person_name, seen.born_on) == ("Mary Ash", day("1990-01-02"))
    assert seen.enrolment is Enrolment.OPTED_OUT
    assert (seen.channels, seen.contacts, seen.updates, seen.closed_note) == ((), (), (), "")
    with portal.ctx.store.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Channel)) == 0
        for step in uow.session.scalars(select(EnrolmentStep)):
            assert (step.consent_words, step.consent_shown, step.note) == (None, None, None)
    assert due(portal) == {}
    assert has_key(portal, row.person_id)
    # A new referral of the same person meets the stub.
    again = casework.received(portal, referral_reference="W9")
    assert "decide_duplicate" in casework.task_kinds(portal, again)
    close(portal, again)
    portal.clock.move(days=365 * 20)
    assert reference in due(portal)
    purge(portal, reference, second)
    assert not has_key(portal, row.person_id)


def test_the_ledger_names_what_must_not_come_back(portal: Portal) -> None:
    second = second_manager(portal)
    reference = declined(portal)
    row = case_row(portal, reference)
    portal.clock.move(days=LATER)
    purge(portal, reference, second)
    path = portal.ctx.ledger_file
    assert path is not None
    lines = ledger.latest(ledger.read(path, portal.ctx.store.keyring))
    assert {row.person_id, row.offender_id} <= set(lines)
    assert path.stat().st_mode & 0o777 == 0o600
    assert "Mary" not in path.read_text()
    # Said once is said.
    size = path.stat().st_size
    assert keeping_publish(portal) == 0
    assert path.stat().st_size == size


def keeping_publish(portal: Portal) -> int:
    from victim_portal.services.keeping.tombstones import publish

    return publish(portal.ctx)


def test_level_of_the_case_does_not_matter(portal: Portal) -> None:
    reference = casework.opted_in(portal, Level.ANNUAL)
    close(portal, reference)
    portal.clock.move(days=365 * 13)
    assert due(portal) == {}
    portal.clock.move(days=365 * 2)
    assert set(due(portal)) == {reference}
