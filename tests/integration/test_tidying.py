"""Sign-ins and form tokens go by themselves when their time is over, and nothing else does."""

from datetime import timedelta

from sqlalchemy import func, select

from tests.support import casework
from tests.support.portal import Portal
from victim_portal.services.keeping.tidying import tidy
from victim_portal.store.models import Case, FormOnce, SignInAttempt, StaffSession


def test_what_is_past_its_time_goes(portal: Portal) -> None:
    casework.received(portal)
    now = portal.clock.now()
    with portal.ctx.store.writing() as uow:
        for months in (0, 2, 14):
            at = now - timedelta(days=31 * months)
            uow.add(FormOnce(id=uow.tokens.uuid(), used_at=at, result="x"))
            common = {"id": uow.tokens.uuid(), "account_index": b"a", "address_index": b"b"}
            uow.add(SignInAttempt(at=at, succeeded=True, **common))
            uow.add(
                StaffSession(
                    id=uow.tokens.uuid(),
                    user_id=portal.officer.user_id,
                    token_digest=bytes([months]) * 32,
                    started_at=at,
                    seen_at=at,
                )
            )
        uow.commit()
    assert tidy(portal.ctx) == 4
    assert tidy(portal.ctx) == 0
    with portal.ctx.store.reading() as uow:
        left = [
            uow.session.scalar(select(func.count()).select_from(model))
            for model in (FormOnce, SignInAttempt, StaffSession, Case)
        ]
    assert left == [1, 2, 2, 1]
