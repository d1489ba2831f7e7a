"""Whether the base map's settings are whole, in any environment."""

import os
import re
from collections.abc import Iterator

from victim_portal.settings.model import PREFIX, Problem, Settings

_GAPS = ("{z}", "{x}", "{y}")


def map_problems(settings: Settings) -> Iterator[Problem]:
    """What would leave officers before an empty map, or have browsers ask somebody else."""
    image, tiles = settings.map_image, settings.map_tiles
    if image is None and not tiles:
        if settings.map_bounds is not None:
            yield Problem(
                PREFIX + "MAP_BOUNDS", f"is set without {PREFIX}MAP_IMAGE or {PREFIX}MAP_TILES."
            )
        return
    if image is not None and tiles:
        yield Problem(PREFIX + "MAP_TILES", f"is set beside {PREFIX}MAP_IMAGE. Keep one of them.")
    if settings.map_bounds is None:
        yield Problem(PREFIX + "MAP_BOUNDS", "is missing: west,south,east,north of the base map.")
    if image is not None and not (image.is_absolute() and os.access(image, os.R_OK)):
        yield Problem(PREFIX + "MAP_IMAGE", "must be the whole path of a picture that can be read.")
    if tiles and not _is_template(tiles):
        yield Problem(
            PREFIX + "MAP_TILES",
            "must be a whole path or an https:// address with {z}, {x} and {y}, each once.",
        )


def _is_template(given: str) -> bool:
    if any(given.count(gap) != 1 for gap in _GAPS) or re.search(r"\s", given):
        return False
    rest = re.sub(r"\{[zxy]\}", "", given)
    return given.startswith(("/", "https://")) and "{" not in rest and "}" not in rest
