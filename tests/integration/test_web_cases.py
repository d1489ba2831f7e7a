"""The pages of cases: the lists, one case with everything around it, who has it."""

from datetime import timedelta

import pytest

from tests.support import casework
from tests.support.casework import received
from tests.support.html import without_token
from tests.support.portal import Portal
from tests.support.web import COLLEAGUE, MANAGER, OFFICER, STRANGER, app_for, client_for, signed_in
from victim_portal.domain.contact import Window
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse
from victim_portal.services.cases import CaseFilter, list_cases
from victim_portal.services.channels import ChannelInput, suspend_channel

HOSTILE = "<script>alert(1)</script> مرحبا 😀 " + "W" * 60


def _distinct(number: int) -> dict[str, str]:
    return {
        "referral_reference": f"WCU-{number}",
        "victim_last_name": f"Ash{number}",
        "victim_date_of_birth": (casework.OFFERED_ON - timedelta(days=9000 + number)).isoformat(),
        "offender_last_name": f"Oak{number}",
        "prison_number": f"A{number:04d}BC",
        "crn": f"X{number:06d}",
    }


def test_the_first_page_is_today_and_leads_to_the_own_list(portal: Portal) -> None:
    reference = received(portal)
    page = client_for(portal).get("/").follow()
    assert page.h1.endswith("Today")
    page = page.follow("Cases")
    assert page.h1 == "Your cases"
    (row,) = page.rows
    assert row[:4] == [reference, "Mary Ash", "John Oak", "Not offered yet"]
    assert row[4:] == ["10 Nov 2026", "Due 8 Dec 2026", "Nothing"]


def test_a_managers_first_list_is_the_unit_and_none_is_their_own(portal: Portal) -> None:
    reference = received(portal)
    client = client_for(portal, MANAGER)
    assert client.get("/cases?list=mine").h1 == "All cases of the unit"
    page = client.get("/cases")
    assert page.h1 == "All cases of the unit"
    assert page.rows[0][0] == reference
    assert "Your cases" not in page.links


@pytest.mark.parametrize("which", list(CaseFilter))
def test_an_empty_list_says_what_to_do(portal: Portal, which: CaseFilter) -> None:
    page = client_for(portal).get(f"/cases?list={which.value}")
    assert page.rows == []
    assert page.links["record a referral"] == "/referrals"


@pytest.mark.parametrize("asked", ["nonsense", "", "MINE", "<script>"])
def test_an_unknown_list_or_key_gives_the_own_list(portal: Portal, asked: str) -> None:
    reference = received(portal)
    page = client_for(portal).get("/cases", query={"list": [asked], "after": ["x_y"]})
    assert page.h1 == "Your cases"
    assert page.rows[0][0] == reference


def test_overdue_and_updates_to_read_stand_in_the_list(portal: Portal) -> None:
    late = received(portal)
    told = casework.ready(portal, **_distinct(2))
    portal.clock.move(days=30)
    rows = {row[0]: row for row in client_for(portal).get("/cases").rows}
    assert rows[late][5] == "Due 8 Dec 2026 Overdue"
    assert rows[told][5] == "Made 13 Nov 2026"
    drafts = list_cases(portal.ctx, portal.officer, CaseFilter.MINE).lines
    to_read = {line.reference: line.drafts_to_read for line in drafts}
    assert to_read[told] > 0
    assert rows[told][6].startswith(f"{to_read[told]} update")


def test_pages_of_25_lead_to_each_case_once(portal: Portal) -> None:
    made = {received(portal, **_distinct(number)) for number in range(27)}
    client = client_for(portal)
    first = client.get("/cases")
    assert len(first.rows) == 25
    second = first.follow("Older cases")
    assert len(second.rows) == 2
    assert {row[0] for row in first.rows + second.rows} == made
    assert second.follow("Newest cases").rows == first.rows


def test_one_case_with_everything_around_it(portal: Portal) -> None:
    reference = casework.ready(portal)
    page = client_for(portal).get(f"/cases/{reference.lower()}")
    assert page.h1 == f"Case {reference} Mary Ash"
    assert page.title == f"Case {reference} - Victim Portal"
    for words in (
        "Opted in",
        "Statutory",
        "Standard determinate sentence",
        "8 years",
        "Referral after sentence",
        "In their words: “Yes, please tell me.”",
        "Each key stage of the sentence",
        "Mobile number: 07700 900123",
        "Safe to use now.",
        "Neutral words only",
        "Verified by a code they read back",
        "Conditional release date",
        "Sentence and licence expiry date",
        "The sentence explained",
        "Telephone: spoke to them",
    ):
        assert words in page.text, words
    assert "None of this" not in page.text


def test_each_part_leads_on(portal: Portal) -> None:
    reference = casework.ready(portal)
    links = client_for(portal).get(f"/cases/{reference}").links
    inside = f"/cases/{reference}/"
    for text in ("Record an answer", "Add a number or address", "Put the dates right"):
        assert links[text].startswith(inside), text
    assert any(text.startswith("The sentence explained") for text in links)


def test_a_case_of_nothing_says_what_is_missing(portal: Portal) -> None:
    page = client_for(portal).get(f"/cases/{received(portal)}")
    for words in (
        "The scheme has not been offered yet.",
        "No number or address is known.",
        "No key dates yet.",
        "No updates are planned.",
        "Nobody has been in contact with them yet.",
    ):
        assert words in page.text, words


