"""What the portal refuses to start with, each refusal with its reason.

Some things are wrong anywhere (half a provider's settings send nothing, silently); the
rest is refused in production, where real people's safety rests on it.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from victim_portal.settings.identity import identity_problems
from victim_portal.settings.model import PREFIX, Problem, Settings
from victim_portal.settings.places import is_loopback, network_file_system, sqlite_file
from victim_portal.settings.providers import provider_problems
from victim_portal.settings.strength import key_weakness, secret_weakness

# What a lock screen, a mail list or a link must not give away, in English and Welsh.
REVEALING = re.compile(
    "victim|probation|prison|offend|parol|hmpps|crime|dioddef|carchar|trosedd|prawf", re.IGNORECASE
)


def check(settings: Settings, mounts: str | None = None) -> list[Problem]:
    """Everything that forbids starting with these settings; empty when all is well.

    `mounts` is the text of `/proc/mounts`, read from this machine when not given.
    """
    found = [*provider_problems(settings), *identity_problems(settings)]
    if settings.is_production:
        found += _secrets(settings)
        found += _addresses(settings)
        found += _database(settings, _mounts() if mounts is None else mounts)
        found += _sending(settings)
        found += [
            Problem(name, "is not a setting of the portal. Is the name mistyped?")
            for name in settings.unknown_names
        ]
    return found


def check_cookies(settings: Settings, config: Mapping[str, object]) -> list[Problem]:
    """What is insecure in a web application's cookie configuration, in production.

    `config` is the application's own, with Flask's names; the reason for every cookie to
    be `Secure` and `HttpOnly` is that a session opens victims' addresses.
    """
    if not settings.is_production:
        return []
    needed = ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"]
    needed += [name for name in ("REMEMBER_COOKIE_SECURE",) if name in config]
    found = [
        Problem(name, "must be on in production: cookies open a session.")
        for name in needed
        if not config.get(name)
    ]
    if config.get("SESSION_COOKIE_SAMESITE") not in {"Lax", "Strict"}:
        found.append(Problem("SESSION_COOKIE_SAMESITE", "must be Lax or Strict in production."))
    return found


def _secrets(settings: Settings) -> Iterator[Problem]:
    if not settings.secret_key:
        yield _missing("SECRET_KEY")
    elif weakness := secret_weakness(settings.secret_key):
        yield Problem(PREFIX + "SECRET_KEY", weakness)
    if settings.metrics_token and (weakness := secret_weakness(settings.metrics_token)):
        yield Problem(PREFIX + "METRICS_TOKEN", weakness)
    rings: dict[str, list[bytes]] = {
        "DATA_KEYS": list(settings.data_keys.values()),
        "INDEX_KEYS": list(settings.index_keys.values()),
        "AUDIT_KEY": [settings.audit_key] if settings.audit_key else [],
        "BACKUP_KEY": [settings.backup_key] if settings.backup_key else [],
    }
    seen: dict[bytes, str] = {}
    for name, keys in rings.items():
        # Who takes no backups with the command, but with the database's own means, needs none.
        if not keys and name != "BACKUP_KEY":
            yield _missing(name)
        for key in keys:
            if weakness := key_weakness(key):
                yield Problem(PREFIX + name, weakness)
            elif key in seen:
                yield Problem(
                    PREFIX + name,
                    f"holds a key that {PREFIX}{seen[key]} holds too: each must be its own.",
                )
            seen.setdefault(key, name)


def _missing(name: str) -> Problem:
    return Problem(PREFIX + name, f"is missing (or its {PREFIX}{name}_FILE).")


def _addresses(settings: Settings) -> Iterator[Problem]:
    for name, address in (
        ("BASE_URL", settings.base_url),
        ("VICTIM_BASE_URL", settings.victim_base_url),
    ):
        if not address.startswith("https://"):
            yield Problem(
                PREFIX + name,
                "must begin with https:// in production: without it cookies aren't secure and "
                "pages can be read on the way.",
            )
        if is_loopback(_host(address)):
            yield Problem(PREFIX + name, "names this machine, which nobody else can reach.")
    if _host(settings.base_url) == _host(settings.victim_base_url):
        yield Problem(
            PREFIX + "VICTIM_BASE_URL",
            f"must be on another host than {PREFIX}BASE_URL: staff and victims share no cookies.",
        )
    if REVEALING.search(settings.victim_base_url):
        yield Problem(
            PREFIX + "VICTIM_BASE_URL",
            "must be neutral: a link with this name in it tells what the message is about.",
        )


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").rstrip(".").lower()


def _database(settings: Settings, mounts: str) -> Iterator[Problem]:
    name = sqlite_file(settings.database_url)
    if name == "":
        yield Problem(PREFIX + "DATABASE_URL", "keeps everything in memory, to be lost at exit.")
    elif name and (kind := network_file_system(name, mounts)):
        yield Problem(
            PREFIX + "DATABASE_URL",
            f"puts SQLite on a network path ({kind}), where its locks can't be trusted. "
            "Use a local disk or PostgreSQL.",
        )


def _sending(settings: Settings) -> Iterator[Problem]:
    if not settings.mail_server:
        yield Problem(
            PREFIX + "MAIL_SERVER", "is missing: in production no e-mail stays in a post tray."
        )
    elif not settings.mail_use_tls and not is_loopback(settings.mail_server):
        yield Problem(
            PREFIX + "MAIL_USE_TLS",
            "must be on: without it e-mails to a relay elsewhere can be read on the way.",
        )
    if REVEALING.search(settings.mail_default_sender or ""):
        yield Problem(
            PREFIX + "MAIL_DEFAULT_SENDER",
            "must be neutral: it shows in mail lists and on lock screens.",
        )
    if not settings.twilio_account_sid:
        yield Problem(
            PREFIX + "TWILIO_ACCOUNT_SID", "is missing: in production no text stays in a post tray."
        )
    if settings.twilio_base_url:
        yield Problem(
            PREFIX + "TWILIO_BASE_URL",
            "is for tests: in production texts go to Twilio and nowhere else.",
        )


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
