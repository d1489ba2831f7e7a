"""What the victim asks for and says, recorded through the pages."""

from datetime import date, timedelta

import pytest

from tests.support.casework import opted_in, task_kinds
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import MANAGER, STRANGER, client_for
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services.representations import RepresentationsView, representations_view

NAMED, UNNAMED, ZONE, OTHER = "4858cd8b", "d5998ca1", "0f9a20f4", "bespoke"
HOSTILE = (
    "\n\n  <script>alert(1)</script> & &lt;b&gt; \"'   I <3 you\n"
    "\tTabbed \u202eright to left\u202c مرحبا بالعالم 👩‍👩‍👧 </textarea><h1>Ha</h1>\n\n  end  "
)
OCCASION = {"heard_on-day": "12", "heard_on-month": "11", "heard_on-year": "2026", "how": "visit"}


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


def ask(client: PageClient, reference: str, button: str = "Save", **changes: str) -> Page:
    """Record one request through its page."""
    page = client.get(f"/cases/{reference}/representations/new")
    wish = {"wish": "Keep him away from my street.", "code": UNNAMED}
    return page.submit({**OCCASION, **wish, **changes}, button=button)


def boxes(name: str, day: date) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}-{part}": str(number) for part, number in parts.items()}


def test_a_case_without_anything_says_what_can_be_done(client: PageClient, reference: str) -> None:
    page = client.get(f"/cases/{reference}/representations")
    assert page.h1 == f"Case {reference} Representations and submissions"
    assert "hasn't asked for any condition yet" in page.text
    assert "There is no statement yet" in page.text
    assert "No parole review is recorded" in page.text
    assert "No files have been made yet" in page.text


