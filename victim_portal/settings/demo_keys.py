"""Keys for the demo: made on first start, kept in `var/`, recognisable for ever.

Each key's bytes begin with a mark, so that production refuses a demo key wherever it was
copied to. What is left is random and more than long enough.
"""

import base64
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MARK = b"demo"
SECRET_MARK = "demo-"  # noqa: S105  a prefix that marks a secret as the demo's, not a secret
KEY_SIZE = 32


@dataclass(frozen=True)
class DemoKeys:
    """The demo's four secrets, in the form that settings hold them."""

    secret_key: str = field(repr=False)
    data_keys: Mapping[str, bytes] = field(repr=False)
    index_keys: Mapping[str, bytes] = field(repr=False)
    audit_key: bytes = field(repr=False)


def is_demo_key(key: bytes) -> bool:
    """Whether a key was made for a demo."""
    return key.startswith(MARK)


def ensure_demo_keys(var_dir: Path) -> DemoKeys:
    """The demo's keys from `var_dir/keys/demo-keys.json`, made there when missing.

    Two processes may start at once: the file appears whole or not at all, and both get
    the same keys. Raises `OSError` when the directory can't be written and `ValueError`
    when the file is damaged (making new keys would lock the demo's data for ever).
    """
    var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory = var_dir / "keys"
    directory.mkdir(mode=0o700, exist_ok=True)
    directory.chmod(0o700)
    path = directory / "demo-keys.json"
    if not path.exists():
        _create(path)
    path.chmod(0o600)
    try:
        return _decoded(json.loads(path.read_text(encoding="ascii")))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError("the demo's key file is damaged") from None


def _create(path: Path) -> None:
    """Write fresh keys under another name, then link: the first process to link wins."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".demo-keys-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(_fresh(), file)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(name, path)
        except FileExistsError:
            return
    finally:
        Path(name).unlink()


def _fresh() -> dict[str, object]:
    return {
        "secret_key": SECRET_MARK + secrets.token_urlsafe(32),
        "data_keys": {"demo1": _fresh_key()},
        "index_keys": {"demo1": _fresh_key()},
        "audit_key": _fresh_key(),
    }


def _fresh_key() -> str:
    return base64.b64encode(MARK + secrets.token_bytes(KEY_SIZE - len(MARK))).decode("ascii")


def _decoded(kept: dict[str, object]) -> DemoKeys:
    def key(text: object) -> bytes:
        found = base64.b64decode(str(text), validate=True)
        if len(found) != KEY_SIZE:
            raise ValueError
        return found

    def ring(texts: object) -> dict[str, bytes]:
        if not isinstance(texts, dict) or not texts:
            raise ValueError
        return {str(key_id): key(text) for key_id, text in texts.items()}

    return DemoKeys(
        secret_key=str(kept["secret_key"]),
        data_keys=ring(kept["data_keys"]),
        index_keys=ring(kept["index_keys"]),
        audit_key=key(kept["audit_key"]),
    )
