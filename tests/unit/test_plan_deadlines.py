"""What staff must have done by when: one row for each rule, that a policy officer could read."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.planning import BANK_HOLIDAYS, CASE, POLICY, SDS, TODAY, day, event, key_dates
from victim_portal.domain.plan import (
    CaseFacts,
    EventFacts,
    PlanDeadline,
    PlanDeadlineKind,
    SentenceFacts,
    deadlines,
)
from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.vocabulary import Enrolment

K = PlanDeadlineKind
RELEASE = {"CRD": "2027-03-05", "SLED": "2029-01-01"}
LIFE = {"TED": "2027-10-04"}
NO = EventOutcome.NO_RELEASE


def made(
    dates: dict[str, str],
    *events: EventFacts,
    enrolment: Enrolment = Enrolment.OPTED_IN,
    today: date = TODAY,
    case: CaseFacts = CASE,
    sentence: SentenceFacts | None = SDS,
) -> dict[PlanDeadlineKind, PlanDeadline]:
    case = replace(case, enrolment=enrolment)
    found = deadlines(case, sentence, key_dates(dates), events, POLICY, BANK_HOLIDAYS, today)
    assert list(found) == sorted(found, key=lambda one: (one.due_on, one.kind, one.key))
    return {one.kind: one for one in found}


def recall(on: str, outcome: EventOutcome | None) -> EventFacts:
    return replace(event(Stage.RECALLED, on), outcome=outcome)


def decision(on: str, outcome: EventOutcome = NO) -> EventFacts:
    return replace(event(Stage.PAROLE_DECISION, on), outcome=outcome)


# what is known -> which deadline, from which day it stands, by which day it is due
@pytest.mark.parametrize(
    ("dates", "events", "kind", "opens", "due"),
    [
        pytest.param(
            RELEASE, [], K.CONDITIONS, "2027-01-08", "2027-01-22", id="conditions before release"
        ),
        pytest.param(
            {"SLED": "2029-01-01"},
            [recall("2026-11-20", EventOutcome.FIXED_TERM_56)],
            K.RECALL_RELEASE,
            "2026-11-20",
            "2027-01-15",
            id="56 days after the recall at the earliest",
        ),
        pytest.param(
            {"SLED": "2029-01-01"},
            [recall("2026-11-20", EventOutcome.FIXED_TERM_56)],
            K.CONDITIONS,
            "2026-11-20",
            "2026-12-04",
            id="conditions two weeks into a recall of 56 days",
        ),
        pytest.param(
            {"SLED": "2029-01-01"},
            [recall("2026-11-20", EventOutcome.FIXED_TERM_28)],
            K.RECALL_DATE,
            "2026-11-20",
            "2026-11-23",
            id="the official date is asked for the next working day",
        ),
        pytest.param(
            {"TED": "2026-11-01"},
            [],
            K.PAROLE_PASSED,
            "2026-11-02",
            "2026-11-13",
            id="parole possible and nobody heard of a review",
        ),
        pytest.param(
            {"CRD": "2026-11-16", "SLED": "2029-01-01"},
            [],
            K.RELEASE_PASSED,
            "2026-11-17",
            "2026-11-18",
            id="release expected and nobody said that it happened",
        ),
        pytest.param(
            {"TED": "2020-11-01"},
            [decision("2026-11-10")],
            K.NEXT_REVIEW,
            "2027-01-13",
            "2027-02-10",
            id="the next review after a no",
        ),
    ],
)
def test_deadlines(
    dates: dict[str, str], events: list[EventFacts], kind: K, opens: str, due: str
) -> None:
    found = made(dates, *events)[kind]
    assert (found.opens_on, found.due_on) == (day(opens), day(due))


class TestFixedTermRecall:
    """Under eight weeks between recall and release, without a Parole Board."""

    @pytest.mark.parametrize(
        ("outcome", "days"),
        [
            (EventOutcome.FIXED_TERM_14, 14),
            (EventOutcome.FIXED_TERM_28, 28),
            (EventOutcome.FIXED_TERM_56, 56),
            (EventOutcome.FIXED_TERM, 14),
        ],
    )
    def test_it_is_counted_from_the_recall(self, outcome: EventOutcome, days: int) -> None:
        found = made({"SLED": "2029-01-01"}, recall("2026-11-20", outcome))[K.RECALL_RELEASE]
        assert found.release_on is not None
        assert (found.release_on - day("2026-11-20")).days == days
        assert not found.official
        assert "reckoned from the recall" in found.what

    def test_the_prisons_own_date_takes_its_place(self) -> None:
        dates = {"PRRD": "2027-01-18", "SLED": "2029-01-01"}
        found = made(dates, recall("2026-11-20", EventOutcome.FIXED_TERM_56))
        assert found[K.RECALL_RELEASE].release_on == day("2027-01-18")
        assert found[K.RECALL_RELEASE].official
        assert K.RECALL_DATE not in found

    def test_an_old_date_of_an_earlier_recall_does_not(self) -> None:
        dates = {"PRRD": "2026-03-18", "SLED": "2029-01-01"}
        found = made(dates, recall("2026-11-20", EventOutcome.FIXED_TERM_56))
        assert not found[K.RECALL_RELEASE].official

    @pytest.mark.parametrize("outcome", [None, EventOutcome.STANDARD])
    def test_other_recalls_have_no_end_to_count_to(self, outcome: EventOutcome | None) -> None:
        assert K.RECALL_RELEASE not in made({"SLED": "2029-01-01"}, recall("2026-11-20", outcome))

    def test_it_ends_with_the_release(self) -> None:
        out = event(Stage.RE_RELEASED, "2026-11-21")
        found = made({"SLED": "2029-01-01"}, recall("2026-10-01", EventOutcome.FIXED_TERM), out)
        assert found == {}

    def test_conditions_are_asked_for_at_once_when_their_day_has_gone(self) -> None:
        found = made({"SLED": "2029-01-01"}, recall("2026-11-20", EventOutcome.FIXED_TERM_14))
        assert found[K.CONDITIONS].due_on < TODAY
        assert "ring the community offender manager now" in found[K.CONDITIONS].what


def test_without_a_licence_no_conditions_are_due() -> None:
    assert K.CONDITIONS not in made({"ARD": "2027-03-05", "SED": "2027-09-01"})


def test_what_passed_before_the_case_came_is_history() -> None:
    assert made({"CRD": "2026-09-01", "SLED": "2029-01-01"}) == {}
    assert made({"TED": "2020-01-01"}) == {}


def test_a_date_that_passed_is_no_question_once_it_was_answered() -> None:
    dates = {"CRD": "2026-11-16", "SLED": "2029-01-01"}
    assert K.RELEASE_PASSED not in made(dates, event(Stage.RELEASED, "2026-11-16"))
    assert K.PAROLE_PASSED not in made({"TED": "2026-11-01"}, decision("2026-11-02"))


def test_the_next_review_is_known_once_it_was_recorded() -> None:
    started = event(Stage.PAROLE_REVIEW_STARTED, "2026-11-15")
    assert K.NEXT_REVIEW not in made({"TED": "2020-11-01"}, decision("2026-11-10"), started)
    released = decision("2026-11-10", EventOutcome.RELEASE)
    assert K.NEXT_REVIEW not in made({"TED": "2020-11-01"}, released)


class TestAskedAgain:
    """Those who said no, or never answered, before a parole review or a release."""

    @pytest.mark.parametrize(
        ("enrolment", "asked"),
        [
            (Enrolment.DECLINED, True),
            (Enrolment.NO_RESPONSE, True),
            (Enrolment.OPTED_OUT, True),
            (Enrolment.DEFERRED, True),
            (Enrolment.OFFERED, True),
            (Enrolment.DO_NOT_CONTACT, False),
            (Enrolment.OPTED_IN, False),
            (Enrolment.OPTED_BACK_IN, False),
            # Whoever was never offered it has the clock of first contact.
            (Enrolment.NOT_OFFERED, False),
        ],
    )
    def test_who(self, enrolment: Enrolment, asked: bool) -> None:
        assert (K.ASK_AGAIN in made(RELEASE, enrolment=enrolment)) == asked

    def test_before_a_release(self) -> None:
        found = made(RELEASE, enrolment=Enrolment.DECLINED)[K.ASK_AGAIN]
        assert (found.opens_on, found.due_on) == (day("2026-11-13"), day("2027-01-08"))

    def test_before_a_parole_review(self) -> None:
        found = made(LIFE, enrolment=Enrolment.NO_RESPONSE)[K.ASK_AGAIN]
        assert (found.opens_on, found.due_on) == (day("2027-02-08"), day("2027-04-05"))

    def test_before_a_later_review_of_a_life_sentence(self) -> None:
        started = event(Stage.PAROLE_REVIEW_STARTED, "2026-11-20", id="r2")
        found = made({"TED": "2010-01-01"}, started, enrolment=Enrolment.DECLINED)[K.ASK_AGAIN]
        assert (found.key, found.opens_on) == ("review:r2", day("2026-11-20"))
        over = made(
            {"TED": "2010-01-01"}, started, decision("2026-11-21"), enrolment=Enrolment.DECLINED
        )
        assert K.ASK_AGAIN not in over

    def test_the_same_release_is_one_question_whatever_its_day(self) -> None:
        keys = {
            made({"CRD": f"2027-03-{n:02d}", "SLED": "2029-01-01"}, enrolment=Enrolment.DECLINED)[
                K.ASK_AGAIN
            ].key
            for n in (1, 15, 31)
        }
        assert keys == {"CRD:2027-03"}


def test_nothing_is_due_once_the_case_is_closed_or_the_offender_died() -> None:
    assert made(RELEASE, case=replace(CASE, closed_on=TODAY)) == {}
    assert made(RELEASE, event(Stage.OFFENDER_DEATH, "2026-11-01")) == {}
    declined = Enrolment.DECLINED
    assert made(RELEASE, enrolment=declined, case=replace(CASE, closed_on=TODAY)) == {}