def test_a_request_goes_from_the_victims_mouth_to_the_decision_told(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = ask(client, reference, necessity="He waited for me at the bus stop.").follow()
    assert page.notices == ["The request was recorded."]
    assert "Keep him away from my street." in page.text
    assert "He waited for me at the bus stop." in page.text

    page = page.follow("Put forward request 1").submit({"to": "The offender manager"}).follow()
    assert "Put forward" in page.text
    assert "The offender manager, on" in page.text

    decided = {"state": "refused", **boxes("on", portal.ctx.today()), "reason": ""}
    page = page.follow("Record the decision on request 1").submit(decided)
    assert page.errors == [
        "Enter the reason that was given: a refusal or a change is never without one."
    ]
    page = page.submit({"reason": "He has moved to another town."}).follow()
    assert "He has moved to another town." in page.text
    assert "Tell the victim what was decided on condition request 1, and why" in page.text
    assert "tell_request_outcome" in task_kinds(portal, reference)

    page = page.follow("Record that the victim was told about request 1")
    page = page.submit({"how": "telephone"})
    assert page.errors == [
        "Enter the reason in plain words: they read it on their own pages from now on."
    ]
    page = page.submit({"plain": "He lives elsewhere now."}).follow()
    assert page.notices == ["Recorded: the victim was told."]
    assert "tell_request_outcome" not in task_kinds(portal, reference)
    assert seen(portal, reference).requests[0].told_on == portal.ctx.today()


def test_each_condition_shows_its_own_fields_and_the_one_without_names(
    client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/representations/new")
    form = page.forms[0]
    assert {f"input_{NAMED}_name", f"input_{ZONE}_boundary", f"input_{OTHER}_wording"} <= form.names
    assert {f"agreed_name_{NAMED}", f"agreed_map_{ZONE}"} <= form.names
    assert f"agreed_name_{UNNAMED}" not in form.names
    assert "Without names: No contact with any victim, without names" in page.text
    assert "Without a map: Place not to be entered" in page.text


def test_what_is_wrong_is_said_at_once_and_everything_typed_stays(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/representations/new")
    page = page.submit({"code": NAMED, "necessity": HOSTILE}, button="Save")
    assert page.errors == [
        "Enter the day on which the victim said this",
        "Choose how the victim said it",
        "Enter what the victim asks for, in her own words.",
        "Fill this in: who must not be contacted.",
    ]
    assert page.value("necessity") == [HOSTILE]
    assert page.value("code") == [NAMED]
    assert seen(portal, reference).requests == ()


def test_save_and_add_another_starts_from_the_same_occasion(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = ask(client, reference, button="Save and add another").follow()
    assert page.h1.endswith("Record what the victim asks for")
    assert page.value("heard_on-day") == ["12"]
    assert page.value("how") == ["visit"]
    assert page.value("wish") == [""]
    page = page.submit(
        {"wish": "No posts about us.", "code": OTHER, f"input_{OTHER}_wording": "Not to post."},
        button="Save",
    ).follow()
    assert [one.number for one in seen(portal, reference).requests] == [1, 2]
    assert "Not to post." in page.text


def test_a_request_sent_twice_is_recorded_once(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/representations/new")
    for _ in range(2):
        given = {**OCCASION, "wish": "Stay away.", "code": UNNAMED}
        assert page.submit(given, button="Save").location is not None
    assert len(seen(portal, reference).requests) == 1


def test_a_name_is_put_forward_only_once_the_victim_has_agreed(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = ask(client, reference, code=NAMED, **{f"input_{NAMED}_name": "Mary Ash"}).follow()
    assert "Put forward request 1" not in page.links
    assert "no recorded agreement to be named" in page.text
    sent = boxes("on", portal.ctx.today()) | {"to": "X"}
    assert client.get(f"/cases/{reference}/requests/1/put-forward").forms == []
    token = page.follow("Change request 1").value("csrf_token")[0]
    address = f"/cases/{reference}/requests/1/put-forward"
    refused = client.post(address, {**sent, "csrf_token": token})
    assert "no recorded agreement to be named" in refused.errors[0]
    assert seen(portal, reference).requests[0].state is RequestState.ASKED_FOR

    page = page.follow("Change request 1")
    assert page.value(f"input_{NAMED}_name") == ["Mary Ash"]
    page = page.submit({f"agreed_name_{NAMED}": "y"}, button="Save").follow()
    assert page.notices == ["Request 1 was changed."]
    page.follow("Put forward request 1").submit({"to": "The Parole Board"}).follow()
    assert seen(portal, reference).requests[0].state is RequestState.PUT_FORWARD


def test_a_change_over_somebody_elses_change_is_refused_with_the_words_kept(
    client: PageClient, reference: str
) -> None:
    ask(client, reference)
    first = client.get(f"/cases/{reference}/requests/1/change")
    second = client.get(f"/cases/{reference}/requests/1/change")
    assert first.submit({"wish": "First"}, button="Save").location is not None
    page = second.submit({"wish": "Second"}, button="Save")
    assert page.errors == ["Somebody else changed this in the meantime. Look at it again."]
    assert page.value("wish") == ["Second"]


def test_a_request_is_withdrawn_after_a_question(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = ask(client, reference).follow().follow("Withdraw request 1")
    assert seen(portal, reference).requests[0].state is RequestState.ASKED_FOR
    page = page.submit().follow()
    assert page.notices == ["Request 1 was withdrawn."]
    assert seen(portal, reference).requests[0].state is RequestState.WITHDRAWN
    page = client.get(f"/cases/{reference}/requests/1/withdraw")
    assert page.forms == []


def test_hostile_words_are_shown_as_typed(client: PageClient, reference: str) -> None:
    page = ask(client, reference, wish=HOSTILE).follow()
    assert "<script>alert(1)</script> & &lt;b&gt;" in page.text
    assert "I <3 you" in page.text
    assert "</textarea><h1>Ha</h1>" in page.text
    assert page.h1.endswith("Representations and submissions")


@pytest.mark.parametrize(
    "path",
    [
        "representations",
        "representations/new",
        "requests/1/change",
        "requests/1/put-forward",
        "requests/1/outcome",
        "requests/1/told",
        "requests/1/withdraw",
        "statement",
        "statement/withdraw",
        "review",
    ],
)
def test_another_units_manager_finds_nothing(
    portal: Portal, client: PageClient, reference: str, path: str
) -> None:
    ask(client, reference)
    client_for(portal, STRANGER).get(f"/cases/{reference}/{path}", status=404)
    client_for(portal, MANAGER).get(f"/cases/{reference}/{path}")


def test_a_request_that_is_not_there_is_not_found(client: PageClient, reference: str) -> None:
    client.get(f"/cases/{reference}/requests/7/outcome", status=404)


def review(client: PageClient, reference: str, hearing: date | None, **more: str) -> Page:
    page = client.get(f"/cases/{reference}/review")
    day = boxes("hearing_on", hearing) if hearing else {}
    return page.submit({"kind": "first", **day, **more}, button="Save")


def test_a_review_gets_a_timetable_with_countdowns(
    portal: Portal, client: PageClient, reference: str
) -> None:
    hearing = portal.ctx.today() + timedelta(days=100)
    page = review(client, reference, hearing, target_month="march 2027").follow()
    assert page.notices == [
        "The parole review was recorded. The hearing is listed. Its deadlines stand below."
    ]
    rows = {row[0]: row for row in page.rows}
    assert "72 days left" in rows["Last day to send the statement"][1]
    assert "March 2027" in page.text
    assert "parole_deadline" in task_kinds(portal, reference)

    again = hearing + timedelta(days=7)
    page = review(client, reference, again)
    assert page.errors == ["Choose what happened to the hearing"]
    page = page.submit({"change": "moved"}, button="Save").follow()
    assert "The hearing was put off. Ring the victim today" in page.notices[0]
    assert "What this changed" in page.text
    page = client.get(f"/cases/{reference}/review").submit(button="Close this review").follow()
    assert "No parole review is recorded" in page.text
    assert "parole_deadline" not in task_kinds(portal, reference)


def test_a_deadline_that_has_gone_says_what_can_still_be_done(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = review(client, reference, portal.ctx.today() + timedelta(days=20)).follow()
    assert "Gone 8 days ago" in page.text
    assert "the panel chair can still admit it" in page.text


@pytest.mark.parametrize("month", ["soon", "13 2027", "0000-03", "32 March 2027"])
def test_what_is_no_month_is_refused_and_kept(
    client: PageClient, reference: str, month: str
) -> None:
    page = review(client, reference, None, target_month=month)
    assert page.errors == ["Enter a month and a year, like March 2027"]
    assert page.value("target_month") == [month]
