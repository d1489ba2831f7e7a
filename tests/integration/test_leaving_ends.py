"""What comes after somebody left: they come back, or their account was shut before."""

from datetime import timedelta

from tests.support.portal import CLI, PASSWORD, Portal
from tests.support.signing_in import whole_session
from tests.support.web import OFFICER
from victim_portal.services import accounts
from victim_portal.services.leaving import hand_over_due, plan_leaving
from victim_portal.services.sign_in import whose_session


def test_whoever_comes_back_gets_in_again(portal: Portal) -> None:
    plan_leaving(
        portal.ctx, portal.manager, portal.user(OFFICER), portal.ctx.now() + timedelta(days=1)
    )
    portal.clock.move(days=1)
    assert hand_over_due(portal.ctx) == 1
    accounts.enable(portal.ctx, CLI, portal.user(OFFICER))
    token = whole_session(portal.ctx, OFFICER, PASSWORD)
    assert whose_session(portal.ctx, token) == portal.user(OFFICER)
    assert hand_over_due(portal.ctx) == 0


def test_an_account_that_was_shut_before_ends_its_leaving_quietly(portal: Portal) -> None:
    plan_leaving(
        portal.ctx, portal.manager, portal.user(OFFICER), portal.ctx.now() + timedelta(days=1)
    )
    accounts.disable(portal.ctx, CLI, portal.user(OFFICER))
    portal.clock.move(days=1)
    assert hand_over_due(portal.ctx) == 1
    assert hand_over_due(portal.ctx) == 0
