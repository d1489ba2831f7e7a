"""The pages of the policy, read by who oversees and changed by two administrators."""

from typing import Any

import pytest

from tests.support.amending import administrators, agreed, row
from tests.support.pages import Page, PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import sign_in_by_page
from tests.support.walls import person
from tests.support.web import MANAGER, OFFICER, app_for, signed_in
from victim_portal.domain.policy import Table
from victim_portal.domain.vocabulary import Role

FIRST, SECOND = "ada.administrator@example.org", "bel.administrator@example.org"
NEW = {
    "amount": "35",
    **{"effective_from-day": "1", "effective_from-month": "1", "effective_from-year": "2027"},
    "source": "Practice direction <b>of 2026</b>",
    "why": "The Board changed it. <b>😀</b>",
}
SAID = "28 days before the hearing until 31 December 2026, then 35 days before the hearing"


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


def looked(client: PageClient, path: str = "lead_time/statement_due", **changes: Any) -> Page:
    form = client.get(f"/policy/{path}/change")
    return form.submit({**NEW, **changes}, button="See what changes")


def test_a_change_from_the_form_to_the_plan(portal: Portal, clients: dict[str, PageClient]) -> None:
    first, second = clients[FIRST], clients[SECOND]
    page = first.get("/policy")
    assert page.links["Statement due"] == "/policy/lead_time/statement_due"
    assert "28 days before the hearing" in page.text
    page = looked(first)
    assert page.errors == []
    assert f"Statement due: {SAID}." in page.text
    assert "0 open cases are planned again" in page.text
    page = page.submit({}, button="Propose this change").follow()
    assert page.notices == [
        "It waits for a second administrator. Until they agree, nothing changes."
    ]
    assert "Waits for a second person" in page.text
    assert "Practice direction <b>of 2026</b>" in page.text
    assert "Take it back" in first.get("/to-decide").text
    page = second.get("/to-decide")
    assert f"Statement due: {SAID}" in page.text
    page = _press(page, "Agree")
    assert page.notices[0].startswith("Done: Statement due")
    page = clients["manager"].get("/policy?on=2027-01-01")
    assert "35 days before the hearing" in page.text
    assert "Amendment 1: proposed by Ada Ross, agreed by Bel Ross" in page.text
    assert "Amendment 1" not in clients["manager"].get("/policy?on=2026-12-31").text
    today = clients["manager"].get("/policy")
    assert "From 1 January 2027: 35 days before the hearing" in today.text
    told = clients["auditor"].get("/policy/changes").text
    for words in ("Agreed Amendment 1", NEW["why"], NEW["source"], "By Ada Ross", "By Bel Ross"):
        assert words in told


def _press(page: Page, button: str) -> Page:
    for number, form in enumerate(page.forms):
        for text in form.buttons:
            if text.startswith(button):
                return page.submit({}, button=text, form=number).follow()
    raise AssertionError(button)


def test_what_was_edited_after_the_look_is_looked_at_again(clients: dict[str, PageClient]) -> None:
    page = looked(clients[FIRST]).submit({"amount": "36"}, button="Propose this change")
    assert "then 36 days before" in page.text
    assert page.submit({}, button="Propose this change").location


def test_a_row_that_cannot_stand_is_refused_in_words_and_kept(
    clients: dict[str, PageClient],
) -> None:
    first = clients[FIRST]
    page = looked(first, **{"effective_from-year": "2025"})
    assert page.errors == ["A new row can't hold for days that have passed: choose a later day."]
    assert NEW["why"] in page.html.replace("&lt;", "<").replace("&gt;", ">")
    page = looked(first, amount="many", source="", why="")
    assert sorted(page.errors) == [
        "Enter the source",
        "How many? must be a whole number between 0 and 10,000",
        "Say why the policy changes",
    ]
    hidden = {"id": "never", "offence_categories": ["murder"], "sentence_types": ["SDS"]}
    page = _eligibility(first, **hidden, before="last")
    assert "'never' can never apply" in page.errors[0]
    page = _eligibility(first, id="Not A Name")
    assert page.errors == ["The name must be small letters, digits and hyphens, at most 60 of them"]


def _eligibility(client: PageClient, **changes: Any) -> Page:
    given = {k: v for k, v in NEW.items() if k != "amount"}
    given |= {"reason": "By discretion.", "route": "discretionary"}
    form = client.get("/policy/eligibility/other-offence/change")
    return form.submit({**given, **changes}, button="See what changes")


