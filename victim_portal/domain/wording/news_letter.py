"""The letter that carries the news of an update: the approved content, and nothing added."""

from datetime import date

from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.email_html import paragraphs
from victim_portal.domain.wording.filling import say
from victim_portal.domain.wording.first_contact import (
    NAME,
    LetterPart,
    LetterWords,
    PartKind,
    day_in_words,
)
from victim_portal.domain.wording.values import Translator


def news_letter(
    subject: str, content: str, made_on: date, language: Language, translate: Translator
) -> LetterWords:
    """The words of a letter: the subject as its title, then the content by its paragraphs.

    What its file is called tells nothing. Raises MissingTranslationError where the language
    lacks a word for that.
    """
    return LetterWords(
        name=say(NAME, {}, language, translate),
        day=day_in_words(made_on, language),
        parts=(
            LetterPart(PartKind.TITLE, subject.strip()),
            *(LetterPart(PartKind.PARAGRAPH, "\n".join(lines)) for lines in paragraphs(content)),
        ),
    )
