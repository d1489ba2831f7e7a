"""Known answers of every cryptographic format: a change of one means lost data, or a lost trail.

Whoever changes a format on purpose brings a new format byte or version, keeps the old one
readable, and adds a vector here; the ones that stand are never changed.
"""

from datetime import UTC, date, datetime
from typing import Any, cast
from uuid import UUID

import pytest

from victim_portal.services import audit
from victim_portal.store.keyring import Keyring, UnreadableError
from victim_portal.store.models import DATA_KEY, AuditEvent
from victim_portal.store.search import name_tokens
from victim_portal.store.vault import Vault

RING = Keyring({"k2": bytes(range(32)), "k1": b"o" * 32}, b"i" * 32, b"a" * 32)
SUBJECT, ROW = UUID(int=7), UUID(int=9)
PLACE = f"person|last_name_sealed|{ROW}"


class Fixed:
    """Nonces and keys without chance."""

    def secret(self, size: int = 32) -> bytes:
        return bytes(range(100, 100 + size))


@pytest.fixture
def vault() -> Vault:
    made = Vault(cast(Any, None), DATA_KEY, RING, cast(Any, Fixed()), lambda: datetime.now(UTC))
    made.admit(SUBJECT)
    return made


SEALED = "016465666768696a6b6c6d6e6fe936efb3699700de3c173758dd439fa6aa66d8fb0cf2075048c093ba"
WRAPPED = (
    "6e6e6e6e6e6e6e6e6e6e6e6ec33f730dd138d39b0f480e3e8d2fb3ea9b1a"
    "8a58463ca595b4babbcfd68786cf46166da2206383d8240aa2f79bda2275"
)
EXACT = "3d65e977ba4cc4d953390f5025d8b9cd"
AUDIT = "a89a02f7ec5455229cce7cfe47a8cd431dfe2741c96b5079220d0559d800e033"
EVENT = "920e7a6e476f14b230b103c0d96291e9fa480a69f7d3a726685713696a127125"
TOKENS = [
    (1, 5075669224315031822),
    (2, 1393551049285179513),
    (3, 630626),
    (4, 3767135563551266879),
    (5, 1276676398798156217),
    (6, 3787599365766822427),
    (7, 4555461333178986431),
]


def test_sealed_value(vault: Vault) -> None:
    assert vault.seal(SUBJECT, PLACE, "Ashdown Ŵyn").hex() == SEALED
    assert vault.open(SUBJECT, PLACE, bytes.fromhex(SEALED)) == "Ashdown Ŵyn"


def test_sealed_value_with_another_format_byte_is_refused(vault: Vault) -> None:
    with pytest.raises(UnreadableError, match="unknown format"):
        vault.open(SUBJECT, PLACE, b"\x02" + bytes.fromhex(SEALED)[1:])


def test_wrapped_data_key() -> None:
    data_key, nonce = b"d" * 32, b"n" * 12
    assert RING.wrap(SUBJECT, data_key, nonce).hex() == WRAPPED
    assert RING.unwrap("k2", SUBJECT, bytes.fromhex(WRAPPED)) == data_key
    with pytest.raises(UnreadableError):
        RING.unwrap("k2", ROW, bytes.fromhex(WRAPPED))


def test_blind_index() -> None:
    assert RING.exact("channel mobile", "+447700900123").hex() == EXACT
    assert RING.exact("channel landline", "+447700900123").hex() != EXACT


def test_name_tokens() -> None:
    found = name_tokens(RING, "person", "Siân", "O'Brien-Ŵyn", date(1988, 4, 12))
    assert [(int(kind), token) for kind, token in found] == TOKENS


def test_audit_code() -> None:
    assert RING.audit_code(b"what was done").hex() == AUDIT


def test_audit_event_as_it_is_coded() -> None:
    event = AuditEvent(
        id=ROW,
        at=datetime(2026, 11, 18, 12, 0, tzinfo=UTC),
        actor="Sam Carter",
        actor_id=SUBJECT,
        came_from="127.0.0.1",
        what="case_viewed",
        case_id=UUID(int=11),
        details={"rows": 2, "filter": "mine"},
        code=b"",
    )
    assert RING.audit_code(audit.canonical(event)).hex() == EVENT
