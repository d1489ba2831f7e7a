"""Base maps: a picture, tiles from a folder or a server, the demo's town; and figures of them."""

import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests
from PIL import Image

from victim_portal.domain.zones import (
    Bounds,
    Outline,
    Position,
    frame_around,
    frame_of,
    picture_markup,
    zone_svg,
)
from victim_portal.domain.zones.framing import latitude_at
from victim_portal.maps.picture import PictureMap
from victim_portal.maps.tiles import TileMap
from victim_portal.maps.town import Town
from victim_portal.ports import MapFileError, MapPicture

BOUNDS = Bounds(Position.of(51.45, -0.20), Position.of(51.55, 0.05))


def square(latitude: float, longitude: float, side: float = 0.01) -> Outline:
    corners = ((0, 0), (0, side), (side, side), (side, 0))
    return Outline(tuple(Position.of(latitude + n, longitude + e) for n, e in corners))


def colour(found: MapPicture, across: float, down: float) -> tuple[int, int, int]:
    picture = Image.open(io.BytesIO(found.content)).convert("RGB")
    return picture.getpixel((int(picture.width * across), int(picture.height * down)))


def coloured(left: str, right: str, size: tuple[int, int] = (1000, 600)) -> bytes:
    picture = Image.new("RGB", size, left)
    picture.paste(Image.new("RGB", (size[0] // 2, size[1]), right), (size[0] // 2, 0))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def picture(tmp_path: Path) -> PictureMap:
    file = tmp_path / "town.png"
    file.write_bytes(coloured("red", "blue"))
    return PictureMap(file, BOUNDS, "Map of somewhere")


def test_a_figure_of_a_picture_shows_the_part_that_it_is_of(picture: PictureMap) -> None:
    west, east = square(51.49, -0.18), square(51.49, 0.02)
    red = colour(picture.cut(frame_around(west, BOUNDS)), 0.5, 0.5)
    blue = colour(picture.cut(frame_around(east, BOUNDS)), 0.5, 0.5)
    assert red[0] > 200 > 60 > red[2]
    assert blue[2] > 200 > 60 > blue[0]


def test_a_figure_across_the_middle_shows_both(picture: PictureMap) -> None:
    cut = picture.cut(frame_of(BOUNDS))
    assert colour(cut, 0.1, 0.5)[0] > 200
    assert colour(cut, 0.9, 0.5)[2] > 200
    assert cut.media == "image/jpeg"


def test_a_picture_that_has_gone_is_said(tmp_path: Path) -> None:
    missing = PictureMap(tmp_path / "gone.png", BOUNDS, "")
    with pytest.raises(MapFileError, match="can't be read"):
        missing.whole()
    with pytest.raises(MapFileError):
        missing.cut(frame_of(BOUNDS))


def tile_folder(folder: Path) -> TileMap:
    """Tiles of zoom 10: the one of the map's west red, its neighbour blue."""
    for x, shade in ((511, "red"), (512, "blue")):
        for y in (340, 341):
            file = folder / "10" / str(x) / f"{y}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(coloured(shade, shade, (256, 256)))
    return TileMap(f"{folder}/{{z}}/{{x}}/{{y}}.png", BOUNDS, "Tiles", (8, 10))


def test_tiles_come_from_a_folder(tmp_path: Path) -> None:
    tiles = tile_folder(tmp_path)
    found = tiles.tile(10, 511, 340)
    assert found is not None
    assert found.media == "image/png"


@pytest.mark.parametrize("where", [(10, 513, 340), (10, 510, 340), (11, 1023, 680), (7, 63, 42)])
def test_tiles_outside_the_map_are_never_asked_for(
    tmp_path: Path, where: tuple[int, int, int]
) -> None:
    assert tile_folder(tmp_path).tile(*where) is None


def test_a_figure_is_put_together_of_tiles(tmp_path: Path) -> None:
    tiles = tile_folder(tmp_path)
    cut = tiles.cut(frame_of(BOUNDS))
    # Nought degrees, where the tiles meet, is at four fifths of the map.
    assert colour(cut, 0.5, 0.5)[0] > 200
    assert colour(cut, 0.78, 0.5)[0] > 200
    assert colour(cut, 0.82, 0.5)[2] > 200
    assert colour(cut, 0.95, 0.5)[2] > 200


class Answer:
    """What a tile server says."""

    def __init__(self, status: int, content: bytes) -> None:
        self.status_code, self.raw = status, self
        self._content = content

    def read(self, most: int, *, decode_content: bool) -> bytes:
        return self._content[:most]

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_: object) -> None:
        return None


def served(monkeypatch: pytest.MonkeyPatch, status: int, content: bytes) -> list[dict[str, Any]]:
    asked: list[dict[str, Any]] = []

    def get(address: str, **how: Any) -> Answer:
        asked.append({"address": address, **how})
        return Answer(status, content)

    monkeypatch.setattr(requests, "get", get)
    return asked


SERVER = "https://tiles.example.org/{z}/{x}/{y}.png?key=secret"


def test_a_tile_is_asked_of_the_server_once_and_without_a_redirect(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = served(monkeypatch, 200, coloured("red", "red", (256, 256)))
    tiles = TileMap(SERVER, BOUNDS, "Tiles")
    assert tiles.tile(10, 511, 340) == tiles.tile(10, 511, 340)
    (one,) = asked
    assert one["address"] == "https://tiles.example.org/10/511/340.png?key=secret"
    assert one["allow_redirects"] is False
    assert not {"cookies", "auth"} & set(one)
    assert set(one["headers"]) == {"User-Agent", "Accept"}


@pytest.mark.parametrize(
    ("status", "content"), [(500, b""), (302, b""), (403, b"no"), (200, b"<html>"), (200, b"")]
)
def test_a_server_that_says_no_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, status: int, content: bytes
) -> None:
    served(monkeypatch, status, content)
    with pytest.raises(MapFileError, match="can't be reached") as caught:
        TileMap(SERVER, BOUNDS, "Tiles").tile(10, 511, 340)
    assert "secret" not in str(caught.value)


def test_a_server_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def get(*_: object, **__: object) -> Answer:
        raise requests.ConnectionError("https://tiles.example.org/10/511/340.png?key=secret")

    monkeypatch.setattr(requests, "get", get)
    with pytest.raises(MapFileError) as caught:
        TileMap(SERVER, BOUNDS, "Tiles").cut(frame_of(BOUNDS))
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_tiles_that_are_not_there_leave_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    served(monkeypatch, 404, b"")
    tiles = TileMap(SERVER, BOUNDS, "Tiles")
    assert tiles.tile(10, 511, 340) is None
    with pytest.raises(MapFileError):
        tiles.cut(frame_of(BOUNDS))


def test_the_town_is_whole_and_fetches_nothing() -> None:
    town = Town()
    file = town.whole()
    assert file.media == "image/svg+xml"
    drawn = ElementTree.fromstring(file.content)  # noqa: S314 - made by the portal itself
    names = {one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Harbour Road", "Mill Lane", "Castle Park"} <= names
    for word in (b"http:", b"https:", b"href", b"<script", b"style="):
        assert word not in file.content.replace(b"http://www.w3.org/2000/svg", b"")


def test_the_town_lies_in_the_sea() -> None:
    """Nobody lives there: Lundy is 60 km to the east, Wales as far to the north-east."""
    bounds = Town().bounds
    assert 51.2 < bounds.south_west.latitude < bounds.north_east.latitude < 51.4
    assert -5.7 < bounds.south_west.longitude < bounds.north_east.longitude < -5.5


def test_a_figure_of_the_town_names_the_roads_around_the_area() -> None:
    town = Town()
    places = ((560, 470), (940, 440), (955, 1040), (605, 1050))
    shape = Outline(tuple(town.position(place) for place in places))
    frame = frame_around(shape, town.bounds)
    figure = zone_svg(shape, frame, town.cut(frame).content.decode(), "An area")
    ElementTree.fromstring(figure)  # noqa: S314 - made by the portal itself
    for road in ("Mill Lane", "Chapel Lane", "Fish Street"):
        assert road in figure
    assert "Cemetery Road" in town.whole().content.decode()


def test_latitudes_come_back_from_the_projection() -> None:
    from victim_portal.domain.zones.framing import mercator

    for latitude in (-60.0, 0.0, 51.5, 60.9):
        assert latitude_at(mercator(latitude)) == pytest.approx(latitude)


def test_a_picture_in_a_figure_says_what_it_is(picture: PictureMap) -> None:
    assert "data:image/jpeg;base64," in picture_markup(
        picture.cut(frame_of(BOUNDS)).content, 900, 600
    )
