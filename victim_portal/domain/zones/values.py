"""What an exclusion zone is made of: places, an outline or a circle, and the part of a map."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

MICRO = 1_000_000
"""Places are kept to a millionth of a degree, a tenth of a metre: the rules compare whole
numbers, so that no rounding makes two of them meet that don't."""


@dataclass(frozen=True)
class Position:
    """A place on the ground: WGS 84, in millionths of a degree, north and east positive."""

    north: int
    east: int

    @classmethod
    def of(cls, latitude: float, longitude: float) -> "Position":
        """The place of a latitude and a longitude in degrees."""
        return cls(round(latitude * MICRO), round(longitude * MICRO))

    @property
    def latitude(self) -> float:
        """Degrees north."""
        return self.north / MICRO

    @property
    def longitude(self) -> float:
        """Degrees east."""
        return self.east / MICRO

    def in_words(self) -> str:
        """As it is typed and shown: ``51.508100, -0.075900``."""
        return f"{self.latitude:.6f}, {self.longitude:.6f}"


@dataclass(frozen=True)
class Outline:
    """An area by its corners, in order; the last is joined to the first, which isn't repeated."""

    corners: tuple[Position, ...]


@dataclass(frozen=True)
class Circle:
    """An area by its centre and its radius in whole metres on the ground."""

    centre: Position
    radius: int


Shape: TypeAlias = Outline | Circle


@dataclass(frozen=True)
class Bounds:
    """A part of a map between two parallels and two meridians."""

    south_west: Position
    north_east: Position

    def holds(self, place: Position) -> bool:
        """Whether a place lies in it, or on its edge."""
        return (
            self.south_west.north <= place.north <= self.north_east.north
            and self.south_west.east <= place.east <= self.north_east.east
        )

    def in_words(self) -> str:
        """As settings write it: west, south, east, north."""
        west, south = self.south_west.longitude, self.south_west.latitude
        east, north = self.north_east.longitude, self.north_east.latitude
        return f"{west:.6f},{south:.6f},{east:.6f},{north:.6f}"


class MapKind(StrEnum):
    """How the map of an area came to be."""

    DRAWN = "drawn"
    UPLOADED = "uploaded"


class ShapeError(ValueError):
    """An outline or a circle can't be taken; its words say why, for whoever drew it."""
