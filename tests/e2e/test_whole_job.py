"""The whole job in a real browser: from a referral file to the parole submission.

The relay is a real SMTP server and the text provider a double that speaks the wire
format, both on loopback. The same journey runs on SQLite and on PostgreSQL.
"""

import csv
import hashlib
import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import assert_accessible, assert_fits
from tests.support.databases import postgres_database, sqlite_url
from tests.support.people import REFERRAL, referral
from tests.support.reading_back import verify_by_codes
from tests.support.signing_in import sign_in_by_browser
from tests.support.tools import require_tool
from tests.support.world import PASSWORD, World, fill_date
from tests.support.world import world as running
from victim_portal.domain.calendar import london_date

pytestmark = pytest.mark.browser

TODAY = london_date(datetime.now(UTC))
STATEMENT = "Before this I walked everywhere.\n\nNow I look over my shoulder."


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A portal with one unit, sending through servers of the test's own."""
    if request.param == "postgres":
        with (
            postgres_database(request.getfixturevalue("postgres")) as url,
            running(url, tmp_path, ("Sam", "en")) as made,
        ):
            yield made
    else:
        with running(sqlite_url(tmp_path), tmp_path, ("Sam", "en")) as made:
            yield made


def test_from_referral_file_to_submission(world: World, chromium: Browser, tmp_path: Path) -> None:
    page = chromium.new_page()
    page.set_default_timeout(8000)
    page.goto(world.url)
    sign_in_by_browser(page, "sam@example.org", PASSWORD)

    case = _bring_in_the_referral(world, page, tmp_path)
    _offer_and_opt_in(page, case)
    _agree_on_safe_contact(page, case)
    assert verify_by_codes(page, world.url, case, world.work, world.arrived) == 2
    _bring_in_the_key_dates(world, page, case, tmp_path)
    _read_edit_and_approve(world, page, case)
    _see_what_became_of_it(world, page, case)
    _hear_the_victim(page, case)
    _export(world, page, case, tmp_path)
    page.close()


def _bring_in_the_referral(world: World, page: Page, folder: Path) -> str:
    good = referral(
        sentence_type="EDS",
        custodial_term="P12Y",
        received_on=(TODAY - timedelta(days=3)).isoformat(),
        sentenced_on=(TODAY - timedelta(days=9)).isoformat(),
    )
    bad = {**good, "referral_reference": "W-2", "mobile": "not a number"}
    file = folder / "referrals.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(REFERRAL))
        writer.writeheader()
        writer.writerows([good, bad])
    page.goto(f"{world.url}/referrals/import")
    page.get_by_label("Referral file").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_text("Enter a telephone number")).to_be_visible()
    assert_accessible(page)
    page.goto(f"{world.url}/cases?list=queue")
    page.locator("table a").first.click()
    case = page.url
    expect(page.get_by_text("Statutory").first).to_be_visible()
    page.get_by_role("button", name="Take this case").click()
    expect(page.get_by_role("button", name="Take this case")).to_have_count(0)
    return case


def _offer_and_opt_in(page: Page, case: str) -> None:
    page.goto(f"{case}/answer")
    page.get_by_label("Offered", exact=False).first.check()
    page.get_by_label("Letter").check()
    fill_date(page, "on", TODAY - timedelta(days=2))
    page.get_by_role("button", name="Save").click()
    page.goto(f"{case}/answer")
    page.locator("[name=state][value=opted_in]").check()
    page.locator("[name=level][value=key_stages]").check()
    page.locator("[name=shown]").check()
    page.get_by_label("Telephone", exact=True).check()
    fill_date(page, "on", TODAY)
    page.get_by_role("button", name="Save").click()
    # The words in which she agreed are missing: it says so, and keeps what was typed.
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.title().startswith("Error:")
    assert page.locator("[name=on-day]").input_value() == str(TODAY.day)
    page.locator("[name=consent_words]").fill("Yes, please tell me.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Opted in").first).to_be_visible()


def _agree_on_safe_contact(page: Page, case: str) -> None:
    for kind, use in (("Mobile number", "sms"), ("Email address", "email")):
        page.goto(case)
        page.get_by_role("link", name=f"Change the plan ({kind}").click()
        page.locator(f"[name=uses][value={use}]").check()
        page.get_by_label("Any time is safe").check()
        if kind == "Mobile number":
            page.get_by_label("Code word").fill("Bluebell")
        page.get_by_label("Yes, by telephone").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("The plan was saved.")).to_be_visible()


