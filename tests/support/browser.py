"""A real Chromium: how it starts, what it must never say, and what axe thinks of a page.

Its fixtures stand in the conftest of all tests: one browser serves a whole run.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import wraps
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, Request, expect, sync_playwright
from werkzeug.serving import make_server

from tests.support.any_hour import at_any_hour
from tests.support.tools import require

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# Milliseconds. A machine on which several runs share two cores is slow and not wrong.
PATIENCE = 40_000
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Landmarks are no WCAG rule, but without them a screen reader can't skip about.
AXE_MORE = ("region", "landmark-one-main", "page-has-heading-one", "heading-order")
SERVED: dict[str, Flask] = {}
"""The apps that a browser can reach, by address."""
OWN_HOSTS = {"127.0.0.1", "localhost"}
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What Chromium says of a page that answers 4xx, and of one that signs out, on purpose.
MEANT = (
    "Failed to load resource: the server responded with a status of 4",
    "Clear-Site-Data header",
)
WHO_HAS_FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return "";
  const text = (it.getAttribute("aria-label") || it.innerText || "").trim().slice(0, 40);
  return it.tagName.toLowerCase() + (it.id ? "#" + it.id : "") + (text ? ":" + text : "");
}"""

TO_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""


def chromium_path() -> str | None:
    """The browser to drive: `CHROMIUM`, else the usual names."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return named or next((path for path in found if path), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the session."""
    path = chromium_path()
    require(path is not None, "Chromium (named in CHROMIUM, or on the PATH)")
    # Chromium refuses its sandbox to root, and containers run tests as root.
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else list(ARGUMENTS)
    expect.set_options(timeout=PATIENCE)
    with _whole_pages(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=arguments)
        yield browser
        browser.close()


@contextmanager
def _whole_pages() -> Iterator[None]:
    """A click or a key that leads to another page ends when that page has been read whole.

    The browser's driver waits only for its first byte, and a slow machine then finds a page
    without a title or a heading.
    """
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Locator, Page):
            for name in ("click", "press"):
                patch.setattr(kind, name, _then_read(getattr(kind, name)))
        yield


def _then_read(act: Callable[..., None]) -> Callable[..., None]:
    @wraps(act)
    def wait_for_all(acted_on: Locator | Page, *given: Any, **named: Any) -> None:
        act(acted_on, *given, **named)
        page = acted_on if isinstance(acted_on, Page) else acted_on.page
        if not page.is_closed():
            page.wait_for_load_state("domcontentloaded")

    return wait_for_all


class Watched:
    """A browser page with a record of what it said and whom it asked."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        self.context = browser.new_context(locale="en-GB", timezone_id="Europe/London", **options)
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.asked_outside: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", self._watch)

    def _hear(self, kind: str, text: str) -> None:
        if not text.startswith(MEANT):
            self.said.append(f"{kind}: {text}")

    def _watch(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in OWN_HOSTS:
            self.asked_outside.append(request.url)

    def assert_quiet(self) -> None:
        """The console is empty and no request left the machine."""
        assert self.said == [], self.said
        assert self.asked_outside == []

    def close(self) -> None:
        """End the page and its cookies."""
        self.context.close()


@pytest.fixture
def watched(chromium: Browser) -> Iterator[Watched]:
    """A fresh page; afterwards its console must be empty and no request may have left."""
    watched = Watched(chromium)
    yield watched
    try:
        watched.assert_quiet()
    finally:
        watched.close()


@contextmanager
def serving(app: Flask, port: int = 0) -> Iterator[str]:
    """The app on a free loopback port, in a thread; gives the address.

    Whoever walks through all of it, at whatever hour, is asked for no proof of who they are.
    """
    server = make_server("127.0.0.1", port, _read_whole(app), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    SERVED[url] = SERVED[f"http://localhost:{server.server_port}"] = app
    try:
        with at_any_hour():
            yield url
    finally:
        del SERVED[url]
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def _read_whole(app: Flask) -> "WSGIApplication":
    """The app, with each answer read before any of it is sent.

    A browser that leaves a page resets the connections of what it no longer needs; the server
    of Werkzeug then doesn't close the file that it was sending, which a later test would pay for.
    """

    def read(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with closing(app(environ, start_response)) as parts:  # type: ignore[type-var]
            return [b"".join(parts)]

    return read


def axe(page: Page) -> list[dict[str, Any]]:
    """What axe finds against WCAG 2.2 A and AA, and in the landmarks; [] is right."""
    require(AXE.is_file(), "axe-core (python hatch_build.py --test-tools)")
    # Evaluated by the debugger: a script element would be stopped by the content policy.
    page.evaluate(AXE.read_text("utf-8"))
    rules = {name: {"enabled": True} for name in AXE_MORE}
    options = {
        "runOnly": {"type": "tag", "values": list(AXE_TAGS)},
        "rules": rules,
        # What passed is of no use here, and long pages hold much of it.
        "resultTypes": ["violations"],
    }
    result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    violations: list[dict[str, Any]] = result["violations"]
    return violations


def assert_accessible(page: Page) -> None:
    """Fail with rule, element and reason of each violation."""
    found = [
        f"{rule['id']}: {node['html'][:160]}\n    {node['failureSummary']}"
        for rule in axe(page)
        for node in rule["nodes"]
    ]
    assert not found, f"{page.url}\n" + "\n".join(found)


def assert_fits(page: Page, width: int = 320) -> None:
    """The page can be read at this width without scrolling sideways (WCAG 1.4.10)."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    needed = page.evaluate("document.documentElement.scrollWidth")
    if before:
        page.set_viewport_size(before)
    assert needed <= width, f"{page.url} needs {needed} px at {width} px"


def focused(page: Page) -> str:
    """What has the focus: ``input#last_name`` or ``a:Cases``; "" for nothing."""
    found: str = page.evaluate(WHO_HAS_FOCUS)
    return found


def tab_order(page: Page, limit: int = 100) -> list[str]:
    """What Tab reaches, from the top of the page until it leaves it or comes round."""
    # Blurring would leave the browser's starting point where the focus was.
    page.evaluate(TO_THE_TOP)
    reached: list[str] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = focused(page)
        if not here or (reached and here == reached[0]):
            break
        reached.append(here)
    return reached


def assert_summary_leads_into_fields(page: Page) -> None:
    """The error summary has the focus, and each of its links moves it into a field."""
    summary = page.locator(".govuk-error-summary")
    assert summary.evaluate("node => node === document.activeElement")
    links = summary.locator("a")
    for position in range(links.count()):
        links.nth(position).click()
        here = focused(page)
        assert here.startswith(("input", "select", "textarea")), (
            f"{links.nth(position).inner_text()!r} leads to {here!r}"
        )
