"""What was agreed and decided holds as long as what it is about, in whatever language it goes."""

import pytest

from tests.integration.test_submissions import export, text_of
from tests.integration.test_submissions_handover import went
from tests.integration.test_submissions_settling import passages, settle
from tests.integration.test_submissions_withheld import agree, problems
from tests.support.portal import Portal
from tests.support.representations import TODAY, a_request, ask, new_case, state
from tests.support.submissions import squeezed
from tests.support.web import client_for
from victim_portal.domain.submissions import BoardDecision, DetailKind, Settled
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.services import submissions
from victim_portal.services.representations import withdraw_statement
from victim_portal.services.submissions import DecisionInput, NonDisclosureView
from victim_portal.services.tasks import list_tasks

P = SubmissionPart
GIST = "She has told the Board more."


def view(portal: Portal, reference: str) -> NonDisclosureView:
    found = submissions.non_disclosure_view(portal.ctx, portal.officer, reference)
    assert found is not None
    return found


def refuse(portal: Portal, reference: str) -> None:
    given = DecisionInput(BoardDecision.REFUSED, TODAY, "Not needed")
    submissions.record_decision(portal.ctx, portal.officer, reference, given)


def told(portal: Portal) -> list[str]:
    tasks = list_tasks(portal.ctx, portal.officer)
    return [one.what for one in tasks if one.kind == "tell_recipients"]


def with_an_address(portal: Portal, withheld: str = "My church.") -> str:
    reference = new_case(portal)
    said = "I was afraid. He came to 12 Mill Lane."
    state(portal, reference, said, withheld=withheld, withheld_reasons="Unsafe.")
    return reference


def test_a_gist_and_a_decision_outlive_words_that_are_settled_beside_them(portal: Portal) -> None:
    reference = with_an_address(portal)
    agree(portal, reference, GIST)
    refuse(portal, reference)
    settle(portal, reference, passages(portal, reference)[0], Settled.REWORD, instead="my door")
    assert (view(portal, reference).gist, view(portal, reference).agreed_on) == (GIST, TODAY)
    assert view(portal, reference).decision is BoardDecision.REFUSED
    assert squeezed(GIST) in text_of(export(portal, reference)[P.STATEMENT])
    # Changed for this version, it is this version's still after the next.
    agree(portal, reference, "Another gist.")
    state(portal, reference, "Me.", withheld="My church.", withheld_reasons="Unsafe.")
    assert view(portal, reference).gist == "Another gist."


def test_a_gist_of_other_material_is_agreed_again(portal: Portal) -> None:
    reference = with_an_address(portal)
    agree(portal, reference, GIST)
    [found] = passages(portal, reference)
    settle(portal, reference, found, Settled.NON_DISCLOSURE, reason="He would find me.")
    assert view(portal, reference).gist == ""
    assert set(problems(portal, reference)) == {"gist"}
    page = client_for(portal).get(f"/cases/{reference}/submission")
    assert "Agree the gist" in page.text
    # That there is none is agreed as well.
    agree(portal, reference, "")
    assert problems(portal, reference) == {}
    state(portal, reference, "Me.", withheld="My choir.", withheld_reasons="Unsafe.")
    assert problems(portal, reference) == {}


def test_what_was_taken_back_leaves_no_gist_and_no_decision(portal: Portal) -> None:
    reference = with_an_address(portal)
    agree(portal, reference, GIST)
    refuse(portal, reference)
    withdraw_statement(portal.ctx, portal.officer, reference)
    state(portal, reference, "Me.", withheld="My church.", withheld_reasons="Unsafe.")
    assert (view(portal, reference).gist, view(portal, reference).decision) == ("", None)
    assert problems(portal, reference) == {}


def test_a_decision_on_requests_stays_when_a_statement_follows(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish="Near 12 Mill Lane."))
    [found] = passages(portal, reference)
    settle(portal, reference, found, Settled.NON_DISCLOSURE, reason="Unsafe.", instead="my home")
    refuse(portal, reference)
    state(portal, reference, "A later statement.")
    assert view(portal, reference).decision is BoardDecision.REFUSED
    state(portal, reference, "One more.")
    assert view(portal, reference).decision is BoardDecision.REFUSED


@pytest.mark.parametrize("asked_in", list(Language))
def test_what_is_settled_is_settled_in_both_languages(portal: Portal, asked_in: Language) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish="Near 12 Mill Lane."))
    [found] = passages(portal, reference)
    settle(portal, reference, found, Settled.NON_DISCLOSURE, reason="Unsafe.")
    state(portal, reference, "Rwy'n ofni.", language=asked_in)
    # A word of the facts, and one of the label before what is withheld.
    for place in ("Hampshire", "Condition request"):
        submissions.add_detail(portal.ctx, portal.officer, reference, DetailKind.PLACE, place)
    found_ones = passages(portal, reference)
    material = [one for one in found_ones if one.part is P.NON_DISCLOSURE]
    assert "12 Mill Lane" in {one.excerpt for one in material}
    assert not [one for one in found_ones if "Condition request" in one.words]
    for one in found_ones:
        settle(portal, reference, one, Settled.KEEP, reason="The Board must know it.", taken="")
    for language in Language:
        export(portal, reference, language=language)


def test_a_task_is_left_where_a_request_is_settled_after_an_export(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish="Near 12 Mill Lane, and the choir."))
    [found] = passages(portal, reference)
    settle(portal, reference, found, Settled.KEEP, reason="She wants it.", taken="")
    made = submissions.export_submission(portal.ctx, portal.officer, reference)
    submissions.record_handover(
        portal.ctx, portal.officer, reference, made.submission_id, went(made)
    )
    [found] = passages(portal, reference)
    settle(portal, reference, found, Settled.KEEP, reason="She wants it.", taken="")
    assert told(portal) == []
    settle(portal, reference, found, Settled.REWORD, instead="me")
    assert told(portal) == [
        "Other words were settled for the wish of request 1 after an export: send the new version"
    ]


@pytest.mark.parametrize("how", [Settled.KEEP, Settled.REWORD])
def test_a_task_is_left_where_it_is_taken_back_after_an_export(
    portal: Portal, how: Settled
) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish="Near 12 Mill Lane, and the choir."))
    [found] = passages(portal, reference)
    settle(portal, reference, found, how, reason="She wants it.", instead="me")
    submissions.export_submission(portal.ctx, portal.officer, reference)
    [settled] = submissions.settled_views(portal.ctx, portal.officer, reference)
    for _ in range(2):
        submissions.undo_settlement(portal.ctx, portal.officer, reference, settled.id)
    [said] = told(portal)
    assert "the wish of request 1 was taken back" in said


def test_kept_twice_is_kept_once(portal: Portal) -> None:
    reference = with_an_address(portal)
    [found] = passages(portal, reference)
    for _ in range(2):
        settle(portal, reference, found, Settled.KEEP, reason="She wants it.", taken="")
    [settled] = submissions.settled_views(portal.ctx, portal.officer, reference)
    submissions.undo_settlement(portal.ctx, portal.officer, reference, settled.id)
    assert [one.settled for one in passages(portal, reference)] == [False]
