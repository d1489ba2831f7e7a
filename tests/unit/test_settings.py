"""Settings: what is read, what is malformed, and that no secret is ever repeated."""

import base64
from pathlib import Path

import pytest

from tests.support.settings_values import (
    AUDIT_KEY,
    DATA_KEY,
    INDEX_KEY,
    PRODUCTION,
    SECRET,
    read,
    refused,
)
from victim_portal.settings import Environment, Problem
from victim_portal.settings.places import sqlite_file


def test_the_demo_needs_nothing(tmp_path: Path) -> None:
    settings = read({}, tmp_path / "var")
    assert settings.environment is Environment.DEMO
    assert settings.database_url == f"sqlite:///{tmp_path}/var/victim-portal.sqlite3"
    assert (settings.host, settings.port) == ("127.0.0.1", 5000)
    assert settings.base_url == "http://localhost:5000"
    assert settings.victim_base_url == "http://localhost:5001"
    assert (settings.email_mode, settings.sms_mode) == ("tray", "tray")
    assert settings.post_tray_dir == tmp_path / "var" / "post-tray"
    assert not settings.cookies_secure
    assert not settings.is_production


def test_var_is_in_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read({}).var_dir == tmp_path / "var"
    assert read({"VAR_DIR": "elsewhere"}).var_dir == tmp_path / "elsewhere"


def test_production_settings_that_are_whole(tmp_path: Path) -> None:
    settings = read(PRODUCTION, tmp_path)
    assert settings.is_production
    assert settings.database_url == "postgresql+psycopg://portal:hunter22@db.example.org/portal"
    assert list(settings.data_keys) == ["k2", "k1"]
    assert settings.data_keys["k2"] == base64.b64decode(DATA_KEY)
    assert settings.index_key == base64.b64decode(INDEX_KEY)
    assert settings.audit_key == base64.b64decode(AUDIT_KEY)
    assert settings.victim_base_url == "https://updates.example.org"
    assert settings.mail_use_tls
    assert settings.mail_port == 587
    assert (settings.email_mode, settings.sms_mode) == ("smtp", "twilio")
    assert settings.cookies_secure
    assert list(tmp_path.iterdir()) == []


def test_repr_shows_no_secret(tmp_path: Path) -> None:
    shown = repr(read(PRODUCTION, tmp_path))
    secret = [SECRET, DATA_KEY, INDEX_KEY, AUDIT_KEY, "mail-password", "twilio-token", "hunter22"]
    assert not [value for value in secret if value in shown]
    assert repr(base64.b64decode(AUDIT_KEY)) not in shown


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ("postgresql://h/d", "postgresql+psycopg://h/d"),
        ("postgres://h/d", "postgresql+psycopg://h/d"),
        ("postgresql+psycopg://h/d", "postgresql+psycopg://h/d"),
        ("sqlite:////data/p.sqlite3", "sqlite:////data/p.sqlite3"),
    ],
)
def test_database_addresses(tmp_path: Path, given: str, read_as: str) -> None:
    assert read({"DATABASE_URL": given}, tmp_path).database_url == read_as


def test_secrets_from_files(tmp_path: Path) -> None:
    given: dict[str, str | None] = {**PRODUCTION}
    names = ["SECRET_KEY", "DATA_KEYS", "INDEX_KEYS", "AUDIT_KEY", "MAIL_PASSWORD", "DATABASE_URL"]
    for name in [*names, "TWILIO_AUTH_TOKEN"]:
        (tmp_path / name).write_text(f"{given[name]}\n")
        given[f"{name}_FILE"], given[name] = str(tmp_path / name), None
    assert read(given, tmp_path) == read(PRODUCTION, tmp_path)


