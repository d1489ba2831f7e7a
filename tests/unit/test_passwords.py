"""What a password must be, whoever chooses it."""

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.passwords import LONGEST, SHORTEST, password_problem, shortest_for
from victim_portal.domain.vocabulary import Role
from victim_portal.services.passwords import Passwords, hasher, looks_guessable

SAM = ("sam.carter@example.org", "Sam", "Carter")


def never(_password: str, _known: list[str]) -> bool:
    return False


@pytest.mark.parametrize(
    ("password", "role", "said"),
    [
        ("a quiet riv", Role.OFFICER, "at least 12"),
        ("a quiet rive", Role.OFFICER, ""),
        ("a quiet river", Role.ADMINISTRATOR, "at least 15"),
        ("a quiet river stone", Role.ADMINISTRATOR, ""),
        ("\N{SNOWMAN}\N{COMET} шесть слов", Role.OFFICER, ""),
        ("x" * LONGEST, Role.OFFICER, ""),
        ("x" * (LONGEST + 1), Role.OFFICER, "at most 256"),
        ("VictimPortal2026!", Role.OFFICER, "made of your name"),
        ("samcarter.example", Role.OFFICER, "made of your name"),
        ("SAM.CARTER@example.org", Role.OFFICER, "made of your name"),
        ("probation probation", Role.OFFICER, "made of your name"),
        ("Sam walks by the sea", Role.OFFICER, ""),
    ],
)
def test_length_and_known_words(password: str, role: Role, said: str) -> None:
    problem = password_problem(password, role, SAM, never)
    assert said in problem
    assert bool(problem) == bool(said)


@given(st.text(min_size=LONGEST + 1, max_size=LONGEST + 50))
def test_nothing_is_cut_off_unsaid(password: str) -> None:
    assert password_problem(password, Role.OFFICER, SAM, never)


@given(st.text(max_size=14))
def test_no_short_one_is_taken_by_anybody(password: str) -> None:
    for role in Role:
        if len(password) < shortest_for(role):
            assert password_problem(password, role, (), never)
    assert min(shortest_for(role) for role in Role) == SHORTEST


@pytest.mark.parametrize(
    "password",
    [
        *("passwordpassword", "Password123456", "qwertyuiop123", "iloveyou12345", "aaaaaaaaaaaa"),
        *("123456789012", "abcdefghijkl", "P@ssw0rd1234", "letmeinletmein", "football2026"),
    ],
)
def test_common_ones_and_their_like_are_refused(password: str) -> None:
    assert "too easy" in password_problem(password, Role.OFFICER, SAM, looks_guessable)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "a quiet river stone", "v9#Lq2!xTz0p"]
)
def test_good_ones_are_taken(password: str) -> None:
    assert password_problem(password, Role.OFFICER, SAM, looks_guessable) == ""


def test_the_longest_is_looked_at_without_fail() -> None:
    assert not looks_guessable("a quiet river stone " * 40, [])


def test_the_cost_is_written_out() -> None:
    made = extract_parameters(Passwords(hasher()).hash("a quiet river stone"))
    cost = (made.type.name, made.time_cost, made.memory_cost, made.parallelism)
    assert cost == (
        "ID",
        3,
        65536,
        4,
    )


def test_the_same_letters_of_another_keyboard_fit() -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    stored = passwords.hash("un café très calme")
    assert passwords.check(
        stored, "un cafe\N{COMBINING ACUTE ACCENT} tre\N{COMBINING GRAVE ACCENT}s calme"
    )
    assert not passwords.check(stored, "un cafe tres calme")


def test_no_password_fits_an_account_without_one() -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for stored in ("", None, "nonsense"):
        assert not passwords.check(stored, "")
        assert not passwords.check(stored, "a quiet river stone")
