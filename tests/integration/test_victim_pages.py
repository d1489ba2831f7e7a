"""The victims' own site as a browser meets it: what each page says, keeps and never tells."""

import re

import pytest
from flask import Flask

from tests.support import casework
from tests.support import door as opened
from tests.support.door import WORDS
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import demo_settings, victims_app
from victim_portal.domain.vocabulary import Language
from victim_portal.services import door
from victim_portal.services.updates import approve_update, edit_update
from victim_portal.web import assemble as assemble_staff
from victim_portal.web import victim
from victim_portal.web.doors import Doors
from victim_portal.web.victim.guard import OPEN

TITLE = re.compile(r"(?:Error: )?\S.*")
TELLING = re.compile(r"victim|probation|offend|prison|parole|licen[cs]e|portal", re.IGNORECASE)


@pytest.fixture
def app(portal: Portal) -> Flask:
    return victims_app(portal)


@pytest.fixture
def client(app: Flask) -> PageClient:
    return PageClient(app, title=TITLE)


@pytest.fixture
def reference(portal: Portal) -> str:
    found = opened.with_words(portal)
    casework.approve(portal, found)
    return found


@pytest.fixture
def token(portal: Portal, reference: str) -> str:
    return opened.token_of(portal, opened.sent(portal)[0])


def enter(client: PageClient, token: str, words: str = WORDS) -> Page:
    """Give the proof; the page that follows."""
    page = client.get(f"/m/{token}").submit({"words": words})
    while page.location:
        page = page.follow()
    return page


def inside(client: PageClient, token: str) -> Page:
    """Past the interruption page, at the list."""
    page = enter(client, token).submit()
    assert page.location is not None
    return page.follow()


def test_three_acts_and_the_interruption_once(
    client: PageClient, token: str, portal: Portal, reference: str
) -> None:
    page = client.get(f"/m/{token}")
    assert page.h1 == "Type your words"
    page = page.submit({"words": WORDS}).follow().follow()
    assert page.h1 == "Before you start"
    page = page.submit().follow()
    assert page.h1 == "Your messages"
    page = page.follow("What the sentence means")
    assert "John Oak" in page.text
    assert page.title == "Your message"
    again = opened.link(portal, reference)
    assert enter(client, again).h1 == "Your messages", "the interruption is once"


def test_i_have_read_this_and_ask_to_be_rung(client: PageClient, token: str) -> None:
    page = inside(client, token).follow("What the sentence means")
    page = page.submit(button="I have read this").follow()
    assert page.notices == ["Thank you. We know that you have read this."]
    assert "I have read this" not in [button for form in page.forms for button in form.buttons]
    page = page.submit(button="Ask us to ring you about it").follow()
    assert page.notices == ["We will ring you, at the hours that were agreed."]
    page = page.follow("Your messages")
    assert "You have read this." in page.text
    assert page.submit(button="Ask us to ring you").follow().h1 == "We will ring you"


def test_a_wrong_word_says_so_and_nothing_else(client: PageClient, token: str) -> None:
    page = client.get(f"/m/{token}")
    assert page.submit({"words": ""}).errors == ["Type the words that you agreed."]
    for _ in range(4):
        page = page.submit({"words": "other words"})
        assert page.errors == ["Those are not the words. Check them and try again."]
        assert page.title == "Error: Type your words"
    page = page.submit({"words": "x" * 5000})
    assert page.h1 == "This link does not work"
    with_right = client.post(f"/m/{token}", {"words": WORDS, "csrf_token": csrf(page)})
    assert with_right.h1 == "This link does not work"


def csrf(page: Page) -> str:
    return page.forms[0].values["csrf_token"][0]


