"""The pages of the texts, read by staff and changed by two administrators."""

from typing import Any

import pytest

from tests.support.amending import administrators
from tests.support.casework import ready, update_of
from tests.support.pages import Page, PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import sign_in_by_page
from tests.support.walls import person
from tests.support.web import MANAGER, OFFICER, app_for, signed_in
from tests.support.wording import NERYS, NEWS
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Role
from victim_portal.services.templates import proposing

FIRST, SECOND = "ada.administrator@example.org", "bel.administrator@example.org"
NEW = {
    "english": "I have something to tell you.",
    "welsh": "Mae gen i rywbeth i'w ddweud wrthych.",
    "reviewer": NERYS,
    "why": "Readers asked. <b>😀</b>",
}
PROPOSED = "It waits for a second administrator. Until they agree, nothing changes."


@pytest.fixture
def clients(portal: Portal) -> dict[str, PageClient]:
    administrators(portal)
    person(portal, Role.AUDITOR)
    app = app_for(portal)
    found = {}
    for email in (FIRST, SECOND):
        found[email] = PageClient(app)
        sign_in_by_page(found[email], email, f"{PASSWORD} {PASSWORD}")
    found["auditor"] = signed_in(app, "ada.auditor@example.org")
    found["manager"] = signed_in(app, MANAGER)
    found["officer"] = signed_in(app, OFFICER)
    return found


def looked(client: PageClient, name: str = NEWS, **changes: Any) -> Page:
    form = client.get(f"/templates/{name}/change")
    return form.submit({**NEW, **changes}, button="See how it reads")


def proposed(client: PageClient, name: str = NEWS, **changes: Any) -> Page:
    return looked(client, name, **changes).submit({}, button="Propose this wording").follow()


def press(page: Page, button: str, **given: str) -> Page:
    for number, form in enumerate(page.forms):
        for text in form.buttons:
            if text.startswith(button):
                return page.submit(given, button=text, form=number)
    raise AssertionError(button)


def test_a_wording_from_the_form_to_the_case(
    portal: Portal, clients: dict[str, PageClient]
) -> None:
    reference = ready(portal)
    first, second = clients[FIRST], clients[SECOND]
    page = looked(first)
    assert page.errors == []
    assert "Hello Rhiannon, I have something to tell you." in " ".join(page.text.split())
    assert "Mae gen i rywbeth i'w ddweud wrthych." in page.text
    assert "drafts are written again" in page.text
    page = page.submit({}, button="Propose this wording").follow()
    assert page.notices == [PROPOSED]
    assert "Propose a new wording" not in page.links
    first_view = first.get(page.links["Read the wording that waits"])
    assert "another administrator decides" in first_view.text
    assert "Agree" not in first_view.html.split("<main")[1]
    to_decide = second.get("/to-decide")
    assert "Put a new wording to use: Notice of news: email, paragraph 2" in to_decide.text
    place = next(h for t, h in to_decide.links.items() if t.startswith("Read both languages"))
    page = second.get(place)
    assert NEW["why"] in page.text
    assert "There is news for you." in page.text
    page = press(page, "Agree and put it to use").follow()
    assert page.notices[0].startswith("In use from now on: Notice of news: email, paragraph 2")
    page = clients["officer"].get(f"/templates/{NEWS}")
    assert "Proposed by Ada Ross, agreed by Bel Ross" in page.text
    assert "Version 1" in page.text
    update = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    page = clients["officer"].get(f"/cases/{reference}/updates/{update.id}")
    assert "as it came with the portal" in page.text
    assert "Newer words are in use" in page.text
    assert page.links["Notice of news: email, paragraph 2"] == f"/templates/{NEWS}"
    assert page.links["Every text of this stage"] == "/templates?group=sentence_explained"


def test_what_was_edited_after_the_look_is_looked_at_again(clients: dict[str, PageClient]) -> None:
    other = {"welsh": "Mae newyddion."}
    page = looked(clients[FIRST]).submit(other, button="Propose this wording")
    assert "Mae newyddion." in page.text
    assert page.submit({}, button="Propose this wording").location


