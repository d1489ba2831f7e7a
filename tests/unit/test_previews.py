"""What is met of a message before it is opened: the first lines, the first words, the bill."""

from hypothesis import example, given
from hypothesis import strategies as st

from victim_portal.domain.previews import (
    CUT,
    LOCK_LINES,
    LOCK_WIDTH,
    SNIPPET,
    first_lines,
    mail_preview,
    snippet,
    text_preview,
)
from victim_portal.domain.sms_text import Encoding, segments

NOTICE = "Hello Ana. There is news for you. Please ring Sam on 020 7946 0123, weekdays. Sam"


def test_a_lock_screen_shows_two_lines_and_that_there_is_more() -> None:
    assert (
        first_lines(NOTICE)
        == "Hello Ana. There is news for you.\nPlease ring Sam on 020 7946 0123,…"
    )
    assert first_lines("Hello Ana.") == "Hello Ana."
    assert first_lines("") == ""


def test_a_list_of_mails_shows_one_line() -> None:
    body = "Hello Ana,\n\nThere is news for you.\n\nPlease ring me.\n\nSam\n"
    assert snippet(body) == "Hello Ana, There is news for you. Please ring me. Sam"
    assert snippet("a" * SNIPPET) == "a" * SNIPPET
    assert snippet("a" * (SNIPPET + 1)) == "a" * SNIPPET + CUT


@given(st.text(max_size=400))
@example("x" * 200)
@example("ŵ" * 71)
@example("\n\n \t")
def test_no_preview_says_what_the_message_doesnt(text: str) -> None:
    shown = first_lines(text)
    assert len(shown.split("\n")) <= LOCK_LINES
    assert all(len(line) <= LOCK_WIDTH for line in shown.split("\n"))
    assert "".join(shown.split()).removesuffix(CUT) in "".join(text.split()) + CUT
    assert len(snippet(text)) <= SNIPPET + len(CUT)
    assert "\n" not in snippet(text)


@given(st.text(max_size=400))
@example("Siôn, ŵ €")
def test_the_bill_is_the_one_that_is_paid(text: str) -> None:
    one, cost = text_preview(text), segments(text)
    assert (one.encoding, one.units, one.parts) == (cost.encoding, cost.units, cost.count)
    assert bool(one.dear) == (one.encoding is Encoding.UCS2)
    assert one.characters == len(text)


def test_an_email_stands_in_its_paragraphs() -> None:
    one = mail_preview("Please ring Sam", "Hello Ana,\n\nOne.\nTwo.\n")
    assert one.paragraphs == (("Hello Ana,",), ("One.", "Two."))
    assert (one.subject, one.lock_screen) == ("Please ring Sam", "Hello Ana,  One. Two.")
