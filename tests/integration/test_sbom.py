"""The lists of parts: `make sbom` names what the lock files name, each with its hash."""

import json
import re
import subprocess
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.support.tools import require

ROOT = Path(__file__).resolve().parents[2]


def test_the_lists_name_every_part_with_its_hash() -> None:
    require((ROOT / ".venv" / "bin" / "cyclonedx-py").exists(), "make install-dev")
    subprocess.run(["make", "sbom"], cwd=ROOT, check=True, capture_output=True, timeout=120)
    python = json.loads((ROOT / "sbom" / "python.cdx.json").read_text("utf-8"))
    front_end = json.loads((ROOT / "sbom" / "front-end.cdx.json").read_text("utf-8"))
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked = {
        (canonicalize_name(name), version)
        for name, version in re.findall(r"^([\w.-]+)==([\w.!+-]+)", lock, re.MULTILINE)
    }
    assert python["bomFormat"] == front_end["bomFormat"] == "CycloneDX"
    assert {(canonicalize_name(c["name"]), c["version"]) for c in python["components"]} == locked
    for part in python["components"]:
        hashes = [one["hashes"] for one in part["externalReferences"] if one.get("hashes")]
        assert hashes, part["name"]
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))["dependencies"]
    listed = {
        part["purl"].removeprefix("pkg:npm/").replace("%40", "@").rpartition("@")[0]
        for part in front_end["components"]
    }
    assert listed >= set(wanted)
    assert all(part["hashes"] for part in front_end["components"])
