"""What is withheld stands in no text that the prisoner reads, whatever changes afterwards."""

import pytest

from tests.integration.test_submissions_settling import passages, served, settle
from tests.support.portal import Portal
from tests.support.representations import TODAY, a_request, ask, new_case, state
from tests.support.web import client_for
from victim_portal.domain.submissions import Settled
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services import submissions
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations import change_request

P = SubmissionPart
DOCKS = "My new partner works at the docks."


def problems(portal: Portal, reference: str) -> dict[str, str]:
    """Why an export is stopped: the page and the export say the same."""
    found = dict(submissions.submissions_view(portal.ctx, portal.officer, reference).problems)
    if found:
        with pytest.raises(InvalidError) as refused:
            submissions.export_submission(portal.ctx, portal.officer, reference)
        assert refused.value.problems == found
    return found


def agree(portal: Portal, reference: str, gist: str) -> None:
    view = submissions.non_disclosure_view(portal.ctx, portal.officer, reference)
    assert view is not None
    seen = view.statement_id
    submissions.agree_gist(portal.ctx, portal.officer, reference, gist, TODAY, seen)


def test_words_withheld_in_one_spelling_are_found_in_another(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, "He knows St Bede's Choir at 12 Mill Lane. I love st bede's choir.")
    [found] = passages(portal, reference)
    taken = "St Bede's Choir at 12 Mill Lane"
    settle(portal, reference, found, Settled.NON_DISCLOSURE, taken=taken, reason="Unsafe.")
    assert problems(portal, reference) == {}
    state(portal, reference, "He knows St Bede's Choir by 12 Mill Lane. I love ST BEDE'S CHOIR.")
    [found] = passages(portal, reference)
    taken = "St Bede's Choir"
    settle(portal, reference, found, Settled.NON_DISCLOSURE, taken=taken, reason="Unsafe.")
    assert taken in problems(portal, reference)["statement"]
    state(portal, reference, "He knows.", withheld=taken, withheld_reasons="Unsafe.")
    assert problems(portal, reference) == {}


def test_withheld_material_in_a_wish_stops_the_export(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish=f"He must not come near. {DOCKS.upper()}"))
    state(portal, reference, "I was afraid.", withheld=DOCKS, withheld_reasons="Unsafe.")
    assert DOCKS in problems(portal, reference)["conditions"]


def test_words_withheld_in_a_wish_stop_a_statement_that_says_them(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish="Near 12 Mill Lane, where we sing."))
    [found] = passages(portal, reference)
    more = {"taken": "12 Mill Lane, where we sing", "reason": "Unsafe."}
    instead = "12 MILL LANE, where we  sing"
    with pytest.raises(InvalidError) as refused:
        settle(portal, reference, found, Settled.NON_DISCLOSURE, instead=instead, **more)
    assert set(refused.value.problems) == {"instead"}
    settle(portal, reference, found, Settled.NON_DISCLOSURE, instead="my choir", **more)
    state(portal, reference, "I live in 12 mill lane (where we sing).")
    assert set(problems(portal, reference)) == {"statement"}


@pytest.mark.parametrize("gist", [DOCKS, f"She says: my new partner works at THE DOCKS. {DOCKS}"])
def test_a_gist_that_says_what_is_withheld_is_refused(portal: Portal, gist: str) -> None:
    reference = new_case(portal)
    material = f"He would find me. {DOCKS}"
    state(portal, reference, "I was afraid.", withheld=material, withheld_reasons="Unsafe.")
    with pytest.raises(InvalidError) as refused:
        agree(portal, reference, gist)
    assert set(refused.value.problems) == {"gist"}
    agree(portal, reference, "She says where somebody works.")
    assert problems(portal, reference) == {}


@pytest.mark.parametrize("how", [Settled.NON_DISCLOSURE, Settled.REWORD, Settled.LEAVE_OUT])
def test_what_does_not_fit_any_more_stops_the_conditions(portal: Portal, how: Settled) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish="He knows I sing in the choir near 12 Mill Lane."))
    [found] = passages(portal, reference)
    more = {"instead": "who I am"} if how is Settled.REWORD else {}
    taken = "I sing in the choir near 12 Mill Lane"
    settle(portal, reference, found, how, taken=taken, reason="Unsafe.", **more)
    assert problems(portal, reference) == {}
    changed = a_request(wish="He knows that I sing in our choir.")
    change_request(portal.ctx, portal.officer, reference, 1, changed)
    assert taken in problems(portal, reference)["conditions"]
    page = client_for(portal).get(f"/cases/{reference}/submission")
    assert "It doesn't fit the words as they stand now" in page.text
    [settled] = submissions.settled_views(portal.ctx, portal.officer, reference)
    assert not settled.fits
    submissions.undo_settlement(portal.ctx, portal.officer, reference, settled.id)
    assert problems(portal, reference) == {}
    assert "our choir" in served(portal, reference)[P.CONDITIONS]
