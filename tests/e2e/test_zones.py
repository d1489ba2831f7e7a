"""Making the map of an area in a browser: by mouse, by keyboard, typed, and as a file."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import map_files
from tests.support.browser import Watched, assert_summary_leads_into_fields, serving
from tests.support.looking import assert_good, sign_in
from tests.support.portal import Portal
from tests.support.web import OFFICER, app_for
from tests.support.zones import TOWN, the_zone, typed, zone_case
from victim_portal.domain.zones import Circle, MapKind, Outline, distance

pytestmark = pytest.mark.browser


@pytest.fixture
def reference(town: Portal) -> str:
    """A case whose victim asks for one area, still without a map."""
    return zone_case(town)


@pytest.fixture
def url(town: Portal, reference: str) -> Iterator[str]:
    """The page of that area."""
    with serving(app_for(town)) as address:
        yield f"{address}/cases/{reference}/requests/1/areas/1"


def open_map(page: Page, url: str) -> None:
    """The page to draw on, once the map is there."""
    sign_in(page, url.partition("/cases")[0], OFFICER)
    page.goto(f"{url}/draw")
    page.locator("#map[data-ready]").wait_for()


def click_at(page: Page, across: float, down: float) -> None:
    """Click at a share of the map's width and height."""
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


def lines(page: Page) -> list[str]:
    return page.get_by_label("Corners of the outline").input_value().splitlines()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save the map").click()
    expect(page.get_by_text("The map was saved.")).to_be_visible()


def test_an_outline_is_drawn_by_mouse(
    town: Portal, reference: str, url: str, watched: Watched
) -> None:
    page = watched.page
    open_map(page, url)
    assert_good(page)
    for across, down in ((0.3, 0.3), (0.6, 0.3), (0.6, 0.6), (0.3, 0.6)):
        click_at(page, across, down)
    assert len(lines(page)) == 4
    expect(page.locator(".portal-map__corner")).to_have_count(4)
    expect(page.locator("#map-said")).to_contain_text("Corner 4 is set at 51.")
    first = lines(page)[0]
    corner = page.locator(".portal-map__corner").first
    box = corner.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 13, box["y"] + 13)
    page.mouse.down()
    page.mouse.move(box["x"] - 27, box["y"] - 17, steps=4)
    page.mouse.up()
    assert lines(page)[0] != first
    page.get_by_role("button", name="Take the last one back").click()
    assert len(lines(page)) == 3
    click_at(page, 0.3, 0.7)
    assert_good(page)
    save(page)
    shape = the_zone(town, reference).shape
    assert isinstance(shape, Outline)
    assert len(shape.corners) == 4
    assert all(TOWN.bounds.holds(one) for one in shape.corners)
    expect(page.locator("img.portal-map__picture")).to_have_js_property("complete", True)
    assert page.locator("img.portal-map__picture").evaluate("one => one.naturalWidth") == 900
    assert_good(page)
    page.get_by_label("No", exact=True).check()
    page.get_by_label("The victim agrees that the offender gets this map").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The victim agreed to the map.")).to_be_visible()
    assert_good(page)


def test_a_circle_is_drawn_by_mouse(
    town: Portal, reference: str, url: str, watched: Watched
) -> None:
    page = watched.page
    open_map(page, url)
    page.get_by_label("A circle").check()
    click_at(page, 0.4, 0.4)
    click_at(page, 0.5, 0.4)
    expect(page.locator("#map-said")).to_contain_text("The radius is")
    save(page)
    shape = the_zone(town, reference).shape
    assert isinstance(shape, Circle)
    # A tenth of the map's width, of some three kilometres and the sea around it.
    assert 200 < shape.radius < 900
    expect(page.get_by_text("The middle of a circle is easily found.")).to_be_visible()


def test_an_outline_is_drawn_by_keyboard_alone(
    town: Portal, reference: str, url: str, watched: Watched
) -> None:
    page = watched.page
    open_map(page, url)
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == "map":
            break
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "map"
    page.keyboard.press("+")
    page.keyboard.press("+")
    for key in ("Enter", *["ArrowRight"] * 4, "Enter", *["ArrowDown"] * 3, "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#map-said")).to_contain_text("Corner 3 is set at 51.")
    expect(page.locator("#map-said")).to_contain_text("metres from corner 2")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    assert len(lines(page)) == 4
    page.keyboard.press("Backspace")
    assert len(lines(page)) == 3
    # The keys go no further than the map: the page stays where it is, and Tab leads out.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") != "map"
    page.get_by_role("button", name="Save the map").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The map was saved.")).to_be_visible()
    shape = the_zone(town, reference).shape
    assert isinstance(shape, Outline)
    first, second, third = shape.corners
    # East first, then south, as the arrows said.
    assert second.east > first.east
    assert second.north == pytest.approx(first.north, abs=30)
    assert third.north < second.north


