"""Reading that stands out: asked about the day after, and before the next case opens."""

from victim_portal.services.unusual.daily import (
    KIND,
    UnusualLine,
    ask_about_unusual,
    found_in,
    list_unusual,
)
from victim_portal.services.unusual.proving import cases_left_open

__all__ = [
    "KIND",
    "UnusualLine",
    "ask_about_unusual",
    "cases_left_open",
    "found_in",
    "list_unusual",
]