def test_a_secret_file_that_is_missing_empty_or_given_twice(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    problems = refused(
        {
            **PRODUCTION,
            "SECRET_KEY": None,
            "SECRET_KEY_FILE": str(tmp_path / "nowhere"),
            "AUDIT_KEY": None,
            "AUDIT_KEY_FILE": str(tmp_path / "empty"),
            "MAIL_PASSWORD_FILE": str(tmp_path / "empty"),
        },
        tmp_path,
    )
    assert "can't be read" in problems["SECRET_KEY_FILE"]
    assert "empty" in problems["AUDIT_KEY_FILE"]
    assert "twice" in problems["MAIL_PASSWORD"]


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    assert read({"MAIL_SERVER": "", "PORT": " "}, tmp_path).email_mode == "tray"


# --- malformed anywhere ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("ENVIRONMENT", "prod", "demo or production"),
        ("PORT", "http", "port number"),
        ("PORT", "0", "port number"),
        ("PORT", "65536", "port number"),
        ("MAIL_PORT", "-1", "port number"),
        ("MAIL_USE_TLS", "perhaps", "true or false"),
        ("DATABASE_URL", "mysql://h/d", "sqlite"),
        ("DATABASE_URL", "portal.db", "sqlite"),
        ("DATA_KEYS", "k1:not base64!", "isn't base64"),
        ("DATA_KEYS", "k1:c2hvcnQ=", "length"),
        ("DATA_KEYS", "no colon", "id:base64"),
        ("INDEX_KEYS", f"a b:{INDEX_KEY}", "id:base64"),
        ("INDEX_KEYS", f"i1:{INDEX_KEY},i1:{DATA_KEY}", "twice"),
        ("AUDIT_KEY", "c2hvcnQ=", "length"),
        ("BASE_URL", "localhost:5000", "http"),
        ("BASE_URL", "http://localhost:5000/portal", "path"),
        ("BASE_URL", "https://user@host.example.org", "plain"),
        ("BASE_URL", "https://[bad", "web address"),
        ("VICTIM_BASE_URL", "ftp://host.example.org", "http"),
        ("VICTIM_BASE_URL", "https://host.example.org/?a=b", "plain"),
        ("MAIL_DEFAULT_SENDER", "nobody", "address"),
        ("MAIL_DEFAULT_SENDER", "A\nB <a@example.org>", "address"),
        ("MAIL_USERNAME", "portal", "MAIL_"),
        ("TWILIO_ACCOUNT_SID", "AC123", "hexadecimal"),
        ("TWILIO_AUTH_TOKEN", "alone", "ACCOUNT_SID"),
        ("TWILIO_FROM", "PORTAL", "STOP"),
        ("TWILIO_BASE_URL", "http://10.0.0.1:8080", "this machine"),
        ("TWILIO_BASE_URL", "https://api.twilio.com", "this machine"),
    ],
)
def test_malformed_values_are_refused_in_the_demo_too(
    tmp_path: Path, name: str, value: str, reason: str
) -> None:
    problems = refused({name: value}, tmp_path)
    assert reason in " ".join(f"{name} {sentence}" for name, sentence in problems.items())
    if name not in {"MAIL_USERNAME", "TWILIO_AUTH_TOKEN"}:
        assert name in problems


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    assert set(refused({"PORT": "x", "DATA_KEYS": "y", "BASE_URL": "z"}, tmp_path)) == {
        "PORT",
        "DATA_KEYS",
        "BASE_URL",
    }


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("TWILIO_ACCOUNT_SID", "TWILIO_ACCOUNT_SID"),
        ("TWILIO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN"),
        ("TWILIO_MESSAGING_SERVICE_SID", "TWILIO_MESSAGING_SERVICE_SID"),
        ("MAIL_DEFAULT_SENDER", "MAIL_DEFAULT_SENDER"),
        ("MAIL_PASSWORD", "MAIL_PASSWORD"),
        ("MAIL_USERNAME", "MAIL_USERNAME"),
    ],
)
@pytest.mark.parametrize("environment", ["demo", "production"])
def test_half_a_providers_settings_never_fall_back_to_silence(
    tmp_path: Path, missing: str, named: str, environment: str
) -> None:
    given = {**PRODUCTION, "ENVIRONMENT": environment, missing: None}
    assert "is missing" in refused(given, tmp_path)[named]


def test_a_number_can_stand_in_for_the_messaging_service(tmp_path: Path) -> None:
    given = {
        **PRODUCTION,
        "TWILIO_MESSAGING_SERVICE_SID": None,
        "TWILIO_FROM": "+447700900999",
    }
    assert read(given, tmp_path).sms_mode == "twilio"


def test_the_demo_may_send_when_told_to_and_uses_no_tls_on_loopback(tmp_path: Path) -> None:
    settings = read(
        {
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": "2525",
            "MAIL_DEFAULT_SENDER": "updates@example.org",
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": "t",
            "TWILIO_FROM": "+447700900999",
            "TWILIO_BASE_URL": "http://127.0.0.1:8080",
        },
        tmp_path,
    )
    assert (settings.email_mode, settings.sms_mode) == ("smtp", "twilio")
    assert not settings.mail_use_tls
    assert settings.mail_port == 2525


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("sqlite:///p.db", "p.db"),
        ("sqlite:////srv/p.db?timeout=5", "/srv/p.db"),
        ("sqlite:///file:/srv/p.db?uri=true", "/srv/p.db"),
        ("sqlite:///file:x?mode=memory&uri=true", ""),
        ("postgresql+psycopg://h/d", None),
    ],
)
def test_the_file_of_an_address(address: str, name: str | None) -> None:
    assert sqlite_file(address) == name


def test_a_problem_reads_as_a_line() -> None:
    assert str(Problem("VICTIM_PORTAL_PORT", "is wrong.")) == "VICTIM_PORTAL_PORT: is wrong."
