"""Whether the settings for the organisation's own sign-in are whole, in any environment."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from victim_portal.settings.model import PREFIX, Problem, Settings
from victim_portal.settings.places import is_loopback

SHORTEST_SECRET = 16


def identity_problems(settings: Settings) -> Iterator[Problem]:
    """What would keep everybody out, or let the wrong ones in."""
    parts = {
        "OIDC_ISSUER": settings.oidc_issuer,
        "OIDC_CLIENT_ID": settings.oidc_client_id,
        "OIDC_CLIENT_SECRET": settings.oidc_client_secret,
    }
    if not any(parts.values()):
        return
    for name, value in parts.items():
        if not value:
            yield Problem(
                PREFIX + name, "is missing: the settings of the sign-in provider are half there."
            )
    if settings.oidc_issuer and not _is_issuer(settings.oidc_issuer, settings.is_production):
        yield Problem(
            PREFIX + "OIDC_ISSUER",
            "must be an https:// address without query, just as the provider writes it.",
        )
    secret = settings.oidc_client_secret
    if secret and settings.is_production and len(secret) < SHORTEST_SECRET:
        yield Problem(
            PREFIX + "OIDC_CLIENT_SECRET", f"must have at least {SHORTEST_SECRET} characters."
        )


def _is_issuer(address: str, production: bool) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or parts.query or parts.fragment or parts.username is not None:
        return False
    # A test double on this machine speaks no TLS.
    double = not production and parts.scheme == "http" and is_loopback(host)
    return parts.scheme == "https" or double
