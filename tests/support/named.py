"""A served portal at a host name of its own, as passkeys need one, whose clock a test moves."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from tests.support.browser import serving
from tests.support.databases import sqlite_url
from tests.support.portal import Portal, make_portal
from tests.support.web import app_for
from victim_portal.randomness import SystemClock


@dataclass
class Town:
    """A served portal at a host name, as passkeys need one."""

    portal: Portal
    app: Flask
    url: str


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    portal = make_portal(sqlite_url(tmp_path), migrated=True)
    portal.clock.set(SystemClock().now())
    url = f"http://localhost:{port}"
    portal.ctx = replace(portal.ctx, base_url=url)
    app = app_for(portal)
    with serving(app, port):
        yield Town(portal, app, url)
    portal.engine.dispose()
