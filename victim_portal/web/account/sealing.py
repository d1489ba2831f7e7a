"""Small secrets on their way through the browser's cookie: sealed, each for its own purpose."""

import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from victim_portal.web.context import ctx


def seal(purpose: str, text: str) -> str:
    """A text that only `unseal` for the same purpose opens."""
    return _lock(purpose).encrypt_at_time(text.encode(), _now()).decode()


def unseal(purpose: str, sealed: object, lasts: timedelta) -> str | None:
    """What `seal` made at most so long ago; None for everything else."""
    try:
        whole = int(lasts.total_seconds())
        return _lock(purpose).decrypt_at_time(str(sealed), whole, _now()).decode()
    except (InvalidToken, ValueError):
        return None


def _lock(purpose: str) -> Fernet:
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return Fernet(urlsafe_b64encode(hmac.digest(secret, purpose.encode(), "sha256")))


def _now() -> int:
    return int(ctx().now().timestamp())
