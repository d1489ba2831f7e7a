"""A password of somebody who always signs in by the organisation's provider."""

from dataclasses import replace

import pyotp
from flask import Flask

from tests.integration.test_sign_in_provider import app as app
from tests.integration.test_sign_in_provider import go, is_in
from tests.integration.test_sign_in_provider import provider as provider
from tests.support.openid_double import CLIENT_ID, SECRET, OpenIdDouble
from tests.support.pages import PageClient
from tests.support.portal import CLI, PASSWORD, Portal
from tests.support.signing_in import whole_session
from tests.support.walls import trail
from victim_portal.domain.one_time_codes import step_at
from victim_portal.identity import OpenIdProvider
from victim_portal.services import accounts, sign_in
from victim_portal.services.accounts import HowChecked
from victim_portal.store.models import User
from victim_portal.store.staff import by_email

HERE = "192.0.2.7"
SAM = "sam.carter@example.org"
ELSEWHERE = "203.0.113.66"


def _linked(portal: Portal) -> Portal:
    with portal.ctx.store.writing() as uow:
        user = by_email(uow, SAM)
        assert user is not None
        user.provider_subject = "https://provider.example.org sam"
        uow.commit()
    provider = OpenIdProvider(
        "https://provider.example.org", CLIENT_ID, SECRET, ("mfa",), portal.clock
    )
    portal.ctx = replace(portal.ctx, provider=provider)
    return portal


def test_it_sets_no_second_factor_up(portal: Portal) -> None:
    assert sign_in.sign_in(_linked(portal).ctx, SAM, PASSWORD, ELSEWHERE) is None


def test_it_counts_beside_a_factor_of_ours(portal: Portal) -> None:
    assert whole_session(portal.ctx, SAM, PASSWORD)
    assert whole_session(_linked(portal).ctx, SAM, PASSWORD)


def test_without_the_provider_it_is_the_way_that_is_left(portal: Portal) -> None:
    alone = replace(_linked(portal).ctx, provider=None)
    assert sign_in.sign_in(alone, SAM, PASSWORD, ELSEWHERE) is not None


def test_only_the_trail_tells_it_from_a_wrong_one(portal: Portal) -> None:
    ctx = _linked(portal).ctx
    for password in (PASSWORD, "another calm word here"):
        assert sign_in.sign_in(ctx, SAM, password, ELSEWHERE) is None
    refused = [event.details["why"] for event in trail(portal, "sign_in_refused")]
    assert refused == ["provider_only", "wrong"]


def test_a_recovery_ends_the_link_and_an_address_alone_makes_no_other(
    portal: Portal, app: Flask, provider: OpenIdDouble
) -> None:
    thief = PageClient(app)
    assert go(thief, provider).location == "/"
    made = accounts.recover(portal.ctx, CLI, portal.user(SAM), HowChecked.COMMAND_LINE)
    assert made is not None
    token = accounts.redeem(portal.ctx, made.url.rpartition("/")[2], "four calm words here", HERE)
    assert token is not None
    assert not is_in(thief)
    assert go(thief, provider).location == "/sign-in"
    assert not is_in(thief)
    # Their own password is enough to begin with: the link is gone, and no wall stands before it.
    assert sign_in.sign_in(portal.ctx, SAM, "four calm words here", HERE) is not None
    key = sign_in.new_secret(portal.ctx)
    code = pyotp.HOTP(key).at(step_at(portal.clock.now()))
    confirmed = sign_in.add_codes(portal.ctx, token, key, code, HERE)
    assert confirmed is not None
    own = sign_in.own_account(portal.ctx, confirmed.token, HERE)
    assert not own.provider_linked
    assert not sign_in.ways_to_prove(portal.ctx, confirmed.token).provider


def test_an_invitation_leaves_the_link(portal: Portal) -> None:
    ctx, sam = _linked(portal).ctx, portal.user(SAM)
    with ctx.store.writing() as uow:
        user = uow.get(User, sam)
        assert user is not None
        user.password_hash = ""
        uow.commit()
    made = accounts.invite(ctx, CLI, sam)
    assert made is not None
    assert accounts.redeem(ctx, made.url.rpartition("/")[2], "four calm words here", HERE)
    with ctx.store.reading() as uow:
        user = uow.get(User, sam)
        assert user is not None
        assert user.provider_subject == "https://provider.example.org sam"


def test_what_was_typed_waits_while_one_proves_at_the_provider(
    portal: Portal, app: Flask, provider: OpenIdDouble
) -> None:
    client = PageClient(app)
    go(client, provider)
    form = client.get("/break-glass")
    portal.clock.move(minutes=11)
    asked = form.submit({"reason": "danger", "why": "He is at her door.", "reference": "VC-1"})
    assert asked.h1 == "Show that it is you"
    # Too early: nothing is lost by it.
    again = asked.submit({}, button="I have done it: continue")
    assert again.errors[0].startswith("Your organisation's account has not shown yet")
    provider.now = int(portal.clock.now().timestamp())
    go(client, provider, "/sign-in/provider?again=yes")
    done = again.submit({}, button="I have done it: continue")
    assert "He is at her door." in done.text
    sent = done.submit({}, button="Send it now")
    assert sent.value("why") == ["He is at her door."]