def _bring_in_the_key_dates(world: World, page: Page, case: str, folder: Path) -> None:
    sets = [
        {
            "prisonerId": "A1234BC",
            "calculationStatus": "CONFIRMED",
            "example": "invented",
            "sentences": [{"type": "EDS", "sentencedAt": (TODAY - timedelta(days=9)).isoformat()}],
            "dates": {
                "PED": f"{TODAY.year + 5}-06-15",
                "CRD": f"{TODAY.year + 9}-06-15",
                "SLED": f"{TODAY.year + 12}-06-15",
            },
        }
    ]
    file = folder / "dates.json"
    file.write_text(json.dumps(sets), "utf-8")
    page.goto(f"{world.url}/key-dates")
    page.get_by_label("Key dates file").set_input_files(file)
    page.get_by_role("button", name="Import").click()
    page.goto(case)
    expect(page.locator("main")).to_contain_text(f"15 Jun {TODAY.year + 9}")
    assert_accessible(page)
    assert_fits(page, 320)
    page.set_viewport_size({"width": 1280, "height": 900})


def _read_edit_and_approve(world: World, page: Page, case: str) -> None:
    page.goto(case)
    page.locator("main a[href*='/updates/']").first.click()
    expect(page.get_by_text("Hello Mary").first).to_be_visible()
    expect(page.get_by_text("(Bluebell)").first).to_be_visible()
    update = page.url
    page.goto(f"{update}/edit")
    text = page.locator("[name=notice_sms]")
    text.fill(text.input_value().replace("Hello Mary.", "Hello Mary, it is Sam."))
    page.locator("main").get_by_role("button", name="Save").click()
    page.goto(update)
    expect(page.get_by_text("Hello Mary, it is Sam.").first).to_be_visible()
    assert_accessible(page)
    page.locator("main").get_by_role("button", name="Approve").click()
    world.work()


def _see_what_became_of_it(world: World, page: Page, case: str) -> None:
    [_, mail] = world.relay.messages
    assert "mary@example.org" in str(mail.message["To"])
    assert "Please ring" in str(mail.message["Subject"])
    assert "Holt" not in mail.part("plain")
    assert "prison" not in mail.part("plain").lower()
    [_, text] = world.provider.ledger
    assert text.to == "+447700900123"
    assert text.body.startswith("Hello Mary, it is Sam.")
    assert "Bluebell" in text.body
    world.work()
    assert len(world.relay.messages) == len(world.provider.ledger) == 2
    page.goto(case)
    expect(page.locator("main").get_by_text("Sent", exact=True).first).to_be_visible()


def _hear_the_victim(page: Page, case: str) -> None:
    page.goto(f"{case}/representations/new")
    fill_date(page, "heard_on", TODAY)
    page.locator("[name=how][value=telephone]").check()
    page.get_by_label("What the victim asks for").fill("Please keep him away from me.")
    page.locator("[name=code][value=d5998ca1]").check()
    page.locator("[name=necessity]").fill("He wrote to her twice.")
    page.locator("main").get_by_role("button", name="Save", exact=True).click()
    page.goto(f"{case}/statement")
    page.locator("[name=body]").fill(STATEMENT)
    page.locator("[name=written_by][value=dictated]").check()
    fill_date(page, "read_back_on", TODAY)
    page.locator("[name=reading_preference][value=panel_reads]").check()
    page.locator("[name=language][value=en]").check()
    fill_date(page, "signed_on", TODAY)
    page.locator("main").get_by_role("button", name="Save this version").click()
    page.goto(f"{case}/representations")
    expect(page.get_by_text("Now I look over my shoulder.")).to_be_visible()
    assert_accessible(page)


def _export(world: World, page: Page, case: str, folder: Path) -> None:
    page.goto(f"{case}/submission")
    page.locator("main").get_by_role("button", name="Make the files").click()
    reference = case.rsplit("/", 1)[1]
    wanted = [f"{reference}-statement-v1.pdf", f"{reference}-conditions-v1.pdf"]
    for name in wanted:
        with page.expect_download() as download:
            page.locator("main").get_by_role("link", name=name).first.click()
        download.value.save_as(folder / name)
    shown = page.locator("main").inner_text()
    for name in wanted:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() in shown.replace("\n", "")
    pdftotext = require_tool("pdftotext")
    text = subprocess.run(
        [pdftotext, "-layout", str(folder / wanted[0]), "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "Now I look over my shoulder." in text
    assert "Derek Holt" in text
    for private in ("High Street", "mary@example.org", "07700 900123", "Ashdown"):
        assert private not in text
