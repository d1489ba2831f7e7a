"""The words of the victims' own pages: short, plain, for a reader of nine to eleven."""

import pytest

from tests.support.extraction import extracted
from tests.support.readability import grade, sentences, words

PAGES = "victim_portal/templates/victim/"
OURS = sorted(
    message
    for message, files in extracted().items()
    if any(file.startswith((PAGES, "victim_portal/web/victim/")) for file in files)
)
LONGEST, HIGHEST = 25, 6.0
"""Words in a sentence; the grade that a child of eleven reads."""
NEVER = ("victim", "offender", "prison", "probation", "portal", "sentence", "scheme", "please note")


def test_there_are_words_to_measure() -> None:
    assert len(OURS) > 60


@pytest.mark.parametrize("message", OURS)
def test_sentences_are_short(message: str) -> None:
    assert all(len(words(one)) <= LONGEST for one in sentences(message))


# Behind the door, and it has to name who answers a complaint.
NAMING = {m for m, files in extracted().items() if files == {f"{PAGES}complaint.html"}}


@pytest.mark.parametrize("message", sorted(set(OURS) - NAMING))
def test_no_page_says_what_it_is_about(message: str) -> None:
    assert not [word for word in NEVER if word in message.casefold()]


def test_the_pages_read_like_a_child_of_eleven_reads() -> None:
    whole = [one if one.endswith((".", "?", ":")) else f"{one}." for one in OURS]
    assert grade("\n".join(whole)) <= HIGHEST
    for message in OURS:
        if len(words(message)) >= 12:
            assert grade(message) <= HIGHEST + 2, message
