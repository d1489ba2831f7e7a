"""Lighthouse over a page of an app that is served, with nobody asked outside this machine."""

import json
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path

from tests.support.browser import chromium_path
from tests.support.tools import require, require_tool

ROOT = Path(__file__).resolve().parents[2]
LIGHTHOUSE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking"
)


def scores(
    url: str, categories: Collection[str], headers: Mapping[str, str] | None = None
) -> dict[str, int]:
    """What Lighthouse gives a page, out of 100, in each of some categories.

    It pretends to be a telephone. Skips, or fails where `CI=true`, without the tool.
    """
    node = require_tool("node")
    browser = chromium_path()
    require(LIGHTHOUSE.is_file(), "Lighthouse (python hatch_build.py --test-tools)")
    require(browser is not None, "Chromium")
    done = subprocess.run(
        [
            node,
            str(LIGHTHOUSE),
            url,
            "--quiet",
            "--output=json",
            "--no-enable-error-reporting",
            f"--only-categories={','.join(categories)}",
            f"--chrome-flags={CHROMIUM}",
            f"--extra-headers={json.dumps(dict(headers or {}))}",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        stdin=subprocess.DEVNULL,
        env={"PATH": str(Path(node).parent), "CHROME_PATH": str(browser), "HOME": "/tmp"},  # noqa: S108 - Lighthouse wants one
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["finalDisplayedUrl"] == url, "it was led elsewhere"
    return {name: round(one["score"] * 100) for name, one in found["categories"].items()}
