"""Whether the settings for e-mail and texts are whole, in any environment."""

import re
from collections.abc import Iterator
from email.utils import parseaddr
from urllib.parse import urlsplit

from victim_portal.settings.model import PREFIX, Problem, Settings
from victim_portal.settings.places import is_loopback

ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
IMPLICIT_TLS_PORT = 465


def provider_problems(settings: Settings) -> Iterator[Problem]:
    """What would make sending fail, or silently not happen."""
    yield from _mail(settings)
    yield from _twilio(settings)


def _mail(settings: Settings) -> Iterator[Problem]:
    given = bool(settings.mail_server)
    if not given and (settings.mail_username or settings.mail_password):
        yield Problem(
            PREFIX + "MAIL_SERVER", "is missing, though a name or password for it is set."
        )
    if bool(settings.mail_username) != bool(settings.mail_password):
        missing = "MAIL_USERNAME" if settings.mail_password else "MAIL_PASSWORD"
        yield Problem(PREFIX + missing, "is missing: a relay needs both name and password.")
    if given and not settings.mail_default_sender:
        yield Problem(PREFIX + "MAIL_DEFAULT_SENDER", "is missing: every e-mail needs a sender.")
    if settings.mail_default_sender and not is_sender(settings.mail_default_sender):
        yield Problem(
            PREFIX + "MAIL_DEFAULT_SENDER", "must be an address, or a name and <an address>."
        )
    if given and settings.mail_port == IMPLICIT_TLS_PORT:
        yield Problem(
            PREFIX + "MAIL_PORT",
            "is for TLS from the first byte, which isn't spoken here. Use the relay's STARTTLS "
            "port, mostly 587.",
        )


def is_sender(given: str) -> bool:
    """Whether this can stand in From: an ASCII address, with or without a name before it."""
    return given.isprintable() and bool(ADDRESS.fullmatch(parseaddr(given)[1]))


def _twilio(settings: Settings) -> Iterator[Problem]:
    sender = settings.twilio_messaging_service_sid or settings.twilio_from
    parts = {
        "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
        "TWILIO_MESSAGING_SERVICE_SID": sender,
    }
    if any(parts.values()) or settings.twilio_base_url:
        for name, value in parts.items():
            if not value:
                either = name == "TWILIO_MESSAGING_SERVICE_SID"
                other = f" (or {PREFIX}TWILIO_FROM)" if either else ""
                yield Problem(
                    PREFIX + name, f"is missing{other}: Twilio's settings are only half there."
                )
    for name, value, prefix in (
        ("TWILIO_ACCOUNT_SID", settings.twilio_account_sid, "AC"),
        ("TWILIO_MESSAGING_SERVICE_SID", settings.twilio_messaging_service_sid, "MG"),
    ):
        if value and not re.fullmatch(prefix + "[0-9a-fA-F]{32}", value):
            yield Problem(PREFIX + name, f"must be {prefix} and 32 hexadecimal digits.")
    if settings.twilio_from and not E164.fullmatch(settings.twilio_from):
        yield Problem(
            PREFIX + "TWILIO_FROM",
            "must be a number such as +447700900000: nobody can reply STOP to a name.",
        )
    if settings.twilio_base_url and not _loopback_address(settings.twilio_base_url):
        yield Problem(
            PREFIX + "TWILIO_BASE_URL",
            "must be an http:// address of this machine: it is for a test double only.",
        )


def _loopback_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "http" and is_loopback(parts.hostname or "")
    except ValueError:
        return False
