"""The manager is asked in time for the first of the days that an open passage would miss."""

from datetime import timedelta

from tests.support.portal import Portal
from tests.support.representations import TODAY, a_request, ask, new_case, state
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services import submissions
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.services.tasks import list_tasks

P = SubmissionPart
LIVES = "12 Mill Lane is where I live."


def listed(portal: Portal, days: int = 100) -> str:
    reference = new_case(portal)
    hearing = TODAY + timedelta(days=days)
    given = ReviewInput(ReviewKind.FIRST, None, hearing, "PB-1")
    record_review(portal.ctx, portal.officer, reference, given)
    return reference


def asked(portal: Portal, reference: str) -> dict[SubmissionPart, int]:
    """By how many days the task comes before each part's day; 0 on the day."""
    submissions.ask_to_send(portal.ctx, portal.officer, reference)
    [task] = [one for one in list_tasks(portal.ctx, portal.manager) if one.kind == "send_unsettled"]
    view = submissions.submissions_view(portal.ctx, portal.officer, reference)
    assert task.due_on >= TODAY
    return {one.part: (one.due_on - task.due_on).days for one in view.due}


def test_withheld_material_sets_the_earlier_day(portal: Portal) -> None:
    reference = listed(portal)
    state(portal, reference, LIVES, withheld="My church.", withheld_reasons="Unsafe.")
    days = asked(portal, reference)
    assert 0 <= days[P.NON_DISCLOSURE] <= 5
    assert days[P.STATEMENT] > 20


def test_without_it_the_statements_own_day_counts(portal: Portal) -> None:
    reference = listed(portal)
    state(portal, reference, LIVES)
    assert 0 <= asked(portal, reference)[P.STATEMENT] <= 5


def test_an_open_request_counts_as_well(portal: Portal) -> None:
    reference = listed(portal)
    state(portal, reference, "I was afraid.", withheld="My church.", withheld_reasons="Unsafe.")
    ask(portal, reference, a_request(wish=LIVES))
    assert asked(portal, reference)[P.NON_DISCLOSURE] >= 0


def test_a_day_that_has_gone_makes_it_today(portal: Portal) -> None:
    reference = listed(portal, days=40)
    state(portal, reference, LIVES, withheld="My church.", withheld_reasons="Unsafe.")
    submissions.ask_to_send(portal.ctx, portal.officer, reference)
    [task] = [one for one in list_tasks(portal.ctx, portal.manager) if one.kind == "send_unsettled"]
    assert task.due_on == TODAY
