"""What Lighthouse gives the victims' own pages, as on a telephone; 95 is the aim for speed."""

import logging
import tempfile
from pathlib import Path

from tests.support import casework
from tests.support import door as opened
from tests.support.browser import serving
from tests.support.databases import sqlite_url
from tests.support.door import WORDS
from tests.support.lighthouse import LIGHTHOUSE, scores
from tests.support.own_tour import TITLE
from tests.support.pages import PageClient
from tests.support.portal import make_portal
from tests.support.web import demo_settings
from victim_portal.web import victim

CATEGORIES = ("accessibility", "performance")


def measure() -> None:
    """Measure and print; says so where the tool is missing."""
    if not LIGHTHOUSE.is_file():
        print("victims' pages: no Lighthouse (python hatch_build.py --test-tools)")
        return
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as name:
        portal = make_portal(sqlite_url(Path(name)), migrated=True)
        reference = opened.with_words(portal)
        casework.approve(portal, reference)
        app = victim.assemble(demo_settings(), portal.ctx)
        link = f"/m/{opened.token_of(portal, opened.sent(portal)[0])}"
        client = PageClient(app, title=TITLE)
        with serving(app) as address:
            print(_line("the proof", scores(f"{address}{link}", CATEGORIES)))
            page = client.get(link).submit({"words": WORDS}).follow().follow().submit().follow()
            message = page.follow("What the sentence means").path
            cookie = client.http.get_cookie("m", path="/")
            headers = {"Cookie": f"m={cookie.value}"} if cookie else {}
            for what, path in (("a message", message), ("the choices", "/choices")):
                print(_line(what, scores(f"{address}{path}", CATEGORIES, headers)))
        portal.engine.dispose()


def _line(what: str, given: dict[str, int]) -> str:
    said = ", ".join(f"{name} {number}" for name, number in given.items())
    return f"victims' pages, {what}: {said} (Lighthouse, of 100)"
