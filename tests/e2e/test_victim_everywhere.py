"""Every page of the victims' own site in a real browser: small, enlarged, by keyboard, with axe."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.support.browser import Watched, assert_accessible, serving
from tests.support.own_tour import every_page
from tests.support.portal import Portal
from tests.support.web import demo_settings, keep_templates
from victim_portal.web import static_files, victim

pytestmark = pytest.mark.browser
# 1280 by 1024 pixels at 400 %: WCAG 1.4.10.
ENLARGED = {"width": 320, "height": 256}
SMALL = {"width": 320, "height": 640}
# Whether something of what has the focus can be seen, and isn't covered by anything (WCAG 2.4.11).
SEEN = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return "";
  const name = it.tagName + "#" + it.id + " " + (it.innerText || "").trim().slice(0, 40);
  const box = (it.type === "radio" || it.type === "checkbox" ? it.parentElement : it)
    .getBoundingClientRect();
  for (let row = 1; row < 8; row++) for (let column = 1; column < 8; column++) {
    const x = box.left + box.width * column / 8, y = box.top + box.height * row / 8;
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
    const top = document.elementFromPoint(x, y);
    if (top && (top === it || it.contains(top) || top.contains(it) || top.control === it)) {
      return name;
    }
  }
  return "hidden: " + name;
}"""
CONTROLS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea")]
  .filter(one => one.type !== "hidden" && one.offsetParent !== null && !one.closest("dialog"))
  .filter(one => one.type !== "radio"
    || one === document.querySelector(`input[name="${one.name}"]`))
  .length"""
CUT_OFF = """() => [...document.querySelectorAll(
  "h1, h2, h3, p, a, button, label, dt, dd, li, legend")]
  .filter(one => one.offsetParent !== null && !one.closest("dialog"))
  .filter(one => !one.closest(".govuk-visually-hidden, .govuk-skip-link"))
  .filter(one => { const box = one.getBoundingClientRect();
    return box.width > 0 && (box.left < -1 || box.right > innerWidth + 1); })
  .map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(params=["en", "cy"])
def shown(town: Portal, request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """The addresses at which each page can be looked at again, as it was answered."""
    own = victim.assemble(demo_settings(), town.ctx)
    keep_templates(own)
    pages = [page.html for page in every_page(town, own, request.param)]
    site = Flask("victim_portal", static_folder=own.static_folder)
    static_files.install(site, victim.STATIC)
    site.add_url_rule("/<int:number>", view_func=lambda number: pages[number])
    with serving(site) as address:
        yield [f"{address}/{number}" for number in range(len(pages))]


def test_each_page_small_and_with_axe(watched: Watched, shown: list[str]) -> None:
    page = watched.page
    page.set_viewport_size(SMALL)  # type: ignore[arg-type]  # a plain dict will do
    for address in shown:
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        assert_accessible(page)
        _nothing_sideways(page)


def test_each_page_enlarged_four_times_and_by_keyboard_alone(
    watched: Watched, shown: list[str]
) -> None:
    page = watched.page
    page.set_viewport_size(ENLARGED)  # type: ignore[arg-type]  # a plain dict will do
    for address in shown:
        page.goto(address)
        _nothing_sideways(page)
        assert page.evaluate(CUT_OFF) == [], address
        _reached_by_tab(page, int(page.evaluate(CONTROLS)))


def _nothing_sideways(page: Page) -> None:
    needed = page.evaluate("document.documentElement.scrollWidth")
    assert needed <= SMALL["width"], f"{page.url} needs {needed} px: {page.title()}"


def _reached_by_tab(page: Page, controls: int) -> None:
    """Every control has the focus once, and can be seen while it has."""
    reached = _tabbed(page, controls)
    if len(reached) < controls:
        # What a page says takes the focus as soon as its scripts are there: they are now.
        reached = _tabbed(page, controls)
    hidden = [one for one in reached if one.startswith("hidden: ")]
    assert hidden == [], f"{page.url} {page.title()}"
    assert len(reached) >= controls, f"{page.url} {page.title()}: {reached}"


def _tabbed(page: Page, controls: int) -> list[str]:
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    reached: list[str] = []
    for _ in range(controls + 3):
        page.keyboard.press("Tab")
        here = page.evaluate(SEEN)
        if not here:
            break
        reached.append(here)
    return reached