def test_every_dead_link_gives_the_same_page_and_the_same_answer(
    client: PageClient, portal: Portal, token: str, reference: str
) -> None:
    inside(client, token)
    fresh = PageClient(client.http.application, title=TITLE)
    old = opened.link(portal, reference)
    portal.clock.move(days=8)
    seen = set()
    for one in (token, old, "A" * 22, "short", "x" * 900, "%00", "' OR 1=1"):
        page = fresh.get(f"/m/{one}")
        seen.add(same(page, one))
        seen.add(same(page.submit({}), one).replace("new_link", ""))
    assert len(seen) == 2


def same(page: Page, token: str) -> str:
    """A page without what is its address and its forgery token."""
    text = re.sub(r'name="csrf_token" value="[^"]*"', "", page.html)
    return re.sub(r'action="/m/[^"]*/new"|href="/m/[^"]*[?]lang=..', "", text)


def test_nothing_inside_is_shown_to_nobody(client: PageClient, app: Flask) -> None:
    shut = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN or "GET" not in (rule.methods or set()):
            continue
        path = re.sub("<uuid:[a-z_]+>", "3f0b8f0e-0000-4000-8000-000000000000", str(rule))
        path = re.sub("<int:[a-z_]+>", "1", path)
        page = client.get(path)
        assert page.location is not None, rule
        assert page.location.endswith("/closed")
        shut += 1
    assert shut >= 4


def test_leaving_forgets_everything(client: PageClient, token: str) -> None:
    inside(client, token)
    answer = client.http.get("/leave")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("https://www.bbc.co.uk/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/messages").follow().h1 == "This page is closed"


def test_a_cookie_that_was_copied_opens_nothing_after_leaving(
    client: PageClient, token: str
) -> None:
    inside(client, token)
    cookie = client.http.get_cookie("m", path="/")
    assert cookie is not None
    client.get("/finish")
    thief = client.http.application.test_client()
    thief.set_cookie("m", cookie.value, path="/")
    assert thief.get("/messages").status_code == 303


def test_a_visit_closes_by_itself_after_fifteen_minutes(
    client: PageClient, token: str, portal: Portal
) -> None:
    inside(client, token)
    portal.clock.move(minutes=14)
    assert client.get("/messages").h1 == "Your messages"
    assert int(client.get("/stay").response.get_data(as_text=True)) == 15 * 60
    portal.clock.move(minutes=15)
    assert client.get("/messages").follow().h1 == "This page is closed"


def test_welsh_is_offered_on_every_page_and_kept(client: PageClient, token: str) -> None:
    page = inside(client, token).follow("Cymraeg")
    assert page.h1 == "Eich negeseuon"
    assert 'lang="cy"' in page.html
    page = client.get("/safety")
    assert page.h1 == "Defnyddio'r dudalen hon yn ddiogel"
    page = client.get("/messages").follow("What the sentence means")
    # The message is in the language in which it was written, and says so.
    assert '<div lang="en">' in page.html
    assert "Rwyf wedi darllen hwn" in page.text
    assert client.get("/messages").follow("English").h1 == "Your messages"


def test_who_reads_welsh_meets_welsh_without_asking(portal: Portal, app: Flask) -> None:
    reference = casework.opted_in(portal, language="cy")
    casework.reachable(portal, reference, casework.mobile(language=Language.WELSH))
    door.agree_passphrase(portal.ctx, portal.officer, reference, WORDS)
    token = opened.link(portal, reference)
    client = PageClient(app, title=re.compile(r"(?:Gwall: )?\S.*"))
    page = client.get(f"/m/{token}")
    assert page.h1 == "Teipiwch eich geiriau"
    page = page.submit({"words": "geiriau eraill"})
    assert page.errors == ["Nid dyna'r geiriau. Gwiriwch nhw a rhowch gynnig arall arni."]
    assert page.submit({"words": WORDS}).follow().follow().h1 == "Cyn i chi ddechrau"


