"""What is settled about one word leaves every other word of hers alone, and no name stops files."""

import time

import pytest

from tests.integration.test_submissions_settling import passages, served, settle
from tests.support.portal import Portal
from tests.support.representations import a_request, ask, new_case, state
from victim_portal.domain.submissions import DetailKind, Settled
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services import submissions


def test_a_name_left_out_of_a_statement_stays_in_longer_names(portal: Portal) -> None:
    reference = new_case(portal, victim_first_name="Jo", victim_last_name="Reed", email="")
    state(portal, reference, "He called me Jo. John and Joan saw it.")
    [found] = passages(portal, reference)
    settle(portal, reference, found, Settled.LEAVE_OUT)
    said = served(portal, reference)[SubmissionPart.STATEMENT].strip()
    assert said == "He called me. John and Joan saw it."


def test_a_name_in_a_wish_stays_in_longer_names(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish="Ash is my name. Ashford is where he lives."))
    [found] = passages(portal, reference)
    settle(portal, reference, found, Settled.REWORD, instead="Mine")
    said = served(portal, reference)[SubmissionPart.CONDITIONS]
    assert "Mine is my name. Ashford is where he lives." in said


def test_it_is_said_in_how_many_places_a_change_is_made(portal: Portal) -> None:
    reference = new_case(portal, victim_first_name="Jo", victim_last_name="Reed", email="")
    state(portal, reference, "Jo, he says. Only Jo, never Joan.")
    asked = submissions.passage_asked(
        portal.ctx, portal.officer, reference, passages(portal, reference)[0].key
    )
    assert asked.places == 2


@pytest.mark.parametrize("same", ["victim", "other", "detail"])
def test_a_prisoners_namesake_is_heard_too(portal: Portal, same: str) -> None:
    """Father and son: the prisoner's name is on every file, and says nothing about another."""
    his = {"victim_first_name": "Daniel", "victim_last_name": "Marsh"}
    reference = new_case(portal, **(his if same == "victim" else {}))
    state(portal, reference, "I was afraid of Daniel Marsh.")
    if same == "other":
        new_case(
            portal,
            **his,
            referral_reference="WCU-2",
            victim_date_of_birth="2009-01-01",
            email="d@example.org",
            mobile="07700 900777",
            address="1 Far Road",
            postcode="LS1 4AP",
        )
    elif same == "detail":
        detail(portal, reference, DetailKind.NAME, "Daniel Marsh")
    assert passages(portal, reference) == ()
    assert submissions.export_submission(portal.ctx, portal.officer, reference).files


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DetailKind.WORKPLACE, "Prison"),
        (DetailKind.WORKPLACE, "Parole Board"),
        (DetailKind.PLACE, "Marsh"),
        (DetailKind.SCHOOL, "Statement"),
    ],
)
def test_a_detail_that_every_file_says_stops_nothing_but_her_own_words(
    portal: Portal, kind: DetailKind, value: str
) -> None:
    reference = new_case(portal)
    state(portal, reference, "I was afraid.")
    ask(portal, reference)
    detail(portal, reference, kind, value)
    assert submissions.export_submission(portal.ctx, portal.officer, reference).files
    state(portal, reference, f"He saw me near the {value}.")
    assert [one.words for one in passages(portal, reference)] == [value]


def detail(portal: Portal, reference: str, kind: DetailKind, value: str) -> None:
    submissions.add_detail(portal.ctx, portal.officer, reference, kind, value)


def test_a_part_of_her_name_is_hers_unless_it_is_his_too(portal: Portal) -> None:
    reference = new_case(portal, victim_first_name="Mary Ann", victim_last_name="Marsh-Jones")
    state(portal, reference, "He calls me Mary, or Jones. Marsh is his name.")
    assert [one.words for one in passages(portal, reference)] == ["Mary", "Jones"]


def test_a_statement_that_is_full_of_her_name_is_settled_in_a_moment(portal: Portal) -> None:
    reference = new_case(portal, victim_first_name="Jo", victim_last_name="Reed", email="")
    state(portal, reference, "Jo, " * 4000)
    begun = time.process_time()
    settle(portal, reference, passages(portal, reference)[0], Settled.REWORD, instead="me")
    assert passages(portal, reference) == ()
    assert time.process_time() - begun < 10
