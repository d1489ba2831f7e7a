"""The encrypted file: chunks of AES-256-GCM that can't be cut, reordered or swapped.

Layout: ``VPB1``, a byte for what the file is (``D`` data, ``K`` keys), a salt of 16 bytes;
then for each chunk four bytes of length (big-endian) and its ciphertext. The key is derived
from the backup key and the salt (HKDF-SHA256), one for each file, so a counter is nonce
enough: eight bytes of it, three of zero, and one that is 1 for the last chunk only. What is
sealed is a zlib stream of lines.
"""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"VPB1"
DATA, KEYS = b"D", b"K"
SALT = 16
CHUNK = 1 << 20
LARGEST = CHUNK + 64


class DamagedError(Exception):
    """The file isn't what it should be: another kind, another key, cut off or altered."""


def _cipher(key: bytes, head: bytes) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt=head[-SALT:], info=b"victim-portal backup " + head[:-SALT])
    return AESGCM(derived.derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(8, "big") + b"\0\0\0" + (b"\x01" if last else b"\0")


class Writer:
    """Writes lines into a new file that its owner alone may read; `finish` makes it whole.

    Until then it stands under another name. FileExistsError when the name is taken.
    """

    def __init__(self, path: Path, kind: bytes, key: bytes, salt: bytes) -> None:
        if path.exists():
            raise FileExistsError(f"{path} is there already")
        self._path = path
        self._part = path.with_name(f".{path.name}.part")
        self._part.unlink(missing_ok=True)
        handle = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb")
        self._head = MAGIC + kind + salt
        self._cipher = _cipher(key, self._head)
        self._packer = zlib.compressobj(1)
        self._waiting = bytearray()
        self._number = 0
        self._file.write(self._head)

    def line(self, text: str) -> None:
        """Add one line."""
        self._waiting += self._packer.compress(f"{text}\n".encode())
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk, have all of it on the disk, and give the file its name."""
        self._waiting += self._packer.flush()
        self._put(bytes(self._waiting), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        # A link refuses a name that was taken meanwhile; a rename would write over it.
        os.link(self._part, self._path)
        self._part.unlink()
        folder = os.open(self._path.absolute().parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)

    def _put(self, content: bytes, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), content, self._head)
        self._file.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


def lines(path: Path, kind: bytes, key: bytes) -> Iterator[str]:
    """The lines of a file; DamagedError as soon as a chunk doesn't fit, or the end is missing."""
    with path.open("rb") as file:
        unpacker = zlib.decompressobj()
        rest = b""
        for content in _chunks(file, kind, key):
            try:
                rest += unpacker.decompress(content)
            except zlib.error:
                raise DamagedError("a chunk can't be unpacked") from None
            *whole, rest = rest.split(b"\n")
            for line in whole:
                yield line.decode()
        if rest or not unpacker.eof:
            raise DamagedError("the end is missing")


def _chunks(file: IO[bytes], kind: bytes, key: bytes) -> Iterator[bytes]:
    head = file.read(len(MAGIC) + 1 + SALT)
    if len(head) != len(MAGIC) + 1 + SALT or not head.startswith(MAGIC):
        raise DamagedError("it isn't a backup of this portal")
    if head[len(MAGIC) : len(MAGIC) + 1] != kind:
        raise DamagedError("it is the other of the two files: data and keys are kept apart")
    cipher, number = _cipher(key, head), 0
    sealed = _next(file)
    while sealed is not None:
        following = _next(file)
        try:
            yield cipher.decrypt(_nonce(number, following is None), sealed, head)
        except InvalidTag:
            raise DamagedError("it was altered or cut off, or BACKUP_KEY is another one") from None
        sealed, number = following, number + 1
    if number == 0:
        raise DamagedError("it is empty")


def _next(file: IO[bytes]) -> bytes | None:
    length = file.read(4)
    if not length:
        return None
    size = int.from_bytes(length, "big")
    if len(length) < 4 or size > LARGEST:
        raise DamagedError("it was altered or cut off")
    sealed = file.read(size)
    if len(sealed) < size:
        raise DamagedError("it was altered or cut off")
    return sealed
