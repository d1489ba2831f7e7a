"""One way to write a frozen value down, so that its digest is the same for years."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from types import MappingProxyType
from uuid import UUID

from victim_portal.domain.richtext import Block, to_json

# Metadata of a dataclass field that came later than the first digests. While it holds nothing
# it isn't written down, so that the digests printed before it existed stay right.
LATER: Mapping[str, bool] = MappingProxyType({"later": True})


def canonical_json(value: object) -> bytes:
    """The canonical JSON of dataclasses, sequences, mappings and plain values, in ASCII.

    Keys sorted, no white space, everything beyond ASCII escaped (lone surrogates as well),
    dates as ISO 8601, bytes in base 64. What is off or empty and marked `LATER` is left out.
    Raises `TypeError` for any other value.
    """
    plain = _plain(value)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _plain(value: object) -> object:
    if isinstance(value, Block):
        return to_json([value])[0]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(held)
            for field in fields(value)
            if (held := getattr(value, field.name)) or not field.metadata.get("later")
        }
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value
