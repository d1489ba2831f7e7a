"""The files of a submission, made and taken through the pages."""

import hashlib
from datetime import date

import pytest

from tests.support.casework import email, opted_in, reachable
from tests.support.html import elements, text_of
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import MANAGER, STRANGER, client_for
from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.vocabulary import ContactMethod, Language
from victim_portal.services.representations import (
    RepresentationInput,
    RequestInput,
    StatementInput,
    record_representation,
    record_statement,
)
from victim_portal.services.submissions import SubmissionsView, submissions_view
from victim_portal.web.officer.submissions import code_points


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case of a life sentence, whose victim can be reached by e-mail."""
    made = opted_in(portal, sentence_type="LIFE")
    reachable(portal, made, email())
    return made


@pytest.fixture
def client(portal: Portal) -> PageClient:
    """The officer of the case."""
    return client_for(portal)


def say(portal: Portal, reference: str, body: str, *, signed: bool = True, **more: str) -> None:
    """A statement of the victim's."""
    given = StatementInput(
        body=body,
        written_by=WrittenBy.VICTIM,
        read_back_on=None,
        reading_preference=ReadingPreference.PANEL_READS,
        language=Language.ENGLISH,
        signed_on=date(2026, 11, 16) if signed else None,
        **more,
    )
    record_statement(portal.ctx, portal.officer, reference, given)


def ask(portal: Portal, reference: str, wish: str) -> None:
    """A condition that the victim asks for."""
    request = RequestInput(wish=wish, code="d5998ca1", necessity="I am afraid.")
    given = RepresentationInput(date(2026, 11, 16), ContactMethod.VISIT, (request,))
    record_representation(portal.ctx, portal.officer, reference, given)


def exports(portal: Portal, reference: str) -> SubmissionsView:
    return submissions_view(portal.ctx, portal.officer, reference)


