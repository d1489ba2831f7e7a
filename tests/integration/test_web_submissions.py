"""The files of a submission, made and taken through the pages."""

import hashlib
from datetime import date

import pytest

from tests.support.casework import email, opted_in, reachable
from tests.support.html import elements, text_of
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
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
    assert page.value("for_whom") == ["Public Protection Casework Section"]
    made = page.submit({"large_print": "y"})
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
    assert [row[2] for row in page.rows if row[0] == name] == ["Yes"]
    say(portal, reference, "Other words.")
    page = client.get(f"/cases/{reference}/representations")
    assert [row[2] for row in page.rows if row[0] == name] == ["No: the case has changed"]


def test_protected_details_are_listed_and_kept_only_with_a_reason(
    portal: Portal, client: PageClient, reference: str
) -> None:
    say(portal, reference, "He still writes to mary.ash@example.org every week.")
    page = client.get(f"/cases/{reference}/submission")
    assert "1 passage could lead to the victim" in page.text
    page = page.submit({"for_whom": "The <b>panel</b>", "language": "cy"})
    assert page.errors == [
        "Settle each passage below with the victim, or enter the reason for keeping them in"
    ]
    assert page.value("for_whom") == ["The <b>panel</b>"]
    assert page.value("language") == ["cy"]
    where, said = page.rows[0]
    assert where.startswith("Victim personal statement, the statement")
    assert where.endswith("Email address")
    assert "mary.ash@example.org" in said
    assert exports(portal, reference).submissions == ()

    made = page.submit({"keep_reason": "She wants him to know that she kept them."})
    assert f"{reference}-statement-v1-cy.pdf" in made.links
    assert exports(portal, reference).submissions[0].keep_reason.startswith("She wants him")
    page = client.get(f"/cases/{reference}/representations")
    assert "She wants him to know that she kept them." in page.text


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


def test_for_whom_is_required(portal: Portal, client: PageClient, reference: str) -> None:
    say(portal, reference, "My words.")
    page = client.get(f"/cases/{reference}/submission").submit({"for_whom": " "})
    assert page.errors == ["Enter who the files are for"]


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
