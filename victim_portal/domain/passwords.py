"""What a password must be: long, not guessable, and not made of what is known of the person.

OWASP ASVS 5.0, 6.2: at least 12 characters for staff and 15 for administrators, any
characters in any mixture, spaces too, no forced expiry, and nothing that is on the lists
that attackers try first. Whether a password is on such a list, or looks like one that is, is
asked of a function that the caller brings.
"""

import re
from collections.abc import Callable, Iterable

from victim_portal.domain.vocabulary import Role

SHORTEST = 12
SHORTEST_FOR_ADMINISTRATORS = 15
LONGEST = 256
"""As many characters are taken and none is cut off; more would only make the hash slow."""
ABOUT_THE_SERVICE = ("victim", "portal", "probation", "hmpps")
LEFT_OVER = 8
"""As many letters and digits must remain when the known words are taken out."""
SHORTEST_WORD = 3

Guessable = Callable[[str, list[str]], bool]


def shortest_for(role: Role) -> int:
    """The fewest characters that the password of a role may have."""
    return SHORTEST_FOR_ADMINISTRATORS if role is Role.ADMINISTRATOR else SHORTEST


def password_problem(
    password: str, role: Role, about_them: Iterable[str], guessable: Guessable
) -> str:
    """Why a password can't be taken, as a sentence; "" when it can.

    `about_them` are names and addresses of the person. `guessable` says whether a password
    is among the first that attackers try, given words that they would try too.
    """
    shortest = shortest_for(role)
    if len(password) < shortest:
        return f"The password must have at least {shortest} characters"
    if len(password) > LONGEST:
        return f"The password must have at most {LONGEST} characters"
    known = known_words(about_them)
    if len(_without(password, known)) < LEFT_OVER:
        return "The password must not be made of your name, your address or the service's name"
    if guessable(password, known):
        return (
            "This password is too easy to guess: it is common, or like a common one. "
            "Three or four words that don't belong together are better"
        )
    return ""


def known_words(about_them: Iterable[str]) -> list[str]:
    """The words that somebody who knows the person and the service would try, longest first."""
    theirs = (word for text in about_them for word in re.split(r"[\W_]+", text.casefold()))
    words = {*ABOUT_THE_SERVICE, *(word for word in theirs if len(word) >= SHORTEST_WORD)}
    return sorted(words, key=lambda word: (-len(word), word))


def _without(password: str, known: list[str]) -> str:
    """The letters and digits of a password that belong to no known word."""
    left = password.casefold()
    for word in known:
        left = left.replace(word, " ")
    return re.sub(r"[\W_]+", "", left)
