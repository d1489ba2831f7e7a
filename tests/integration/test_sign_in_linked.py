"""A password of somebody who always signs in by the organisation's provider."""

from dataclasses import replace

from tests.support.openid_double import CLIENT_ID, SECRET
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import whole_session
from victim_portal.identity import OpenIdProvider
from victim_portal.services import sign_in
from victim_portal.store.staff import by_email

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
