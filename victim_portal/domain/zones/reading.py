"""From what was drawn, typed or kept to a shape, and back to GeoJSON.

GeoJSON (RFC 7946) has no circle: it is kept as a Feature whose point is the centre and whose
properties hold the radius in metres.
"""

import re
from collections.abc import Mapping, Sequence

from victim_portal.domain.zones.values import Circle, Outline, Position, Shape, ShapeError

MOST_CORNERS = 100
LONGEST_TYPED = 8000
_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,15})?"
_PLACE = re.compile(
    rf"(?P<first>{_NUMBER})\s*°?\s*(?P<ns>[NS]?)\s*(?:[,;]\s*|\s+)"
    rf"(?P<second>{_NUMBER})\s*°?\s*(?P<ew>[EW]?)",
    re.IGNORECASE,
)
NO_PLACE = "isn't a latitude and a longitude, like 51.508100, -0.075900"
_RADIUS = re.compile(r"(?P<metres>[0-9]{1,3}(?:,?[0-9]{3}){0,2}|[0-9]{1,6})\s*(?:m|metres?)?")


def read_place(typed: str) -> Position:
    """A latitude and a longitude in degrees, in this order. Raises ShapeError."""
    found = _PLACE.fullmatch(typed.strip())
    if found is None:
        raise ShapeError(f"“{typed.strip()[:40]}” {NO_PLACE}.")
    latitude, longitude = float(found["first"]), float(found["second"])
    if found["ns"].upper() == "S":
        latitude = -abs(latitude)
    if found["ew"].upper() == "W":
        longitude = -abs(longitude)
    return _place(latitude, longitude)


def read_corners(typed: str) -> Outline:
    """An outline from its corners, one on a line, in order. Raises ShapeError with the line."""
    if len(typed) > LONGEST_TYPED:
        raise ShapeError(f"Give at most {MOST_CORNERS} corners.")
    places = []
    for number, line in enumerate(typed.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            places.append(read_place(line))
        except ShapeError as error:
            raise ShapeError(f"Line {number}: {error}") from None
    return outline_of(places)


def read_circle(centre: str, radius: str) -> Circle:
    """A circle from its typed centre and radius in metres. Raises ShapeError."""
    return Circle(read_place(centre), read_radius(radius))


def read_radius(typed: str) -> int:
    """A radius in whole metres: ``300``, ``1,500 m``. Raises ShapeError."""
    found = _RADIUS.fullmatch(typed.strip().lower())
    if found is None:
        raise ShapeError("Enter the radius in whole metres, like 300.")
    return int(found["metres"].replace(",", ""))


def outline_of(places: Sequence[Position]) -> Outline:
    """An outline; a place that comes twice running, or again at the end, counts once."""
    corners: list[Position] = []
    for place in places:
        if not corners or corners[-1] != place:
            corners.append(place)
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    return Outline(tuple(corners))


def from_geojson(document: object) -> Shape:
    """The shape of a decoded GeoJSON document, whoever made it. Raises ShapeError."""
    if not isinstance(document, dict) or document.get("type") != "Feature":
        raise ShapeError("The area isn't a GeoJSON Feature.")
    geometry, properties = document.get("geometry"), document.get("properties")
    if not isinstance(geometry, dict):
        raise ShapeError("The area has no geometry.")
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point":
        radius = properties.get("radius") if isinstance(properties, dict) else None
        if not isinstance(radius, int) or isinstance(radius, bool):
            raise ShapeError("The circle has no radius in whole metres.")
        return Circle(_pair(coordinates), radius)
    if geometry.get("type") != "Polygon":
        raise ShapeError("The area must be one outline or one circle.")
    if not isinstance(coordinates, list) or len(coordinates) != 1:
        raise ShapeError("The area must have one outline, without holes.")
    ring = coordinates[0]
    if not isinstance(ring, list) or not 4 <= len(ring) <= 2 * MOST_CORNERS + 2:
        raise ShapeError(f"The outline must have 3 to {MOST_CORNERS} corners.")
    places = [_pair(one) for one in ring]
    if places[0] != places[-1]:
        raise ShapeError("The outline isn't closed: its last corner must be its first.")
    return outline_of(places)


def to_geojson(shape: Shape) -> dict[str, object]:
    """The shape as a GeoJSON Feature; longitude comes first there, and the ring is closed."""
    if isinstance(shape, Circle):
        geometry: Mapping[str, object] = {"type": "Point", "coordinates": _numbers(shape.centre)}
        return {"type": "Feature", "geometry": geometry, "properties": {"radius": shape.radius}}
    ring = [_numbers(one) for one in (*shape.corners, *shape.corners[:1])]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "geometry": geometry, "properties": {}}


def _numbers(place: Position) -> list[float]:
    return [place.longitude, place.latitude]


def _pair(value: object) -> Position:
    if not isinstance(value, list) or not 2 <= len(value) <= 3:
        raise ShapeError("A corner isn't a longitude and a latitude.")
    longitude, latitude = value[0], value[1]
    for number in (longitude, latitude):
        if not isinstance(number, int | float) or isinstance(number, bool):
            raise ShapeError("A corner isn't a longitude and a latitude.")
    return _place(latitude, longitude)


def _place(latitude: float, longitude: float) -> Position:
    # Written so that "not a number" is refused as well.
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ShapeError("A latitude is from -90 to 90 and a longitude from -180 to 180.")
    return Position.of(latitude, longitude)
