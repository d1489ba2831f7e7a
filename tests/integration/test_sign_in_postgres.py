"""Two at once, on both databases: one code, one link, one row of free tries."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from tests.support.passkey import SoftPasskey
from tests.support.portal import CLI, PASSWORD, Portal
from tests.support.signing_in import code_for, whole_session
from victim_portal.domain.lock_out import FREE
from victim_portal.domain.vocabulary import Role
from victim_portal.services import accounts, sign_in
from victim_portal.services.accounts import NewUser
from victim_portal.services.errors import ConflictError
from victim_portal.store.models import SignInAttempt

SAM = "sam.carter@example.org"
HERE = "192.0.2.7"
Made = TypeVar("Made")


def together(*acts: Callable[[], Made]) -> list[Made]:
    """Do all at once, and what each gave."""
    gate = Barrier(len(acts))

    def go(act: Callable[[], Made]) -> Made:
        gate.wait(timeout=20)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def half(portal: Portal) -> str:
    return sign_in.sign_in(portal.ctx, SAM, PASSWORD, HERE) or ""


def test_one_code_at_two_sessions_opens_one(town: Portal) -> None:
    code = code_for(town.ctx, SAM)
    tokens = [half(town) for _ in range(4)]
    opened = together(
        *(
            lambda token=token: sign_in.confirm_with_code(town.ctx, token, code, HERE)
            for token in tokens
        )
    )
    assert sum(one is not None for one in opened) == 1


def test_one_session_is_confirmed_once(town: Portal) -> None:
    code, token = code_for(town.ctx, SAM), half(town)
    opened = together(
        *(lambda: sign_in.confirm_with_code(town.ctx, token, code, HERE) for _ in range(4))
    )
    assert sum(one is not None for one in opened) == 1


def test_one_answer_of_a_passkey_opens_once(town: Portal) -> None:
    mine, key = whole_session(town.ctx, SAM, PASSWORD), SoftPasskey()
    sign_in.add_passkey(town.ctx, mine, key.made(sign_in.ask_for_new(town.ctx, mine)), "Key", HERE)
    token = half(town)
    answer = key.used(sign_in.ask(town.ctx, token))
    opened = together(
        *(lambda: sign_in.confirm_with_passkey(town.ctx, token, answer, HERE) for _ in range(4))
    )
    assert sum(one is not None for one in opened) == 1


def test_one_link_lets_in_one(town: Portal) -> None:
    new = NewUser("ana@example.org", "Ana", "Cole", Role.OFFICER, "Hampshire")
    made = accounts.invite(town.ctx, CLI, accounts.add_user(town.ctx, CLI, new))
    assert made is not None
    token = made.url.rpartition("/")[2]
    words = ("a quiet river stone", "four other calm words", "seven small green apples")
    opened = together(
        *(lambda word=word: accounts.redeem(town.ctx, token, word, HERE) for word in words)
    )
    assert sum(one is not None for one in opened) == 1
    fits = [sign_in.sign_in(town.ctx, "ana@example.org", word, HERE) is not None for word in words]
    assert fits == [one is not None for one in opened]


def test_many_guesses_at_once_are_no_more_than_the_free_ones(
    town: Portal,
) -> None:
    guess = "wrong horse battery"
    together(*(lambda: sign_in.sign_in(town.ctx, SAM, guess, HERE) for _ in range(12)))
    with town.ctx.store.reading() as uow:
        steps = [one.step for one in uow.session.query(SignInAttempt)]
    # One that is under way counts as failed already, so no crowd gets more than its free tries.
    assert (steps.count("password"), steps.count("waiting")) == (FREE, 12 - FREE)


def test_a_third_passkey_does_not_slip_in(town: Portal) -> None:
    sessions = [whole_session(town.ctx, SAM, PASSWORD) for _ in range(3)]
    keys = [SoftPasskey(credential_id=f"key {number}".encode()) for number in range(3)]
    answers = [
        key.made(sign_in.ask_for_new(town.ctx, token))
        for key, token in zip(keys, sessions, strict=True)
    ]

    def add(token: str, answer: str) -> bool:
        try:
            sign_in.add_passkey(town.ctx, token, answer, "Key", HERE)
        except ConflictError:
            return False
        return True

    done = together(
        *(
            lambda token=token, answer=answer: add(token, answer)
            for token, answer in zip(sessions, answers, strict=True)
        )
    )
    assert sum(done) == 2
