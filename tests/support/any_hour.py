"""A portal that lives by the real clock and whose staff read everything: no walk is asked why.

What asks at night and after many cases has tests of its own (`test_unusual_proof.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch


@contextmanager
def at_any_hour() -> Iterator[None]:
    """Reading that stands out asks for no proof meanwhile."""
    with (
        patch("victim_portal.web.context.cases_left_open", return_value=None),
        patch("victim_portal.web.account.proving.cases_left_open", return_value=None),
    ):
        yield