def test_an_eligibility_row_is_put_in_its_place(clients: dict[str, PageClient]) -> None:
    page = _eligibility(clients[FIRST], id="fraud-from-2027")
    assert page.errors == []
    assert "Eligibility, new row fraud-from-2027, before the row other-offence" in page.text
    page = page.submit({}, button="Propose this change").follow()
    _press(clients[SECOND].get("/to-decide"), "Agree")
    page = clients["auditor"].get("/policy/eligibility/fraud-from-2027")
    assert "To come" in page.text
    assert "Amendment 1" in page.text


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("clock/first_contact", {"amount": "15", "event": "referral"}),
        ("attempts/attempts", {"minimum": "4", "over_days": "0"}),
        ("first_contact/telephone", {"amount": "4", "times": "1", "apart": "2"}),
        ("first_contact/first_letter", {"amount": "0"}),
        ("review_period/second_person", {"amount": "3"}),
        ("unusual/many_cases", {"at_least": "20", "times_usual": "0"}),
        ("glass/glass", {"minutes": "30", "tries_an_hour": "5"}),
        ("retention/statutory_case", {"months": "84"}),
    ],
)
def test_every_kind_of_row_is_proposed(
    clients: dict[str, PageClient], path: str, given: dict[str, str]
) -> None:
    new = {k: v for k, v in NEW.items() if k != "amount"}
    form = clients[FIRST].get(f"/policy/{path}/change")
    page = form.submit({**new, **given}, button="See what changes")
    assert page.errors == []
    page.submit({}, button="Propose this change").follow()
    done = _press(clients[SECOND].get("/to-decide"), "Agree")
    assert done.notices[0].startswith("Done: ")
    assert "Amendment 1" in clients["auditor"].get(f"/policy/{path}").text


def test_a_refusal_needs_its_reason_and_keeps_what_was_typed(
    clients: dict[str, PageClient],
) -> None:
    looked(clients[FIRST]).submit({}, button="Propose this change")
    page = clients[SECOND].get("/to-decide")
    asks = [any("why" in name for name in form.names) for form in page.forms]
    number = asks.index(True)
    form = page.forms[number]
    [why] = [name for name in form.names if name.endswith("why")]
    [button] = form.buttons
    page = page.submit({}, button=button, form=number)
    assert page.errors == ["Say why you refuse it"]
    page = page.submit({why: "x" * 1001}, button=button, form=number)
    assert len(page.errors) >= 1
    assert "x" * 1001 in page.html
    page = page.submit({why: "Not yet."}, button=button, form=number).follow()
    assert page.notices[0].startswith("Refused: Statement due")
    assert "Not yet." in clients["auditor"].get("/policy/lead_time/statement_due").text


def test_a_row_that_has_not_begun_is_taken_away(clients: dict[str, PageClient]) -> None:
    looked(clients[FIRST]).submit({}, button="Propose this change")
    _press(clients[SECOND].get("/to-decide"), "Agree")
    page = clients[SECOND].get("/policy/lead_time/statement_due")
    path = page.links["Take away the row from Friday 1 January 2027"]
    page = clients[SECOND].get(path)
    assert "Statement due: 28 days before the hearing. Taken away" in page.text
    assert page.submit({"why": " "}).errors == ["Say why the policy changes"]
    page.submit({"why": "It was put off."}).follow()
    _press(clients[FIRST].get("/to-decide"), "Agree")
    assert "To come" not in clients[FIRST].get("/policy/lead_time/statement_due").text
    clients[FIRST].get(path, status=404)


def test_who_may_read_and_who_may_change(portal: Portal, clients: dict[str, PageClient]) -> None:
    for path in ("/policy", "/policy/changes", "/policy/glass/glass"):
        for who in ("auditor", "manager", FIRST):
            assert clients[who].get(path).h1
        clients["officer"].get(path, status=403)
    for who in ("auditor", "manager", "officer"):
        clients[who].get("/policy/glass/glass/change", status=403)
        assert "Propose a change" not in clients[FIRST].get("/policy").links
    assert "Propose a change" not in clients["auditor"].get("/policy/glass/glass").links
    for path in ("x/y", "glass/x", "glass/glass/2027-01-01/withdraw", "glass/glass/x/withdraw"):
        clients[FIRST].get(f"/policy/{path}", status=404)
    page = clients["auditor"].get("/policy?on=nonsense")
    assert "today" in page.text
    day = {"on-day": "1", "on-month": "1", "on-year": "2015"}
    page = page.submit(day).follow()
    assert "Nothing was laid down on this day." in page.text


def test_nobody_to_agree_is_said(portal: Portal) -> None:
    person(portal, Role.ADMINISTRATOR)
    client = PageClient(app_for(portal))
    sign_in_by_page(client, FIRST, f"{PASSWORD} {PASSWORD}")
    assert "There is no second administrator yet" in looked(client).text


def test_a_page_sees_what_was_agreed_in_another_process(portal: Portal) -> None:
    first, second = administrators(portal)
    client = signed_in(app_for(portal), MANAGER)
    assert "Amendment 1" not in client.get("/policy").text
    limits = {"minutes": 30, "tries_an_hour": 5, "source": "s"}
    change = row(Table.GLASS, effective_from=portal.ctx.today(), **limits)
    agreed(portal, first, second, change)
    assert "30 minutes, 5 tries an hour" in client.get("/policy").text
