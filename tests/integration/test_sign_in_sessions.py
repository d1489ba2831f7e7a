"""How sessions end: unused, too old, signed out, shut out."""

from datetime import timedelta

from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import code_for, whole_session
from victim_portal.services import sign_in
from victim_portal.services.sign_in import IDLE, LONGEST
from victim_portal.store.models import AuditEvent, User

EMAIL = "sam.carter@example.org"
HERE = "192.0.2.7"


def half(portal: Portal) -> str | None:
    return sign_in.sign_in(portal.ctx, EMAIL, PASSWORD, HERE)


def member(portal: Portal, token: str) -> sign_in.StaffMember | None:
    return sign_in.staff_member(portal.ctx, token, HERE)


def trail(portal: Portal) -> list[str]:
    with portal.ctx.store.reading() as uow:
        return [event.what for event in uow.session.query(AuditEvent).order_by(AuditEvent.seq)]


def test_session_ends_when_idle(portal: Portal) -> None:
    token = whole_session(portal.ctx, EMAIL, PASSWORD)
    for _ in range(2):
        portal.clock.move(minutes=29)
        assert member(portal, token) is not None
    portal.clock.at += IDLE + timedelta(seconds=1)
    assert member(portal, token) is None


def test_session_ends_after_its_longest(portal: Portal) -> None:
    token = whole_session(portal.ctx, EMAIL, PASSWORD)
    for _ in range(int(LONGEST / timedelta(minutes=20))):
        portal.clock.move(minutes=20)
        assert member(portal, token) is not None
    portal.clock.move(minutes=1)
    assert member(portal, token) is None


def test_session_ends_on_signing_out_and_stays_ended(portal: Portal) -> None:
    token = whole_session(portal.ctx, EMAIL, PASSWORD)
    sign_in.sign_out(portal.ctx, token, HERE)
    assert member(portal, token) is None
    sign_in.sign_out(portal.ctx, token, HERE)
    assert trail(portal).count("signed_out") == 1


def test_session_ends_when_the_account_is_disabled(portal: Portal) -> None:
    token, waiting = whole_session(portal.ctx, EMAIL, PASSWORD), half(portal) or ""
    # Whatever becomes of the sessions' own rows, a shut account opens nothing.
    with portal.ctx.store.writing() as uow:
        user = uow.get(User, portal.officer.user_id)
        assert user is not None
        user.active = False
        uow.commit()
    assert member(portal, token) is None
    assert sign_in.half_way(portal.ctx, waiting) is None
    code = code_for(portal.ctx, EMAIL)
    assert sign_in.confirm_with_code(portal.ctx, waiting, code, HERE) is None
    assert half(portal) is None