def test_buttons_set_corners_for_whoever_uses_neither(url: str, watched: Watched) -> None:
    page = watched.page
    open_map(page, url)
    page.get_by_role("button", name="Set a corner at the cross").click()
    assert len(lines(page)) == 1
    page.get_by_role("button", name="Start again").click()
    assert lines(page) == []
    expect(page.locator("#map-said")).to_have_text("Nothing is drawn.")


def test_what_is_typed_is_drawn_and_what_is_drawn_can_be_typed_on(
    town: Portal, reference: str, url: str, watched: Watched
) -> None:
    page = watched.page
    open_map(page, url)
    page.get_by_label("Corners of the outline").fill(typed())
    expect(page.locator(".portal-map__corner")).to_have_count(4)
    expect(page.locator("path.portal-map__zone")).to_have_count(1)
    save(page)
    view = the_zone(town, reference)
    assert [one.place for one in view.corners] == typed().splitlines()
    page.get_by_role("button", name="Draw it again").click()
    page.locator("#map[data-ready]").wait_for()
    expect(page.locator(".portal-map__corner")).to_have_count(4)
    assert "\n".join(lines(page)) == typed()


def test_typed_without_a_script(town: Portal, reference: str, url: str, chromium: Browser) -> None:
    watched = Watched(chromium, java_script_enabled=False)
    page = watched.page
    sign_in(page, url.partition("/cases")[0], OFFICER)
    page.goto(url)
    page.get_by_role("button", name="Draw the area").click()
    assert page.locator("#map").is_hidden()
    grid = page.locator("svg.portal-map__grid")
    expect(grid).to_be_visible()
    expect(grid.locator("text").first).to_contain_text("51.")
    page.get_by_label("An outline along roads").check()
    page.get_by_label("Corners of the outline").fill("51.3, -5.6\nnowhere")
    page.get_by_role("button", name="Save the map").click()
    expect(page.locator(".govuk-error-summary a")).to_contain_text("Line 2: “nowhere”")
    page.get_by_label("Corners of the outline").fill(typed())
    save(page)
    shape = the_zone(town, reference).shape
    assert isinstance(shape, Outline)
    assert distance(shape.corners[0], shape.corners[1]) == pytest.approx(168, abs=2)
    page.get_by_role("button", name="Draw it again").click()
    page.get_by_label("A circle").check()
    page.get_by_label("Centre of the circle").fill("51.3, -5.6")
    page.get_by_label("Radius in metres").fill("300")
    save(page)
    assert isinstance(the_zone(town, reference).shape, Circle)
    watched.assert_quiet()
    watched.close()


def test_a_wrong_shape_leads_into_its_box(url: str, watched: Watched) -> None:
    page = watched.page
    open_map(page, url)
    for across, down in ((0.3, 0.3), (0.6, 0.6), (0.6, 0.3), (0.3, 0.6)):
        click_at(page, across, down)
    page.get_by_role("button", name="Save the map").click()
    expect(page.locator(".govuk-error-summary a")).to_contain_text("crosses or touches itself")
    assert_summary_leads_into_fields(page)
    page.locator("#map[data-ready]").wait_for()
    expect(page.locator(".portal-map__corner")).to_have_count(4)
    assert_good(page)


def test_a_map_is_uploaded(town: Portal, reference: str, url: str, watched: Watched) -> None:
    page = watched.page
    sign_in(page, url.partition("/cases")[0], OFFICER)
    page.goto(url)
    assert_good(page)
    page.get_by_role("button", name="Upload a map").click()
    assert_good(page)
    page.get_by_role("button", name="Upload").click()
    assert_summary_leads_into_fields(page)
    file = {"name": "map.pdf", "mimeType": "application/pdf", "buffer": map_files.pdf("Quay")}
    page.get_by_label("Map", exact=True).set_input_files(file)  # type: ignore[arg-type]  # a file
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("The map was saved.")).to_be_visible()
    expect(page.locator("img.portal-map__picture")).to_have_js_property("complete", True)
    # The picture stands within the figure, and the page's own policy lets it be seen.
    assert page.locator("img.portal-map__picture").evaluate(PAINTED)
    assert the_zone(town, reference).kind is MapKind.UPLOADED
    assert_good(page)


PAINTED = """one => {
  const canvas = document.createElement('canvas');
  canvas.width = one.naturalWidth; canvas.height = one.naturalHeight;
  const drawing = canvas.getContext('2d');
  drawing.drawImage(one, 0, 0);
  const [red, green] = drawing.getImageData(
    Math.round(canvas.width * 200 / 595), Math.round(canvas.height * (842 - 475) / 842), 1, 1).data;
  return red > 200 && green < 60;
}"""
