"""The figure of an area's map, as plain values: for a page, and for whoever makes a PDF."""

from dataclasses import dataclass, field

from victim_portal.domain.zones.areas import AreaMap
from victim_portal.domain.zones.drawing import picture_markup, picture_svg, zone_svg
from victim_portal.domain.zones.saying import alternative

VECTOR = "image/svg+xml"


@dataclass(frozen=True)
class ZoneFigure:
    """A map as somebody meets it: an SVG file by itself, or the picture that was uploaded.

    `drawing` always stands; `picture` is the JPEG of an uploaded map. `alternative` is for
    whoever doesn't see it, and `caption` what stands below it.
    """

    number: int
    caption: str
    alternative: str = field(repr=False)
    drawing: str = field(repr=False)
    picture: bytes = field(default=b"", repr=False)


def figure_of(
    number: int, of: int, words: str, one: AreaMap, picture: bytes, media: str
) -> ZoneFigure:
    """The figure of area `number` of `of`; `picture` is what was kept with its map.

    Its text holds the words of the area, and nothing else that anybody wrote.
    """
    said = alternative(words, one.shape)
    caption = f"Map {number}" if of > 1 else "Map"
    if one.shape is None or one.frame is None:
        drawing = picture_svg(picture, one.width, one.height, said)
        return ZoneFigure(number, caption, said, drawing, picture)
    if media == VECTOR:
        background = picture.decode("utf-8")
    else:
        background = picture_markup(picture, one.frame.width, one.frame.height)
    drawing = zone_svg(one.shape, one.frame, background, said, credit=one.credit)
    return ZoneFigure(number, caption, said, drawing)
