"""The guard of every test: nothing leaves this machine."""

import socket

import pytest


def test_another_machine_is_out_of_reach() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as out,
        pytest.raises(AssertionError, match="tried to reach"),
    ):
        out.connect(("192.0.2.1", 25))
