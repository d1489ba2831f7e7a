"""What every test stands on: no way out of this machine, one browser, one PostgreSQL."""

import gc
import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from tests.support.browser import chromium as chromium
from tests.support.browser import watched as watched
from tests.support.databases import postgres as postgres

# What a rule says doesn't depend on how busy the machine is.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long begin first."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """Look no more through what stands for the whole run: a fifth of the time went into that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def no_way_out() -> Iterator[None]:
    """A test that tries to reach another machine fails, whatever it wanted there."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
                raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", only_here)
        yield
