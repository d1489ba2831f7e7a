"""The shell around every page: headers, errors, components, and the client that polices them."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import UndefinedError
from playwright.sync_api import Browser

from tests.support import html
from tests.support.browser import (
    Watched,
    assert_accessible,
    assert_fits,
    assert_summary_leads_into_fields,
    serving,
    tab_order,
)
from tests.support.pages import PageClient
from tests.support.trial import trial_app
from victim_portal.web import shell

GOOD = {
    "last_name": "Ash",
    "unit": "n",
    "answer": "yes",
    "channels": ["email", "sms"],
    "born-day": "3",
    "born-month": "9",
    "born-year": "1987",
    "not_before": "9am",
    "note": "Spoke by telephone",
    "sure": "y",
}


@pytest.fixture
def app() -> Flask:
    return trial_app()


@pytest.fixture
def client(app: Flask) -> PageClient:
    return PageClient(app)


def test_every_component_makes_a_sound_page(client: PageClient) -> None:
    page = client.get("/parts")
    assert page.title == "Every part - Victim Portal"
    assert page.rows[0][0] == "Opted in"
    assert "1 July 2026 at 1:05pm" in page.text
    assert "There are no dates yet." in page.text
    assert 'aria-current="page"' in page.html


def test_a_form_is_sent_with_its_own_tokens_and_its_result_is_announced(client: PageClient) -> None:
    page = client.get("/form").submit(GOOD, button="Save").follow()
    assert page.path == "/parts"
    assert page.notices == ["<Answer.YES: 'yes'> 1987-09-03 ('email', 'sms')"]


def test_a_wrong_form_keeps_everything_and_says_what_is_wrong(client: PageClient) -> None:
    typed = {**GOOD, "last_name": "", "born-month": "13", "note": "\n\nBy <b>post</b>\n  two"}
    page = client.get("/form").submit(typed, button="Save")
    assert page.title.startswith("Error: ")
    assert page.errors == ["Enter the victim's last name", "Date of birth must be a real date"]
    assert page.value("born-month") == ["13"]
    assert page.value("channels") == ["email", "sms"]
    assert page.value("answer") == ["yes"]
    assert page.value("note")[0].strip() == "By <b>post</b>\n  two"
    again = page.submit({"last_name": "Ash", "born-month": "9"}, button="Save").follow()
    assert again.path == "/parts"


def test_what_a_service_refuses_stands_at_the_field_and_on_top(client: PageClient) -> None:
    page = client.get("/form").submit({**GOOD, "last_name": "Taken"}, button="Save")
    assert page.errors == ["Look first", "This victim is known"]


def test_headers_are_strict_and_name_no_exception(app: Flask) -> None:
    headers = app.test_client().get("/parts").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert "sha256" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_https_is_insisted_on_only_where_it_is_used() -> None:
    headers = trial_app(https=True).test_client().get("/parts").headers
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert headers["Content-Security-Policy"].endswith("; upgrade-insecure-requests")


def test_static_files_are_kept_for_ever_only_under_their_present_hash(app: Flask) -> None:
    http = app.test_client()
    with app.test_request_context():
        address = shell.asset_url("css/portal.css")
    assert re.fullmatch(r"/static/css/portal\.css\?v=[0-9a-f]{16}", address)
    for path, caching in (
        (address, "public, max-age=31536000, immutable"),
        ("/static/css/portal.css?v=0", "no-cache"),
        ("/static/css/portal.css", "no-cache"),
    ):
        with http.get(path) as answer:
            assert answer.headers["Cache-Control"] == caching
    assert http.get("/static/css/none.css").headers["Cache-Control"] == "no-store"


def test_an_asset_outside_the_static_folder_has_no_hash(app: Flask) -> None:
    with app.test_request_context():
        assert shell.asset_version("../settings.py") is None
        assert shell.asset_url("none.css") == "/static/none.css"


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 413, 415, 418, 429, 503])
def test_every_refusal_is_a_plain_page(client: PageClient, code: int) -> None:
    page = client.get(f"/errors/{code}", status=code)
    assert page.h1
    assert page.title == f"{page.h1} - Victim Portal"


def test_unknown_and_forbidden_records_look_the_same(client: PageClient) -> None:
    def without_tokens(path: str) -> str:
        page = client.get(path, status=404).html
        return re.sub(r'name="csrf_token" value="[^"]*"', "", page)

    assert without_tokens("/errors/404") == without_tokens("/no-such-page")


def test_a_failure_shows_nothing_of_itself(app: Flask) -> None:
    page = PageClient(app).get("/crash", status=500)
    assert page.h1 == "Sorry, something went wrong"
    assert "Robin" not in page.html


def test_a_failure_of_the_layout_itself_still_gives_a_page(app: Flask) -> None:
    @app.context_processor
    def broken() -> dict[str, object]:
        raise RuntimeError("no database")

    answer = app.test_client().get("/crash")
    assert answer.status_code == 500
    assert b"<h1>Sorry, something went wrong</h1>" in answer.data
    assert html.parse(answer.get_data(as_text=True))[1] == []
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_open_too_long_gives_back_what_was_typed(client: PageClient) -> None:
    typed = {"csrf_token": "old", "note": "A long note", "password": "hunter2", "code": "123456"}
    page = client.post("/form", typed, status=400)
    assert page.h1 == "This page was open too long"
    assert "Nothing was saved" in page.text
    assert "A long note" in page.text
    assert "hunter2" not in page.html
    assert "123456" not in page.html
    assert page.links["Open the page again"] == "/form"


def test_words_sent_by_another_site_are_not_repeated(app: Flask) -> None:
    page = PageClient(app, origin=False).post("/form", {"note": "Call 0900"}, status=400)
    assert "Call 0900" not in page.html
    strange = app.test_client().post(
        "/form", data={"note": "Call 0900"}, headers={"Origin": "https://bad.example"}
    )
    assert "Call 0900" not in strange.get_data(as_text=True)


def test_a_file_too_big_is_said_in_words(client: PageClient) -> None:
    page = client.post("/form", {"note": "x" * 300_000}, status=413)
    assert page.h1 == "The file is too big"


def test_programs_get_short_answers(app: Flask) -> None:
    http = app.test_client()
    hook = http.get("/hooks/unknown")
    assert (hook.status_code, hook.mimetype) == (404, "text/plain")
    asked = http.get("/errors/429", headers={"Accept": "application/json"})
    assert asked.get_json() == {"error": "Too many tries"}
    wrong = http.get("/hooks/sms")
    assert (wrong.status_code, wrong.mimetype) == (405, "text/plain")


def test_a_name_nobody_gave_is_an_error_and_no_empty_space(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ victim_nmae }}").render()


def test_dates_are_said_in_london_words() -> None:
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert shell.long_date(summer) == "Wednesday 1 July 2026"
    assert shell.london_datetime(summer) == "Wednesday 1 July 2026 at 12:30am"
    assert shell.short_date(date(2026, 12, 7)) == "7 Dec 2026"
    assert shell.long_date(None) == "Not recorded"
    assert [shell.clock_time(time(hour)) for hour in (0, 9, 12, 14)] == [
        "midnight", "9am", "midday", "2pm",
    ]  # fmt: skip
    assert shell.short_datetime(summer) == "1 Jul 2026, 12:30am"
    assert shell.short_datetime(None) == "Not recorded"
    assert shell.machine_date(summer) == "2026-06-30T23:30:00+00:00"
    with pytest.raises(ValueError, match="time zone"):
        shell.long_date(datetime(2026, 6, 30, 23, 30))


def test_attributes_are_escaped_and_empty_ones_left_out() -> None:
    given = {"a": '"<', "b": None, "c": False, "d": True, "e": ["x", "", "y"], "f": [""]}
    assert str(shell.attrs(given)) == ' a="&#34;&lt;" d e="x y"'


def test_navigation_marks_the_page_and_its_section() -> None:
    item = shell.NavigationItem("Cases", "/cases")
    assert [item.current(path) for path in ("/cases", "/cases/1", "/casework", "/")] == [
        "page", "true", None, None,
    ]  # fmt: skip
    assert shell.NavigationItem("Today", "/").current("/cases") is None
    item = shell.NavigationItem("Oversight", "/oversight", ("/reading",))
    paths = ("/oversight", "/reading", "/reading/1", "/readings")
    assert [item.current(path) for path in paths] == ["page", "true", "true", None]


def test_the_page_client_fills_only_what_the_page_offers(client: PageClient) -> None:
    page = client.get("/form")
    for values in ({"lastname": "Ash"}, {"answer": "maybe"}):
        with pytest.raises(AssertionError):
            page.submit(values, button="Save")


def test_no_template_writes_a_style_a_script_or_an_outside_address() -> None:
    folder = Path(shell.__file__).parents[1] / "templates"
    shell_parts = [folder / "base.html", folder / "error.html", *(folder / "components").iterdir()]
    for path in shell_parts:
        text = path.read_text("utf-8")
        assert not re.search(r"style=|<style|https?://|\|\s*safe", text), path.name


@pytest.mark.browser
def test_the_components_in_a_real_browser(app: Flask, watched: Watched) -> None:
    page = watched.page
    with serving(app) as address:
        for path in ("/form", "/parts", "/errors/404"):
            page.goto(address + path)
            assert_accessible(page)
            assert_fits(page)
        page.goto(address + "/form")
        assert tab_order(page)[:3] == [
            "a:Skip to main content",
            "a:Victim Portal",
            "button:Sign out",
        ]
        page.get_by_label("Asked to wait").check()
        page.get_by_label("Day").first.fill("31")
        page.get_by_role("button", name="Save", exact=True).click()
        assert page.title() == "Error: Record the answer - Victim Portal"
        assert_summary_leads_into_fields(page)
        assert_accessible(page)
        assert_fits(page)


@pytest.mark.browser
def test_what_an_option_opens_is_seen_only_when_it_is_marked(app: Flask, watched: Watched) -> None:
    page = watched.page
    with serving(app) as address:
        page.goto(address + "/form")
        opened = page.locator("#until-day")
        assert not opened.is_visible()
        page.get_by_label("Asked to wait").check()
        assert opened.is_visible()
        page.get_by_label("Declined").check()
        assert not opened.is_visible()


@pytest.mark.browser
def test_the_form_works_without_javascript(app: Flask, chromium: Browser) -> None:
    watched = Watched(chromium, java_script_enabled=False)
    page = watched.page
    with serving(app) as address:
        page.goto(address + "/form")
        page.get_by_label("Last name").fill("Ash")
        page.get_by_role("button", name="Save", exact=True).click()
        assert page.title().startswith("Error: ")
        assert page.get_by_label("Last name").input_value() == "Ash"
    watched.assert_quiet()
    watched.close()
