"""Signing in, sessions and accounts: every refusal reads the same."""

from datetime import timedelta

import pytest

from tests.support.portal import CLI, PASSWORD, UNIT, Portal
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts
from victim_portal.services.accounts import IDLE, LONGEST, TRIES_FOR_ACCOUNT, NewUser
from victim_portal.services.errors import InvalidError, NotAllowedError
from victim_portal.store.models import AuditEvent, StaffSession, User

EMAIL = "sam.carter@example.org"


def _sign_in(portal: Portal, password: str = PASSWORD, email: str = EMAIL) -> str | None:
    return accounts.sign_in(portal.ctx, email, password, "192.0.2.7")


def test_right_password_begins_a_session(portal: Portal) -> None:
    token = _sign_in(portal, email="  SAM.Carter@example.org ")
    assert token is not None
    member = accounts.staff_member(portal.ctx, token, "192.0.2.7")
    assert member is not None
    assert (member.first_name, member.role, member.unit_name) == ("Sam", Role.OFFICER, UNIT)
    assert member.actor.came_from == "192.0.2.7"


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, "wrong horse battery"), ("nobody@example.org", PASSWORD), (EMAIL, ""), ("", "")],
)
def test_every_refusal_is_the_same(portal: Portal, email: str, password: str) -> None:
    assert _sign_in(portal, password, email) is None


def test_throttled_after_some_tries_and_open_again_later(portal: Portal) -> None:
    for _ in range(TRIES_FOR_ACCOUNT):
        assert _sign_in(portal, "wrong horse battery") is None
    assert _sign_in(portal) is None
    portal.clock.move(minutes=16)
    assert _sign_in(portal) is not None


def test_one_account_throttled_leaves_the_others_alone(portal: Portal) -> None:
    for _ in range(TRIES_FOR_ACCOUNT):
        _sign_in(portal, "wrong horse battery")
    assert _sign_in(portal, email="nia.evans@example.org") is not None


def test_session_ends_when_idle(portal: Portal) -> None:
    token = _sign_in(portal) or ""
    portal.clock.move(minutes=29)
    assert accounts.staff_member(portal.ctx, token, "here") is not None
    portal.clock.move(minutes=29)
    assert accounts.staff_member(portal.ctx, token, "here") is not None
    portal.clock.at += IDLE + timedelta(seconds=1)
    assert accounts.staff_member(portal.ctx, token, "here") is None


def test_session_ends_after_its_longest(portal: Portal) -> None:
    token = _sign_in(portal) or ""
    for _ in range(int(LONGEST / timedelta(minutes=20))):
        portal.clock.move(minutes=20)
        assert accounts.staff_member(portal.ctx, token, "here") is not None
    portal.clock.move(minutes=1)
    assert accounts.staff_member(portal.ctx, token, "here") is None


def test_session_ends_on_signing_out_and_stays_ended(portal: Portal) -> None:
    token = _sign_in(portal) or ""
    accounts.sign_out(portal.ctx, token, "here")
    assert accounts.staff_member(portal.ctx, token, "here") is None
    accounts.sign_out(portal.ctx, token, "here")


def test_session_ends_when_the_account_is_disabled(portal: Portal) -> None:
    token = _sign_in(portal) or ""
    with portal.ctx.store.writing() as uow:
        user = uow.get(User, portal.officer.user_id)
        assert user is not None
        user.active = False
        uow.commit()
    assert accounts.staff_member(portal.ctx, token, "here") is None
    assert _sign_in(portal) is None


def test_database_holds_neither_token_nor_password(portal: Portal) -> None:
    token = _sign_in(portal) or ""
    with portal.ctx.store.reading() as uow:
        [session] = uow.session.query(StaffSession).all()
        user = uow.get(User, session.user_id)
        assert user is not None
        assert token.encode() not in session.token_digest
        assert user.password_hash.startswith("$argon2id$")
        assert PASSWORD not in user.password_hash


def test_signing_in_is_on_the_trail(portal: Portal) -> None:
    _sign_in(portal, "wrong horse battery")
    _sign_in(portal)
    with portal.ctx.store.reading() as uow:
        seen = [event.what for event in uow.session.query(AuditEvent).order_by(AuditEvent.seq)]
    assert seen[-2:] == ["sign_in_refused", "signed_in"]


def _new(**changes: object) -> NewUser:
    values: dict[str, object] = {
        "email": "ana@example.org",
        "first_name": "Ana",
        "last_name": "Cole",
        "role": Role.OFFICER,
        "unit_name": "Wessex",
        "password": PASSWORD,
        **changes,
    }
    return NewUser(**values)  # type: ignore[arg-type]  # the values of a test


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "short"}, "password"),
        ({"role": Role.ADMINISTRATOR, "password": "fourteen chars"}, "password"),
        ({"email": "not an address"}, "email"),
        ({"email": EMAIL.upper()}, "email"),
        ({"first_name": " "}, "first_name"),
        ({"unit_name": ""}, "unit"),
    ],
)
def test_account_that_cannot_be(portal: Portal, changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidError) as refused:
        accounts.add_user(portal.ctx, CLI, _new(**changes))
    assert field in refused.value.problems


def test_first_manager_makes_a_unit_active(portal: Portal) -> None:
    from victim_portal.store.staff import unit_named

    accounts.add_user(portal.ctx, CLI, _new())
    with portal.ctx.store.reading() as uow:
        unit = unit_named(uow, "wessex")
        assert unit is not None
        assert not unit.active
    accounts.add_user(portal.ctx, CLI, _new(email="bo@example.org", role=Role.MANAGER))
    with portal.ctx.store.reading() as uow:
        unit = unit_named(uow, "wessex")
        assert unit is not None
        assert unit.active


def test_officers_make_no_accounts(portal: Portal) -> None:
    with pytest.raises(NotAllowedError):
        accounts.add_user(portal.ctx, portal.officer, _new())
