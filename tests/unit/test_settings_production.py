"""What production refuses to start with, each refusal with its reason."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as quick
from hypothesis import strategies as st

from tests.support.settings_values import (
    DATA_KEY,
    PRODUCTION,
    read,
    refused,
)
from victim_portal.settings import check, check_cookies, ensure_demo_keys
from victim_portal.settings.places import is_loopback, network_file_system
from victim_portal.settings.strength import key_weakness, secret_weakness

LOCAL = "/dev/sda1 / ext4 rw 0 0\n"


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEYS", "INDEX_KEYS", "AUDIT_KEY"])
def test_a_missing_secret(tmp_path: Path, name: str) -> None:
    assert "is missing" in refused({**PRODUCTION, name: None}, tmp_path)[name]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("short", "too short"),
        ("a" * 64, "one character"),
        ("abcd" * 16, "over and over"),
        ("changeme-changeme!changeme?changeme.", "placeholder"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabc", "too easy"),
    ],
)
def test_a_weak_secret_key(tmp_path: Path, secret: str, reason: str) -> None:
    assert reason in refused({**PRODUCTION, "SECRET_KEY": secret}, tmp_path)["SECRET_KEY"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (bytes(32), "one byte"),
        (bytes(range(32)), "repeats itself"),
        (b"\x00\xff\x10\x20" * 8, "repeats itself"),
        (b"a-sentence-of-32-characters!XYZ?", "typed"),
    ],
)
@pytest.mark.parametrize("name", ["DATA_KEYS", "INDEX_KEYS", "AUDIT_KEY"])
def test_a_weak_key(tmp_path: Path, name: str, raw: bytes, reason: str) -> None:
    text = base64.b64encode(raw).decode()
    given = {**PRODUCTION, name: text if name == "AUDIT_KEY" else f"k1:{text}"}
    assert reason in refused(given, tmp_path)[name]


def test_one_key_for_two_uses(tmp_path: Path) -> None:
    problems = refused({**PRODUCTION, "INDEX_KEYS": f"i1:{DATA_KEY}"}, tmp_path)
    assert "VICTIM_PORTAL_DATA_KEYS" in problems["INDEX_KEYS"]


def test_the_demos_keys_wherever_they_were_copied_to(tmp_path: Path) -> None:
    made = ensure_demo_keys(tmp_path)

    def written(ring: Mapping[str, bytes]) -> str:
        return ",".join(f"k{n}:{base64.b64encode(v).decode()}" for n, v in enumerate(ring.values()))

    problems = refused(
        {
            **PRODUCTION,
            "SECRET_KEY": made.secret_key,
            "DATA_KEYS": written(made.data_keys),
            "INDEX_KEYS": written(made.index_keys),
            "AUDIT_KEY": base64.b64encode(made.audit_key).decode(),
        },
        tmp_path / "other",
    )
    assert set(problems) == {"SECRET_KEY", "DATA_KEYS", "INDEX_KEYS", "AUDIT_KEY"}
    assert all("made for the demo" in sentence for sentence in problems.values())


@pytest.mark.parametrize(
    ("name", "value", "named", "reason"),
    [
        ("BASE_URL", "http://staff.example.org", "BASE_URL", "cookies"),
        ("BASE_URL", "https://localhost", "BASE_URL", "this machine"),
        ("VICTIM_BASE_URL", "http://updates.example.org", "VICTIM_BASE_URL", "https"),
        ("VICTIM_BASE_URL", "https://STAFF.example.org:8443", "VICTIM_BASE_URL", "another host"),
        ("VICTIM_BASE_URL", "https://victims.example.org", "VICTIM_BASE_URL", "neutral"),
        ("MAIL_DEFAULT_SENDER", "Probation <a@example.org>", "MAIL_DEFAULT_SENDER", "neutral"),
        ("MAIL_USE_TLS", "false", "MAIL_USE_TLS", "on the way"),
        ("MAIL_PORT", "465", "MAIL_PORT", "587"),
        ("TWILIO_BASE_URL", "http://127.0.0.1:8080", "TWILIO_BASE_URL", "tests"),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL", "memory"),
        ("DATABASE_URL", "sqlite:///:memory:", "DATABASE_URL", "memory"),
        ("DATABASE_URL", "sqlite://///files/share/p.sqlite3", "DATABASE_URL", "network"),
        ("DATABASE_URL", "sqlite:///\\\\files\\share\\p.sqlite3", "DATABASE_URL", "network"),
        ("MAIL_SEVER", "relay.example.org", "MAIL_SEVER", "mistyped"),
    ],
)
def test_what_production_refuses(
    tmp_path: Path, name: str, value: str, named: str, reason: str
) -> None:
    assert reason in refused({**PRODUCTION, name: value}, tmp_path)[named]


def test_production_has_no_tray(tmp_path: Path) -> None:
    bare = {n: v for n, v in PRODUCTION.items() if not n.startswith(("MAIL_", "TWILIO_"))}
    problems = refused(bare, tmp_path)
    assert "post tray" in problems["MAIL_SERVER"]
    assert "post tray" in problems["TWILIO_ACCOUNT_SID"]


def test_mail_without_tls_to_this_machine_is_allowed(tmp_path: Path) -> None:
    given = {**PRODUCTION, "MAIL_SERVER": "localhost", "MAIL_USE_TLS": "no"}
    assert read(given, tmp_path).mail_port == 25


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"])
def test_sqlite_on_a_network_mount(tmp_path: Path, kind: str) -> None:
    settings = read(PRODUCTION, tmp_path)
    settings = replace(settings, database_url="sqlite:////srv/my data/p.sqlite3")
    mounts = LOCAL + f"server:/export /srv/my\\040data {kind} rw 0 0\n"
    (problem,) = check(settings, mounts)
    assert problem.setting == "VICTIM_PORTAL_DATABASE_URL"
    assert kind in problem.sentence
    assert check(settings, LOCAL) == []
    # A local disk mounted over the share hides it.
    assert check(settings, mounts + "/dev/sdb1 /srv/my\\040data ext4 rw 0 0\n") == []


def test_a_link_to_a_network_mount_is_followed(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    mounts = LOCAL + f"server:/x {tmp_path}/share nfs4 rw 0 0\n"
    assert network_file_system(str(tmp_path / "link" / "p.sqlite3"), mounts) == "nfs4"
    assert network_file_system(str(tmp_path / "p.sqlite3"), mounts) is None


def test_cookies_must_be_secure_in_production(tmp_path: Path) -> None:
    production, demo = read(PRODUCTION, tmp_path / "p"), read({}, tmp_path / "d")
    good = {
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }
    assert check_cookies(production, good) == []
    for name, value in (
        ("SESSION_COOKIE_SECURE", False),
        ("SESSION_COOKIE_HTTPONLY", False),
        ("SESSION_COOKIE_SAMESITE", None),
        ("REMEMBER_COOKIE_SECURE", False),
    ):
        (problem,) = check_cookies(production, {**good, name: value})
        assert problem.setting == name
    assert check_cookies(demo, {}) == []


@quick(max_examples=200)
@given(st.binary(min_size=32, max_size=32).filter(lambda raw: len(set(raw)) >= 26))
def test_a_random_key_is_never_called_weak(raw: bytes) -> None:
    steps = {(b - a) % 256 for a, b in pairwise(raw)}
    typed = all(0x20 <= byte < 0x7F for byte in raw)
    expected = raw.startswith(b"demo") or typed or len(steps) == 1
    assert bool(key_weakness(raw)) is expected


def test_random_secrets_of_the_usual_kinds_are_strong() -> None:
    for _ in range(200):
        assert secret_weakness(secrets.token_hex(16)) is None
        assert secret_weakness(secrets.token_urlsafe(32)) is None
        assert key_weakness(secrets.token_bytes(32)) is None


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("LOCALHOST.", True),
        ("portal.localhost", True),
        ("127.8.9.1", True),
        ("[::1]", True),
        ("localhost.example.org", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  judged, not bound to
        ("", False),
    ],
)
def test_hosts_that_can_only_be_this_machine(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
