"""Second factors set up, used and removed; and the proof that what can hurt asks for."""

import json
from dataclasses import replace

import pyotp
import pytest

from tests.support.passkey import SoftPasskey
from tests.support.portal import PASSWORD, Portal
from tests.support.signing_in import code_for, whole_session
from tests.support.walls import trail
from victim_portal.domain.access import PROOF_LASTS, freshly_proved
from victim_portal.domain.one_time_codes import step_at
from victim_portal.services import sign_in
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NeedsProofError,
    NotFoundError,
)
from victim_portal.store.models import Passkey, Totp

SAM = "sam.carter@example.org"
NIA = "nia.evans@example.org"
HERE = "192.0.2.7"


def half(portal: Portal, email: str = SAM) -> str:
    return sign_in.sign_in(portal.ctx, email, PASSWORD, HERE) or ""


def whole(portal: Portal, email: str = SAM) -> str:
    return whole_session(portal.ctx, email, PASSWORD, HERE)


def add(portal: Portal, token: str, key: SoftPasskey, name: str = "Work laptop") -> None:
    answer = key.made(sign_in.ask_for_new(portal.ctx, token))
    sign_in.add_passkey(portal.ctx, token, answer, name, HERE)


def test_first_codes_confirm_the_session_that_waited(portal: Portal) -> None:
    token, secret = half(portal), sign_in.new_secret(portal.ctx)
    with pytest.raises(InvalidError):
        sign_in.add_codes(portal.ctx, token, secret, "000000", HERE)
    code = pyotp.HOTP(secret).at(step_at(portal.clock.now()))
    confirmed = sign_in.add_codes(portal.ctx, token, secret, code, HERE)
    assert confirmed is not None
    assert sign_in.staff_member(portal.ctx, confirmed.token, HERE) is not None
    # The code that set it up is spent.
    assert sign_in.confirm_with_code(portal.ctx, half(portal), code, HERE) is None


def test_a_new_app_takes_the_place_of_the_one_before(portal: Portal) -> None:
    token, secret = whole(portal), sign_in.new_secret(portal.ctx)
    code = pyotp.HOTP(secret).at(step_at(portal.clock.now()))
    assert sign_in.add_codes(portal.ctx, token, secret, code, HERE) is None
    with portal.ctx.store.reading() as uow:
        live = [app.secret for app in uow.session.query(Totp) if app.ended_at is None]
        assert live == [secret]


def test_a_first_passkey_confirms_the_session_that_waited(portal: Portal) -> None:
    token, key = half(portal), SoftPasskey()
    answer = key.made(sign_in.ask_for_new(portal.ctx, token))
    confirmed = sign_in.add_passkey(portal.ctx, token, answer, "Key", HERE)
    assert confirmed is not None
    again = half(portal)
    used = key.used(sign_in.ask(portal.ctx, again))
    whole_one = sign_in.confirm_with_passkey(portal.ctx, again, used, HERE)
    assert whole_one is not None
    assert sign_in.staff_member(portal.ctx, whole_one.token, HERE) is not None


def test_at_most_two_and_never_the_last_factor_removed(portal: Portal) -> None:
    token, key = half(portal), SoftPasskey()
    answer = key.made(sign_in.ask_for_new(portal.ctx, token))
    confirmed = sign_in.add_passkey(portal.ctx, token, answer, "One", HERE)
    assert confirmed is not None
    mine = confirmed.token
    [one] = sign_in.own_account(portal.ctx, mine, HERE).passkeys
    with pytest.raises(ConflictError):
        sign_in.remove_passkey(portal.ctx, mine, one.id, HERE)
    add(portal, mine, SoftPasskey(credential_id=b"second"), "Two")
    with pytest.raises(ConflictError):
        sign_in.ask_for_new(portal.ctx, mine)
    sign_in.remove_passkey(portal.ctx, mine, one.id, HERE)
    assert [each.name for each in sign_in.own_account(portal.ctx, mine, HERE).passkeys] == ["Two"]
    with pytest.raises(NotFoundError):
        sign_in.remove_passkey(portal.ctx, mine, one.id, HERE)


def test_nobody_removes_anothers_passkey(portal: Portal) -> None:
    mine = whole(portal)
    add(portal, mine, SoftPasskey())
    [key] = sign_in.own_account(portal.ctx, mine, HERE).passkeys
    with pytest.raises(NotFoundError):
        sign_in.remove_passkey(portal.ctx, whole(portal, NIA), key.id, HERE)


