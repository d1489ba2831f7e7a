"""The offender's page, and declaring a conflict of interest on it."""

from uuid import UUID

import pytest
from sqlalchemy import select

from tests.support.casework import dated, received
from tests.support.pages import PageClient
from tests.support.portal import CLI, OTHER_UNIT, Portal
from tests.support.referral_files import OMAR, imported, row
from tests.support.supporters import count
from tests.support.web import (
    COLLEAGUE,
    MANAGER,
    OFFICER,
    STRANGER,
    app_for,
    client_for,
    signed_in,
)
from victim_portal.services.cases import case_view
from victim_portal.store.models import Case, ConflictOfInterest, DuplicateFlag, Task

HOSTILE = "<script>alert('x')</script> \N{FACE WITH TEARS OF JOY}"
WARNING = "has another victim in the scheme. Never tell one about the other."


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, offender_last_name=HOSTILE, mobile="07700 900123")


@pytest.fixture
def path(portal: Portal, reference: str) -> str:
    with portal.ctx.store.reading() as uow:
        query = select(Case.offender_id).where(Case.reference == reference)
        return f"/offenders/{uow.session.scalars(query).one()}"


def test_one_page_an_offender(portal: Portal, reference: str, path: str) -> None:
    dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01")
    dated(portal, reference, CRD="2031-12-01", SLED="2034-11-01")
    page = client_for(portal).get(path)
    assert page.h1 == f"Offender John {HOSTILE}"
    assert "Oak" not in page.title
    assert HOSTILE not in page.title
    assert WARNING not in page.text
    for text in ("A1234BC", "X123456", "1 January 1980", "8 years", "Was 1 Nov 2031"):
        assert text in page.text
    assert page.rows[0] == [reference, "Mary Ash", "Sam Carter", "Not offered yet"]
    assert page.follow(reference).path == f"/cases/{reference}"
    assert page.links["Put the details right"] == f"{path}/correct"
    assert "End it" not in page.html


def test_another_victim_elsewhere_shows_in_nothing(
    portal: Portal, reference: str, path: str
) -> None:
    elsewhere = row(
        OMAR,
        offender_first_name="John",
        offender_last_name=HOSTILE,
        offender_date_of_birth="1980-01-01",
        prison_number="A1234BC",
        crn="X123456",
        unit=OTHER_UNIT,
    )
    client = client_for(portal)
    before = client.get(path)
    imported(portal, CLI, elsewhere)
    after = client.get(path)
    assert after.text == before.text
    assert "Tamboli" not in after.html
    assert OTHER_UNIT not in after.html
    assert after.rows == before.rows


def test_elsewhere_and_nowhere_are_the_same_404(portal: Portal, path: str) -> None:
    stranger = client_for(portal, STRANGER)
    nowhere = f"/offenders/{UUID(int=5)}"
    for page in ("", "/conflict"):
        texts = {stranger.get(f"{one}{page}", status=404).text for one in (path, nowhere)}
        assert len(texts) == 1
    stranger.get("/offenders/not-an-id", status=404)


