"""The maps of areas that a victim asks to be kept free: drawn, uploaded, looked at, shown."""

from victim_portal.services.zones.judging import judge_map
from victim_portal.services.zones.mapping import (
    draw_map,
    remove_map,
    upload_map,
)
from victim_portal.services.zones.pictures import figures_of
from victim_portal.services.zones.reading import zone_figure, zone_view
from victim_portal.services.zones.values import Corner, ZoneView

__all__ = [
    "Corner",
    "ZoneView",
    "draw_map",
    "figures_of",
    "judge_map",
    "remove_map",
    "upload_map",
    "zone_figure",
    "zone_view",
]
