"""The base map's settings: whole, or refused by name."""

from pathlib import Path

import pytest

from tests.support.settings_values import PRODUCTION, read, refused
from victim_portal.domain.zones import Bounds, Position
from victim_portal.maps import base_map
from victim_portal.maps.picture import PictureMap
from victim_portal.maps.tiles import TileMap
from victim_portal.maps.town import Town

BOUNDS = "-0.20,51.45,0.05,51.55"
TILES = "https://tiles.example.org/{z}/{x}/{y}.png?key=abcdefghijklmnop"


def test_production_has_no_base_map_unless_one_is_set() -> None:
    assert base_map(read(PRODUCTION)) is None


def test_the_demo_has_a_town_of_its_own(tmp_path: Path) -> None:
    assert isinstance(base_map(read({"ENVIRONMENT": "demo"}, tmp_path)), Town)


def test_tiles_are_asked_for_by_the_portal() -> None:
    settings = read({**PRODUCTION, "MAP_TILES": TILES, "MAP_BOUNDS": BOUNDS, "MAP_CREDIT": "©"})
    found = base_map(settings)
    assert isinstance(found, TileMap)
    assert found.credit == "©"
    assert found.bounds == Bounds(Position.of(51.45, -0.2), Position.of(51.55, 0.05))


def test_the_key_of_a_tile_server_shows_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "tiles"
    file.write_text(TILES)
    settings = read({**PRODUCTION, "MAP_TILES_FILE": str(file), "MAP_BOUNDS": BOUNDS})
    assert settings.map_tiles == TILES
    assert "abcdefghijklmnop" not in repr(settings)


def test_a_picture_is_a_base_map(tmp_path: Path) -> None:
    image = tmp_path / "town.png"
    image.write_bytes(b"")
    settings = read({**PRODUCTION, "MAP_IMAGE": str(image), "MAP_BOUNDS": BOUNDS})
    assert isinstance(base_map(settings), PictureMap)


@pytest.mark.parametrize(
    "bounds",
    ["", "1,2,3", "west,51,east,52", "0.05,51.45,-0.20,51.55", "0,51.55,1,51.45", "0,86,1,89"],
)
def test_bounds_that_are_none_are_refused(bounds: str) -> None:
    assert "MAP_BOUNDS" in refused({**PRODUCTION, "MAP_TILES": TILES, "MAP_BOUNDS": bounds})


@pytest.mark.parametrize(
    "tiles",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}.png{0}",
        "tiles/{z}/{x}/{y}.png",
        "ftp://example.org/{z}/{x}/{y}.png",
    ],
)
def test_tiles_from_anywhere_else_are_refused(tiles: str) -> None:
    assert "MAP_TILES" in refused({**PRODUCTION, "MAP_TILES": tiles, "MAP_BOUNDS": BOUNDS})


def test_half_a_base_map_is_refused(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.png")
    assert "MAP_IMAGE" in refused({**PRODUCTION, "MAP_IMAGE": missing, "MAP_BOUNDS": BOUNDS})
    assert "MAP_BOUNDS" in refused({**PRODUCTION, "MAP_BOUNDS": BOUNDS})
    both = {"MAP_TILES": TILES, "MAP_IMAGE": missing, "MAP_BOUNDS": BOUNDS}
    assert "MAP_TILES" in refused({**PRODUCTION, **both})
