"""A base map that is one picture, as an operator's own file."""

from functools import cached_property
from pathlib import Path

from victim_portal.domain.zones import Bounds, Frame
from victim_portal.domain.zones.framing import mercator
from victim_portal.maps.pictures import opened, written
from victim_portal.ports import MapFileError, MapPicture

LARGEST_FILE = 40 * 1024 * 1024


class PictureMap:
    """A PNG or JPEG whose edges lie on two parallels and two meridians."""

    tiled = False
    zooms = (0, 0)

    def __init__(self, path: Path, bounds: Bounds, credit: str) -> None:
        self.path, self.bounds, self.credit = path, bounds, credit

    def whole(self) -> MapPicture:
        """The file as it is: it is the operator's."""
        content = self._content
        return MapPicture(content, "image/png" if content[:4] == b"\x89PNG" else "image/jpeg")

    def tile(self, zoom: int, x: int, y: int) -> MapPicture | None:
        """There are none."""
        return None

    def cut(self, frame: Frame) -> MapPicture:
        """The part that fills a figure, drawn anew."""
        picture = opened(self._content)
        west, east = self.bounds.south_west.longitude, self.bounds.north_east.longitude
        low = mercator(self.bounds.south_west.latitude)
        high = mercator(self.bounds.north_east.latitude)
        inner = frame.bounds
        box = (
            (inner.south_west.longitude - west) / (east - west) * picture.width,
            (high - mercator(inner.north_east.latitude)) / (high - low) * picture.height,
            (inner.north_east.longitude - west) / (east - west) * picture.width,
            (high - mercator(inner.south_west.latitude)) / (high - low) * picture.height,
        )
        part = picture.resize((frame.width * 2, frame.height * 2), box=_inside(box, picture.size))
        return MapPicture(written(part), "image/jpeg")

    @cached_property
    def _content(self) -> bytes:
        try:
            if self.path.stat().st_size > LARGEST_FILE:
                raise MapFileError("The base map's file is too large.")
            return self.path.read_bytes()
        except OSError:
            raise MapFileError(
                "The base map can't be read. Tell whoever runs the portal."
            ) from None


def _inside(
    box: tuple[float, float, float, float], size: tuple[int, int]
) -> tuple[float, float, float, float]:
    """The box within the picture: places are rounded, and may lie a hair outside it."""
    left, top, right, low = box
    return max(left, 0), max(top, 0), min(right, size[0]), min(low, size[1])
