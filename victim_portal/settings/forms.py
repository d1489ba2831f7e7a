"""The written forms of settings, one parser each. No error repeats what was given."""

import base64
import binascii
import re
from urllib.parse import urlsplit

from victim_portal.domain.zones import Bounds, Position

KEY_SIZE = 32
KEY_ID = re.compile(r"[A-Za-z0-9_.-]{1,40}")
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class FormError(ValueError):
    """A malformed value; the message is a sentence that goes after the setting's name."""


def port(given: str) -> int:
    """A TCP port, 1 to 65535."""
    if not re.fullmatch(r"[0-9]{1,5}", given) or not 1 <= int(given) <= 65535:
        raise FormError("must be a port number from 1 to 65535.")
    return int(given)


def proxies(given: str) -> int:
    """How many proxies of the operator's own stand before the web server, 0 to 5."""
    if not re.fullmatch(r"[0-5]", given):
        raise FormError("must be the number of your own proxies before the portal, 0 to 5.")
    return int(given)


def rate(given: str) -> int:
    """How many in a minute, 1 to 6000."""
    if not re.fullmatch(r"[0-9]{1,4}", given) or not 1 <= int(given) <= 6000:
        raise FormError("must be a number of messages in a minute, from 1 to 6000.")
    return int(given)


def flag(given: str) -> bool:
    """Yes or no, in the usual spellings."""
    if given.lower() in TRUE:
        return True
    if given.lower() in FALSE:
        return False
    raise FormError("must be true or false.")


def base_url(given: str, *, path_allowed: bool) -> str:
    """An address that links start with, without a slash at its end."""
    try:
        parts = urlsplit(given)
        _ = parts.port
    except ValueError:
        raise FormError("isn't a web address.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FormError("must be a web address with http:// or https:// and a host name.")
    if parts.query or parts.fragment or parts.username is not None or re.search(r"\s", given):
        raise FormError("must be a plain web address: no user, query, fragment or space.")
    if parts.path.strip("/") and not path_allowed:
        raise FormError("must not have a path after the host name.")
    return given.rstrip("/")


def database_url(given: str) -> str:
    """SQLite or PostgreSQL; PostgreSQL always by the psycopg driver."""
    scheme, separator, rest = given.partition("://")
    if separator and scheme in {"postgresql", "postgres", "postgresql+psycopg"}:
        try:
            _ = urlsplit(given).port
        except ValueError:
            raise FormError("has a port that isn't a number, or a host that can't be.") from None
        return f"postgresql+psycopg://{rest}"
    # After the scheme comes a path or, for a database in memory, nothing; never a host.
    if separator and scheme in {"sqlite", "sqlite+pysqlite"} and rest[:1] in {"", "/"}:
        return f"sqlite://{rest}"
    raise FormError("must begin with sqlite:/// or postgresql://.")


def key(given: str) -> bytes:
    """A key of 32 bytes in base64 (either alphabet)."""
    try:
        found = base64.b64decode(given.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise FormError("must be 32 bytes in base64; this isn't base64.") from None
    if len(found) != KEY_SIZE:
        raise FormError(f"must be {KEY_SIZE} bytes in base64; this is of another length.")
    return found


def key_ring(given: str) -> dict[str, bytes]:
    """``id:base64`` pairs between commas; the order is kept, the first is active."""
    ring: dict[str, bytes] = {}
    for pair in given.split(","):
        key_id, separator, text = pair.strip().partition(":")
        if not separator or not KEY_ID.fullmatch(key_id):
            raise FormError("must be id:base64 pairs between commas, as in k1:...,k2:...")
        if key_id in ring:
            raise FormError("names the same key id twice.")
        ring[key_id] = key(text)
    return ring


def bounds(given: str) -> Bounds:
    """What a map shows, in degrees: west, south, east, north, with commas between."""
    parts = [part.strip() for part in given.split(",")]
    if len(parts) != 4 or not all(re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,10})?", p) for p in parts):
        raise FormError("must be four numbers: west,south,east,north in degrees.")
    west, south, east, north = map(float, parts)
    # Beyond 85 degrees web maps end.
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise FormError("must be west,south,east,north in degrees, each side in its place.")
    return Bounds(Position.of(south, west), Position.of(north, east))
