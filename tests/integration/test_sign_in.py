"""Signing in: password, second factor, sessions. Every refusal reads the same."""

from dataclasses import replace
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher

from tests.support.portal import PASSWORD, UNIT, Portal
from tests.support.signing_in import code_for, whole_session
from victim_portal.domain.lock_out import FREE
from victim_portal.domain.one_time_codes import step_at
from victim_portal.domain.vocabulary import Role
from victim_portal.services import sign_in
from victim_portal.services.passwords import Passwords
from victim_portal.services.sign_in import HALF_WAY
from victim_portal.store.models import AuditEvent, SignInAttempt, StaffSession, Totp, User

EMAIL = "sam.carter@example.org"
NIA = "nia.evans@example.org"
HERE = "192.0.2.7"
WRONG = "wrong horse battery"


def half(
    portal: Portal, password: str = PASSWORD, email: str = EMAIL, came_from: str = HERE
) -> str | None:
    return sign_in.sign_in(portal.ctx, email, password, came_from)


def member(portal: Portal, token: str) -> sign_in.StaffMember | None:
    return sign_in.staff_member(portal.ctx, token, HERE)


def trail(portal: Portal) -> list[str]:
    with portal.ctx.store.reading() as uow:
        return [event.what for event in uow.session.query(AuditEvent).order_by(AuditEvent.seq)]


def test_password_and_code_make_a_whole_session(portal: Portal) -> None:
    code = code_for(portal.ctx, EMAIL)
    token = half(portal, email="  SAM.Carter@example.org ")
    assert token is not None
    assert member(portal, token) is None
    confirmed = sign_in.confirm_with_code(portal.ctx, token, code, HERE)
    assert confirmed is not None
    found = member(portal, confirmed.token)
    assert found is not None
    assert (found.first_name, found.role, found.unit_name) == ("Sam", Role.OFFICER, UNIT)
    assert found.actor.came_from == HERE
    assert found.actor.proved_at == portal.clock.now()
    assert trail(portal)[-2:] == ["password_accepted", "signed_in"]


def test_the_token_changes_when_a_session_is_confirmed(portal: Portal) -> None:
    code = code_for(portal.ctx, EMAIL)
    before = half(portal) or ""
    confirmed = sign_in.confirm_with_code(portal.ctx, before, code, HERE)
    assert confirmed is not None
    assert confirmed.token != before
    assert member(portal, before) is None
    assert sign_in.half_way(portal.ctx, before) is None


@pytest.mark.parametrize(
    ("email", "password"),
    [(EMAIL, WRONG), ("nobody@example.org", PASSWORD), (EMAIL, ""), ("", "")],
)
def test_every_refusal_is_the_same(portal: Portal, email: str, password: str) -> None:
    assert half(portal, password, email) is None


def test_an_account_that_is_not_there_costs_a_whole_check_too(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str | None] = []
    real = Passwords.check

    def seen(self: Passwords, stored: str | None, password: str) -> bool:
        checked.append(stored)
        return real(self, stored, password)

    monkeypatch.setattr(Passwords, "check", seen)
    half(portal, email="nobody@example.org")
    half(portal, WRONG)
    for _ in range(FREE):
        half(portal, WRONG)
    # Throttled or not, there or not: one check each time.
    assert len(checked) == FREE + 2
    assert checked[0] is None


@pytest.mark.parametrize("typed", ["000000", "", "12345", "abcdef", "1234567", "'; --", "\0" * 6])
def test_a_wrong_code_opens_nothing(portal: Portal, typed: str) -> None:
    right = code_for(portal.ctx, EMAIL)
    token = half(portal) or ""
    assert sign_in.confirm_with_code(portal.ctx, token, typed, HERE) is None
    assert member(portal, token) is None
    assert trail(portal)[-1] == "second_factor_refused"
    assert sign_in.confirm_with_code(portal.ctx, token, right, HERE) is not None


def test_a_code_is_taken_once_and_nothing_older_after_it(portal: Portal) -> None:
    code = code_for(portal.ctx, EMAIL)
    whole_session(portal.ctx, EMAIL, PASSWORD)
    with portal.ctx.store.reading() as uow:
        [app] = uow.session.query(Totp).all()
        secret = app.secret or ""
        assert app.last_step == step_at(portal.clock.now())
    older = pyotp.HOTP(secret).at(step_at(portal.clock.now()) - 1)
    newer = pyotp.HOTP(secret).at(step_at(portal.clock.now()) + 1)
    token = half(portal) or ""
    assert sign_in.confirm_with_code(portal.ctx, token, code, HERE) is None
    assert sign_in.confirm_with_code(portal.ctx, token, older, HERE) is None
    assert sign_in.confirm_with_code(portal.ctx, token, newer, HERE) is not None


def test_half_way_in_lasts_ten_minutes(portal: Portal) -> None:
    code_for(portal.ctx, EMAIL)
    token = half(portal) or ""
    portal.clock.at += HALF_WAY
    person = sign_in.half_way(portal.ctx, token)
    assert person is not None
    assert person.factors.code
    portal.clock.move(seconds=1)
    assert sign_in.half_way(portal.ctx, token) is None
    code = code_for(portal.ctx, EMAIL)
    assert sign_in.confirm_with_code(portal.ctx, token, code, HERE) is None


