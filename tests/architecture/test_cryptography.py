"""Every use of cryptography, found by reading the code, stands in the inventory (ASVS 11.1.3).

The inventory is the second table of `docs/security.md`, "Cryptography": each name of a library
beside the modules that use it. One that is used and isn't there fails, and one that is there
and isn't used.
"""

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "victim_portal"
# Whatever encrypts, signs, digests, compares or makes secrets; the portal uses some of them.
LIBRARIES = (
    *("hashlib", "hmac", "secrets", "ssl", "random", "crypt", "os.urandom"),
    *("cryptography", "argon2", "pyotp", "webauthn", "itsdangerous", "joserfc", "authlib"),
    *("flask_wtf.csrf", "twilio.request_validator", "werkzeug.security", "flask.sessions"),
    *(
        "Crypto",
        "Cryptodome",
        "nacl",
        "jwt",
        "jose",
        "rsa",
        "ecdsa",
        "bcrypt",
        "passlib",
        "OpenSSL",
    ),
)
# Of this one alone the parts are many, and do one thing together.
WHOLE = "webauthn"
# Where the name of an algorithm is an argument, it is part of the name that is looked for.
BY_NAME = {"hmac.digest": 2, "hmac.new": 2, "hashlib.new": 0, "hashlib.file_digest": 1}


def _is_cryptography(name: str) -> bool:
    """Whether a name is of one of the libraries; a UUID made of chance or of a digest too."""
    made = re.fullmatch(r"uuid\.uuid\d", name)
    return bool(made) or any(name == one or name.startswith(f"{one}.") for one in LIBRARIES)


def _known_as(tree: ast.AST) -> dict[str, str]:
    """The names of a module that stand for something imported, with what they stand for."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                first = one.name.partition(".")[0]
                known[one.asname or first] = one.name if one.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            known |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return known


def _full_name(node: ast.AST, known: Mapping[str, str]) -> str:
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = _full_name(node.value, known)
        return f"{before}.{node.attr}" if before else ""
    return ""


def _settled(name: str) -> tuple[str, bool]:
    """A name cut to what its module holds, and whether that is a refusal to be caught.

    Such a refusal does no cryptography itself.
    """
    module, _, last = name.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), last, None)
    except ModuleNotFoundError:
        return _settled(module)
    return name, isinstance(found, type) and issubclass(found, BaseException)


def names_in(source: str) -> Iterator[str]:
    """Each name of a library of cryptography that a module's code calls, passes on or annotates."""
    tree = ast.parse(source)
    known = _known_as(tree)
    inner = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
    called = {id(one.func): one for one in ast.walk(tree) if isinstance(one, ast.Call)}
    for node in ast.walk(tree):
        name = _full_name(node, known)
        if id(node) in inner or not _is_cryptography(name):
            continue
        if name in BY_NAME:
            yield f"{name}({_algorithm(called.get(id(node)), BY_NAME[name])})"
        else:
            yield name


def _algorithm(call: ast.Call | None, place: int) -> str:
    """The name of the algorithm as it is written in a call, or how it is found."""
    given = list(call.args) if call else []
    if place < len(given):
        chosen = given[place]
        return str(chosen.value) if isinstance(chosen, ast.Constant) else ast.unparse(chosen)
    return "?"


def _used() -> dict[str, set[str]]:
    found = defaultdict(set)
    for path in PACKAGE.rglob("*.py"):
        for name in names_in(path.read_text("utf-8")):
            if name.startswith(f"{WHOLE}."):
                found[f"{WHOLE}.*"].add(path.relative_to(ROOT).as_posix())
                continue
            bare, bracket, algorithm = name.partition("(")
            settled, an_error = _settled(bare)
            if not an_error:
                found[settled + bracket + algorithm].add(path.relative_to(ROOT).as_posix())
    return dict(found)


def _inventory() -> dict[str, set[str]]:
    """The names and modules of the table; a row may have several of each."""
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    section = text.partition("\n## Cryptography\n")[2].partition("\n## ")[0]
    table = section.partition("| name in the code |")[2].partition("\n\n")[0]
    listed = defaultdict(set)
    for row in table.splitlines()[2:]:
        _, names, modules = (re.findall(r"`([^`]+)`", cell) for cell in row.strip("|").split("|"))
        for name in names:
            listed[name] |= {f"victim_portal/{one}" for one in modules}
    return dict(listed)


def test_every_use_stands_in_the_inventory_and_nothing_else() -> None:
    used, listed = _used(), _inventory()
    assert len(used) > 15
    assert used == listed


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import hashlib\nhashlib.md5(b'')", {"hashlib.md5"}),
        ("from hashlib import sha1 as digest\nkind = digest", {"hashlib.sha1"}),
        ("import hashlib as h\nh.new('md5')", {"hashlib.new(md5)"}),
        ("import hmac\nhmac.digest(k, m, 'sha1')", {"hmac.digest(sha1)"}),
        ("import hmac\nhmac.new(k, m)", {"hmac.new(?)"}),
        ("import hmac\nhmac.new(k, m, which)", {"hmac.new(which)"}),
        (
            "def f():\n from cryptography.hazmat.primitives.ciphers import modes\n modes.ECB()",
            {"cryptography.hazmat.primitives.ciphers.modes.ECB"},
        ),
        ("import random\nrandom.choice([1])", {"random.choice"}),
        ("from uuid import UUID, uuid4\nUUID(int=1), uuid4()", {"uuid.uuid4"}),
        ("import Crypto.Cipher.DES\nCrypto.Cipher.DES.new()", {"Crypto.Cipher.DES.new"}),
        ("import os\nos.urandom(4), os.path.join('a')", {"os.urandom"}),
        ("x = hashlib.md5", set()),
    ],
)
def test_the_finder_finds(source: str, found: set[str]) -> None:
    assert set(names_in(source)) == found
