"""Maps: the base map that areas are drawn on, and the reader of maps that are uploaded."""

from dataclasses import dataclass, field
from typing import Protocol

from victim_portal.domain.zones import Bounds, Frame


class MapFileError(ValueError):
    """An uploaded map can't be taken, or the base map can't be had; says why, for the officer."""


@dataclass(frozen=True)
class MapPicture:
    """A picture of a map: its bytes, and ``image/jpeg``, ``image/png`` or ``image/svg+xml``.

    For SVG the bytes are elements alone, in the units of the frame that was asked for.
    """

    content: bytes = field(repr=False)
    media: str


@dataclass(frozen=True)
class ReadMap:
    """An uploaded map drawn anew: one JPEG, its size in pixels, and the words of its pages.

    Nothing of the file itself is left in it. `words` are what a PDF's pages say, to be offered
    as a description; empty for pictures.
    """

    picture: bytes = field(repr=False)
    width: int
    height: int
    words: str = field(default="", repr=False)


class BaseMap(Protocol):
    """The map that areas are drawn on, from our own origin and from nowhere else.

    `tiled`: it comes in tiles of 256 pixels as web maps do, from `lowest_zoom` to
    `highest_zoom`; else it is one picture.
    """

    @property
    def bounds(self) -> Bounds:
        """What it shows."""

    @property
    def credit(self) -> str:
        """Whose map it is, to be printed on every figure; may be empty."""

    @property
    def tiled(self) -> bool:
        """Whether `tile` answers; else `whole` does."""

    @property
    def zooms(self) -> tuple[int, int]:
        """The lowest and the highest zoom of its tiles; (0, 0) of a picture."""

    def whole(self) -> MapPicture:
        """The whole map as one picture that fills its bounds; a whole file if it is SVG."""

    def tile(self, zoom: int, x: int, y: int) -> MapPicture | None:
        """One tile, or None where there is none. Raises MapFileError if it can't be had."""

    def cut(self, frame: Frame) -> MapPicture:
        """The part that fills a figure. Raises MapFileError if it can't be had."""


class MapReader(Protocol):
    """Reads maps that somebody uploaded, apart from the portal's own process."""

    def read(self, content: bytes) -> ReadMap:
        """A PDF, PNG or JPEG drawn anew. Raises MapFileError with a sentence."""
