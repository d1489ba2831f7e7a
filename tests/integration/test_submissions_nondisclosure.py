"""A non-disclosure application: a file of its own, a gist, and what follows from the decision."""

from datetime import timedelta

import pytest

from tests.integration.test_submissions import export, text_of
from tests.support.portal import Portal
from tests.support.representations import TODAY, new_case, state
from tests.support.submissions import squeezed
from tests.support.web import client_for
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.submissions import BoardDecision, DocumentStanding
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.services.submissions import DecisionInput, NonDisclosureView
from victim_portal.services.tasks import list_tasks

P = SubmissionPart
GIST = "She tells of a <em>place</em> that she goes to."


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case in which a part of the statement is withheld."""
    made = new_case(portal)
    state(portal, made, "I was afraid.", withheld="My church.", withheld_reasons="Unsafe.")
    return made


def view(portal: Portal, reference: str) -> NonDisclosureView:
    found = submissions.non_disclosure_view(portal.ctx, portal.officer, reference)
    assert found is not None
    return found


def agree(portal: Portal, reference: str, gist: str = GIST) -> None:
    seen = view(portal, reference).statement_id
    submissions.agree_gist(portal.ctx, portal.officer, reference, gist, TODAY, seen)


def decide(portal: Portal, reference: str, decision: BoardDecision, why: str = "Said so.") -> None:
    given = DecisionInput(decision, TODAY, why)
    submissions.record_decision(portal.ctx, portal.officer, reference, given)


def test_a_gist_stands_in_the_served_statement_alone(portal: Portal, reference: str) -> None:
    before = export(portal, reference)
    assert "Gist" not in text_of(before[P.STATEMENT])
    agree(portal, reference)
    after = export(portal, reference)
    text = text_of(after[P.STATEMENT])
    assert squeezed("Gist of what is withheld") in text
    assert squeezed("She tells of a place that she goes to.") in text
    assert "church" not in text
    assert (after[P.STATEMENT].version, after[P.NON_DISCLOSURE].version) == (2, 1)
    agree(portal, reference, "")
    assert "Gist" not in text_of(export(portal, reference)[P.STATEMENT])


def test_a_gist_makes_the_file_before_it_old(portal: Portal, reference: str) -> None:
    export(portal, reference)
    agree(portal, reference)
    [made] = submissions.submissions_view(portal.ctx, portal.officer, reference).submissions
    assert [one.standing for one in made.documents] == [
        DocumentStanding.REPLACED,
        DocumentStanding.CURRENT,
    ]


def test_a_gist_is_of_the_material_that_she_agreed_to_it_for(
    portal: Portal, reference: str
) -> None:
    seen = view(portal, reference).statement_id
    agree(portal, reference)
    state(portal, reference, "I am afraid.", withheld="My choir.", withheld_reasons="Unsafe.")
    assert view(portal, reference).gist == ""
    with pytest.raises(InvalidError) as stopped:
        export(portal, reference)
    assert set(stopped.value.problems) == {"gist"}
    with pytest.raises(ConflictError):
        submissions.agree_gist(portal.ctx, portal.officer, reference, GIST, TODAY, seen)


def test_what_could_lead_to_her_is_looked_for_in_a_gist_too(portal: Portal, reference: str) -> None:
    agree(portal, reference, "She goes to 12 Mill Lane.")
    found = submissions.submissions_view(portal.ctx, portal.officer, reference).passages
    assert [one.where for one in found] == ["the gist"]


def test_a_gist_needs_the_day_on_which_she_agreed(portal: Portal, reference: str) -> None:
    seen = view(portal, reference).statement_id
    for day in (None, TODAY + timedelta(days=1)):
        with pytest.raises(InvalidError) as refused:
            submissions.agree_gist(portal.ctx, portal.officer, reference, GIST, day, seen)
        assert set(refused.value.problems) == {"agreed_on"}


@pytest.mark.parametrize("decision", list(BoardDecision))
def test_a_decision_is_told_and_a_refusal_at_once(
    portal: Portal, reference: str, decision: BoardDecision
) -> None:
    decide(portal, reference, decision)
    assert view(portal, reference).decision is decision
    [task] = [
        one for one in list_tasks(portal.ctx, portal.officer) if one.kind == "tell_non_disclosure"
    ]
    urgent = decision in (BoardDecision.REFUSED, BoardDecision.GIST)
    assert (task.due_on == TODAY) is urgent
    if decision is BoardDecision.REFUSED:
        assert "before anything is served" in task.what


def test_a_refusal_without_what_the_board_said_is_not_taken(portal: Portal, reference: str) -> None:
    for decision in (BoardDecision.REFUSED, BoardDecision.GIST):
        with pytest.raises(InvalidError) as refused:
            decide(portal, reference, decision, " ")
        assert set(refused.value.problems) == {"why"}
    decide(portal, reference, BoardDecision.WITHHELD, "")


def test_without_anything_withheld_there_is_no_application(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, "I was afraid.")
    assert submissions.non_disclosure_view(portal.ctx, portal.officer, reference) is None
    with pytest.raises(InvalidError):
        decide(portal, reference, BoardDecision.WITHHELD)
    with pytest.raises(NotFoundError):
        submissions.non_disclosure_view(portal.ctx, portal.stranger, reference)


def test_the_deadline_stands_on_its_page_even_once_it_has_gone(
    portal: Portal, reference: str
) -> None:
    assert view(portal, reference).deadline is None
    for days, gone in ((120, False), (20, True)):
        given = ReviewInput(ReviewKind.FIRST, None, TODAY + timedelta(days=days), "PB-1")
        record_review(portal.ctx, portal.officer, reference, given)
        deadline = view(portal, reference).deadline
        assert deadline is not None
        assert deadline.gone is gone
    page = client_for(portal).get(f"/cases/{reference}/non-disclosure")
    assert "Gone: it was due" in page.text


def test_the_pages_of_an_application(portal: Portal, reference: str) -> None:
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/non-disclosure")
    assert "My church." in page.text
    assert page.submit({"gist": GIST}).errors == ["Enter the day on which the victim agreed"]
    day = {"agreed_on-day": "18", "agreed_on-month": "11", "agreed_on-year": "2026"}
    page = page.submit({"gist": GIST, **day}).follow()
    assert "The gist was saved." in page.text
    decision = page.follow("Record what the Board decided")
    assert decision.submit({"decision": "refused"}).errors == [
        "Enter what the Board said: the victim is owed it."
    ]
    page = decision.submit({"decision": "refused", "why": "Not <b>needed</b>."}).follow()
    assert "Before anything is served, ring the victim" in page.text
    assert "Not <b>needed</b>." in page.text
    # The form that somebody else made old tells so, and keeps what was typed.
    state(portal, reference, "I am afraid.", withheld="My choir.", withheld_reasons="Unsafe.")
    late = page.submit({"gist": "Another gist.", **day})
    assert "What is withheld has changed since" in late.text
    assert "Another gist." in late.text
    state(portal, reference, "I am afraid.")
    assert "Nothing is withheld in this case" in client.get(page.path).text
    assert "Nothing is withheld in this case" in client.get(f"{page.path}/decision").text
