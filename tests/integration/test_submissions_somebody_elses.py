"""What leads to another victim isn't kept on the word of this one: a manager answers for it."""

import pytest

from tests.integration.test_submissions_settling import passages, settle
from tests.support.portal import Portal
from tests.support.representations import a_request, ask, new_case, state
from tests.support.web import client_for
from victim_portal.domain.submissions import Settled
from victim_portal.services import submissions
from victim_portal.services.errors import InvalidError


def with_another(portal: Portal, **changes: str) -> str:
    reference = new_case(portal)
    another = {
        "referral_reference": "WCU-2",
        "victim_first_name": "Ingrid",
        "victim_last_name": "Oakes",
        "victim_date_of_birth": "2009-01-01",
        "email": "ingrid@example.org",
        "mobile": "07700 900777",
        "address": "1 Far Road",
        "postcode": "LS1 4AP",
    }
    new_case(portal, **{**another, **changes})
    return reference


def test_only_a_manager_keeps_what_leads_to_another_victim(portal: Portal) -> None:
    reference = with_another(portal)
    state(portal, reference, "He hurt Ingrid Oakes too, of 1 Far Road. I live at 12 Mill Lane.")
    marked = {one.words: one.somebody_elses for one in passages(portal, reference)}
    assert marked == {"Ingrid Oakes": True, "1 Far Road": True, "12 Mill Lane": False}
    for passage in passages(portal, reference):
        here = f"/cases/{reference}/submission/passages/{passage.key}"
        page = client_for(portal).get(here).text
        assert ("Only a manager of your unit can keep it" in page) is passage.somebody_elses
        assert ("Keep it" in page) is not passage.somebody_elses
        if not passage.somebody_elses:
            settle(portal, reference, passage, Settled.KEEP, reason="She wants it", taken="")
            continue
        with pytest.raises(InvalidError) as refused:
            settle(portal, reference, passage, Settled.KEEP, reason="She wants it", taken="")
        assert set(refused.value.problems) == {"how"}
        given = submissions.SettlingInput(Settled.KEEP, portal.ctx.today(), reason="In the press")
        submissions.settle_passage(portal.ctx, portal.manager, reference, passage.key, given)
    assert all(one.settled for one in passages(portal, reference))


def test_an_officer_can_leave_it_out_and_ask(portal: Portal) -> None:
    reference = with_another(portal)
    state(portal, reference, "He hurt Ingrid Oakes too.")
    [passage] = passages(portal, reference)
    submissions.ask_to_send(portal.ctx, portal.officer, reference)
    settle(portal, reference, passage, Settled.REWORD, instead="another woman")
    assert passages(portal, reference) == ()


def test_what_both_share_is_hers(portal: Portal) -> None:
    reference = with_another(portal, victim_last_name="Ash", address="12 Mill Lane")
    state(portal, reference, "He came to 12 Mill Lane, the house of Ash, and of Ingrid.")
    marked = {one.words: one.somebody_elses for one in passages(portal, reference)}
    assert marked["12 Mill Lane"] is False
    assert marked["Ash"] is False
    assert marked["Ingrid"] is True


def test_in_the_words_of_a_condition_an_officer_has_no_form(portal: Portal) -> None:
    reference = with_another(portal)
    ask(portal, reference, a_request("bespoke", inputs={"wording": "Not to call Ingrid Oakes"}))
    [passage] = [one for one in passages(portal, reference) if one.place.code == "condition:1"]
    here = f"/cases/{reference}/submission/passages/{passage.key}"
    page = client_for(portal).get(here).text
    assert "Change request 1" in page
    assert "What did you agree with the victim?" not in page
