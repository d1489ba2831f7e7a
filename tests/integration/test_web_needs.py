"""The page of a person's needs, their name and their language."""

from flask import render_template

from tests.support.casework import mobile, opted_in, reachable, received
from tests.support.html import faults
from tests.support.pages import PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import let_in
from tests.support.web import COLLEAGUE, OFFICER, STRANGER, app_for, client_for, signed_in
from victim_portal.domain.vocabulary import Language, Need
from victim_portal.services.needs import NeedsView, needs_for_form

HOSTILE = "<script>alert('x')</script> \N{FACE WITH TEARS OF JOY} שלום"
GIVEN = {
    "called": HOSTILE,
    "language": "cy",
    "needs": ["interpreter", "advocate", "large_print"],
    "interpreter": "Polish",
    "advocate": HOSTILE,
}


def _now(portal: Portal, reference: str) -> NeedsView:
    return needs_for_form(portal.ctx, portal.officer, reference).needs


def test_the_needs_are_recorded_and_shown_again(portal: Portal) -> None:
    reference = received(portal)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/needs")
    assert page.h1 == f"Case {reference} Needs and language"
    assert page.value("language") == ["en"]
    done = page.submit(GIVEN).follow()
    assert done.notices == ["Saved."]
    needs = _now(portal, reference)
    assert needs.needs == (Need.LARGE_PRINT, Need.INTERPRETER, Need.ADVOCATE)
    assert (needs.called, needs.interpreter, needs.advocate) == (HOSTILE, "Polish", HOSTILE)
    assert needs.language is Language.WELSH
    page = client.get(f"/cases/{reference}/needs")
    assert page.value("called") == [HOSTILE]
    assert set(page.value("needs")) == {"interpreter", "advocate", "large_print"}
    # Taking a tick out takes the need away.
    page.submit({"needs": ["bsl"]}).follow()
    assert _now(portal, reference).needs == (Need.BSL,)
    page = client.get(f"/cases/{reference}/needs")
    page.submit({"needs": None}).follow()
    assert _now(portal, reference).needs == ()


def test_what_is_missing_is_said_beside_its_field(portal: Portal) -> None:
    reference = received(portal)
    page = client_for(portal).get(f"/cases/{reference}/needs")
    page = page.submit({"needs": ["interpreter", "advocate"]}, status=200)
    assert page.errors == [
        "Enter the language to interpret into.",
        "Enter who their advocate is.",
    ]
    page = page.submit({"language": None, "called": "x" * 81}, status=200)
    assert "Choose the language" in page.errors
    assert page.value("called") == ["x" * 81]


def test_each_channels_own_language_is_shown_and_asked_about(portal: Portal) -> None:
    reference = opted_in(portal)
    [channel_id] = reachable(portal, reference, mobile())
    page = client_for(portal).get(f"/cases/{reference}/needs")
    assert "Each number and address keeps the language that was agreed for it." in page.text
    assert "Mobile number: 07700 900123, English" in page.text
    assert page.links["Mobile number: 07700 900123"].endswith(f"/channels/{channel_id}")
    done = page.submit({"language": "cy"}).follow()
    assert done.notices == [
        "Saved. A number or address keeps another language: agree it with them."
    ]
    assert "agree it with them" in done.text


def test_somebody_elses_change_stands_beside_what_was_typed(portal: Portal) -> None:
    reference = received(portal)
    app = app_for(portal)
    mine, theirs = (
        signed_in(app, who).get(f"/cases/{reference}/needs") for who in (OFFICER, COLLEAGUE)
    )
    theirs.submit({"called": "Molly", "needs": ["bsl"]}).follow()
    page = mine.submit({"called": HOSTILE, "language": "cy"}, status=200)
    assert "Somebody else changed this person's record" in page.errors[0]
    assert page.rows == [
        ["Likes to be called", "Molly", HOSTILE],
        ["Language", "English", "Welsh"],
        ["Needs", "British Sign Language", "Nothing"],
    ]
    assert page.value("called") == [HOSTILE]
    assert _now(portal, reference).called == "Molly"
    page.submit(button="Save over what stands now").follow()
    assert _now(portal, reference).called == HOSTILE


def test_a_change_that_typed_the_same_needs_no_second_save(portal: Portal) -> None:
    reference = received(portal)
    app = app_for(portal)
    mine, theirs = (
        signed_in(app, who).get(f"/cases/{reference}/needs") for who in (OFFICER, COLLEAGUE)
    )
    theirs.submit({"called": "Molly"}).follow()
    assert mine.submit({"called": "Molly"}).follow().notices == ["Saved."]


def test_a_form_open_for_an_hour_still_saves(portal: Portal) -> None:
    reference = received(portal)
    page = client_for(portal).get(f"/cases/{reference}/needs")
    portal.clock.move(minutes=61)
    page = page.submit(GIVEN, status=200)
    page = let_in(page, {"email": OFFICER, "password": PASSWORD})
    page.submit(button="Send it now").follow()
    assert _now(portal, reference).interpreter == "Polish"
    assert len(_now(portal, reference).needs) == 3


def test_another_unit_finds_nothing(portal: Portal) -> None:
    reference = received(portal)
    stranger = client_for(portal, STRANGER)
    stranger.get(f"/cases/{reference}/needs", status=404)
    stranger.get("/cases/VC-00000000/needs", status=404)


def test_the_part_for_the_case_page(portal: Portal) -> None:
    app = app_for(portal)
    PageClient(app)
    some = NeedsView("Molly", Language.WELSH, (Need.BSL, Need.INTERPRETER), "Polish", "", 1)
    none = NeedsView("", Language.ENGLISH, (), "", "", 1)
    for needs, said in ((some, "Interpreter: Polish"), (none, "Nothing recorded. Ask them")):
        with app.test_request_context("/"):
            shown = render_template(
                "officer/needs/_on_case.html",
                needs=needs,
                reference="VC-00000000",
                case={"minor": None, "coming_of_age": {"parent_stands": False}},
            )
        assert said in shown
        assert "/cases/VC-00000000/needs" in shown
        assert not faults(_whole(shown))


def _whole(part: str) -> str:
    """A part of a page in the least of a page around it."""
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Part</title></head>'
        f"<body><main><h1>Part</h1>{part}</main></body></html>"
    )
