"""The pages of broken glass, restrictions and second persons."""

import pytest

from tests.support import casework
from tests.support.conflicts import case_of, second
from tests.support.pages import PageClient
from tests.support.portal import OTHER_UNIT, PASSWORD, Portal
from tests.support.signing_in import sign_in_by_page
from tests.support.walls import breakings, person
from tests.support.web import MANAGER, OFFICER, STRANGER, app_for, signed_in
from victim_portal.domain.vocabulary import Role

ASK = {"reason": "danger", "why": "He is at her door. <b>ŵ</b>"}


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case of the unit that is under way."""
    return casework.ready(portal)


def test_an_officer_opens_a_case_reads_it_leaves_a_note_and_closes_it(
    portal: Portal, reference: str
) -> None:
    person(portal, Role.OFFICER, OTHER_UNIT)
    client = signed_in(app_for(portal), "ada.officer@example.org")
    page = client.get(client.get("/find").links["break the glass"])
    assert page.submit().errors == ["Choose why you need to see this case", "Say what happened"]
    refused = page.submit({**ASK, "reference": "VC-00000000"})
    assert refused.errors[0].startswith("No case can be opened with this.")
    assert refused.value("why") == [ASK["why"]]
    opened = refused.submit({"reference": reference}).follow()
    assert opened.h1.endswith("Mary Ash")
    assert "You have broken the glass of this case. It ends at 1pm." in opened.text
    assert "07700 900123" in opened.text
    for text, href in opened.links.items():
        if reference in href:
            assert client.get(href).status == 200, text
    log = client.get(opened.links["All contacts and notes"])
    assert "You have broken the glass" in log.text
    note = client.get(log.links["Write a note"])
    assert "You have broken the glass" in note.text
    kept = note.submit({"text": "She is safe."}, button="Save").follow()
    assert kept.notices[0] == "The note was kept."
    for shut in ("answer", "representations", "submission", "contacts/new", "key-dates"):
        client.get(f"/cases/{reference}/{shut}", status=404)
    again = client.get(f"/cases/{reference}")
    closed = again.submit({}, button="Close the case again").follow().follow()
    assert "closed to you again" in closed.notices[0]
    client.get(f"/cases/{reference}", status=404)


def test_the_banner_stands_on_no_other_case(portal: Portal, reference: str) -> None:
    other = person(portal, Role.OFFICER, OTHER_UNIT)
    there = casework.received(portal, referral_reference="WCU-2", prison_number="", crn="")
    client = signed_in(app_for(portal), "ada.officer@example.org")
    page = client.get("/break-glass").submit({**ASK, "reference": reference})
    assert page.location
    assert "broken the glass of this case" not in client.get("/tasks").text
    assert "broken the glass of this case" not in client.get(f"/cases/{there}", status=404).text
    colleague = signed_in(app_for(portal), "nia.evans@example.org")
    assert "broken the glass of" not in colleague.get(f"/cases/{reference}").text
    assert other.unit_id != portal.officer.unit_id


def test_managers_judge_it_on_their_page(portal: Portal, reference: str) -> None:
    app = app_for(portal)
    stranger = signed_in(app, STRANGER)
    stranger.get("/break-glass").submit({**ASK, "reference": reference}).follow()
    own = stranger.get("/broken-glass")
    assert "it is your own" in own.text
    manager = signed_in(app, MANAGER)
    task = manager.get("/tasks")
    assert "opened a case by breaking the glass" in task.text
    page = manager.get("/broken-glass")
    assert "Otto Lang" in page.text
    assert ASK["why"] in page.text
    [link] = [href for text, href in page.links.items() if "whether it was in order" in text]
    form = manager.get(link)
    assert form.submit({"in_order": "no"}).errors == ["Say what wasn't in order"]
    done = form.submit({"in_order": "no", "finding": "He knows her."}).follow()
    assert done.notices == ["What you found is recorded."]
    assert "Not in order" in done.text
    manager.get(link, status=404)
    stranger.get(f"/cases/{reference}", status=404)
    assert breakings(portal)[0].in_order is False


def test_a_case_is_restricted_named_and_opened_again_by_two(portal: Portal, reference: str) -> None:
    second(portal)
    app = app_for(portal)
    manager, other = signed_in(app, MANAGER), signed_in(app, "ada.ross@example.org")
    page = manager.get(f"/cases/{reference}")
    form = manager.get(page.links["Restrict this case to named people"])
    assert form.submit().errors == ["Say why only named people may see it"]
    shown = form.submit({"why": "Her cousin."}).follow()
    assert [row[0].split(",")[0] for row in shown.rows] == ["Sam Carter", "Moira Hughes"]
    other.get(f"/cases/{reference}", status=404)
    assert "Restricted" in signed_in(app, OFFICER).get(f"/cases/{reference}").text
    lift = manager.get(shown.links["Propose to lift the restriction"])
    assert lift.submit().errors == ["Say why the whole unit can see it again"]
    lift.submit({"why": "He has moved."}).follow()
    mine = manager.get("/to-decide")
    assert "Take it back" in mine.text
    theirs = other.get("/to-decide")
    [agree] = [one for one in theirs.forms if one.values.get("decision") == ["agree"]]
    sent = {name: value[0] for name, value in agree.values.items()}
    done = other.post(agree.action, sent).follow()
    assert done.notices[0].startswith("Done: Lift the restriction")
    assert not case_of(portal, reference).restricted
    other.get(f"/cases/{reference}")


def test_an_administrator_names_a_manager_unseeing(portal: Portal, reference: str) -> None:
    person(portal, Role.ADMINISTRATOR)
    client = PageClient(app_for(portal))
    sign_in_by_page(client, "ada.administrator@example.org", f"{PASSWORD} {PASSWORD}")
    page = client.get("/restricted-case")
    assert page.submit().errors == ["Enter the case reference from the task", "Choose a manager"]
    refused = page.submit({"reference": reference, "user": str(portal.manager.user_id)})
    assert refused.errors == ["No restricted case without a manager has this reference."]
    assert "Mary" not in refused.html