def test_what_cannot_stand_is_said_beside_its_field_and_kept(
    clients: dict[str, PageClient],
) -> None:
    first = clients[FIRST]
    hostile = "<script>alert(1)</script> {person_name} of the prison"
    page = looked(first, english=hostile, welsh="", reviewer="")
    assert sorted(one.split(":")[0] for one in page.errors) == [
        "Enter the Welsh words",
        "Enter the name of whoever reviewed the Welsh",
        "Take out the signs of a web page (such as <b>)",
    ]
    assert "&lt;script&gt;alert(1)" in page.html
    assert "Propose this wording" not in str(page.forms)
    page = looked(first, english="Two\nlines.")
    assert page.errors == ["Take out what isn't plain text: a line break"]
    page = looked(first, why=" ").submit({}, button="Propose this wording")
    assert page.errors == ["Say why the wording changes"]


def test_who_typed_over_an_older_version_reads_it_and_keeps_the_typed(
    clients: dict[str, PageClient],
) -> None:
    page = looked(clients[FIRST], english="Some other news.")
    waiting = proposed(clients[SECOND]).links["Read the wording that waits"]
    again = page.submit({}, button="Propose this wording")
    assert again.errors == ["This was proposed already, and waits for a second person."]
    assert "Some other news." in again.html
    press(clients[FIRST].get(waiting), "Agree")
    again = page.submit({}, button="Propose this wording")
    assert again.errors == [proposing.MEANWHILE]


def test_a_refusal_needs_its_reason(clients: dict[str, PageClient]) -> None:
    waiting = proposed(clients[FIRST]).links["Read the wording that waits"]
    page = press(clients[SECOND].get(waiting), "Refuse")
    assert page.errors == ["Say why you refuse it"]
    page = press(page, "Refuse", why="Too cold. <b>").follow()
    assert page.notices == ["Refused. The words in use stay as they are."]
    assert "Too cold. <b>" in clients["auditor"].get(f"/templates/{NEWS}").text
    assert "Agree and put it to use" not in page.text


def test_it_is_taken_back_and_old_words_are_gone_back_to(clients: dict[str, PageClient]) -> None:
    first, second = clients[FIRST], clients[SECOND]
    waiting = proposed(first).links["Read the wording that waits"]
    page = press(first.get(waiting), "Take it back").follow()
    assert page.notices == ["You took it back."]
    waiting = proposed(first).links["Read the wording that waits"]
    press(second.get(waiting), "Agree")
    page = second.get(f"/templates/{NEWS}")
    back = page.links["Go back to these words (As it came with the portal)"]
    page = second.get(back)
    assert "There is news for you." in page.html
    page = page.submit({"reviewer": NERYS, "why": "It was fine."}, button="See how it reads")
    page.submit({}, button="Propose this wording").follow()
    second.get(f"/templates/{NEWS}/change?version=9", status=404)
    second.get(f"/templates/{NEWS}/change?version=x", status=404)


def test_who_may_read_and_who_may_change(clients: dict[str, PageClient]) -> None:
    waiting = proposed(clients[FIRST]).links["Read the wording that waits"]
    for who in ("auditor", "manager", "officer", FIRST):
        assert clients[who].get("/templates").h1 == "Texts to victims"
        assert clients[who].get("/templates?group=all").h1
        assert clients[who].get("/templates?group=released").h1
        clients[who].get("/templates?group=nonsense", status=404)
        assert clients[who].get(f"/templates/{NEWS}").h1
        clients[who].get("/templates/no-such.text", status=404)
        page = clients[who].get(waiting)
        assert "Agree and put it to use" not in page.text
        assert not [form for form in page.forms if "Refuse" in form.buttons]
    for who in ("auditor", "manager", "officer"):
        clients[who].get(f"/templates/{NEWS}/change", status=403)
        http = clients[who].http
        assert http.post(waiting, data={"decision": "agree"}).status_code in (400, 403)
    assert "Texts to victims" in clients["manager"].get("/oversight").links
