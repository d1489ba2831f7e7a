"""Forms that are sent after the session they were opened in has ended."""

import re
from collections.abc import Mapping
from typing import Any

from tests.support.casework import ANSWERED_ON
from tests.support.pages import Page, PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.web import OFFICER

HOSTILE = "<script>alert('x')</script>\n\n\N{FACE WITH TEARS OF JOY} \"שלום\" & ' end"
AGAIN = {"email": OFFICER, "password": PASSWORD}


def answer() -> dict[str, str]:
    """The offer of the scheme, made by telephone, with a note."""
    on = {f"on-{part}": str(getattr(ANSWERED_ON, part)) for part in ("day", "month", "year")}
    return {"state": "offered", "how": "telephone", "note": HOSTILE, **on}


def late(portal: Portal, client: PageClient, path: str, given: Mapping[str, Any]) -> Page:
    """What comes of a form that was opened, and sent an hour later."""
    page = client.get(path)
    portal.clock.move(minutes=61)
    return page.submit(given, status=200)


def csrf_of(page: Page) -> str:
    """The token against forgery that a page's forms carry."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.html)
    assert found
    return found[1]
