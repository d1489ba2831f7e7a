"""A person in a browser test who gets codes, and reads them out."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible
from victim_portal.domain.verification import codes_in


def verify_by_codes(
    page: Page, url: str, case: str, work: Callable[[], None], words: Callable[[], list[str]]
) -> int:
    """Send a code to each number and address that takes one, and read it back; how many.

    `work` lets the worker send, `words` gives the texts of everything that arrived.
    """
    page.goto(case)
    links = page.get_by_role("link", name="Confirm (").all()
    addresses = [(link.get_attribute("href") or "").removesuffix("/confirm") for link in links]
    done = 0
    for address in addresses:
        page.goto(f"{url}{address}/code")
        if page.get_by_role("button", name="Send the code").count() == 0:
            continue
        assert_accessible(page)
        before = len(words())
        page.get_by_role("button", name="Send the code").click()
        work()
        arrived = words()
        assert len(arrived) == before + 1
        (code,) = codes_in(arrived[-1])
        # The first one is somebody's mistake at reading.
        for read in (f"{(int(code) + 1) % 1_000_000:06d}", code):
            page.get_by_label("The code").fill(f"{read[:3]} {read[3:]}")
            page.get_by_label("They read it out on the telephone").check()
            page.get_by_role("button", name="Check the code").click()
        expect(page.get_by_text("Verified. Messages may go to it by its plan.")).to_be_visible()
        done += 1
    return done
