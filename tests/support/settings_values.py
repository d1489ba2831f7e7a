"""Settings for tests: a production that is whole, and ways to read and to be refused."""

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from victim_portal.settings import Settings, SettingsError


def _key(name: str) -> str:
    """Looks random and is the same in every process, as parallel test runs need."""
    return base64.b64encode(hashlib.sha256(name.encode()).digest()).decode()


SECRET = _key("secret")
DATA_KEY, OLD_DATA_KEY, INDEX_KEY, AUDIT_KEY = map(_key, ("data", "old", "index", "audit"))
PRODUCTION = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": SECRET,
    "DATA_KEYS": f"k2:{DATA_KEY},k1:{OLD_DATA_KEY}",
    "INDEX_KEYS": f"i1:{INDEX_KEY}",
    "AUDIT_KEY": AUDIT_KEY,
    "DATABASE_URL": "postgresql://portal:hunter22@db.example.org/portal",
    "BASE_URL": "https://staff.example.org",
    "VICTIM_BASE_URL": "https://updates.example.org/",
    "SEALS_FILE": "/srv/seals/seals.jsonl",
    "MAIL_SERVER": "relay.example.org",
    "MAIL_USERNAME": "portal",
    "MAIL_PASSWORD": "mail-password",
    "MAIL_DEFAULT_SENDER": "Updates <updates@example.org>",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "twilio-token",
    "TWILIO_MESSAGING_SERVICE_SID": "MG" + "0" * 32,
}


def read(given: Mapping[str, str | None], var_dir: Path | None = None) -> Settings:
    env = {f"VICTIM_PORTAL_{name}": value for name, value in given.items() if value is not None}
    return Settings.from_environment(env, var_dir)


def refused(given: Mapping[str, str | None], var_dir: Path | None = None) -> dict[str, str]:
    """What is wrong, by setting; the secrets given never show in it."""
    with pytest.raises(SettingsError) as caught:
        read(given, var_dir)
    said = str(caught.value)
    for secret in ("SECRET_KEY", "MAIL_PASSWORD", "TWILIO_AUTH_TOKEN", "DATA_KEYS", "AUDIT_KEY"):
        value = given.get(secret)
        # Shorter ones are words that a sentence may happen to hold.
        assert not value or len(value) < 12 or value not in said
    assert "hunter22" not in said
    return {
        problem.setting.removeprefix("VICTIM_PORTAL_"): problem.sentence
        for problem in caught.value.problems
    }
