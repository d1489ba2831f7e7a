"""What a form says, as one text: the same each time, and another for another entry."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.services.once import saying


@dataclass(frozen=True)
class Given:
    """What a form may hold."""

    uses: frozenset[ContactMethod]
    on: date
    note: str = field(default="", repr=False)


LETTER_AND_CALL = frozenset({ContactMethod.LETTER, ContactMethod.TELEPHONE})


def test_the_same_entry_says_the_same_whatever_the_order_of_a_set() -> None:
    other = frozenset({ContactMethod.TELEPHONE, ContactMethod.LETTER})
    day = date(2026, 11, 18)
    assert saying("a", Given(LETTER_AND_CALL, day)) == saying("a", Given(other, day))


def test_another_form_another_word_or_another_day_says_something_else() -> None:
    first = Given(LETTER_AND_CALL, date(2026, 11, 18), "x")
    said = {
        saying("a", first),
        saying("b", first),
        saying("a", Given(LETTER_AND_CALL, date(2026, 11, 19), "x")),
        # A note is kept out of every repr, and counts all the same.
        saying("a", Given(LETTER_AND_CALL, date(2026, 11, 18), "y")),
        saying("a", first, {UUID(int=1): 2}),
        saying("a", first, [None, True, b"x"]),
    }
    assert len(said) == 6