def test_an_officer_declares_their_own_and_everything_is_gone(
    portal: Portal, reference: str, path: str
) -> None:
    again = received(
        portal, offender_last_name=HOSTILE, referral_reference="WCU-4", victim_date_of_birth=""
    )
    assert count(portal, DuplicateFlag) == 1
    with portal.ctx.store.reading() as uow:
        task_id = uow.session.scalars(select(Task.id)).first()
    client = client_for(portal)
    page = client.get(path).follow("Declare a conflict of interest")
    assert page.submit({}, status=200).errors == ["Say what it is"]
    done = page.submit({"why": HOSTILE})
    twice = page.submit({"why": HOSTILE})
    assert done.location == twice.location == "/cases"
    said = done.follow().notices[0]
    assert "You no longer see this offender or the cases. 2 cases went to the unit's queue." in said
    assert count(portal, ConflictOfInterest) == 1
    gone = client.get("/cases/VC-00000000", status=404).text
    for there in (
        f"/cases/{reference}",
        f"/cases/{again}",
        f"/cases/{reference}/caller",
        f"/cases/{reference}/submission",
        f"/cases/{reference}/answer",
        path,
        f"{path}/conflict",
        f"{path}/correct",
    ):
        assert client.get(there, status=404).text == gone
    token = client.get("/find").value("csrf_token")[0]
    for there in (f"/cases/{reference}/take", f"/tasks/{task_id}/done", f"{path}/conflict"):
        sent = {"csrf_token": token, "why": "x", "note": "x"}
        unknown = client.post("/cases/VC-00000000/take", sent, status=404).text
        assert client.post(there, sent, status=404).text == unknown
    for there in ("/cases", "/cases?list=unit", "/cases?list=queue", "/queue", "/tasks",
                  "/referrals", "/referrals/duplicates"):  # fmt: skip
        text = client.get(there).text
        for secret in (reference, again, "Ash", "alert"):
            assert secret not in text, there
    for text in (reference, "Ash", "07700 900123", "A1234BC"):
        answer = client.get("/find").submit({"text": text}, status=200)
        assert "Nothing found" in answer.text
    # The rest of the unit goes on.
    assert reference in client_for(portal, COLLEAGUE).get("/cases?list=queue").text


def test_a_manager_declares_and_ends_it_for_an_officer(
    portal: Portal, reference: str, path: str
) -> None:
    app = app_for(portal)
    manager, officer = signed_in(app, MANAGER), signed_in(app, OFFICER)
    page = manager.get(f"{path}/conflict")
    assert page.forms[0].offered["user"] == {
        str(one.user_id) for one in (portal.manager, portal.officer, portal.colleague)
    }
    page = page.submit({"why": HOSTILE}, status=200)
    assert page.errors == ["Choose whose conflict of interest it is"]
    assert page.value("why") == [HOSTILE]
    done = page.submit({"user": str(portal.officer.user_id)}).follow()
    assert done.path == path
    assert "1 case went to the unit's queue." in done.notices[0]
    assert "Sam Carter" in done.text
    assert HOSTILE in done.text
    officer.get(path, status=404)
    again = manager.get(f"{path}/conflict").submit(
        {"user": str(portal.officer.user_id), "why": "x"}, status=200
    )
    assert again.errors == ["This is recorded already."]
    colleague = signed_in(app, COLLEAGUE).get(path)
    assert HOSTILE not in colleague.text.replace(f"John {HOSTILE}", "")
    ended = done.submit({}, button="End it (Sam Carter)").follow()
    assert ended.notices == ["It has ended. No case went back by itself."]
    twice = done.submit({}, button="End it (Sam Carter)").follow()
    assert twice.notices == ["This conflict of interest has ended already."]
    officer.get(path)


def test_only_a_manager_of_the_unit_ends_it(portal: Portal, reference: str, path: str) -> None:
    app = app_for(portal)
    manager = signed_in(app, MANAGER)
    page = manager.get(f"{path}/conflict")
    shown = page.submit({"user": str(portal.officer.user_id), "why": "x"}).follow()
    [form] = [form for form in shown.forms if form.action.endswith("/end")]
    for person in (OFFICER, COLLEAGUE, STRANGER):
        client: PageClient = signed_in(app, person)
        token = client.get("/find").value("csrf_token")[0]
        client.post(form.action, {"csrf_token": token}, status=404)
    assert "Sam Carter" in manager.get(path).text


def test_a_managers_own_says_who_names_another(portal: Portal, reference: str, path: str) -> None:
    manager = client_for(portal, MANAGER)
    own = str(portal.manager.user_id)
    done = manager.get(f"{path}/conflict").submit({"user": own, "why": "My neighbour"}).follow()
    assert "the administrators have a task" in done.notices[0]
    manager.get(path, status=404)
    assert case_view(portal.ctx, portal.officer, reference).officer_name == "Sam Carter"
