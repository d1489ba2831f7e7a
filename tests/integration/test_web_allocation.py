"""The pages of allocation: the queue, giving many, moving a case."""

from uuid import uuid4

import pytest
from sqlalchemy import update

from tests.support import casework
from tests.support.allocation import conflict, distinct, officer_elsewhere, queued, row_of
from tests.support.pages import Page, PageClient
from tests.support.portal import OTHER_UNIT, Portal
from tests.support.web import COLLEAGUE, MANAGER, OFFICER, STRANGER, app_for, client_for, signed_in
from victim_portal.domain.allocation import Why
from victim_portal.services.allocation import ProposalView, queue, take_case
from victim_portal.store.models import User
from victim_portal.web.officer.allocation import because

HOSTILE = "<script>alert(1)</script> مرحبا 😀"


@pytest.fixture
def manager(portal: Portal) -> PageClient:
    return client_for(portal, MANAGER)


def rows(page: Page) -> dict[str, list[str]]:
    """The rows by case; the reference is the first word of its cell."""
    place = 1 if len(page.rows[0]) == 6 else 0
    return {row[place].split()[0]: row for row in page.rows}


def test_the_queue_is_in_the_menu_and_says_so_when_it_is_empty(portal: Portal) -> None:
    page = client_for(portal).get("/").follow().follow("Queue")
    assert page.h1 == "Queue"
    assert "The queue is empty" in page.text
    assert page.links["record or import them"] == "/referrals"
    assert page.forms == []


def test_an_officer_sees_what_waits_and_takes_one(portal: Portal) -> None:
    reference = queued(
        portal, language="cy", postcode="SO23 9AA", address="1 High Street", court=HOSTILE
    )
    page = client_for(portal).get("/queue")
    (row,) = page.rows
    assert row[0] == f"{reference} Received 10 Nov 2026"
    assert row[1] == "Mary Ash Welsh Victim Offender: John Oak"
    assert "First contact after referral 8 Dec 2026: 14 working days left" in row[2]
    assert "Referral after sentence Done in time" in row[2]
    assert row[2].endswith("Officer needed by 20 Nov 2026: 2 working days left")
    assert row[3] == f"{HOSTILE} SO23"
    assert row[4].startswith(
        "Nia Evans Nobody who may have it speaks Welsh, 0 open cases, the fewest"
    )
    assert "High Street" not in page.text
    assert "9AA" not in page.text
    done = page.submit(button=f"Take {reference}").follow()
    assert done.notices == ["The case is yours now."]
    assert done.h1.startswith(f"Case {reference}")


def test_flags_and_a_late_case_stand_out(portal: Portal) -> None:
    reference = queued(portal, offence_category="other")
    portal.clock.move(days=2)
    page = client_for(portal, MANAGER).get("/queue")
    assert "Officer needed by 20 Nov 2026 Today" in page.rows[0][3]
    portal.clock.move(days=3)
    page = client_for(portal, MANAGER).get("/queue")
    assert "Overdue by 1 working day" in page.rows[0][3]
    assert "Route to decide" in rows(page)[reference][1]


def test_a_manager_gives_the_ticked_cases_as_proposed_or_as_chosen(
    portal: Portal, manager: PageClient
) -> None:
    first, second, third = (queued(portal, **distinct(number)) for number in range(3))
    page = manager.get("/queue")
    sam, nia = str(portal.officer.user_id), str(portal.colleague.user_id)
    proposed = [page.value(f"officer-{one}")[0] for one in rows(page)]
    assert proposed == [nia, sam, nia]
    chosen = {f"officer-{one}": sam for one in (first, second)}
    answer = page.submit({"case": [first, second], **chosen}).follow()
    assert answer.path == "/queue"
    assert answer.notices == ["2 cases given to Sam Carter."]
    assert list(rows(answer)) == [third]
    assert row_of(portal, first).officer_id == portal.officer.user_id
    answer = answer.submit({"case": [third]}).follow()
    assert answer.notices == ["1 case given to Nia Evans."]
    assert "The queue is empty" in answer.text


