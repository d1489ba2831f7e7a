"""The base map with a grid of latitudes and longitudes, for whoever types an area by hand."""

from math import ceil
from xml.sax.saxutils import quoteattr

from victim_portal.domain.zones.drawing import FONT, INK, PAPER
from victim_portal.domain.zones.framing import frame_of
from victim_portal.domain.zones.values import MICRO, Bounds, Position

STEPS = (500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
"""Between two lines, in millionths of a degree."""
MOST_LINES = 6
LETTERS = 17


def grid_svg(bounds: Bounds, href: str, alternative: str) -> str:
    """The whole base map, which `href` fetches from our own origin, under its grid."""
    frame = frame_of(bounds)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" '
        f'role="img" aria-label={quoteattr(alternative)} class="portal-map__grid">'
        f'<image x="0" y="0" width="{frame.width}" height="{frame.height}" '
        f'preserveAspectRatio="none" href={quoteattr(href)}/>'
    ]
    south_west, north_east = bounds.south_west, bounds.north_east
    for north in _lines(south_west.north, north_east.north):
        _, y = frame.place(Position(north, south_west.east))
        parts.append(f'<path d="M0 {y:.1f}H{frame.width}" {_LINE}/>')
        parts.append(_label(north, 6, y - 5))
    for east in _lines(south_west.east, north_east.east):
        x, _ = frame.place(Position(south_west.north, east))
        parts.append(f'<path d="M{x:.1f} 0V{frame.height}" {_LINE}/>')
        parts.append(_label(east, x + 5, frame.height - 8))
    return "".join([*parts, "</svg>"])


_LINE = f'stroke="{INK}" stroke-opacity="0.45" stroke-width="1" fill="none"'


def _lines(first: int, last: int) -> range:
    """Round numbers, none so near the edge that two labels would meet in the corner."""
    step = next((one for one in STEPS if (last - first) / one <= MOST_LINES), STEPS[-1])
    edge = (last - first) // 25
    return range(ceil((first + edge) / step) * step, last - edge, step)


def _label(value: int, x: float, y: float) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{LETTERS}" '
        f'fill="{INK}" stroke="{PAPER}" stroke-width="4" paint-order="stroke">'
        f"{value / MICRO:.{3 if value % 1000 == 0 else 4}f}</text>"
    )