def test_titles_addresses_and_headers_tell_nothing(client: PageClient, token: str) -> None:
    page = inside(client, token).follow("What the sentence means")
    assert not TELLING.search(page.title)
    assert not TELLING.search(page.path)
    headers = page.response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name, value in headers.items():
        assert not TELLING.search(f"{name}: {value}"), name
    outside = PageClient(client.http.application, title=TITLE)
    for path in ("/", "/safety", "/closed", f"/m/{token}"):
        shown = outside.get(path)
        assert not TELLING.search(shown.html), path
    assert not TELLING.search(outside.get("/nowhere", status=404).html)
    assert outside.post("/safety", {"a": "b"}, status=405).h1


def test_the_cookie_is_its_own_and_strict(client: PageClient, token: str) -> None:
    answer = client.http.post(
        f"/m/{token}", data={"words": WORDS, "csrf_token": csrf(client.get(f"/m/{token}"))}
    )
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("m=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_form_of_another_site_does_nothing(client: PageClient, token: str) -> None:
    inside(client, token)
    page = client.post("/ring", {}, status=400)
    assert page.h1 == "This page was open too long"


def test_another_ones_message_is_not_there(client: PageClient, token: str, portal: Portal) -> None:
    inside(client, token)
    other = opened.with_words(
        portal, referral_reference="WCU-2", victim_first_name="Bea", victim_last_name="Elm"
    )
    casework.approve(portal, other)
    theirs = casework.update_of(portal, other, casework.FIRST).id
    opened.sent(portal)
    nowhere = client.get("/messages/3f0b8f0e-0000-4000-8000-000000000000", status=404)
    assert client.get(f"/messages/{theirs}", status=404).html == nowhere.html


def test_hostile_words_of_a_message_come_out_as_typed(client: PageClient, portal: Portal) -> None:
    reference = opened.with_words(portal)
    update = casework.update_of(portal, reference, casework.FIRST)
    hostile = "<script>alert(1)</script> {0} %s &"
    words = casework.edited(update, content=hostile, content_subject="A <b>subject</b>")
    edit_update(portal.ctx, portal.officer, reference, update.id, words, update.version)
    update = casework.update_of(portal, reference, casework.FIRST)
    approve_update(portal.ctx, portal.officer, reference, update.id, update.version)
    page = inside(client, opened.token_of(portal, opened.sent(portal)[0]))
    page = page.follow("A <b>subject</b>")
    assert "<script>alert(1)</script> {0} %s &" in page.text


def test_two_sites_of_one_process(portal: Portal) -> None:
    staff = assemble_staff(demo_settings(), portal.ctx, None)
    own = victim.assemble(demo_settings(), portal.ctx)
    staff.wsgi_app = Doors(  # type: ignore[method-assign]  # as the factory does
        staff.wsgi_app, own.wsgi_app, "http://localhost:5000", "http://localhost:5001"
    )
    browser = staff.test_client()
    victims = "http://localhost:5001"
    assert b"Sign in" in browser.get("/sign-in", base_url="http://localhost:5000").data
    assert browser.get("/sign-in", base_url=victims).status_code == 404
    assert browser.get("/closed", base_url=victims).status_code == 200
    assert browser.get("/closed", base_url="http://localhost:5000").status_code == 404
    assert browser.get("/closed", base_url="http://evil.example").status_code == 404


@pytest.mark.parametrize("path", ["/notes", "/notes/closed", "/notesx/closed", "/closed"])
def test_two_sites_of_one_host(portal: Portal, path: str) -> None:
    staff = assemble_staff(demo_settings(), portal.ctx, None)
    own = victim.assemble(demo_settings(), portal.ctx)
    staff.wsgi_app = Doors(  # type: ignore[method-assign]  # as the factory does
        staff.wsgi_app, own.wsgi_app, "http://localhost", "http://localhost/notes"
    )
    answer = staff.test_client().get(path)
    assert (answer.status_code == 200) is (path in ("/notes/closed",))
    if answer.status_code == 200:
        assert b'href="/notes/safety"' in answer.data
