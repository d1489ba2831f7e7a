"""The pages on which a contact or an answer is taken back."""

from tests.support.answers import E, give
from tests.support.contacts import Out, open_tasks, tried
from tests.support.letters import referred
from tests.support.portal import Portal
from tests.support.web import MANAGER, client_for

WHY = "Another case: <script>alert(1)</script>"


def test_an_entry_is_taken_back_and_stays_struck_through(portal: Portal) -> None:
    reference = referred(portal)
    tried(portal, reference, Out.SPOKE, note="We <b>spoke</b>")
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/contacts")
    (link,) = [href for text, href in page.links.items() if text.startswith("Take it back")]
    page = client.get(link)
    refused = page.submit({"why": " "}, button="Take it back", status=200)
    assert refused.errors == ["Say why it was a mistake"]
    done = refused.submit({"why": WHY}, button="Take it back").follow()
    assert done.path == f"/cases/{reference}/contacts"
    assert "Taken back by Sam Carter" in done.text
    assert "<s>" in done.response.text
    assert "<script>alert" not in done.response.text
    assert not [text for text in done.links if text.startswith("Take it back")]
    assert "It is taken back already" in client.get(link).text


def test_an_officer_asks_and_the_manager_takes_the_answer_back(portal: Portal) -> None:
    reference = referred(portal)
    give(portal, reference, E.DO_NOT_CONTACT)
    path = f"/cases/{reference}/answer/mistake"
    client = client_for(portal)
    assert client.get(f"/cases/{reference}").links["This answer was recorded by mistake"] == path
    page = client.get(path)
    assert page.submit({"why": ""}, button="Ask the manager", status=200).errors
    page.submit({"why": WHY}, button="Ask the manager")
    assert [one.kind for one in open_tasks(portal)] == ["undo_answer"]
    page = client_for(portal, MANAGER).get(path)
    form = {"why": WHY, "with_contact": "y"}
    done = page.submit(form, button="Take the answer back").follow()
    assert done.path == f"/cases/{reference}"
    assert "Taken back by Moira Hughes" in done.text
    assert "Record the offer" in done.links
    assert [one.kind for one in open_tasks(portal)] == ["first_contact"]


def test_what_was_typed_outlives_a_newer_answer(portal: Portal) -> None:
    reference = referred(portal)
    give(portal, reference, E.OFFERED)
    page = client_for(portal, MANAGER).get(f"/cases/{reference}/answer/mistake")
    give(portal, reference, E.DECLINED)
    late = page.submit({"why": "A long reason"}, button="Take the answer back")
    assert "A long reason" in late.text


def test_without_an_answer_there_is_nothing_to_take_back(portal: Portal) -> None:
    reference = referred(portal)
    client_for(portal).get(f"/cases/{reference}/answer/mistake", status=404)
