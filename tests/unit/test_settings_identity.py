"""The settings of the organisation's own sign-in: whole, over TLS, and secret."""

from pathlib import Path

import pytest

from tests.support.settings_values import PRODUCTION, read, refused

WHOLE = {
    "OIDC_ISSUER": "https://login.example.org/tenant",
    "OIDC_CLIENT_ID": "victim-portal",
    "OIDC_CLIENT_SECRET": "a secret between the two",
}


def test_a_whole_provider_is_taken_in_production() -> None:
    settings = read({**PRODUCTION, **WHOLE, "OIDC_SECOND_FACTOR": "mfa urn:strong"})
    assert settings.oidc_issuer == "https://login.example.org/tenant"
    assert settings.oidc_second_factor == ("mfa", "urn:strong")
    assert WHOLE["OIDC_CLIENT_SECRET"] not in repr(settings)


def test_without_one_nothing_is_asked() -> None:
    settings = read(PRODUCTION)
    assert (settings.oidc_issuer, settings.oidc_second_factor) == (None, ("mfa",))


@pytest.mark.parametrize("missing", WHOLE)
def test_half_of_it_is_refused(missing: str) -> None:
    problems = refused({**PRODUCTION, **WHOLE, missing: None})
    assert set(problems) == {missing}


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.example.org",
        "http://127.0.0.1:8080",
        "login.example.org",
        "https://login.example.org?a=b",
        "https://user@login.example.org",
        "https://[broken",
        "javascript:alert(1)",
    ],
)
def test_an_issuer_is_an_https_address(issuer: str) -> None:
    assert "OIDC_ISSUER" in refused({**PRODUCTION, **WHOLE, "OIDC_ISSUER": issuer})


def test_a_double_on_this_machine_is_for_the_demo(tmp_path: Path) -> None:
    given = {**WHOLE, "OIDC_ISSUER": "http://127.0.0.1:8080"}
    assert read(given, tmp_path).oidc_issuer == "http://127.0.0.1:8080"
    assert "OIDC_ISSUER" in refused({**given, "OIDC_ISSUER": "http://login.example.org"}, tmp_path)


def test_the_secret_may_stand_in_a_file_and_is_not_weak(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(WHOLE["OIDC_CLIENT_SECRET"])
    given = {**PRODUCTION, **WHOLE, "OIDC_CLIENT_SECRET": None}
    settings = read({**given, "OIDC_CLIENT_SECRET_FILE": str(file)})
    assert settings.oidc_client_secret == WHOLE["OIDC_CLIENT_SECRET"]
    assert "OIDC_CLIENT_SECRET" in refused({**given, "OIDC_CLIENT_SECRET": "short"})
