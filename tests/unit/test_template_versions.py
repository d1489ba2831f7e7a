"""Which version of a text is live, to which text it belongs, and what was written from it."""

from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.extraction import translator
from victim_portal.domain.templates import (
    AS_SHIPPED,
    BY_NAME,
    TEXTS,
    LiveTexts,
    NewWording,
    TextVersion,
    all_reviewed,
    belongs_to,
    history,
    key_of,
    live_texts,
    next_version,
)
from victim_portal.domain.vocabulary import Language

TEXT = BY_NAME["notice-news.email-2"]
OTHER = BY_NAME["notice-urgent.email-2"]
GONE = "Words of an older release."


def version(
    number: int, of: int = 1, source: str = TEXT.source, name: str = TEXT.name
) -> TextVersion:
    words = NewWording(f"English {number}", f"Cymraeg {number}", "Nerys")
    return TextVersion(number, name, of, source, words)


def said(live: LiveTexts, language: Language = Language.ENGLISH) -> str:
    return live.speaker(language, translator(language)).gettext(TEXT.source)


def test_the_newest_version_is_live_in_both_languages() -> None:
    live = live_texts([version(2, 2), version(1)])
    assert (said(live), said(live, Language.WELSH)) == ("English 2", "Cymraeg 2")
    assert (live.number, live.version_of(TEXT.source)) == (2, 2)
    assert live.version_of(OTHER.source) == AS_SHIPPED


def test_without_a_version_the_words_are_those_that_came() -> None:
    live = live_texts([])
    assert said(live) == TEXT.source
    assert said(live, Language.WELSH) == translator(Language.WELSH).gettext(TEXT.source)
    speaker = live.speaker(Language.ENGLISH, NullTranslations())
    assert speaker.ngettext("{n} day", "{n} days", 2) == "{n} days"


def test_a_version_of_older_words_goes_to_nobody() -> None:
    """The release that brought other words brings them alone: nothing is amended in silence."""
    older = version(1, source=GONE)
    live = live_texts([older])
    assert said(live) == TEXT.source
    assert older.is_based_on_older
    assert live.number == 1
    assert history(TEXT, [older]) == (older,)
    assert next_version(TEXT, [older]) == 2
    assert belongs_to(version(1, source=GONE, name="gone.part-1")) is None


def test_a_text_that_moved_keeps_its_versions() -> None:
    """A paragraph that a release puts before it changes its place and not its words."""
    moved = version(1, name=OTHER.name)
    assert live_texts([moved]).version_of(TEXT.source) == 1
    assert history(TEXT, [moved]) == (moved,)
    assert history(OTHER, [moved]) == ()


def test_what_was_asked_for_is_kept_with_its_version() -> None:
    speaker = live_texts([version(1)]).speaker(Language.WELSH, translator(Language.WELSH))
    speaker.gettext(TEXT.source)
    speaker.gettext(OTHER.source)
    speaker.gettext("Whatever else")
    assert speaker.heard == {TEXT.key: 1, OTHER.key: AS_SHIPPED}


@pytest.mark.parametrize(
    ("recorded", "versions", "stands"),
    [
        ({TEXT.key: 0}, [], True),
        ({TEXT.key: 0}, [version(1)], False),
        ({TEXT.key: 1}, [version(1)], True),
        ({TEXT.key: 1}, [version(1), version(2, 2)], False),
        ({TEXT.key: 0, OTHER.key: 0}, [version(1)], False),
        ({OTHER.key: 0}, [version(1)], True),
        # Drafted before anything was recorded: as it is, while nothing is amended.
        ({}, [], True),
        ({}, [version(1)], False),
        # Of words that no longer come with the portal.
        ({key_of(GONE): 0}, [], False),
        ({key_of(GONE): 1}, [version(1, source=GONE)], False),
    ],
)
def test_whether_what_was_written_stands(
    recorded: dict[str, int], versions: list[TextVersion], stands: bool
) -> None:
    assert live_texts(versions).stands(recorded) is stands


def test_a_text_is_reviewed_where_it_is_amended() -> None:
    assert all_reviewed({TEXT.key: 1, OTHER.key: 3})
    assert not all_reviewed({TEXT.key: 1, OTHER.key: AS_SHIPPED})
    assert not all_reviewed({})


sources = st.sampled_from([*list(TEXTS)[:6], GONE])


@given(st.lists(sources, max_size=12))
def test_any_history_of_amendments(amended: list[str]) -> None:
    """Versions are counted by text, each newest one is live, and what it wrote stands by it."""
    known: list[TextVersion] = []
    for number, source in enumerate(amended, 1):
        text = TEXTS.get(source, TEXT)
        one = version(number, next_version(text, known), source, text.name)
        known.append(one)
        live = live_texts(reversed(known))
        speaker = live.speaker(Language.ENGLISH, NullTranslations())
        assert speaker.gettext(source) == (source if source == GONE else f"English {number}")
        assert live.stands(speaker.heard) or source == GONE
    assert len({(one.source, one.version) for one in known}) == len(known)
    for text in TEXTS.values():
        seen = history(text, known)
        assert [one.version for one in seen] == sorted((one.version for one in seen), reverse=True)
        assert all(belongs_to(one) == text.name for one in seen)


@given(st.lists(sources, max_size=8), sources)
def test_trying_a_wording_changes_nothing(amended: list[str], tried: str) -> None:
    known = [version(n, n, source) for n, source in enumerate(amended, 1)]
    live, text = live_texts(known), TEXTS.get(tried, TEXT)
    before = dict(live.amended)
    trial = live.trying(text, NewWording("Tried", "Profi", "Nerys"))
    assert trial.speaker(Language.ENGLISH, NullTranslations()).gettext(text.source) == "Tried"
    assert dict(live.amended) == before