def test_one_passkey_is_one_persons(portal: Portal) -> None:
    key = SoftPasskey()
    add(portal, whole(portal), key)
    with pytest.raises(InvalidError):
        add(portal, whole(portal, NIA), key)


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://localhost:5001"},
        {"origin": "https://evil.example.org"},
        {"host": "evil.example.org"},
        {"verified": False},
        {"credential_id": b"another"},
        {"key": SoftPasskey().key},
    ],
    ids=["port", "origin", "host", "unverified", "unknown", "signature"],
)
def test_a_passkey_that_lies_opens_nothing(portal: Portal, lie: dict[str, object]) -> None:
    key = SoftPasskey()
    add(portal, whole(portal), key)
    token = half(portal)
    false = replace(key, **lie)  # type: ignore[arg-type]  # the lies of the list above
    answer = false.used(sign_in.ask(portal.ctx, token))
    assert sign_in.confirm_with_passkey(portal.ctx, token, answer, HERE) is None
    honest = key.used(sign_in.ask(portal.ctx, token))
    assert sign_in.confirm_with_passkey(portal.ctx, token, honest, HERE) is not None


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "x", '{"id": 1}', "9" * 30_000, "\0"])
def test_nonsense_instead_of_an_answer(portal: Portal, answer: str) -> None:
    add(portal, whole(portal), SoftPasskey())
    token = half(portal)
    sign_in.ask(portal.ctx, token)
    assert sign_in.confirm_with_passkey(portal.ctx, token, answer, HERE) is None


def test_an_answer_counts_once_and_for_five_minutes(portal: Portal) -> None:
    key = SoftPasskey()
    add(portal, whole(portal), key)
    token = half(portal)
    question = sign_in.ask(portal.ctx, token)
    portal.clock.move(minutes=5, seconds=1)
    assert sign_in.confirm_with_passkey(portal.ctx, token, key.used(question), HERE) is None
    question = sign_in.ask(portal.ctx, token)
    answer = key.used(question)
    assert sign_in.confirm_with_passkey(portal.ctx, token, answer, HERE) is not None
    other = half(portal)
    assert sign_in.confirm_with_passkey(portal.ctx, other, answer, HERE) is None


def test_a_copied_passkey_is_found_out_by_its_count(portal: Portal) -> None:
    key = SoftPasskey(count=7)
    add(portal, whole(portal), key)
    copy = replace(key, count=2)
    token = half(portal)
    answer = copy.used(sign_in.ask(portal.ctx, token))
    assert sign_in.confirm_with_passkey(portal.ctx, token, answer, HERE) is None


def test_the_question_names_only_ones_own_keys(portal: Portal) -> None:
    add(portal, whole(portal), SoftPasskey())
    code_for(portal.ctx, NIA)
    with pytest.raises(NotFoundError):
        sign_in.ask(portal.ctx, half(portal, NIA))
    asked = json.loads(sign_in.ask(portal.ctx, half(portal)))
    assert (asked["rpId"], len(asked["allowCredentials"])) == ("localhost", 1)
    assert asked["userVerification"] == "required"


def test_a_proof_lasts_ten_minutes_and_is_given_again(portal: Portal) -> None:
    token = whole(portal)
    portal.clock.at += PROOF_LASTS
    assert _fresh(portal, token)
    portal.clock.move(seconds=1)
    assert not _fresh(portal, token)
    code = code_for(portal.ctx, SAM)
    assert not sign_in.prove(portal.ctx, token, "wrong horse battery", code, HERE)
    assert not sign_in.prove(portal.ctx, token, PASSWORD, "000000", HERE)
    assert not _fresh(portal, token)
    # A wrong password has not spent the code.
    assert sign_in.prove(portal.ctx, token, PASSWORD, code, HERE)
    assert _fresh(portal, token)
    assert not sign_in.prove(portal.ctx, token, PASSWORD, code, HERE)


def test_a_passkey_proves_alone(portal: Portal) -> None:
    token, key = whole(portal), SoftPasskey()
    add(portal, token, key)
    portal.clock.move(minutes=11)
    question = sign_in.ask(portal.ctx, token)
    assert sign_in.prove_with_passkey(portal.ctx, token, key.used(question), HERE)
    assert _fresh(portal, token)


