"""The organisation's own sign-in, against a provider that tells the truth and one that lies."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from joserfc.jwk import RSAKey

from tests.support.openid_double import CLIENT_ID, SECRET, OpenIdDouble, asked_of, openid_double
from tests.support.pages import Page, PageClient
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import code_for, sign_in_by_page
from tests.support.web import app_for
from victim_portal.identity import OpenIdProvider
from victim_portal.store.models import User

SAM = "sam.carter@example.org"


@pytest.fixture
def provider(portal: Portal) -> Iterator[OpenIdDouble]:
    with openid_double() as made:
        made.now = int(portal.clock.now().timestamp())
        yield made


@pytest.fixture
def app(portal: Portal, provider: OpenIdDouble) -> Flask:
    adapter = OpenIdProvider(provider.url, CLIENT_ID, SECRET, ("mfa",), portal.clock)
    return app_for(replace_ctx(portal, adapter))


def replace_ctx(portal: Portal, adapter: OpenIdProvider) -> Portal:
    portal.ctx = replace(portal.ctx, provider=adapter, base_url="http://localhost")
    return portal


def go(client: PageClient, provider: OpenIdDouble, start: str = "/sign-in/provider") -> Page:
    """There and back again."""
    location = client.get(start).location or ""
    assert location.startswith(f"{provider.url}/authorize?"), location
    return client.get(f"/sign-in/provider/back?{provider.sign_in(asked_of(location))}")


def is_in(client: PageClient) -> bool:
    return client.get("/account").location is None


def linked(portal: Portal, email: str = SAM) -> str | None:
    with portal.ctx.store.reading() as uow:
        user = uow.get(User, portal.user(email))
        assert user is not None
        return user.provider_subject


def test_two_factors_there_are_a_whole_session_here(
    portal: Portal, app: Flask, provider: OpenIdDouble
) -> None:
    client = PageClient(app)
    assert "Sign in with your organisation's account" in client.get("/sign-in").links
    page = go(client, provider, "/sign-in/provider?next=/tasks")
    assert page.location == "/tasks"
    assert is_in(client)
    assert linked(portal) == f"{provider.url} subject-1"
    [asked] = provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert asked["response_type"] == "code"
    assert {"state", "nonce"} <= asked.keys()


def test_without_their_second_factor_ours_follows(
    portal: Portal, app: Flask, provider: OpenIdDouble
) -> None:
    provider.claims = {"amr": ["pwd"]}
    client, code = PageClient(app), code_for(portal.ctx, SAM)
    page = go(client, provider)
    assert page.location == "/sign-in/confirm"
    assert not is_in(client)
    page.follow().submit({"code": code}, button="Continue")
    assert is_in(client)


def test_without_any_second_factor_one_is_set_up(
    app: Flask, provider: OpenIdDouble, portal: Portal
) -> None:
    provider.claims = {"amr": None, "acr": "urn:low"}
    client = PageClient(app)
    page = go(client, provider).follow()
    assert page.follow().h1 == "Set up a second factor"
    assert not is_in(client)


def test_acr_may_say_it_too(app: Flask, provider: OpenIdDouble) -> None:
    provider.claims = {"amr": None, "acr": "mfa"}
    client = PageClient(app)
    go(client, provider)
    assert is_in(client)


LIES = {
    "wrong nonce": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "wrong audience": {"aud": "somebody-else"},
    "two audiences": {"aud": [CLIENT_ID, "other"], "azp": "other"},
    "wrong issuer": {"iss": "https://evil.example.org"},
    "no issuer": {"iss": None},
    "expired": {"exp": 1},
    "no end": {"exp": None},
    "no subject": {"sub": None},
    "empty subject": {"sub": ""},
    "unverified": {"email_verified": False},
    "verified in words": {"email_verified": "true"},
    "no address": {"email": None},
    "unknown address": {"email": "nobody@example.org"},
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_false_token_lets_nobody_in(
    portal: Portal, app: Flask, provider: OpenIdDouble, lie: dict[str, object]
) -> None:
    provider.claims = lie
    client = PageClient(app)
    page = go(client, provider)
    assert page.location == "/sign-in"
    assert "did not work" in page.follow().notices[0]
    assert not is_in(client)
    assert linked(portal) is None


@pytest.mark.parametrize("how", ["unsigned", "symmetric", "stranger"])
def test_a_signature_is_the_providers_own(app: Flask, provider: OpenIdDouble, how: str) -> None:
    if how == "stranger":
        provider.signed_with = RSAKey.generate_key(2048, {"kid": "k1"})
    else:
        setattr(provider, how, True)
    client = PageClient(app)
    assert go(client, provider).location == "/sign-in"
    assert not is_in(client)


def test_new_keys_are_fetched_when_the_old_ones_do_not_fit(
    app: Flask, provider: OpenIdDouble
) -> None:
    go(PageClient(app), provider)
    provider.key = RSAKey.generate_key(2048, {"kid": "k2"})
    client = PageClient(app)
    go(client, provider)
    assert is_in(client)


def test_a_forged_state_is_refused_and_ends_the_question(
    app: Flask, provider: OpenIdDouble
) -> None:
    client = PageClient(app)
    location = client.get("/sign-in/provider").location or ""
    right = provider.sign_in(asked_of(location))
    forged = provider.sign_in({**asked_of(location), "state": "forged"})
    assert client.get(f"/sign-in/provider/back?{forged}").location == "/sign-in"
    assert client.get(f"/sign-in/provider/back?{right}").location == "/sign-in"
    assert not is_in(client)


def test_an_answer_of_anothers_browser_is_refused(app: Flask, provider: OpenIdDouble) -> None:
    location = PageClient(app).get("/sign-in/provider").location or ""
    victim = PageClient(app)
    victim.get("/sign-in/provider")
    victim.get(f"/sign-in/provider/back?{provider.sign_in(asked_of(location))}")
    assert not is_in(victim)


def test_a_replayed_code_is_refused(app: Flask, provider: OpenIdDouble) -> None:
    client = PageClient(app)
    location = client.get("/sign-in/provider").location or ""
    query = provider.sign_in(asked_of(location))
    assert client.get(f"/sign-in/provider/back?{query}").location == "/"
    other = PageClient(app)
    assert other.get(f"/sign-in/provider/back?{query}").location == "/sign-in"
    # The same code with a question of its own: the provider knows that it was used.
    code = asked_of(f"?{query}")["code"]
    state = asked_of(other.get("/sign-in/provider").location or "")["state"]
    assert other.get(f"/sign-in/provider/back?code={code}&state={state}").location == "/sign-in"
    assert not is_in(other)


def test_a_question_counts_for_ten_minutes(
    portal: Portal, app: Flask, provider: OpenIdDouble
) -> None:
    client = PageClient(app)
    location = client.get("/sign-in/provider").location or ""
    portal.clock.move(minutes=11)
    client.get(f"/sign-in/provider/back?{provider.sign_in(asked_of(location))}")
    assert not is_in(client)


@pytest.mark.parametrize(
    "query", ["", "?error=access_denied", "?code=x", "?state=x", "?code=&state="]
)
def test_coming_back_without_having_gone(app: Flask, query: str) -> None:
    assert PageClient(app).get(f"/sign-in/provider/back{query}").location == "/sign-in"


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example.org"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
)
def test_a_document_that_does_not_fit_is_not_followed(
    app: Flask, provider: OpenIdDouble, document: dict[str, object]
) -> None:
    provider.document = document
    page = PageClient(app).get("/sign-in/provider")
    assert page.location == "/sign-in"


def test_a_provider_that_is_down_leaves_the_password(portal: Portal) -> None:
    nowhere = OpenIdProvider("http://127.0.0.1:9", CLIENT_ID, SECRET, ("mfa",), portal.clock)
    client = PageClient(app_for(replace_ctx(portal, nowhere)))
    page = client.get("/sign-in/provider").follow()
    assert "did not work" in page.notices[0]
    sign_in_by_page(client, SAM, PASSWORD)
    assert is_in(client)


def test_a_linked_account_is_found_by_its_identity_alone(
    portal: Portal, app: Flask, provider: OpenIdDouble
) -> None:
    go(PageClient(app), provider)
    provider.claims = {"email": "nia.evans@example.org"}
    client = PageClient(app)
    go(client, provider)
    assert "Sam Carter" in client.get("/account").text
    # Another identity with the linked account's address gets nothing.
    provider.claims = {"sub": "subject-2"}
    other = PageClient(app)
    go(other, provider)
    assert not is_in(other)
    assert linked(portal, "nia.evans@example.org") is None


def test_a_disabled_account_stays_out(portal: Portal, app: Flask, provider: OpenIdDouble) -> None:
    with portal.ctx.store.writing() as uow:
        user = uow.get(User, portal.user(SAM))
        assert user is not None
        user.active = False
        uow.commit()
    client = PageClient(app)
    go(client, provider)
    assert not is_in(client)
    assert linked(portal) is None


def test_linking_on_purpose_and_proving_by_it(
    portal: Portal, app: Flask, provider: OpenIdDouble
) -> None:
    client = PageClient(app)
    sign_in_by_page(client, SAM, PASSWORD)
    provider.claims = {"email": "other@example.org"}
    location = client.get("/account").submit(button="Link your organisation's account").location
    client.get(f"/sign-in/provider/back?{provider.sign_in(asked_of(location or ''))}")
    assert linked(portal) == f"{provider.url} subject-1"
    portal.clock.move(minutes=11)
    assert client.get("/account/passkeys/new").location == "/prove?next=/account/passkeys/new"
    provider.now = int(portal.clock.now().timestamp())
    go(client, provider, "/sign-in/provider?again=yes")
    assert provider.asked[-1]["prompt"] == "login"
    assert client.get("/account/passkeys/new", status=200).h1 == "Add a passkey"


@pytest.mark.parametrize(
    "lie", [{"auth_time": 1}, {"auth_time": None}, {"sub": "subject-2"}, {"amr": ["pwd"]}]
)
def test_an_old_or_foreign_sign_in_proves_nothing(
    portal: Portal, app: Flask, provider: OpenIdDouble, lie: dict[str, object]
) -> None:
    client = PageClient(app)
    go(client, provider)
    portal.clock.move(minutes=11)
    provider.now = int(portal.clock.now().timestamp())
    provider.claims = lie
    go(client, provider, "/sign-in/provider?again=yes")
    assert client.get("/account/passkeys/new").location == "/prove?next=/account/passkeys/new"


def test_no_provider_no_page(portal: Portal) -> None:
    client = PageClient(app_for(portal))
    assert "organisation" not in client.get("/sign-in").text
    client.get("/sign-in/provider", status=404)
    client.get("/sign-in/provider/back", status=404)
