"""What officers do every morning, by mouse and by keyboard alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import WHO_HAS_FOCUS
from tests.support.databases import sqlite_url
from tests.support.people import referral
from tests.support.referral_files import file_of, many
from tests.support.world import UNIT, World, fill_date, world
from victim_portal.domain.access import command_line
from victim_portal.services.referrals import import_referrals

VERIFIED = "Verified by a code they read back"
WELSH = 7
"""Which of the twelve is written to in Welsh."""


MONDAY = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 0, 10, tzinfo=UTC)
"""A bank holiday, and the middle of the night."""
HOUR_GIVEN_BACK = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
"""A Sunday on which it is a quarter to two in London twice."""


@contextmanager
def morning(folder: Path, at: datetime = MONDAY) -> Iterator[World]:
    """A unit with a manager, two officers and twelve referrals that came since Friday.

    The portal's clock starts at `at`, so that it doesn't matter when the tests run.
    """
    with world(sqlite_url(folder), folder, ("Sam", "en"), ("Nia", "en,cy"), at=at) as made:
        today = made.today
        rows = [
            referral(
                **{
                    **one,
                    "received_on": (today - timedelta(days=3)).isoformat(),
                    "sentenced_on": (today - timedelta(days=9)).isoformat(),
                    "unit": UNIT,
                    "language": "cy" if place == WELSH else "en",
                    "address": f"{place + 1} Mill Lane, Wexley",
                }
            )
            for place, one in enumerate(many(12))
        ]
        import_referrals(made.portal.ctx, command_line("test"), file_of(*rows))
        yield made


def name_of(place: int) -> str:
    """Who the referral of a place is about."""
    one = many(12)[place]
    return f"{one['victim_first_name']} {one['victim_last_name']}"


def case_of(monday: World, page: Page, place: int) -> str:
    """The address of a case, taken by whoever looks if nobody has it yet."""
    page.goto(f"{monday.url}/cases?list=unit")
    path = page.locator("tr", has_text=name_of(place)).locator("th a").get_attribute("href")
    page.goto(f"{monday.url}{path}")
    take = page.get_by_role("button", name="Take this case")
    if take.count():
        take.click()
        expect(page.get_by_text("The case is yours now.")).to_be_visible()
    return f"{monday.url}{path}"


def call(page: Page, case: str, outcome: str, **more: str) -> None:
    """A call to their mobile."""
    page.goto(f"{case}/contacts/new")
    page.locator("[name=method][value=telephone]").check()
    page.locator("[name=telephone_channel]").select_option(index=1)
    page.locator(f"[name=telephone_outcome][value={outcome}]").check()
    for name, value in more.items():
        page.locator(f"[name={name}][value={value}]").check()
    page.get_by_role("button", name="Save").click()


def card(page: Page, kind: str) -> str:
    """What the card of a number or address says."""
    return page.locator(".govuk-summary-card", has_text=kind).first.inner_text()


def say_yes(page: Page, case: str, today: date) -> None:
    """They join in the same call in which they were offered the scheme."""
    page.goto(f"{case}/answer")
    page.locator("[name=state][value=opted_in]").check()
    page.locator("[name=level][value=key_stages]").check()
    page.locator("[name=shown]").check()
    page.locator("[name=consent_words]").fill("Yes, please tell me.")
    page.locator("[name=how][value=telephone]").check()
    fill_date(page, "on", today)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def agree(page: Page, case: str, kind: str, use: str) -> None:
    """A plan for one channel: this use, at any time, agreed by telephone."""
    page.goto(case)
    page.get_by_role("link", name=f"Change the plan ({kind}").click()
    page.locator(f"[name=uses][value={use}]").check()
    page.locator("[name=hours][value=any]").check()
    page.locator("[name=agreed][value=telephone]").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def verify(monday: World, page: Page, case: str, kind: str, use: str) -> None:
    """A code that is sent to one channel and read back over the telephone."""
    agree(page, case, kind, use)
    page.goto(case)
    page.get_by_role("link", name=f"Send a code ({kind}").click()
    page.get_by_role("button", name=re.compile("Send")).click()
    monday.work()
    read_back(page, newest_code(monday, use))
    expect(page).to_have_url(case)
    assert VERIFIED in card(page, kind)


def read_back(page: Page, code: str) -> None:
    """What they read out, typed by the officer."""
    page.locator("[name=code]").fill(code)
    page.locator("[name=how]").first.check()
    page.get_by_role("button", name="Check the code").click()


def brought_home(monday: World, page: Page, place: int, use: str = "sms") -> str:
    """A referral of which all goes well: a call, a yes, a plan, and a code read back."""
    case = case_of(monday, page, place)
    call(page, case, "spoke")
    expect(page.locator(".govuk-notification-banner").first).to_be_visible()
    say_yes(page, case, monday.today)
    verify(monday, page, case, "Mobile number" if use == "sms" else "Email address", use)
    return case


def newest_code(monday: World, use: str) -> str:
    """The six digits of the newest message, as its reader sees them."""
    if use == "sms":
        text = monday.provider.ledger[-1].body
    else:
        text = monday.relay.messages[-1].part("plain")
    found = re.search(r"\b(\d{3}) ?(\d{3})\b(?! ?\d)", text.replace("020 7946 0123", ""))
    assert found, text
    return "".join(found.groups())


# Between two pages nothing has the focus.
ROW = "document.activeElement?.closest('tr, .govuk-summary-card')?.innerText || ''"
HERE_AND_ROW = f"() => [({WHO_HAS_FOCUS})(), {ROW}]"


def tab_to(page: Page, wanted: str, most: int = 160, inside: str = "") -> None:
    """Press Tab until what is `wanted` has the focus, inside a row or card that has this text."""
    for _ in range(most):
        page.keyboard.press("Tab")
        here, row = page.evaluate(HERE_AND_ROW)
        if here.startswith(wanted) and inside in row:
            return
    pytest.fail(f"Tab never reaches {wanted} on {page.url}")


def follow(page: Page, link: str, leads_to: str, inside: str = "") -> None:
    """Open a link or press a button by Tab and Enter; the heading of the page it leads to."""
    tab_to(page, link, inside=inside)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(leads_to)


def choose(page: Page, name: str, value: str) -> None:
    """A radio, as a keyboard does it: Space for the first, arrows for the others."""
    tab_to(page, f"input#{name}")
    page.keyboard.press("Space")
    for _ in range(12):
        chosen = page.evaluate("[document.activeElement.value, document.activeElement.checked]")
        if chosen == [value, True]:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"no arrow reaches {value}")


def pick(page: Page, name: str, text: str) -> None:
    """An option of a list, by the arrows, whatever stood there before."""
    tab_to(page, f"select#{name}")
    page.keyboard.press("Home")
    for _ in range(12):
        if text in page.evaluate("document.activeElement.selectedOptions[0].innerText"):
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"no arrow reaches {text}")


def tick(page: Page, name: str, value: str) -> None:
    """One box of several."""
    tab_to(page, f"input#{name}")
    for _ in range(12):
        if page.evaluate("document.activeElement.value") == value:
            page.keyboard.press("Space")
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no box {value}")


def type_date(page: Page, name: str, day: date) -> None:
    """A date, over whatever stands there."""
    for part in ("day", "month", "year"):
        tab_to(page, f"input#{name}-{part}")
        page.keyboard.press("Control+A")
        page.keyboard.type(str(getattr(day, part)))


def jump(page: Page, section: str) -> None:
    """To a section of a long page, by the list of its sections."""
    tab_to(page, f"a:{section}")
    page.keyboard.press("Enter")
