"""Rules for the files themselves: size, locks, addresses, and documents that tell the truth."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300
MADE_HERE = {".git", ".venv", "node_modules", "var", "build", "dist", "htmlcov"}

# Written so that the patterns don't find themselves.
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com")
MACHINE = re.compile(
    r"(?<![\w.}])/(?:root|opt/pypi|opt/wheels|home/\w+|Users/\w+)/|[Ff]ile://(?=/)"
)
LINK = re.compile(r"\]\(([^)\s#]+)[^)]*\)")
CODE = re.compile(r"`([\w.*{}<>/-]+/[\w.*{}<>/-]*)`")
FILE_NAME = re.compile(r"\.(?:md|py|toml|lock|json|csv|html|jinja|typ|po|css|js|mako|sh)$")


@cache
def project_files() -> tuple[Path, ...]:
    """What is committed or would be: git's own list, or a walk where there is no repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        found = []
        for directory, folders, names in os.walk(ROOT):
            folders[:] = [f for f in folders if f not in MADE_HERE and not f.endswith("cache__")]
            found += [Path(directory, name) for name in names]
    return tuple(sorted(path for path in found if path.is_file()))


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for path in project_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    ]


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_python_file_outgrows_its_room() -> None:
    lengths = {
        relative(path): len(path.read_text("utf-8").splitlines())
        for path in python_files("victim_portal", "tests", "hatch_build.py")
    }
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_the_domain_imports_the_standard_library_and_itself_only() -> None:
    strangers = []
    for path in python_files("victim_portal"):
        if path.relative_to(ROOT).parts[1] != "domain":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""] if node.level == 0 else []
            else:
                continue
            strangers += [
                f"{relative(path)}:{node.lineno} {name}"
                for name in names
                if name.partition(".")[0] not in sys.stdlib_module_names
                and not name.startswith("victim_portal.domain")
            ]
    assert strangers == []


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    found = []
    for path in project_files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        for number, line in enumerate(text.splitlines(), start=1):
            here = str(ROOT) in line and len(ROOT.parts) > 2
            if here or REGISTRY.search(line) or MACHINE.search(line):
                found.append(f"{relative(path)}:{number} {line.strip()[:80]}")
    assert found == []


def test_no_lock_file_that_records_addresses() -> None:
    unwanted = {"uv.lock", "poetry.lock", "Pipfile.lock", "yarn.lock", "pdm.lock"}
    assert [relative(path) for path in project_files() if path.name in unwanted] == []


def locked(name: str) -> dict[str, tuple[str, list[str]]]:
    """Package to version and hashes. Fails on any line that is none of these and no comment."""
    pins: dict[str, tuple[str, list[str]]] = {}
    current = ""
    for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), start=1):
        text = line.removesuffix("\\").strip()
        if not text or text.startswith("#"):
            continue
        pin = re.fullmatch(r"([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==([\w.!+]+)(?: ; .+)?", text)
        if pin:
            current = canonicalize_name(pin[1])
            assert current not in pins, f"{name}:{number} {current} is pinned twice"
            pins[current] = (pin[2], [])
        else:
            assert re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", text), f"{name}:{number} {text}"
            pins[current][1].append(text)
    return pins


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_its_hashes(name: str) -> None:
    pins = locked(name)
    assert len(pins) > 40
    assert [package for package, (_, hashes) in pins.items() if not hashes] == []


def test_the_lock_for_the_checks_holds_the_one_for_running() -> None:
    checks, running = locked("requirements-dev.lock"), locked("requirements.lock")
    assert {p: v for p, v in running.items() if checks.get(p) != v} == {}


@pytest.mark.parametrize(
    ("lock", "groups"),
    [("requirements.lock", ["build"]), ("requirements-dev.lock", ["build", "dev"])],
)
def test_a_lock_satisfies_what_the_project_asks_for(lock: str, groups: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"]]
    for group in groups:
        wanted += [item for item in project["dependency-groups"][group] if isinstance(item, str)]
    pins = locked(lock)
    wrong = []
    for requirement in map(Requirement, wanted):
        version, _ = pins.get(canonicalize_name(requirement.name), ("absent", []))
        if version == "absent" or not requirement.specifier.contains(version):
            wrong.append(f"{requirement} is {version}")
    assert wrong == [], "run `make lock`"


def test_every_npm_package_has_its_hash_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    manifest = json.loads((ROOT / "package.json").read_text("utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert packages
    for name, about in packages.items():
        assert about["integrity"].startswith("sha512-"), name
        assert "resolved" not in about, name
    for kind in ("dependencies", "devDependencies"):
        for name, version in manifest[kind].items():
            assert packages[f"node_modules/{name}"]["version"] == version, "run `make lock`"


def named_paths(document: Path) -> list[str]:
    """Links and paths in code marks that a document gives, those to patterns left out."""
    text = document.read_text("utf-8")
    links = [link for link in LINK.findall(text) if "://" not in link and ":" not in link[:8]]
    codes = [
        code
        for code in CODE.findall(text)
        if not code.startswith("/") and (FILE_NAME.search(code) or code.endswith("/"))
    ]
    made = ("var/", ".venv/", "node_modules/", "sbom/", "victim_portal/static/dist", "static/dist")
    return [
        name
        for name in links + codes
        if not any(sign in name for sign in "*{}<>") and not name.startswith(made)
    ]


def test_every_path_that_the_documents_name_exists() -> None:
    documents = [path for path in project_files() if path.suffix == ".md"]
    missing = []
    for document in documents:
        homes = (document.parent, ROOT, ROOT / "victim_portal")
        missing += [
            f"{relative(document)}: {name}"
            for name in named_paths(document)
            if not any((home / name).exists() for home in homes)
        ]
    assert missing == []
