"""The base map from our own origin: nobody else learns around which streets somebody draws."""

from flask import Response, abort, make_response

from victim_portal.ports import MapFileError, MapPicture
from victim_portal.web.context import ctx

SHUT = "default-src 'none'; img-src data:; sandbox"
"""A picture that is opened by itself runs nothing; those within an SVG file are in its text."""


def show_base_map() -> Response:
    """The whole base map, where it is one picture."""
    base = ctx().base_map
    if base is None or base.tiled:
        abort(404)
    try:
        return picture(base.whole())
    except MapFileError:
        abort(503)


def show_base_tile(zoom: int, x: int, y: int) -> Response:
    """One tile of the base map."""
    base = ctx().base_map
    if base is None or not base.tiled:
        abort(404)
    try:
        found = base.tile(zoom, x, y)
    except MapFileError:
        abort(503)
    return picture(found) if found is not None else abort(404)


def picture(one: MapPicture) -> Response:
    """A picture as an answer that nothing runs in."""
    response: Response = make_response(one.content)
    response.content_type = one.media
    response.headers["Content-Security-Policy"] = SHUT
    return response
