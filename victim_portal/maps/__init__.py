"""Maps: the base map that is configured, and the reader of uploaded maps.

`bootstrap` chooses: a picture or tiles where the operator has one, the invented town in a demo
without, and otherwise none. Then areas are described in words and maps are uploaded.
"""

from victim_portal.maps.picture import PictureMap
from victim_portal.maps.tiles import TileMap
from victim_portal.maps.town import Town
from victim_portal.maps.uploads import BoundedReader
from victim_portal.ports import BaseMap, MapReader
from victim_portal.settings import Settings

__all__ = ["base_map", "map_reader"]


def base_map(settings: Settings) -> BaseMap | None:
    """What areas are drawn on, by the settings; None where nothing is to be drawn on."""
    if settings.map_bounds is not None and settings.map_image is not None:
        return PictureMap(settings.map_image, settings.map_bounds, settings.map_credit)
    if settings.map_bounds is not None and settings.map_tiles:
        return TileMap(settings.map_tiles, settings.map_bounds, settings.map_credit)
    return None if settings.is_production else Town()


def map_reader() -> MapReader:
    """What draws uploaded maps anew."""
    return BoundedReader()
