"""The pages of closing, keeping, forgetting, incidents and subject access."""

import pytest

from tests.support import casework
from tests.support.keeping import LATER, declined, second_manager
from tests.support.portal import Portal
from tests.support.web import MANAGER, OFFICER, STRANGER, app_for, client_for, signed_in

HOSTILE = "<script>alert('x')</script> שלום"


def test_a_case_is_closed_held_and_its_day_moved(portal: Portal) -> None:
    reference = casework.received(portal)
    client = client_for(portal, MANAGER)
    page = client.get(f"/cases/{reference}/close").submit({})
    assert page.errors == ["Choose why the case closes", "Say what was found out"]
    page = page.submit({"reason": "said_no", "note": HOSTILE})
    assert page.errors == ["Record their answer first: the case doesn't say this yet."]
    done = page.submit({"reason": "person_died", "note": HOSTILE}).follow()
    assert done.notices == ["The case is closed."]
    page = client.get(f"/cases/{reference}/hold").submit({"why": ""})
    assert page.errors == ["Give the reason"]
    held = page.submit({"why": HOSTILE}).follow()
    assert held.notices == ["A legal hold stands over this case."]
    assert "Legal hold" in client.get(f"/cases/{reference}").text
    assert "stands over this case already" in client.get(f"/cases/{reference}/hold").text
    lifted = client.get(f"/cases/{reference}/hold/lift").submit({"why": "Over."}).follow()
    assert lifted.notices == ["The legal hold was lifted."]
    page = client.get(f"/cases/{reference}/keeping/day").submit({"why": "A complaint."})
    assert page.follow().notices == ["The day was moved."]


def test_two_managers_forget_a_case(portal: Portal) -> None:
    second_manager(portal)
    reference = declined(portal)
    app = app_for(portal)
    first, second = signed_in(app, MANAGER), signed_in(app, "ruth.bell@example.org")
    assert "Nothing is due" in first.get("/forgetting").text
    portal.clock.move(days=LATER)
    app = app_for(portal)
    first, second = signed_in(app, MANAGER), signed_in(app, "ruth.bell@example.org")
    page = first.get("/forgetting")
    assert reference in page.text
    assert "Mary" not in page.text
    page = page.submit(button="Propose to forget it")
    assert page.follow().notices == ["Proposed. A second person has to agree."]
    # Whoever proposed it is offered no agreement.
    own = first.get("/forgetting").follow(f"Take the proposal back: {reference}")
    assert "Agree" not in own.text
    theirs = second.get("/forgetting").follow(f"Agree or refuse: {reference}")
    assert "Mary" not in theirs.text
    [agree] = [one for one in theirs.forms if one.values.get("decision") == ["agree"]]
    sent = {name: value[0] for name, value in agree.values.items()}
    done = second.post(agree.action, sent).follow()
    assert done.notices == [
        f"Done: Forget, for good, the person of case {reference} and everything about them."
    ]
    for path in (f"/cases/{reference}", f"/cases/{reference}/keeping"):
        gone, never = first.get(path, status=404), first.get("/cases/VC-00000000", status=404)
        assert gone.text == never.text


def test_an_incident_from_noticing_to_closing(portal: Portal) -> None:
    reference = casework.received(portal)
    officer, manager = client_for(portal), client_for(portal, MANAGER)
    page = officer.get(f"/incidents/new?case={reference}").submit({})
    assert page.errors == ["Choose what went wrong", "Say what happened"]
    done = page.submit({"kind": "leak", "happened": HOSTILE}).follow()
    assert done.notices == ["The incident was recorded. The unit's manager has a task."]
    listed = manager.get("/incidents")
    assert "Clock is running" in listed.text
    [address] = [link for link in _links(manager.get("/tasks")) if link.startswith("/incidents/")]
    shown = manager.get(address)
    assert "72 hours" in shown.text
    stale = manager.get(address)
    saved = shown.submit({"risk": "yes", "done": "Rang them."}, button="Save").follow()
    assert saved.notices == ["Saved."]
    clash = stale.submit({"risk": "no", "done": "Mine."}, button="Save")
    assert "Somebody else changed this incident" in clash.errors[0]
    early = manager.get(address).submit(button="Close the incident")
    assert early.errors == [
        "Say when it was reported to the regulator.",
        "Say when the person was told.",
    ]
    today = portal.ctx.today()
    days = {
        f"{name}-{part}": str(getattr(today, part))
        for name in ("reported_on", "told_on")
        for part in ("day", "month", "year")
    }
    closed = early.submit(days, button="Close the incident").follow()
    assert closed.notices == ["The incident is closed."]
    assert "Rang them." in closed.text


def _links(page: object) -> list[str]:
    from tests.support.tour import links_of

    return links_of(page)  # type: ignore[arg-type]  # a page


@pytest.mark.parametrize(
    ("part", "kind", "holds"),
    [
        ("html", "application/octet-stream", "Mary"),
        ("json", "application/json", '"First name": "Mary"'),
        ("notes", "application/octet-stream", "Read these notes"),
    ],
)
def test_what_is_held_is_downloaded(portal: Portal, part: str, kind: str, holds: str) -> None:
    reference = casework.received(portal)
    client = client_for(portal, MANAGER)
    page = client.get(f"/cases/{reference}/subject-access")
    assert page.submit({}).errors == ["Choose a file"]
    file = page.submit({"part": part})
    assert file.response.headers["Content-Type"].startswith(kind)
    assert file.response.headers["Content-Disposition"].startswith(
        f'attachment; filename="{reference}-'
    )
    assert "no-store" in file.response.headers["Cache-Control"]
    assert holds in file.response.get_data(as_text=True)


@pytest.mark.parametrize("email", [OFFICER, STRANGER])
def test_who_may_not_meets_the_same_as_nothing(portal: Portal, email: str) -> None:
    reference = casework.received(portal)
    client = client_for(portal, email)
    shut = 403 if email == OFFICER else 404
    for path in ("hold", "hold/lift", "close", "subject-access"):
        client.get(f"/cases/{reference}/{path}", status=shut)
    if email == STRANGER:
        client.get(f"/cases/{reference}/keeping", status=404)
        client.get(f"/incidents/new?case={reference}", status=404)
