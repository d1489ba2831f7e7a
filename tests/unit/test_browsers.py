"""Browsers by name, for the list of one's own sessions."""

import pytest

from victim_portal.domain.browsers import UNKNOWN, browser_name

CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1 Safari/5"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (CHROME, "Chrome on Windows"),
        (f"{CHROME} Edg/1", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:1) Gecko/2010 Firefox/1", "Firefox on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU) Version/1 Mobile Safari/6",
            "Safari on an iPhone",
        ),
        ("Werkzeug/3", UNKNOWN),
        ("", UNKNOWN),
        ("<script>alert(1)</script>" * 99, UNKNOWN),
    ],
)
def test_a_browser_has_a_name_of_ours(agent: str, name: str) -> None:
    assert browser_name(agent) == name
