"""Breaking the glass: one case outside one's reach, for reading, for a while, seen by managers."""

from victim_portal.services.glass.breaking import break_glass, broken_until, end_glass
from victim_portal.services.glass.looking import (
    MOST_SHOWN,
    MOST_VIEWED,
    glass_to_look_at,
    glass_views,
    list_glass,
    look_at_glass,
)
from victim_portal.services.glass.values import Broken, BrokenGlass, GlassInput, Viewed

__all__ = [
    "MOST_SHOWN",
    "MOST_VIEWED",
    "Broken",
    "BrokenGlass",
    "GlassInput",
    "Viewed",
    "break_glass",
    "broken_until",
    "end_glass",
    "glass_to_look_at",
    "glass_views",
    "list_glass",
    "look_at_glass",
]
