"""The letters that the portal prints: made, posted by a person, come back, discarded."""

from victim_portal.services.letters.choosing import OFFERING, letter_form
from victim_portal.services.letters.code import make_code_letter
from victim_portal.services.letters.making import make_letter
from victim_portal.services.letters.news import make_news_letter, news_letter_form
from victim_portal.services.letters.posting import discard_letter, post_letter, return_letter
from victim_portal.services.letters.reading import letter_file, letter_view, letters_of
from victim_portal.services.letters.values import (
    AddressChoice,
    LetterForm,
    LetterInput,
    LetterLine,
    LetterState,
    LetterText,
    LetterView,
)

__all__ = [
    "OFFERING",
    "AddressChoice",
    "LetterForm",
    "LetterInput",
    "LetterLine",
    "LetterState",
    "LetterText",
    "LetterView",
    "discard_letter",
    "letter_file",
    "letter_form",
    "letter_view",
    "letters_of",
    "make_code_letter",
    "make_letter",
    "make_news_letter",
    "news_letter_form",
    "post_letter",
    "return_letter",
]
