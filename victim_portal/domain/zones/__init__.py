"""Exclusion zones: areas on a map, what is wrong with them, and what they give away.

A shape is read from what was typed or drawn (`reading`), judged in exact whole numbers
(`checking`), measured (`measuring`), looked at for what it tells (`hints`) and drawn
(`framing`, `drawing`). Where the victim lives is never among what these rules are given.
"""

from victim_portal.domain.zones.areas import (
    Area,
    AreaMap,
    areas_from,
    areas_to_store,
    in_doubt,
    maps_problem,
    with_map,
    with_words,
)
from victim_portal.domain.zones.checking import crossing, shape_problem
from victim_portal.domain.zones.drawing import picture_markup, picture_svg, scale_of, zone_svg
from victim_portal.domain.zones.figures import ZoneFigure, figure_of
from victim_portal.domain.zones.framing import Frame, frame_around, frame_of
from victim_portal.domain.zones.grid import grid_svg
from victim_portal.domain.zones.hints import HINTS, Hint, hints_of
from victim_portal.domain.zones.measuring import Measures, distance, measures_of
from victim_portal.domain.zones.reading import (
    MOST_CORNERS,
    from_geojson,
    outline_of,
    read_circle,
    read_corners,
    read_place,
    read_radius,
    to_geojson,
)
from victim_portal.domain.zones.saying import (
    alternative,
    metres,
    shape_in_words,
    size_in_words,
    square_metres,
)
from victim_portal.domain.zones.values import (
    Bounds,
    Circle,
    MapKind,
    Outline,
    Position,
    Shape,
    ShapeError,
)

__all__ = [
    "HINTS",
    "MOST_CORNERS",
    "Area",
    "AreaMap",
    "Bounds",
    "Circle",
    "Frame",
    "Hint",
    "MapKind",
    "Measures",
    "Outline",
    "Position",
    "Shape",
    "ShapeError",
    "ZoneFigure",
    "alternative",
    "areas_from",
    "areas_to_store",
    "crossing",
    "distance",
    "figure_of",
    "frame_around",
    "frame_of",
    "from_geojson",
    "grid_svg",
    "hints_of",
    "in_doubt",
    "maps_problem",
    "measures_of",
    "metres",
    "outline_of",
    "picture_markup",
    "picture_svg",
    "read_circle",
    "read_corners",
    "read_place",
    "read_radius",
    "scale_of",
    "shape_in_words",
    "shape_problem",
    "size_in_words",
    "square_metres",
    "to_geojson",
    "with_map",
    "with_words",
    "zone_svg",
]
