"""A base map of tiles: from a folder, or from a server that only the portal itself asks.

A browser that asked a tile server would tell it, and whoever listens, around which streets an
officer draws. So browsers get tiles from the portal's own origin; it asks with its own key and
passes nothing on of who looks at what.
"""

from functools import lru_cache
from math import asinh, floor, log2, pi, radians, tan
from pathlib import Path

import requests
from PIL import Image

from victim_portal.domain.zones import Bounds, Frame
from victim_portal.maps.pictures import opened, written
from victim_portal.ports import MapFileError, MapPicture

SIZE = 256
LARGEST_TILE = 1024 * 1024
WAIT_SECONDS = 6
MOST_IN_A_FIGURE = 64
KEPT = 400
NOT_HAD = "The base map can't be reached now. Try again, or upload a map instead."


class TileMap:
    """Tiles by a template with ``{z}``, ``{x}`` and ``{y}``: a folder's, or an https address."""

    tiled = True

    def __init__(
        self, template: str, bounds: Bounds, credit: str, zooms: tuple[int, int] = (8, 18)
    ) -> None:
        self.template, self.bounds, self.credit, self.zooms = template, bounds, credit, zooms
        self._kept = lru_cache(maxsize=KEPT)(self._ask)

    def whole(self) -> MapPicture:
        """A map of tiles is no one picture."""
        raise MapFileError("This base map comes in tiles.")

    def tile(self, zoom: int, x: int, y: int) -> MapPicture | None:
        """One tile of the map's own part of the world; None for any other."""
        lowest, highest = self.zooms
        if not lowest <= zoom <= highest or not self._covers(zoom, x, y):
            return None
        content = self._kept(zoom, x, y)
        if content is None:
            return None
        return MapPicture(content, _media(content))

    def cut(self, frame: Frame) -> MapPicture:
        """The part that fills a figure, of the tiles of the zoom that suits it."""
        zoom = self._zoom_for(frame)
        left, top = _at(frame.bounds.south_west.longitude, frame.bounds.north_east.latitude, zoom)
        right, low = _at(frame.bounds.north_east.longitude, frame.bounds.south_west.latitude, zoom)
        columns = range(floor(left), floor(right) + 1)
        rows = range(floor(top), floor(low) + 1)
        if len(columns) * len(rows) > MOST_IN_A_FIGURE:
            raise MapFileError("The area is too large for the base map.")
        paper = Image.new("RGB", (len(columns) * SIZE, len(rows) * SIZE), "#f3f2f1")
        found = 0
        for x in columns:
            for y in rows:
                tile = self.tile(zoom, x, y)
                if tile is not None:
                    picture = opened(tile.content).resize((SIZE, SIZE))
                    paper.paste(picture, ((x - columns[0]) * SIZE, (y - rows[0]) * SIZE))
                    found += 1
        if not found:
            raise MapFileError(NOT_HAD)
        box = tuple(
            (place - first) * SIZE
            for place, first in (
                (left, columns[0]),
                (top, rows[0]),
                (right, columns[0]),
                (low, rows[0]),
            )
        )
        part = paper.resize((frame.width * 2, frame.height * 2), box=box)  # type: ignore[arg-type]  # four
        return MapPicture(written(part), "image/jpeg")

    def _zoom_for(self, frame: Frame) -> int:
        wide = frame.bounds.north_east.longitude - frame.bounds.south_west.longitude
        wanted = round(log2(360 / wide * frame.width * 1.5 / SIZE))
        lowest, highest = self.zooms
        return min(max(wanted, lowest), highest)

    def _covers(self, zoom: int, x: int, y: int) -> bool:
        south_west, north_east = self.bounds.south_west, self.bounds.north_east
        left, top = _at(south_west.longitude, north_east.latitude, zoom)
        right, low = _at(north_east.longitude, south_west.latitude, zoom)
        return floor(left) <= x <= floor(right) and floor(top) <= y <= floor(low)

    def _ask(self, zoom: int, x: int, y: int) -> bytes | None:
        place = self.template.format(z=zoom, x=x, y=y)
        content = _fetched(place) if place.startswith("https://") else _from_disk(Path(place))
        if content is not None and not _media(content):
            raise MapFileError(NOT_HAD)
        return content


def _from_disk(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_TILE + 1)
    except FileNotFoundError:
        return None
    except OSError:
        raise MapFileError(NOT_HAD) from None
    return content if len(content) <= LARGEST_TILE else None


def _fetched(address: str) -> bytes | None:
    """A tile from the server. No redirect is followed: it would take the key elsewhere."""
    try:
        with requests.get(
            address,
            timeout=WAIT_SECONDS,
            stream=True,
            allow_redirects=False,
            headers={"User-Agent": "map tiles", "Accept": "image/png,image/jpeg"},
        ) as answer:
            if answer.status_code in (204, 404):
                return None
            if answer.status_code != 200:
                raise MapFileError(NOT_HAD)
            content: bytes = answer.raw.read(LARGEST_TILE + 1, decode_content=True)
    except requests.RequestException:
        raise MapFileError(NOT_HAD) from None
    return content if len(content) <= LARGEST_TILE else None


def _media(content: bytes) -> str:
    """What a tile is by its first bytes; empty for what is no picture."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "image/jpeg" if content.startswith(b"\xff\xd8\xff") else ""


def _at(longitude: float, latitude: float, zoom: int) -> tuple[float, float]:
    """Where a place stands, counted in tiles from the north-west of the world."""
    across = (longitude + 180) / 360 * 2**zoom
    down = (1 - asinh(tan(radians(latitude))) / pi) / 2 * 2**zoom
    return across, down