def test_no_code_of_this_moment_is_told_outside_a_demo(portal: Portal) -> None:
    code = code_for(portal.ctx, EMAIL)
    token = half(portal) or ""
    person = sign_in.half_way(portal.ctx, token)
    assert person is not None
    assert person.demo_code is None
    _set(portal, demo=True)
    person = sign_in.half_way(portal.ctx, token)
    assert person is not None
    assert person.demo_code == code
    person = sign_in.half_way(replace(portal.ctx, production=True), token)
    assert person is not None
    assert person.demo_code is None


def test_the_wait_grows_and_ends(portal: Portal) -> None:
    for _ in range(FREE):
        assert half(portal, WRONG) is None
    assert half(portal) is None
    portal.clock.move(seconds=61)
    assert half(portal, WRONG) is None
    portal.clock.move(seconds=61)
    assert half(portal) is None
    portal.clock.move(seconds=61)
    assert half(portal) is not None


def test_refused_unlooked_at_makes_nobody_wait_longer(portal: Portal) -> None:
    for _ in range(FREE):
        half(portal, WRONG)
    for _ in range(30):
        assert half(portal) is None
        portal.clock.move(seconds=1)
    portal.clock.move(seconds=31)
    assert half(portal) is not None


def test_a_stranger_elsewhere_does_not_lock_the_officer_out(portal: Portal) -> None:
    whole_session(portal.ctx, EMAIL, PASSWORD, HERE)
    for _ in range(20):
        half(portal, WRONG, came_from="198.51.100.9")
        portal.clock.move(minutes=16)
    for _ in range(3):
        half(portal, WRONG, came_from="198.51.100.9")
    assert half(portal, came_from="198.51.100.9") is None
    assert half(portal) is not None


def test_the_officer_is_told_of_failed_tries_once(portal: Portal) -> None:
    whole_session(portal.ctx, EMAIL, PASSWORD, HERE)
    portal.clock.move(minutes=1)
    for _ in range(3):
        half(portal, WRONG, came_from="198.51.100.9")
    at = portal.clock.now()
    portal.clock.move(minutes=10)
    code = code_for(portal.ctx, EMAIL)
    told = sign_in.confirm_with_code(portal.ctx, half(portal) or "", code, HERE)
    assert told is not None
    assert (told.failed, told.failed_last_at) == (3, at)
    portal.clock.move(minutes=1)
    code = code_for(portal.ctx, EMAIL)
    again = sign_in.confirm_with_code(portal.ctx, half(portal) or "", code, HERE)
    assert again is not None
    assert (again.failed, again.failed_last_at) == (0, None)


def test_codes_are_counted_by_themselves(portal: Portal) -> None:
    code_for(portal.ctx, EMAIL)
    for _ in range(FREE):
        token = half(portal) or ""
        assert sign_in.confirm_with_code(portal.ctx, token, "000000", HERE) is None
    token = half(portal)
    assert token, "the right password is let on to the second factor"
    code = code_for(portal.ctx, EMAIL)
    assert sign_in.confirm_with_code(portal.ctx, token, code, HERE) is None
    portal.clock.move(seconds=61)
    code = code_for(portal.ctx, EMAIL)
    assert sign_in.confirm_with_code(portal.ctx, token, code, HERE) is not None


def test_one_account_throttled_leaves_the_others_alone(portal: Portal) -> None:
    for _ in range(FREE):
        half(portal, WRONG)
    assert half(portal, email=NIA) is not None


def test_a_try_is_kept_before_it_is_checked(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []

    def look(self: Passwords, stored: str | None, password: str) -> bool:
        with portal.ctx.store.reading() as uow:
            counted.append(uow.session.query(SignInAttempt).count())
        return False

    monkeypatch.setattr(Passwords, "check", look)
    half(portal)
    half(portal)
    assert counted == [1, 2]


def test_database_holds_neither_token_nor_password_nor_secret(portal: Portal) -> None:
    token = whole_session(portal.ctx, EMAIL, PASSWORD)
    with portal.ctx.store.reading() as uow:
        [session] = uow.session.query(StaffSession).all()
        user = uow.get(User, session.user_id)
        [app] = uow.session.query(Totp).all()
        assert user is not None
        assert token.encode() not in session.token_digest
        assert user.password_hash.startswith("$argon2id$")
        assert PASSWORD not in user.password_hash
        assert (app.secret or "").encode() not in app.secret_sealed


def test_a_hash_of_another_cost_is_made_anew(portal: Portal) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    _set(portal, password_hash=old)
    assert half(portal, WRONG) is None
    assert _user(portal).password_hash == old
    assert half(portal) is not None
    assert _user(portal).password_hash != old
    assert half(portal) is not None


def test_a_password_that_changes_during_the_check_counts_as_it_is(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Passwords.check

    def slow(self: Passwords, stored: str | None, password: str) -> bool:
        right = real(self, stored, password)
        _set(portal, password_hash=self.hash("a new quiet password"))
        return right

    monkeypatch.setattr(Passwords, "check", slow)
    assert half(portal) is None


def _user(portal: Portal) -> User:
    with portal.ctx.store.reading() as uow:
        user = uow.get(User, portal.officer.user_id)
        assert user is not None
        return user


def _set(portal: Portal, **values: Any) -> None:
    with portal.ctx.store.writing() as uow:
        user = uow.get(User, portal.officer.user_id)
        assert user is not None
        for name, value in values.items():
            setattr(user, name, value)
        uow.commit()
