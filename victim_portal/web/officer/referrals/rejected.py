"""Refused rows on their way from the result page back to the person who sent them.

They are never stored here: the page carries them, compressed and signed for the person
who is signed in, and one button hands them back.
"""

import hashlib
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

MOST_BYTES = 1024 * 1024
# Half a megabyte is the most that Flask reads of a form without a file.
MOST_CARRIED = 400_000
# As long as the longest session.
LASTS = 8 * 60 * 60


def packed(content: bytes, user_id: UUID | None) -> str | None:
    """The file for a hidden field; None when it is too large to travel so."""
    if len(content) > MOST_BYTES:
        return None
    carried = _serializer().dumps([str(user_id), content.decode()])
    return carried if len(carried) <= MOST_CARRIED else None


def unpacked(carried: str, user_id: UUID | None) -> bytes | None:
    """The file out of a hidden field; None for anything but this person's own, and recent."""
    try:
        whose, text = _serializer().loads(carried, max_age=LASTS)
    except (BadData, ValueError, TypeError):
        return None
    return str(text).encode() if whose == str(user_id) else None


def _serializer() -> URLSafeTimedSerializer:
    key = current_app.secret_key
    if not key:
        raise RuntimeError("the app has no secret key")
    return URLSafeTimedSerializer(
        key, salt="refused referrals", signer_kwargs={"digest_method": hashlib.sha256}
    )
