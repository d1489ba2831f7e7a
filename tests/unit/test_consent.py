"""The words that are read out before somebody joins: plain, whole, and for each level its own."""

import pytest

from tests.support.extraction import translator
from tests.support.readability import grade, sentences, words
from victim_portal.domain.vocabulary import Language, Level
from victim_portal.domain.wording import MissingTranslationError
from victim_portal.domain.wording.consent import consent_text

every_level = pytest.mark.parametrize("level", list(Level))


@every_level
@pytest.mark.parametrize("language", list(Language))
def test_each_level_has_words_of_its_own(level: Level, language: Language) -> None:
    text = consent_text(level, language, translator(language))
    others = {
        consent_text(one, language, translator(language)) for one in Level if one is not level
    }
    assert text not in others
    assert text.endswith("?")
    assert "{" not in text
    assert all(len(sentence.split()) <= 25 for sentence in sentences(text))


@every_level
def test_a_child_of_eleven_can_read_them(level: Level) -> None:
    text = consent_text(level, Language.ENGLISH, translator(Language.ENGLISH))
    assert len(words(text)) < 100
    assert grade(text) <= 6.5


@every_level
def test_what_is_told_whatever_they_choose_is_said(level: Level) -> None:
    text = consent_text(level, Language.ENGLISH, translator(Language.ENGLISH))
    for promise in ("urgent news about your safety", "conditions", "change your mind", "come back"):
        assert promise in text


def test_without_welsh_there_are_no_english_words_instead() -> None:
    with pytest.raises(MissingTranslationError):
        consent_text(Level.ANNUAL, Language.WELSH, translator(Language.ENGLISH))
