"""The catalogue of conditions that the package ships."""

from functools import cache
from importlib.resources import files

from victim_portal.domain.conditions import Catalogue, load


@cache
def catalogue() -> Catalogue:
    """The conditions that can be asked for, in the order in which they are offered."""
    return load((files("victim_portal") / "data" / "conditions.toml").read_text("utf-8"))
