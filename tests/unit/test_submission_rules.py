"""Who gets which files, what is missing before a passage is settled, how a document stands."""

from datetime import UTC, date, datetime, timedelta

import pytest

from victim_portal.domain.submissions import (
    DECIDES_RELEASE,
    MOST_CHECKS,
    OFFERED_IN,
    WITHIN,
    Audience,
    BoardDecision,
    DocumentStanding,
    Place,
    PlaceKind,
    Recipient,
    Settled,
    Situation,
    StandingFacts,
    after_decision,
    audience_of,
    handover_problem,
    may_check,
    parts_for,
    place_of,
    recipients_for,
    settling_problems,
    standing_of,
)
from victim_portal.domain.vocabulary import Route, SentenceType, SubmissionPart

R, P, T = Recipient, SubmissionPart, SentenceType
TODAY = date(2026, 11, 18)
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("route", "sentence", "review_open", "expected"),
    [
        (Route.STATUTORY, T.EDS, False, (R.CASEWORK, R.COMMUNITY_OFFENDER_MANAGER)),
        (Route.STATUTORY, T.SDS, False, (R.COMMUNITY_OFFENDER_MANAGER,)),
        # After a recall the Board decides on a determinate sentence, too.
        (Route.STATUTORY, T.SDS, True, (R.CASEWORK, R.COMMUNITY_OFFENDER_MANAGER)),
        (Route.SHORT_SENTENCE, T.SDS, False, (R.COMMUNITY_OFFENDER_MANAGER,)),
        (Route.UNDECIDED, T.SDS, False, (R.COMMUNITY_OFFENDER_MANAGER,)),
        (
            Route.HOSPITAL_RESTRICTED,
            T.HOSPITAL_RESTRICTED,
            False,
            (R.TRIBUNAL, R.MENTAL_HEALTH_CASEWORK),
        ),
        (Route.HOSPITAL_UNRESTRICTED, T.HOSPITAL_UNRESTRICTED, False, (R.HOSPITAL,)),
        (
            Route.HOSPITAL_RESTRICTED,
            T.LIFE,
            True,
            (R.CASEWORK, R.COMMUNITY_OFFENDER_MANAGER, R.TRIBUNAL, R.MENTAL_HEALTH_CASEWORK),
        ),
    ],
)
def test_who_decides(
    route: Route, sentence: T, review_open: bool, expected: tuple[Recipient, ...]
) -> None:
    assert recipients_for(Situation(route, sentence, review_open)) == expected


@pytest.mark.parametrize("route", list(Route))
@pytest.mark.parametrize("sentence", list(SentenceType))
@pytest.mark.parametrize("review_open", [True, False])
def test_there_is_always_somebody_and_each_has_an_office(
    route: Route, sentence: SentenceType, review_open: bool
) -> None:
    found = recipients_for(Situation(route, sentence, review_open))
    assert found
    assert len(set(found)) == len(found)
    assert all(DECIDES_RELEASE[one] and parts_for(one) and audience_of(one) for one in found)


def test_the_application_goes_to_the_casework_section_alone() -> None:
    having = {
        one
        for one in Recipient
        for open_ in (True, False)
        if P.NON_DISCLOSURE in parts_for(one, review_open=open_)
    }
    assert having == {R.CASEWORK}
    assert parts_for(R.COMMUNITY_OFFENDER_MANAGER) == {P.CONDITIONS}
    assert parts_for(R.HOSPITAL) == {P.CONDITIONS}
    assert audience_of(R.CASEWORK) is audience_of(R.COMMUNITY_OFFENDER_MANAGER) is Audience.PAROLE


@pytest.mark.parametrize(
    ("parts", "on", "field"),
    [
        ({P.STATEMENT, P.CONDITIONS}, TODAY, None),
        ({P.NON_DISCLOSURE}, TODAY, None),
        ({P.NON_DISCLOSURE, P.STATEMENT}, TODAY, "files"),
        (set(), TODAY, "files"),
        ({P.STATEMENT}, TODAY + timedelta(days=1), "on"),
        ({P.STATEMENT}, TODAY - timedelta(days=3), "on"),
    ],
)
def test_what_may_be_handed_over_together(
    parts: set[SubmissionPart], on: date, field: str | None
) -> None:
    made_on = TODAY - timedelta(days=2)
    allowed = frozenset(SubmissionPart)
    problems = handover_problem(R.CASEWORK, frozenset(parts), allowed, on, made_on, TODAY)
    assert set(problems) == ({field} if field else set())
    only = frozenset({P.CONDITIONS})
    refused = handover_problem(R.HOSPITAL, frozenset({P.STATEMENT}), only, TODAY, made_on, TODAY)
    assert set(refused) == {"files"}


@pytest.mark.parametrize(
    ("how", "reason", "instead", "agreed_on", "fields"),
    [
        (Settled.KEEP, "She wants it.", "", TODAY, set()),
        (Settled.KEEP, " ", "", TODAY, {"reason"}),
        (Settled.NON_DISCLOSURE, "", "", TODAY, {"reason"}),
        (Settled.REWORD, "", "", TODAY, {"instead"}),
        (Settled.REWORD, "", "there", None, {"agreed_on"}),
        (Settled.LEAVE_OUT, "", "", TODAY + timedelta(days=1), {"agreed_on"}),
        (Settled.LEAVE_OUT, "", "", TODAY, set()),
    ],
)
def test_nothing_is_settled_without_her_and_a_reason(
    how: Settled, reason: str, instead: str, agreed_on: date | None, fields: set[str]
) -> None:
    place = Place(PlaceKind.STATEMENT)
    assert set(settling_problems(place, how, reason, instead, agreed_on, TODAY)) == fields


def test_what_is_withheld_already_can_not_be_asked_to_be_withheld() -> None:
    place = Place(PlaceKind.MATERIAL)
    refused = settling_problems(place, Settled.NON_DISCLOSURE, "x", "", TODAY, TODAY)
    assert set(refused) == {"how"}
    assert set(OFFERED_IN) == set(PlaceKind)


def test_a_place_is_kept_and_read_again() -> None:
    for place in (Place(PlaceKind.STATEMENT), Place(PlaceKind.WISH, 12)):
        assert place_of(place.code) == place
    for code in ("", "wish:0", "wish:", "nowhere", "wish:1:2", "WISH:1"):
        with pytest.raises(ValueError, match=r"(?i)place"):
            place_of(code)


@pytest.mark.parametrize("later", [True, False])
@pytest.mark.parametrize("taken_back", [True, False])
@pytest.mark.parametrize("changed", [True, False])
def test_withdrawn_beats_replaced_beats_current(
    later: bool, taken_back: bool, changed: bool
) -> None:
    standing = standing_of(StandingFacts(later, taken_back, changed))
    if taken_back:
        assert standing is DocumentStanding.WITHDRAWN
    elif later or changed:
        assert standing is DocumentStanding.REPLACED
    else:
        assert standing is DocumentStanding.CURRENT


def test_checks_are_counted_over_a_quarter_of_an_hour() -> None:
    just_now = [NOON - timedelta(seconds=one) for one in range(MOST_CHECKS)]
    assert not may_check(just_now, NOON)
    assert may_check(just_now[1:], NOON)
    assert may_check([NOON - WITHIN] * 100, NOON)


def test_every_decision_has_something_to_be_done() -> None:
    assert all(after_decision(one) for one in BoardDecision)
