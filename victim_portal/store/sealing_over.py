"""Sealing what an earlier release kept in the plain, while a migration moves it.

A migration has no unit of work and no vault, only a connection and the keyring that
`store.migrate.upgrade` was given.
"""

import secrets
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Uuid, bindparam, column, select, table, text, update

from victim_portal.store.keyring import NONCE, Keyring
from victim_portal.store.vault import FORMAT

DATA_KEYS = table("data_key", column("subject_id", Uuid()), column("key_id"), column("wrapped"))


class KeysNeededError(Exception):
    """There is something to seal and nobody gave the keys: run `victim-portal migrate`."""


def seal_over(
    connection: Connection, keyring: Keyring | None, name: str, plain: str, subject: str
) -> int:
    """Move a plain text column into the sealed one that stands beside it; how many rows.

    `subject` is the column that names the data subject. A row whose key was destroyed loses
    the text: nobody may read it any more. Raises KeysNeededError without a keyring.
    """
    sealed = f"{plain}_sealed"
    columns = [column("id", Uuid()), column(subject, Uuid()), column(plain), column(sealed)]
    rows = table(name, *columns)
    found = connection.execute(
        select(rows.c.id, rows.c[subject], rows.c[plain]).where(rows.c[plain].is_not(None))
    ).all()
    if not found:
        return 0
    if keyring is None:
        raise KeysNeededError(f"{name}.{plain} has rows to seal: run victim-portal migrate")
    change = (
        update(rows)
        .where(rows.c.id == bindparam("row_id", type_=Uuid()))
        .values({sealed: bindparam("kept"), plain: ""})
    )
    for row_id, subject_id, value in found:
        place = f"{name}|{sealed}|{row_id}"
        kept = _sealed(connection, keyring, subject_id, place, value)
        connection.execute(change, {"row_id": row_id, "kept": kept})
    return len(found)


def _sealed(
    connection: Connection, keyring: Keyring, subject_id: UUID, place: str, value: str
) -> bytes | None:
    key = connection.execute(
        select(DATA_KEYS.c.key_id, DATA_KEYS.c.wrapped).where(DATA_KEYS.c.subject_id == subject_id)
    ).first()
    if key is None:
        return None
    data_key = keyring.unwrap(key.key_id, subject_id, key.wrapped)
    nonce = secrets.token_bytes(NONCE)
    return FORMAT + nonce + AESGCM(data_key).encrypt(nonce, value.encode(), place.encode())


def leave_no_trace(connection: Connection) -> None:
    """Have SQLite write over what it frees, so that the plain text doesn't stay in the file."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA secure_delete=ON"))
