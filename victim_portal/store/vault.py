"""Sealing and opening of personal data, under one data key for each data subject.

Layout of a sealed value: a format byte (1), a nonce of 12 bytes, AES-256-GCM
ciphertext with its tag. The associated data is ``table|column|row id``, so a value that
was moved to another row or column doesn't open. A vault lives as long as its unit of
work and forgets the opened keys with it. Only this module and `store.data_keys` touch the
table of wrapped data keys, which has no foreign keys and its own backups: destroying a row
of it forgets its subject for good.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, LargeBinary, MetaData, String, Table, Uuid, insert, select
from sqlalchemy.orm import Session

from victim_portal.ports import Tokens
from victim_portal.store.columns import Protection, Retention, Search, Subject, UtcDateTime
from victim_portal.store.keyring import NONCE, Keyring, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

FORMAT = b"\x01"
_KEY_INFO = {"protection": Protection(Subject.NOBODY, False, Search.NONE, Retention.KEY)}


def data_key_table(metadata: MetaData) -> Table:
    """The table of wrapped data keys, declared into a schema's metadata."""
    return Table(
        "data_key",
        metadata,
        Column("subject_id", Uuid(), primary_key=True, info=_KEY_INFO),
        Column("key_id", String(40), nullable=False, info=_KEY_INFO),
        Column("wrapped", LargeBinary, nullable=False, info=_KEY_INFO),
        Column("made_at", UtcDateTime(), nullable=False, info=_KEY_INFO),
    )


class Vault:
    """The sealing and opening hand of one unit of work."""

    def __init__(
        self,
        session: Session,
        table: Table,
        keyring: Keyring,
        tokens: Tokens,
        now: "Callable[[], datetime]",
    ) -> None:
        self._session = session
        self._table = table
        self.keyring = keyring
        self._tokens = tokens
        self._now = now
        self._opened: dict[UUID, AESGCM] = {}
        self._spoiled: dict[UUID, str] = {}
        self._gone: set[UUID] = set()
        self._admitted: list[dict[str, object]] = []

    def admit(self, subject_id: UUID) -> None:
        """Make the data key of a new subject; its first and only one.

        The key is written by `keep_admitted`, all new ones in one statement.
        """
        data_key = self._tokens.secret(32)
        wrapped = self.keyring.wrap(subject_id, data_key, self._tokens.secret(NONCE))
        self._admitted.append(
            {
                "subject_id": subject_id,
                "key_id": self.keyring.active,
                "wrapped": wrapped,
                "made_at": self._now(),
            }
        )
        self._opened[subject_id] = AESGCM(data_key)

    def knows(self, subject_id: UUID) -> bool:
        """Whether a subject has a data key already; staff get theirs when they need one."""
        if subject_id in self._opened:
            return True
        self.fetch([subject_id])
        return subject_id in self._opened or subject_id in self._spoiled

    def keep_admitted(self) -> None:
        """Write the keys of new subjects; the unit of work does it when it commits."""
        if self._admitted:
            self._session.execute(insert(self._table), self._admitted)
            self._admitted = []

    def fetch(self, subject_ids: Iterable[UUID]) -> None:
        """Open many subjects' keys in one query, for a page that shows them all.

        One that can't be unwrapped is passed over here, and told of where it is needed: it
        mustn't take the others down.
        """
        known = (self._opened, self._spoiled, self._gone)
        wanted = [one for one in set(subject_ids) if not any(one in some for some in known)]
        if not wanted:
            return
        # Until a row shows otherwise: of many who are forgotten none is asked for by itself.
        self._gone.update(wanted)
        columns = self._table.c
        rows = self._session.execute(
            select(columns.subject_id, columns.key_id, columns.wrapped).where(
                columns.subject_id.in_(wanted)
            )
        )
        for subject_id, key_id, wrapped in rows:
            self._gone.discard(subject_id)
            try:
                data_key = self.keyring.unwrap(key_id, subject_id, wrapped)
            except UnreadableError as error:
                self._spoiled[subject_id] = str(error)
                continue
            self._opened[subject_id] = AESGCM(data_key)

    def seal(self, subject_id: UUID, place: str, value: str) -> bytes:
        """Seal text for one place (``table|column|row id``)."""
        return self.seal_bytes(subject_id, place, value.encode())

    def open(self, subject_id: UUID, place: str, value: bytes) -> str:
        """Undo `seal`; UnreadableError when it wasn't sealed for this place and subject."""
        return self.open_bytes(subject_id, place, value).decode()

    def seal_bytes(self, subject_id: UUID, place: str, value: bytes) -> bytes:
        """Seal bytes, a document for instance."""
        nonce = self._tokens.secret(NONCE)
        return FORMAT + nonce + self._key(subject_id).encrypt(nonce, value, place.encode())

    def open_bytes(self, subject_id: UUID, place: str, value: bytes) -> bytes:
        """Undo `seal_bytes`."""
        if value[:1] != FORMAT:
            raise UnreadableError(f"{place} has an unknown format")
        nonce, secret = value[1 : 1 + NONCE], value[1 + NONCE :]
        try:
            return self._key(subject_id).decrypt(nonce, secret, place.encode())
        except InvalidTag:
            raise UnreadableError(f"{place} was altered or moved") from None

    def _key(self, subject_id: UUID) -> AESGCM:
        known = self._opened.get(subject_id)
        if known is not None:
            return known
        self.fetch([subject_id])
        if subject_id in self._spoiled:
            raise UnreadableError(self._spoiled[subject_id])
        if subject_id not in self._opened:
            raise UnreadableError(f"the data key of {subject_id} is gone: it was forgotten")
        return self._opened[subject_id]