def test_nothing_ticked_is_said_and_what_was_chosen_stays(
    portal: Portal, manager: PageClient
) -> None:
    reference = queued(portal)
    sam = str(portal.officer.user_id)
    page = manager.get("/queue").submit({f"officer-{reference}": sam}, status=200)
    assert page.errors == ["Tick the cases that you want to give."]
    assert page.title.startswith("Error: ")
    assert page.value(f"officer-{reference}") == [sam]
    page = page.submit({"case": [reference], f"officer-{reference}": ""}, status=200)
    assert page.errors == [f"{reference}: Choose an officer of this unit."]
    assert page.value("case") == [reference]
    assert row_of(portal, reference).queued_since is not None
    page.submit({f"officer-{reference}": sam}).follow()
    assert row_of(portal, reference).officer_id == portal.officer.user_id


def test_what_somebody_took_meanwhile_is_named_and_the_others_go_through(
    portal: Portal, manager: PageClient
) -> None:
    first, second, third = (queued(portal, **distinct(number)) for number in range(3))
    page = manager.get("/queue")
    take_case(portal.ctx, portal.colleague, second)
    assert portal.stranger.unit_id is not None
    client_for(portal).get(f"/cases/{third}/move").submit(
        {"unit": str(portal.stranger.unit_id), "why": "They moved"}
    )
    sam = str(portal.officer.user_id)
    chosen = {f"officer-{one}": sam for one in (first, second, third)}
    answer = page.submit({"case": [first, second, third], **chosen}).follow()
    assert answer.notices == [
        f"{second} was taken by Nia Evans meanwhile. {third} is no longer in your queue.",
        "1 case given to Sam Carter.",
    ]
    again = page.submit({"case": [second, third], **chosen}).follow()
    assert len(again.notices) == 1
    assert row_of(portal, second).officer_id == portal.colleague.user_id


def test_whoever_may_not_have_it_is_not_offered_and_refused_by_hand(
    portal: Portal, manager: PageClient
) -> None:
    reference = queued(portal)
    conflict(portal, reference, portal.officer.user_id)
    page = manager.get("/queue")
    name = f"officer-{reference}"
    assert page.forms[0].offered[name] == {"", str(portal.colleague.user_id)}
    token = page.value("csrf_token")[0]
    for officer, sentence in (
        (portal.officer.user_id, "A conflict of interest is on record: choose another officer."),
        (portal.stranger.user_id, "Choose an officer of this unit."),
        (uuid4(), "Choose an officer of this unit."),
        (HOSTILE, "Choose an officer of this unit."),
    ):
        form = {"csrf_token": token, "case": reference, name: str(officer)}
        answer = manager.post("/queue/assign", form, status=200)
        assert answer.errors == [f"{reference}: {sentence}"]
    with portal.engine.begin() as connection:
        nia = update(User).where(User.id == portal.colleague.user_id)
        connection.execute(nia.values(active=False))
    answer = page.submit({"case": [reference]}, status=200)
    assert answer.errors == [f"{reference}: Choose an officer of this unit."]
    assert "Every officer of the unit has a conflict of interest" in answer.text
    assert client_for(portal).get("/queue").rows == []


def test_a_reference_that_never_was_is_no_more_than_not_in_the_queue(
    portal: Portal, manager: PageClient
) -> None:
    queued(portal)
    token = manager.get("/queue").value("csrf_token")[0]
    for reference in ("VC-00000000", HOSTILE):
        form = {"csrf_token": token, "case": reference}
        answer = manager.post("/queue/assign", form).follow()
        assert answer.notices == [f"{reference} is no longer in your queue."]


def test_only_managers_give_and_nobody_sees_another_units_queue(portal: Portal) -> None:
    reference = queued(portal)
    client = client_for(portal)
    page = client.get("/queue")
    assert "case" not in {name for form in page.forms for name in form.names}
    form = {"csrf_token": page.value("csrf_token")[0], "case": reference}
    assert client.post("/queue/assign", form).status == 403
    assert client_for(portal, STRANGER).get("/queue").rows == []


