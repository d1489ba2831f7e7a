"""Programs of the machine that some tests need: skipped by name here, never on the gate."""

import os
import shutil

import pytest


def require(present: bool, what: str) -> None:
    """Skip the test, saying why, where `what` isn't there; fail where `CI=true`."""
    if present:
        return
    reason = f"{what} is not installed"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}, and the gate may not skip it")
    pytest.skip(reason)


def require_tool(name: str) -> str:
    """The path of the program `name`; skips, or fails where `CI=true`, without it."""
    path = shutil.which(name)
    require(path is not None, name)
    return path or name
