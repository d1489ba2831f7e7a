"""The maps of areas: the page of one, drawing it, uploading it, and the base map itself."""

from flask import Blueprint

from victim_portal.web import answers
from victim_portal.web.officer.zones import base_map, mapping, showing


def add_routes(officer: Blueprint) -> None:
    """Register the pages and pictures of maps."""
    one = "/cases/<reference>/requests/<int:number>/areas/<int:area>"
    for path, view, methods in (
        (one, showing.show_zone, ["GET", "POST"]),
        (f"{one}/figure.svg", showing.show_zone_figure, ["GET"]),
        (f"{one}/draw", mapping.draw_zone, ["GET", "POST"]),
        (f"{one}/upload", mapping.upload_zone, ["GET", "POST"]),
        (f"{one}/remove", mapping.remove_zone, ["POST"]),
        ("/map/picture", base_map.show_base_map, ["GET"]),
        ("/map/tiles/<int:zoom>/<int:x>/<int:y>", base_map.show_base_tile, ["GET"]),
    ):
        officer.add_url_rule(path, view_func=answers.service_errors(view), methods=methods)
