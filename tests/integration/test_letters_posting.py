"""What becomes of a letter: posted once, come back, discarded, or overtaken by what happened."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.casework import answered, task_kinds, view
from tests.support.corrections import corrected
from tests.support.corrections import rows as all_rows
from tests.support.letters import (
    OTHER,
    TODAY,
    address_of,
    enrolment_of,
    letter_row,
    made,
    plan_of,
    posted,
    referred,
    rows,
    tried,
)
from tests.support.portal import Portal
from victim_portal.domain.first_contact import LAST_LETTER_SAID
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    FirstContactStep,
    LetterKind,
)
from victim_portal.services.channels import suspend_channel
from victim_portal.services.contacts import ContactInput
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.letters import (
    LetterState,
    discard_letter,
    letter_file,
    letter_form,
    letter_view,
    post_letter,
    return_letter,
)
from victim_portal.store.models import ContactLog, EnrolmentStep

KINDS = [LetterKind.FIRST, LetterKind.SECOND, LetterKind.DOOR_OPEN]


@pytest.fixture
def reference(portal: Portal) -> str:
    return referred(portal)


def _contacts(portal: Portal) -> list[tuple[str, str]]:
    found = all_rows(portal, ContactLog)
    return [(one.outcome, one.on.isoformat()) for one in sorted(found, key=lambda one: one.on)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_posted_letter_is_an_attempt_and_the_offer(
    portal: Portal, reference: str, kind: LetterKind
) -> None:
    letter_id = posted(portal, reference, kind)
    seen = view(portal, reference)
    assert seen.enrolment is Enrolment.OFFERED
    assert [(step.on, step.how) for step in seen.steps] == [(TODAY, ContactMethod.LETTER)]
    (entry,) = all_rows(portal, ContactLog)
    assert (entry.method, entry.outcome, entry.letter_id) == ("letter", "sent", letter_id)
    assert entry.channel_id == address_of(portal, reference)
    assert entry.visit_offered == (kind is LetterKind.SECOND)
    plan = plan_of(portal, reference)
    assert plan.attempts == (TODAY,)
    assert plan.first_contact_on is None


def test_the_clock_of_first_contact_runs_on_after_a_letter(portal: Portal, reference: str) -> None:
    posted(portal, reference)
    assert "first_contact" in task_kinds(portal, reference)


def test_posted_twice_it_is_recorded_once(portal: Portal, reference: str) -> None:
    letter_id = posted(portal, reference)
    portal.clock.move(days=1)
    post_letter(portal.ctx, portal.officer, reference, letter_id, date(2026, 11, 19))
    assert _contacts(portal) == [("sent", "2026-11-18")]
    assert letter_row(portal, letter_id).posted_on == TODAY
    assert len(all_rows(portal, EnrolmentStep)) == 1


def test_a_neutral_letter_is_an_attempt_and_offers_nothing(portal: Portal, reference: str) -> None:
    posted(portal, reference, LetterKind.SECOND, neutral=True)
    assert enrolment_of(portal, reference) is Enrolment.NOT_OFFERED
    plan = plan_of(portal, reference)
    assert plan.attempts == (TODAY,)
    visit = next(s for s in plan.plan.steps if s.step is FirstContactStep.VISIT_OFFERED)
    assert visit.done_on is None


@pytest.mark.parametrize(
    ("on", "said"), [(date(2026, 11, 19), "past"), (date(2026, 11, 17), "before the letter")]
)
def test_a_letter_is_posted_after_it_was_made_and_not_tomorrow(
    portal: Portal, reference: str, on: date, said: str
) -> None:
    letter_id = made(portal, reference)
    with pytest.raises(InvalidError) as error:
        post_letter(portal.ctx, portal.officer, reference, letter_id, on)
    assert said in error.value.problems["on"]
    assert _contacts(portal) == []


def test_midnight_is_londons(portal: Portal, reference: str) -> None:
    # In summer time: half past midnight of the 2nd in London, the 1st in UTC.
    portal.clock.set(datetime(2027, 6, 1, 23, 30, tzinfo=UTC))
    letter_id = made(portal, reference)
    with pytest.raises(InvalidError):
        post_letter(portal.ctx, portal.officer, reference, letter_id, date(2027, 6, 1))
    post_letter(portal.ctx, portal.officer, reference, letter_id, date(2027, 6, 2))


@pytest.mark.parametrize("state", [Enrolment.DECLINED, Enrolment.DO_NOT_CONTACT])
def test_after_a_no_nothing_is_posted(portal: Portal, reference: str, state: Enrolment) -> None:
    letter_id = made(portal, reference)
    answered(portal, reference, Enrolment.OFFERED, TODAY)
    answered(portal, reference, state, TODAY)
    with pytest.raises(InvalidError):
        post_letter(portal.ctx, portal.officer, reference, letter_id, TODAY)
    shown = letter_view(portal.ctx, portal.officer, reference, letter_id)
    assert shown.refused
    assert shown.line.state is LetterState.WAITING
    with pytest.raises(ConflictError):
        letter_file(portal.ctx, portal.officer, reference, letter_id)
    # What was in the post already is recorded as it was, and somebody thinks about it.
    post_letter(portal.ctx, portal.officer, reference, letter_id, TODAY, True)
    assert enrolment_of(portal, reference) is state
    assert "check_letter" in task_kinds(portal, reference)


def test_a_letter_whose_words_are_no_longer_true_is_held_back(
    portal: Portal, reference: str
) -> None:
    letter_id = made(portal, reference)
    with rows(portal, reference) as (_, _person, user):
        assert user is not None
        user.telephone = "020 7946 0999"
    shown = letter_view(portal.ctx, portal.officer, reference, letter_id)
    assert "Its words would be different now" in shown.doubts[0]
    with pytest.raises(ConflictError, match="isn't printed"):
        letter_file(portal.ctx, portal.officer, reference, letter_id)
    with pytest.raises(InvalidError) as error:
        post_letter(portal.ctx, portal.officer, reference, letter_id, TODAY)
    assert set(error.value.problems) == {"already_gone"}
    assert _contacts(portal) == []


def test_what_was_in_the_post_before_is_recorded_with_a_task(
    portal: Portal, reference: str
) -> None:
    letter_id = made(portal, reference)
    suspend_channel(portal.ctx, portal.officer, reference, address_of(portal, reference), "Unsafe")
    post_letter(portal.ctx, portal.officer, reference, letter_id, TODAY, already_gone=True)
    assert letter_row(portal, letter_id).posted_on == TODAY
    assert "check_letter" in task_kinds(portal, reference)
    # Once it is gone, what was printed may be looked at.
    assert letter_view(portal.ctx, portal.officer, reference, letter_id).doubts == ()
    assert letter_file(portal.ctx, portal.officer, reference, letter_id).content


def test_a_letter_of_days_ago_still_has_its_own_date(portal: Portal, reference: str) -> None:
    letter_id = made(portal, reference)
    before = letter_file(portal.ctx, portal.officer, reference, letter_id)
    portal.clock.move(days=5)
    assert letter_view(portal.ctx, portal.officer, reference, letter_id).doubts == ()
    assert letter_file(portal.ctx, portal.officer, reference, letter_id) == before


def test_who_joined_before_it_was_posted_is_not_asked_again(portal: Portal, reference: str) -> None:
    letter_id = made(portal, reference)
    answered(portal, reference, Enrolment.OFFERED, TODAY)
    answered(portal, reference, Enrolment.DECLINED, TODAY)
    with pytest.raises(InvalidError):
        post_letter(portal.ctx, portal.officer, reference, letter_id, TODAY)


def test_an_offer_that_was_answered_stays_answered(portal: Portal, reference: str) -> None:
    answered(portal, reference, Enrolment.OFFERED, TODAY)
    answered(portal, reference, Enrolment.DEFERRED, TODAY, deferred_until=TODAY + timedelta(days=1))
    portal.clock.move(days=2)
    posted(portal, reference, LetterKind.SECOND, TODAY + timedelta(days=2))
    assert enrolment_of(portal, reference) is Enrolment.DEFERRED


def test_what_was_posted_is_not_discarded(portal: Portal, reference: str) -> None:
    letter_id = posted(portal, reference)
    with pytest.raises(ConflictError):
        discard_letter(portal.ctx, portal.officer, reference, letter_id)
    assert letter_row(portal, letter_id).discarded_at is None


def test_what_was_discarded_is_not_posted_or_printed(portal: Portal, reference: str) -> None:
    letter_id = made(portal, reference)
    for _ in range(2):
        discard_letter(portal.ctx, portal.officer, reference, letter_id)
    with pytest.raises(ConflictError, match="discarded"):
        post_letter(portal.ctx, portal.officer, reference, letter_id, TODAY, already_gone=True)
    with pytest.raises(ConflictError):
        letter_file(portal.ctx, portal.officer, reference, letter_id)
    made(portal, reference)


def test_a_correction_throws_away_what_waits_and_keeps_what_went(
    portal: Portal, reference: str
) -> None:
    gone = posted(portal, reference)
    waits = made(portal, reference, LetterKind.SECOND)
    corrected(portal, reference, last_name="Ashe")
    assert letter_row(portal, gone).discarded_at is None
    assert letter_row(portal, waits).discarded_at is not None


def test_after_no_response_the_last_letter_leaves_it_at_that(
    portal: Portal, reference: str
) -> None:
    posted(portal, reference)
    for kind, days in ((LetterKind.SECOND, 14), (LetterKind.DOOR_OPEN, 29)):
        portal.clock.set(datetime(2026, 11, 18, 12, tzinfo=UTC) + timedelta(days=days))
        posted(portal, reference, kind, TODAY + timedelta(days=days))
    assert plan_of(portal, reference).too_few == ""
    on = TODAY + timedelta(days=29)
    answered(portal, reference, Enrolment.NO_RESPONSE, on)
    posted(portal, reference, LetterKind.DOOR_OPEN, on)
    assert enrolment_of(portal, reference) is Enrolment.NO_RESPONSE
    assert (
        LAST_LETTER_SAID
        in letter_form(portal.ctx, portal.officer, reference, LetterKind.FIRST).refused
    )
    # Only once they ask for it themselves is a word broken by nobody.
    portal.clock.move(days=1)
    on = portal.ctx.today()
    rang = ContactInput(
        ContactMethod.TELEPHONE, ContactOutcome.RECEIVED, on, inward=True, elsewhere=True
    )
    tried(portal, reference, rang)
    posted(portal, reference, LetterKind.FIRST, on)
    assert enrolment_of(portal, reference) is Enrolment.OFFERED


def test_nobody_else_touches_a_letter(portal: Portal, reference: str) -> None:
    letter_id = made(portal, reference)
    other = referred(portal, **OTHER)
    for who, where in ((portal.stranger, reference), (portal.officer, other)):
        with pytest.raises(NotFoundError):
            post_letter(portal.ctx, who, where, letter_id, TODAY)
        with pytest.raises(NotFoundError):
            return_letter(portal.ctx, who, where, letter_id, TODAY)
        with pytest.raises(NotFoundError):
            discard_letter(portal.ctx, who, where, letter_id)
        with pytest.raises(NotFoundError):
            letter_file(portal.ctx, who, where, letter_id)
    assert _contacts(portal) == []


def test_a_letter_that_lies_about_is_somebodys_task(portal: Portal, reference: str) -> None:
    for settle in (
        lambda one: post_letter(portal.ctx, portal.officer, reference, one, TODAY),
        lambda one: discard_letter(portal.ctx, portal.officer, reference, one),
        lambda one: corrected(portal, reference, last_name="Ashe"),
    ):
        letter_id = made(portal, reference)
        (task,) = [one for one in view(portal, reference).tasks if one.kind == "post_letter"]
        assert task.due_on == date(2026, 11, 19)
        settle(letter_id)
        assert "post_letter" not in task_kinds(portal, reference)