def test_the_plan_of_a_stopped_and_an_hourly_channel_in_words(portal: Portal) -> None:
    reference = received(portal)
    hours = Window(frozenset(range(5)), casework.evenings().start, casework.evenings().end)
    first, second = casework.reachable(
        portal,
        reference,
        casework.mobile(any_time=False, windows=(hours,), who_else="Her mother", code_word="Fern"),
        ChannelInput(
            ChannelKind.LANDLINE, "020 7946 0999", frozenset({ChannelUse.CALL}), any_time=True
        ),
    )
    assert first != second
    suspend_channel(portal.ctx, portal.officer, reference, second, "He moved back in")
    text = client_for(portal).get(f"/cases/{reference}").text
    assert "Monday to Friday, 6pm to 8pm" in text
    assert "Not at this hour." in text
    assert "Her mother" in text
    assert "Fern" in text
    assert "Stopped since" in text
    assert "He moved back in" in text


def test_an_earlier_version_of_the_dates_and_doubts_stay_in_sight(portal: Portal) -> None:
    reference = casework.ready(portal)
    casework.dated(portal, reference, CRD="2031-12-01", SED="2030-11-01")
    page = client_for(portal).get(f"/cases/{reference}")
    assert "Ask the prison about these dates" in page.text
    assert "Was 1 Nov 2031" in page.text
    assert "No longer given: SLED (sentence and licence expiry date)" in page.text
    assert "Earlier versions (1)" in page.text


def test_another_victim_of_the_same_offender_is_warned_of_without_a_name(portal: Portal) -> None:
    reference = received(portal)
    alone = client_for(portal).get(f"/cases/{reference}")
    assert "has another victim" not in alone.text
    received(
        portal,
        referral_reference="WCU-9",
        victim_first_name="Ida",
        victim_last_name="Fell",
        victim_date_of_birth="1971-05-06",
    )
    page = client_for(portal).get(f"/cases/{reference}")
    assert "The same offender has another victim" in page.text
    assert "Fell" not in page.text


def test_hostile_text_is_shown_as_it_was_typed(portal: Portal) -> None:
    reference = received(portal, victim_last_name=HOSTILE, court=HOSTILE)
    client = client_for(portal)
    for path in ("/cases", f"/cases/{reference}"):
        page = client.get(path)
        assert HOSTILE in page.text
        assert "<script>alert" not in page.html


@pytest.mark.parametrize("person", [STRANGER])
def test_another_units_case_is_like_one_that_never_was(portal: Portal, person: str) -> None:
    reference = received(portal)
    client = client_for(portal, person)
    theirs = client.get(f"/cases/{reference}", status=404)
    nobodys = client.get("/cases/VC-00000000", status=404)
    assert without_token(theirs.html) == without_token(nobodys.html)
    assert client.get("/cases").rows == []


def _queued(portal: Portal) -> str:
    """A case that came by a manager, and so waits in the unit's queue."""
    from victim_portal.services.referrals import receive_typed

    return receive_typed(portal.ctx, portal.manager, casework.REFERRAL)


def test_one_officer_takes_a_waiting_case_and_the_next_is_told(portal: Portal) -> None:
    reference = _queued(portal)
    app = app_for(portal)
    sam, nia = signed_in(app, OFFICER), signed_in(app, COLLEAGUE)
    waiting = sam.get("/cases?list=queue")
    assert waiting.rows[0][:4] == [
        reference,
        "Mary Ash",
        "John Oak",
        "Not offered yet Nobody has it",
    ]
    page, other = waiting.follow(reference), nia.get(f"/cases/{reference}")
    taken = page.submit(button="Take this case").follow()
    assert taken.notices == ["The case is yours now."]
    assert "Take this case" not in taken.text
    late = other.submit(button="Take this case").follow()
    assert late.notices == ["Sam Carter took this case before you."]
    again = page.submit(button="Take this case").follow()
    assert again.notices == ["The case is yours now."]
    assert [row[0] for row in sam.get("/cases").rows] == [reference]


def test_a_manager_gives_a_case_to_an_officer(portal: Portal) -> None:
    reference = _queued(portal)
    client = client_for(portal, MANAGER)
    page = client.get(f"/cases/{reference}")
    button = "Give the case to this officer"
    refused = page.submit({"officer": ""}, button=button).follow()
    assert refused.notices == ["Choose an officer of this unit."]
    nia = str(portal.colleague.user_id)
    given = page.submit({"officer": nia}, button=button).follow()
    assert given.notices == ["The case was given to the officer."]
    assert "Nia Evans" in given.text
    stranger = str(portal.stranger.user_id)
    form = {"csrf_token": given.value("csrf_token")[0], "officer": stranger}
    outside = client.post(f"/cases/{reference}/assign", form).follow()
    assert outside.notices == ["Choose an officer of this unit."]


def test_only_a_manager_gives_cases_away(portal: Portal) -> None:
    reference = received(portal)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}")
    assert "Give the case" not in page.text
    form = {
        "csrf_token": client.get(f"/cases/{reference}/answer").value("csrf_token")[0],
        "officer": str(portal.colleague.user_id),
    }
    client.post(f"/cases/{reference}/assign", form, status=404)
    assert casework.view(portal, reference).officer_name == "Sam Carter"