def test_with_nothing_to_say_the_page_says_what_is_missing(
    client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/submission")
    assert page.forms == []
    assert "There is nothing to export yet" in page.text


def test_an_unsigned_statement_is_not_exported(
    portal: Portal, client: PageClient, reference: str
) -> None:
    say(portal, reference, "My words.", signed=False)
    page = client.get(f"/cases/{reference}/submission")
    assert page.forms == []
    assert "The statement isn't signed" in page.text
    assert page.links["Record a version of the statement"] == f"/cases/{reference}/statement"


def test_the_files_are_made_listed_and_downloaded_as_made(
    portal: Portal, client: PageClient, reference: str
) -> None:
    say(portal, reference, "My words.", withheld="My church.", withheld_reasons="He would come.")
    ask(portal, reference, "Keep him away.")
    page = client.get(f"/cases/{reference}/submission")
    assert [text_of(each) for each in elements(page.main, "dt")] == [
        "Victim personal statement",
        "Requested licence conditions",
        "Application not to disclose",
    ]
    made = page.submit({"large_print": "y"})
    assert "For: Public Protection Casework Section." in made.text
    assert made.h1.endswith("The files are made")
    assert "large print" in made.text
    name = f"{reference}-statement-v1-large.pdf"
    got = client.http.get(made.links[name])
    assert got.status_code == 200
    assert got.data.startswith(b"%PDF-")
    assert hashlib.sha256(got.data).hexdigest() in made.text
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Cache-Control"] == "no-store"
    assert f"{reference}-nondisclosure-v1-large.pdf" in made.links
    assert "Never put it with the others" in made.text

    page = client.get(f"/cases/{reference}/representations")
    assert name in page.links
    assert [row[2] for row in page.rows if row[0] == name] == ["Current"]
    say(portal, reference, "Other words.")
    page = client.get(f"/cases/{reference}/representations")
    assert [row[2] for row in page.rows if row[0] == name] == ["Replaced"]


def test_a_passage_is_settled_on_its_page_before_files_are_made(
    portal: Portal, client: PageClient, reference: str
) -> None:
    say(portal, reference, "He still writes to mary.ash@example.org every week.")
    page = client.get(f"/cases/{reference}/submission")
    assert "1 passage could lead to the victim" in page.text
    where, said, _ = page.rows[0]
    assert where.startswith("Victim personal statement, the statement")
    assert where.endswith("Email address")
    assert "mary.ash@example.org" in said
    # No button to make the files: there is the manager, or the passage to settle.
    assert not any(one.get("name") == "language" for one in elements(page.main, "input"))
    settle = client.get(
        next(href for text, href in page.links.items() if text.startswith("Settle"))
    )
    assert settle.value("taken") == ["mary.ash@example.org"]
    again = settle.submit({"how": "keep"})
    assert again.errors == ["Enter why it stays in, in a way that somebody else can follow."]
    page = again.submit({"reason": "She wants him to know that she <b>kept</b> them."}).follow()
    assert "The passage was settled." in page.text
    assert "She wants him to know that she <b>kept</b> them." in page.text
    made = page.submit({"language": "cy", "for_whom": "The <b>panel</b>"}, button="Make the files")
    assert f"{reference}-statement-v1-cy.pdf" in made.links
    assert "For: The <b>panel</b>." in made.text


def test_other_words_make_a_version_that_she_signed(
    portal: Portal, client: PageClient, reference: str
) -> None:
    say(portal, reference, "He writes to mary.ash@example.org and rings. I am afraid.")
    page = client.get(f"/cases/{reference}/submission")
    settle = client.get(
        next(href for text, href in page.links.items() if text.startswith("Settle"))
    )
    page = settle.submit({"how": "reword", "instead": "me"}).follow()
    assert "Version 2 of the statement says so now." in page.text
    assert "could lead to the victim" not in page.text
    assert "Before: mary.ash@example.org" in page.text
    page = client.get(f"/cases/{reference}/representations")
    assert "He writes to me and rings. I am afraid." in page.text
    # Whoever was slower is told, and nothing typed is lost.
    late = settle.submit({"how": "keep", "reason": "She wants it."})
    assert "somebody settled it, or the words have changed" in late.text
    assert "She wants it." in late.text


def test_a_manager_sends_with_the_list_and_an_officer_can_ask_for_it(
    portal: Portal, client: PageClient, reference: str
) -> None:
    say(portal, reference, "He writes to mary.ash@example.org.")
    page = client.get(f"/cases/{reference}/submission")
    asked = page.submit(button="Ask the manager to send them in time").follow()
    assert "Your manager has a task" in asked.text
    manager = client_for(portal, MANAGER)
    page = manager.get(f"/cases/{reference}/submission")
    refused = page.submit({"language": "en"}, button="Make the files")
    assert refused.errors == [
        "Settle each passage below with the victim. Only a manager can send them as they are"
    ]
    made = refused.submit({"send_unsettled": "The hearing is tomorrow."}, button="Make the files")
    assert f"{reference}-statement-v1.pdf" in made.links
    record = manager.get(made.links["record to whom it went"])
    assert "The hearing is tomorrow." in record.text
    got = manager.http.get(record.links["The list that goes with the files"])
    assert got.content_type == "text/plain; charset=utf-8"
    text = got.get_data(as_text=True)
    assert "Victim personal statement, the statement: email address" in text
    assert "mary" not in text
    assert "Not to be shown to the prisoner" in text


def test_characters_without_a_font_are_named(
    portal: Portal, client: PageClient, reference: str
) -> None:
    say(portal, reference, "A sign of Linear A: \U00010600, and a tag: \ue123.")
    made = client.get(f"/cases/{reference}/submission").submit()
    unprintable = exports(portal, reference).submissions[0].documents[0].unprintable
    assert unprintable
    for sentence in code_points(unprintable):
        assert sentence in made.text


def test_a_character_is_named_by_number_and_unicode_name() -> None:
    assert code_points(["\U0001f600", "\ue123", "\U0001f600"]) == [
        "U+1F600 GRINNING FACE",
        "U+E123 without a name",
    ]


def test_a_form_sent_twice_is_one_export(
    portal: Portal, client: PageClient, reference: str
) -> None:
    say(portal, reference, "My words.")
    page = client.get(f"/cases/{reference}/submission")
    first, second = page.submit(), page.submit()
    assert first.links == second.links
    assert len(exports(portal, reference).submissions) == 1


def test_another_unit_finds_neither_page_nor_file(
    portal: Portal, client: PageClient, reference: str
) -> None:
    say(portal, reference, "My words.")
    made = client.get(f"/cases/{reference}/submission").submit()
    address = made.links[f"{reference}-statement-v1.pdf"]
    stranger = client_for(portal, STRANGER)
    stranger.get(f"/cases/{reference}/submission", status=404)
    stranger.get(address, status=404)
    other = opted_in(
        portal,
        referral_reference="WCU-2",
        victim_last_name="Birch",
        victim_date_of_birth="1991-03-04",
        offender_last_name="Elm",
        prison_number="A9999ZZ",
        crn="X999999",
    )
    client.get(address.replace(reference, other), status=404)
    client.get(f"/cases/{reference}/documents/00000000-0000-4000-8000-000000000000", status=404)
