"""The victim personal statement, recorded, read and withdrawn through the pages."""

import pytest

from tests.support.casework import opted_in
from tests.support.html import elements, every, has_class
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import MANAGER, client_for
from victim_portal.domain.vocabulary import Route
from victim_portal.services.representations import RepresentationsView, representations_view
from victim_portal.store.cases import by_reference

HOSTILE = (
    "\n\n  <script>alert(1)</script> & &lt;b&gt; \"'   I <3 you, {{ nothing }} {% nor this %}\n"
    "\tTabbed \u202eright to left\u202c مرحبا بالعالم 👩‍👩‍👧 </textarea><h1>Ha</h1>\n\n  end  \n"
)
LONG = "\n\n".join(
    f"Paragraph {number}. " + "I still wake up at night. " * 15 for number in range(10)
)
SIGNED = {"signed_on-day": "16", "signed_on-month": "11", "signed_on-year": "2026"}
HOW = {"written_by": "victim", "reading_preference": "panel_reads", "language": "en"}


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case of a life sentence, whose victim has opted in."""
    return opted_in(portal, sentence_type="LIFE")


@pytest.fixture
def client(portal: Portal) -> PageClient:
    """The officer of the case."""
    return client_for(portal)


def seen(portal: Portal, reference: str) -> RepresentationsView:
    return representations_view(portal.ctx, portal.officer, reference)


def say(client: PageClient, reference: str, body: str, **more: str) -> Page:
    """Record a statement through its page."""
    page = client.get(f"/cases/{reference}/statement")
    return page.submit({**HOW, **SIGNED, "body": body, **more})


VERY_LONG = "رسالة " * 25_000


@pytest.mark.parametrize(
    "text", [VERY_LONG, LONG + HOSTILE, HOSTILE, " " + LONG, "\u200f" + HOSTILE * 20]
)
def test_after_an_error_every_character_is_still_there(
    portal: Portal, client: PageClient, reference: str, text: str
) -> None:
    page = client.get(f"/cases/{reference}/statement")
    for _ in range(3):
        page = page.submit({"body": text, "withheld": text[:40], "withheld_reasons": HOSTILE})
        assert "Choose who wrote it down" in page.errors
        assert page.value("body") == [text]
        assert page.value("withheld_reasons") == [HOSTILE]
    assert seen(portal, reference).statement is None


def test_a_statement_is_drawn_from_its_blocks(
    portal: Portal, client: PageClient, reference: str
) -> None:
    body = "First <strong>line</strong>.\nSecond <em>line</em>.\n\n<ul><li>a</li><li>b</li></ul>"
    page = say(client, reference, f"{body}\n\n<script>alert(1)</script> مرحبا").follow()
    assert page.notices == ["Version 1 of the statement was recorded."]
    shown = next(e for e in every(page.main) if has_class(e, "govuk-inset-text") and e.get("lang"))
    paragraphs = ["".join(each.itertext()) for each in elements(shown, "p")]
    assert paragraphs == [
        "First line.\nSecond line.",
        "<script>alert(1)</script> مرحبا",
    ]
    assert ["".join(each.itertext()) for each in elements(shown, "strong", "em", "li")] == [
        "line",
        "line",
        "a",
        "b",
    ]
    assert "8 words, about 1 minute to read aloud" in page.text


def test_a_long_statement_is_taken_with_a_gentle_note(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = say(client, reference, "word " * 1700).follow()
    assert "1,700 words, about 12 minutes to read aloud" in page.text
    assert "A statement should take less than 10 minutes" in page.text
    assert seen(portal, reference).statement is not None


def test_a_new_version_starts_from_the_newest_and_keeps_the_old(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = say(client, reference, "The first words.").follow().follow("Record a new version")
    assert page.value("body") == ["The first words."]
    assert page.value("signed_on-day") == [""]
    page = page.submit({**SIGNED, "body": "The second words."}).follow()
    assert "The statement, version 2" in page.text
    assert "Earlier versions (1)" in page.text
    assert "The first words." in page.text


def test_a_version_over_somebody_elses_is_saved_only_knowingly(
    portal: Portal, client: PageClient, reference: str
) -> None:
    mine = client.get(f"/cases/{reference}/statement")
    say(client, reference, "The colleague's.")
    page = mine.submit({**HOW, **SIGNED, "body": "Mine."})
    assert page.errors[0].startswith("Somebody else recorded a version")
    assert page.value("body") == ["Mine."]
    assert page.submit().location is not None
    newest = seen(portal, reference).statement
    assert newest is not None
    assert newest.version == 2


def test_a_statement_sent_twice_is_one_version(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/statement")
    for _ in range(2):
        assert page.submit({**HOW, **SIGNED, "body": "Once."}).location is not None
    assert len(seen(portal, reference).older) == 0


def test_a_part_to_be_kept_back_needs_reasons_and_is_shown_apart(
    client: PageClient, reference: str
) -> None:
    closed = client.get(f"/cases/{reference}/statement")
    assert "rule 17" in closed.text
    page = say(client, reference, "What all may read.", withheld="Where I go to church.")
    assert page.errors[0].startswith("Enter the reasons: whose health")
    kept = [each for each in elements(page.main, "details") if each.get("open") is not None]
    assert len(kept) == 1
    page = page.submit({"withheld_reasons": "He would find me there."}).follow()
    assert "To be kept from the prisoner Where I go to church." in page.text
    assert "He would find me there." in page.text


def test_a_dictated_statement_is_read_back_before_it_is_signed(
    client: PageClient, reference: str
) -> None:
    page = say(client, reference, "As I said it.", written_by="dictated")
    assert page.errors == ["Enter the day on which it was read back to the victim."]


def test_where_none_is_heard_the_page_says_what_can_be_done_instead(
    portal: Portal, client: PageClient
) -> None:
    reference = opted_in(portal)
    page = client.get(f"/cases/{reference}/statement")
    assert page.forms == []
    assert "isn't decided by the Parole Board" in page.text
    assert "Record a condition that the victim asks for" in page.links
    page = client.get(f"/cases/{reference}/representations")
    assert "Record a statement" not in page.links


def test_where_the_manager_decides_the_officer_is_sent_there(
    portal: Portal, client: PageClient
) -> None:
    reference = opted_in(portal, sentence_type="LIFE")
    with portal.ctx.store.writing() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        case.route = Route.DISCRETIONARY.value
        uow.commit()
    page = client.get(f"/cases/{reference}/statement")
    assert page.forms == []
    assert "Ask your manager to record it." in page.text
    manager = client_for(portal, MANAGER).get(f"/cases/{reference}/statement")
    assert manager.submit({**HOW, **SIGNED, "body": "My words."}).location is not None


def test_a_statement_is_withdrawn_after_a_question(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = say(client, reference, "My words.").follow().follow("Withdraw the statement")
    assert "My words." in page.text
    assert seen(portal, reference).statement is not None
    page = page.submit().follow()
    assert page.notices == ["The statement was withdrawn."]
    assert "No earlier version takes its place" in page.text
    page = client.get(f"/cases/{reference}/statement/withdraw")
    assert page.forms == []
    again = say(client, reference, "New words.").follow()
    assert "The statement, version 2" in again.text
