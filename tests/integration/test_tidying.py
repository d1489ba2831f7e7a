"""What concerns no case goes by itself when its time is over, and nothing else does."""

from datetime import timedelta

from sqlalchemy import func, select

from tests.support import casework
from tests.support.keeping import has_key
from tests.support.portal import CLI, PASSWORD, Portal
from tests.support.signing_in import whole_session
from victim_portal.services import accounts
from victim_portal.services.accounts import HowChecked
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.keeping.tidying import tidy
from victim_portal.services.texts import close_text, match_text, take_text
from victim_portal.store.models import (
    Case,
    FormOnce,
    Invitation,
    SignInAttempt,
    StaffSession,
    Totp,
    UnmatchedText,
)
from victim_portal.store.sign_in import end_factors


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


def test_a_text_of_no_case_goes_half_a_year_after_it_was_closed(portal: Portal) -> None:
    reference = casework.received(portal)
    texts = []
    for number in range(3):
        record_inbound(portal.ctx, f"07700 90099{number}", "Wrong number?", sid=str(number))
        with portal.ctx.store.reading() as uow:
            known = set(uow.session.scalars(select(UnmatchedText.id)))
        [new] = known - set(texts)
        texts.append(new)
    for text_id in texts[:2]:
        take_text(portal.ctx, portal.manager, text_id)
    close_text(portal.ctx, portal.manager, texts[0], "Meant for a shop.")
    match_text(portal.ctx, portal.manager, texts[1], reference)
    tidy(portal.ctx)
    assert all(has_key(portal, one) for one in texts)
    portal.clock.move(days=185)
    tidy(portal.ctx)
    # One that waits is never thrown away, and one of a case goes with the case.
    assert [has_key(portal, one) for one in texts] == [False, True, True]
    with portal.ctx.store.reading() as uow:
        assert set(uow.session.scalars(select(UnmatchedText.id))) == set(texts[1:])


def test_links_and_second_factors_that_ended_go(portal: Portal) -> None:
    assert portal.colleague.user_id is not None
    accounts.recover(portal.ctx, CLI, portal.colleague.user_id, HowChecked.COMMAND_LINE)
    whole_session(portal.ctx, "nia.evans@example.org", PASSWORD)
    whole_session(portal.ctx, "sam.carter@example.org", PASSWORD)
    with portal.ctx.store.writing() as uow:
        end_factors(uow, portal.colleague.user_id, portal.ctx.now())
        uow.commit()

    def left() -> tuple[int, int]:
        with portal.ctx.store.reading() as uow:
            one, two = (
                uow.session.scalar(select(func.count()).select_from(model)) or 0
                for model in (Invitation, Totp)
            )
            return one, two

    before = left()
    tidy(portal.ctx)
    assert left() == before
    portal.clock.move(days=420)
    tidy(portal.ctx)
    assert left() == (before[0] - 1, before[1] - 1)