def test_guessing_at_the_proof_waits(portal: Portal) -> None:
    token = whole(portal)
    portal.clock.move(minutes=11)
    for _ in range(5):
        sign_in.prove(portal.ctx, token, "wrong horse battery", "000000", HERE)
    code = code_for(portal.ctx, SAM)
    assert not sign_in.prove(portal.ctx, token, PASSWORD, code, HERE)
    portal.clock.move(seconds=61)
    code = code_for(portal.ctx, SAM)
    assert sign_in.prove(portal.ctx, token, PASSWORD, code, HERE)


def test_half_way_in_proves_nothing(portal: Portal) -> None:
    code = code_for(portal.ctx, SAM)
    assert not sign_in.prove(portal.ctx, half(portal), PASSWORD, code, HERE)
    assert not sign_in.prove(portal.ctx, "unknown", PASSWORD, code, HERE)


def test_changing_factors_needs_a_proof(portal: Portal) -> None:
    token = whole(portal)
    add(portal, token, SoftPasskey())
    [key] = sign_in.own_account(portal.ctx, token, HERE).passkeys
    portal.clock.move(minutes=11)
    with pytest.raises(NeedsProofError):
        sign_in.ask_for_new(portal.ctx, token)
    with pytest.raises(NeedsProofError):
        sign_in.remove_passkey(portal.ctx, token, key.id, HERE)
    with pytest.raises(NeedsProofError):
        sign_in.add_codes(portal.ctx, token, sign_in.new_secret(portal.ctx), "000000", HERE)


def test_a_changed_password_ends_the_other_sessions(portal: Portal) -> None:
    other = whole(portal)
    mine = whole(portal)
    assert len(sign_in.own_account(portal.ctx, mine, HERE).sessions) == 2
    for current, new, field in (
        ("wrong horse battery", "a new quiet password", "current"),
        (PASSWORD, "short", "new"),
        (PASSWORD, "passwordpassword", "new"),
        (PASSWORD, PASSWORD, "new"),
    ):
        with pytest.raises(InvalidError) as refused:
            sign_in.change_password(portal.ctx, mine, current, new, HERE)
        assert field in refused.value.problems
    # A wrong password stands in the trail.
    assert [event.details["why"] for event in trail(portal, "identity_not_proved")] == ["wrong"]
    assert sign_in.change_password(portal.ctx, mine, PASSWORD, "a new quiet password", HERE) == 1
    assert sign_in.staff_member(portal.ctx, other, HERE) is None
    assert sign_in.staff_member(portal.ctx, mine, HERE) is not None
    assert sign_in.sign_in(portal.ctx, SAM, PASSWORD, HERE) is None


def test_a_session_is_ended_by_its_owner_only(portal: Portal) -> None:
    other, mine = whole(portal), whole(portal)
    sessions = sign_in.own_account(portal.ctx, mine, HERE).sessions
    [theirs] = [one for one in sessions if not one.mine]
    with pytest.raises(NotFoundError):
        sign_in.end_session(portal.ctx, whole(portal, NIA), theirs.id, HERE)
    sign_in.end_session(portal.ctx, mine, theirs.id, HERE)
    assert sign_in.staff_member(portal.ctx, other, HERE) is None
    with pytest.raises(NotFoundError):
        sign_in.end_session(portal.ctx, mine, theirs.id, HERE)


def test_a_public_key_is_all_that_is_kept(portal: Portal) -> None:
    add(portal, whole(portal), SoftPasskey(), "  Blue\n key ")
    with portal.ctx.store.reading() as uow:
        [kept] = uow.session.query(Passkey).all()
        assert kept.name == "Blue key"
        assert kept.transports == ["internal"]


def _fresh(portal: Portal, token: str) -> bool:
    member = sign_in.staff_member(portal.ctx, token, HERE)
    assert member is not None
    return freshly_proved(member.actor, portal.clock.now())


def test_a_right_password_gives_no_more_guesses_at_the_code(portal: Portal) -> None:
    mine = whole(portal)
    for guess in range(12):
        assert not sign_in.prove(portal.ctx, mine, PASSWORD, f"{guess:06}", HERE)
        with pytest.raises(InvalidError):
            sign_in.change_password(portal.ctx, mine, PASSWORD, "short", HERE)
    assert "throttled" in {e.details["why"] for e in trail(portal, "identity_not_proved")}
