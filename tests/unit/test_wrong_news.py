"""News that was wrong: whom it reached, how each is put right, and in which words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from gettext import NullTranslations
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.catalogue import welsh
from tests.support.readability import grade
from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.last_look import unfit_words
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment, Language, MessageState
from victim_portal.domain.wording import WordingError, WordingFacts, draft_correction
from victim_portal.domain.wrong_news import (
    REACHED,
    Reached,
    Recipient,
    WayOn,
    WhyNot,
    furthest,
    reached_by,
    stands_wrong,
    unfit_truth,
    way_on,
)

AT = datetime(2026, 11, 18, 12, tzinfo=UTC)
ONE = Recipient(Reached.HANDED_OVER, Enrolment.OPTED_IN, False, True, Language.ENGLISH)
FACTS = WordingFacts("Ana", "Pat Doe", "Sam", "020 7946 0123", "Monday to Friday, 9 am to 5 pm")
ORIGIN = "https://news.example.org"


@given(st.sampled_from(MessageState), st.booleans())
def test_whatever_a_provider_had_may_have_been_read(state: MessageState, had: bool) -> None:
    found = reached_by(state, AT if had else None)
    surely_not = {
        MessageState.QUEUED,
        MessageState.HELD,
        MessageState.FAILED_FOR_NOW,
        MessageState.CANCELLED,
        MessageState.FAILED_FOR_GOOD,
    }
    assert (found in REACHED) == (had or state not in surely_not)


@given(st.lists(st.sampled_from(Reached)))
def test_the_surest_counts(found: list[Reached]) -> None:
    most = furthest(found)
    assert (most in REACHED) == any(one in REACHED for one in found)
    if not found:
        assert most is Reached.NOT_REACHED


NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, (WayOn.MESSAGE, None)),
        ({"reached": Reached.PERHAPS}, (WayOn.MESSAGE, None)),
        ({"reached": Reached.WAITED}, (WayOn.NONE, None)),
        ({"reached": Reached.NOT_REACHED, "closed": True}, (WayOn.NONE, None)),
        ({"reached": Reached.TOLD}, (WayOn.CALL, WhyNot.TOLD_BY_PERSON)),
        ({"safe_ways": False}, (WayOn.CALL, WhyNot.NO_SAFE_WAY)),
        ({"language": Language.WELSH}, (WayOn.CALL, WhyNot.WELSH_UNREVIEWED)),
        ({"enrolment": Enrolment.OPTED_OUT}, (WayOn.DECIDE, WhyNot.SAID_NO)),
        ({"closed": True, "safe_ways": False}, (WayOn.DECIDE, WhyNot.CASE_CLOSED)),
    ],
)
def test_how_somebody_is_put_right(
    change: dict[str, object], expected: tuple[WayOn, WhyNot | None]
) -> None:
    assert way_on(replace(ONE, **change), welsh_stands=False) == expected  # type: ignore[arg-type]


def test_nobody_who_was_reached_is_left_and_nobody_who_said_no_is_written_to() -> None:
    kinds = (Reached, Enrolment, (True, False), (True, False), Language)
    for values, stands in product(product(*kinds), (True, False)):
        one = Recipient(*values)
        way, why = way_on(one, welsh_stands=stands)
        assert (way is WayOn.NONE) == (one.reached not in REACHED)
        assert (why is None) == (way in (WayOn.NONE, WayOn.MESSAGE))
        if way in (WayOn.MESSAGE, WayOn.CALL):
            assert not one.closed
            assert one.enrolment not in SAID_NO
        if way is WayOn.MESSAGE:
            assert one.safe_ways


@pytest.mark.parametrize("surely", [True, False])
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("stage", Stage)
def test_the_notice_is_neutral_and_the_words_are_plain(
    stage: Stage, language: Language, surely: bool
) -> None:
    catalogue = NullTranslations() if language is Language.ENGLISH else welsh()
    truth = "Nothing has changed.\n\nWe will tell you when it does."
    words = draft_correction(stage, FACTS, truth, language, catalogue, surely_told=surely)
    for text in (words.notice_sms, words.notice_subject, words.notice_email):
        assert unfit_words(text, {"Pat", "Doe"}, ORIGIN) == ()
    assert truth in words.content
    assert "{" not in words.content
    assert ("Dywedom" in words.content) == (language is Language.WELSH and surely)
    if language is Language.ENGLISH:
        assert ("We may have told you" in words.content) != surely
        assert grade(words.content) < 8


def test_without_what_is_true_there_is_no_correction() -> None:
    with pytest.raises(WordingError):
        draft_correction(
            Stage.RELEASED, FACTS, " \n", Language.ENGLISH, NullTranslations(), surely_told=True
        )


@pytest.mark.parametrize(
    ("words", "fit"),
    [
        ("No date has been set. It may be in May 2031.", True),
        ("It is on 3 May 2031.", False),
        ("See http://evil.example/", False),
        ("See https://news.example.org/more", True),
        ("Dear {person_name}", False),
        ("}", False),
    ],
)
def test_words_for_all_of_them_name_no_day_and_leave_no_gap(words: str, fit: bool) -> None:
    assert (unfit_truth(words, ORIGIN) == ()) is fit


@pytest.mark.parametrize(
    ("known", "words", "wrong"),
    [
        (None, NOW, False),
        (NOW, None, True),
        (NOW, NOW - timedelta(days=1), True),
        (NOW, NOW, True),
        (NOW, NOW + timedelta(seconds=1), False),
    ],
)
def test_words_are_wrong_until_somebody_approves_them_anew(
    known: datetime | None, words: datetime | None, wrong: bool
) -> None:
    assert stands_wrong(known, words) is wrong
