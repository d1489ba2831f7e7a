"""Keys that never touch the database: key-encryption keys, index keys, the audit key.

A keyring is built once by a process from its settings. Data keys (one for each data
subject) are made and wrapped here; `store.vault` keeps the wrapped form.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

NONCE = 12
EXACT_BYTES = 16


class UnreadableError(Exception):
    """Ciphertext that its key doesn't open: moved, altered, or under a destroyed key."""


@dataclass(frozen=True)
class Keyring:
    """The process's secret keys.

    `data_keys` maps key id to 32 bytes; the first one wraps new data keys. `index_key`
    feeds every blind index through a key of its own kind, so that equal values of two
    kinds don't show as equal.
    """

    data_keys: Mapping[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)

    @property
    def active(self) -> str:
        """The id of the key-encryption key that wraps new data keys."""
        return next(iter(self.data_keys))

    def wrap(self, subject_id: UUID, data_key: bytes, nonce: bytes) -> bytes:
        """Wrap a data key for storage, bound to its subject."""
        place = f"data_key|{subject_id}".encode()
        return nonce + AESGCM(self.data_keys[self.active]).encrypt(nonce, data_key, place)

    def unwrap(self, key_id: str, subject_id: UUID, wrapped: bytes) -> bytes:
        """Undo `wrap`; UnreadableError when the key id is unknown or the bytes don't fit."""
        if key_id not in self.data_keys:
            raise UnreadableError(f"data key {key_id} isn't among the settings' DATA_KEYS")
        place = f"data_key|{subject_id}".encode()
        try:
            return AESGCM(self.data_keys[key_id]).decrypt(wrapped[:NONCE], wrapped[NONCE:], place)
        except InvalidTag:
            raise UnreadableError(f"the data key of {subject_id} can't be unwrapped") from None

    def exact(self, kind: str, value: str) -> bytes:
        """The blind index of a normalised value: equal in, equal out, nothing else told."""
        return self._coded(kind, value)[:EXACT_BYTES]

    def token(self, kind: str, value: str, bits: int = 63) -> int:
        """A search token that fits a signed 64-bit column; fewer bits make it coarser."""
        return int.from_bytes(self._coded(kind, value)[:8], "big") >> (64 - bits)

    def audit_code(self, message: bytes) -> bytes:
        """The keyed code of one audit row."""
        return hmac.digest(self.audit_key, message, "sha256")

    def _coded(self, kind: str, value: str) -> bytes:
        key = _kind_key(self.index_key, kind)
        return hmac.digest(key, value.encode(), "sha256")


_kind_keys: dict[tuple[bytes, str], bytes] = {}


def _kind_key(index_key: bytes, kind: str) -> bytes:
    """One key for each kind of index, remembered under a digest of its parent."""
    name = (hashlib.sha256(index_key).digest(), kind)
    if name not in _kind_keys:
        info = f"victim-portal index {kind}".encode()
        _kind_keys[name] = HKDFExpand(SHA256(), 32, info).derive(index_key)
    return _kind_keys[name]