def test_no_more_than_a_hundred_are_shown_and_it_says_how_many_wait(
    portal: Portal, manager: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "MOST_SHOWN", 2)
    for number in range(3):
        queued(portal, **distinct(number))
    page = manager.get("/queue")
    assert len(page.rows) == 2
    assert "3 cases wait for an officer. The 2 most urgent are shown" in page.text


@pytest.mark.parametrize(
    ("proposal", "words"),
    [
        (
            ProposalView(uuid4(), "Nia", (Why.SPEAKS_WELSH,), 12, 0),
            "Speaks Welsh, 12 open cases",
        ),
        (
            ProposalView(uuid4(), "Nia", (Why.SAME_PERSON, Why.NO_WELSH), 1, 0),
            "Has the person's other case, doesn't speak Welsh, 1 open case",
        ),
        (
            ProposalView(uuid4(), "Nia", (Why.FEWEST_CASES,), 3, 2),
            "3 open cases and 2 proposed above, the fewest",
        ),
        (ProposalView(None, "", (Why.NO_OFFICER,), 0, 0), "The unit has no active officer."),
    ],
)
def test_the_reason_in_words(proposal: ProposalView, words: str) -> None:
    assert because(proposal) == words


def test_two_officers_with_the_same_page_open(portal: Portal) -> None:
    reference = queued(portal)
    app = app_for(portal)
    mine, theirs = signed_in(app, OFFICER).get("/queue"), signed_in(app, COLLEAGUE).get("/queue")
    button = f"Take {reference}"
    assert mine.submit(button=button).follow().notices == ["The case is yours now."]
    late = theirs.submit(button=button).follow()
    assert late.notices == ["Sam Carter took this case before you."]


def test_the_page_of_a_case_does_not_take_it_from_somebody_unseen(
    portal: Portal, manager: PageClient
) -> None:
    reference = queued(portal)
    page = manager.get(f"/cases/{reference}")
    take_case(portal.ctx, portal.officer, reference)
    nia = {"officer": str(portal.colleague.user_id)}
    button = "Give the case to this officer"
    refused = page.submit(nia, button=button).follow()
    assert "Sam Carter has this case by now." in refused.notices[0]
    refused.submit(nia, button=button).follow()
    assert row_of(portal, reference).officer_id == portal.colleague.user_id


# Moving


def test_a_case_moves_and_its_sender_is_told_that_they_no_longer_see_it(portal: Portal) -> None:
    reference = casework.received(portal)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/move")
    assert page.h1 == f"Case {reference} Move to another unit"
    page = page.submit({}, status=200)
    assert page.errors == ["Choose the unit that it goes to", "Say why it moves"]
    given = {"unit": str(portal.stranger.unit_id), "why": HOSTILE}
    for _ in range(2):
        answer = page.submit(given).follow()
        assert answer.path == "/queue"
        assert answer.notices == [
            f"{reference} went to the queue of {OTHER_UNIT}. You no longer see it."
        ]
    client.get(f"/cases/{reference}", status=404)
    client.get(f"/cases/{reference}/move", status=404)
    there = client_for(portal, STRANGER).get("/queue")
    assert list(rows(there)) == [reference]
    assert row_of(portal, reference).unit_id == portal.stranger.unit_id


def test_a_case_that_cannot_move_says_why(portal: Portal, manager: PageClient) -> None:
    reference = casework.received(portal)
    manager.get(f"/cases/{reference}/withdraw").submit({"why": "An error"}).follow()
    page = manager.get(f"/cases/{reference}/move")
    assert "This case is closed" in page.text
    assert page.forms == []


def test_another_unit_cannot_move_it(portal: Portal) -> None:
    reference = casework.received(portal)
    officer_elsewhere(portal)
    for who in (STRANGER, "ola.berg@example.org"):
        client = client_for(portal, who)
        client.get(f"/cases/{reference}/move", status=404)
        token = client.get("/tasks").value("csrf_token") or client.get("/referrals/new").value(
            "csrf_token"
        )
        form = {"csrf_token": token[0], "unit": str(portal.stranger.unit_id), "why": "x"}
        assert client.post(f"/cases/{reference}/move", form).status == 404
