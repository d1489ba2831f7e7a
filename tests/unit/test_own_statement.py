"""The rules of a statement that she writes herself: offer, parts, passages, notes, two tabs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.own_statement import (
    NoteKind,
    OwnOffer,
    ReviewFacts,
    Saved,
    Standing,
    gentle_notes,
    is_in,
    is_markable,
    joined,
    outcome_of,
    own_offer,
    reading_time,
    without,
)
from victim_portal.domain.representations import StatementOffer, statement_offered
from victim_portal.domain.vocabulary import Route, SentenceType

TODAY = date(2026, 11, 18)
YES = StatementOffer(True, "")
DISCRETIONARY = StatementOffer(True, "", needs_manager=True)
NO = StatementOffer(False, "")
WORDS = st.lists(st.sampled_from(["he", "hit", "me", "Mill", "Lane", ".", "\n", "", "Mill."]))
TEXTS = WORDS.map(" ".join)


@pytest.mark.parametrize(
    ("offer", "review", "hospital", "expected"),
    [
        (YES, None, False, OwnOffer.NOT_YET),
        (YES, ReviewFacts(None, False), False, OwnOffer.OPEN),
        (YES, ReviewFacts(TODAY + timedelta(days=1), False), False, OwnOffer.OPEN),
        (YES, ReviewFacts(TODAY, False), False, OwnOffer.HEARD),
        (YES, ReviewFacts(None, True), False, OwnOffer.HEARD),
        (DISCRETIONARY, ReviewFacts(None, False), False, OwnOffer.ASK_US),
        (DISCRETIONARY, None, False, OwnOffer.NOT_YET),
        (NO, ReviewFacts(None, False), False, OwnOffer.NEVER),
        (NO, None, True, OwnOffer.HOSPITAL),
    ],
)
def test_what_she_is_told(
    offer: StatementOffer, review: ReviewFacts | None, hospital: bool, expected: OwnOffer
) -> None:
    assert own_offer(offer, review, TODAY, in_hospital=hospital) is expected


@given(
    st.sampled_from(list(Route)),
    st.sampled_from(list(SentenceType)),
    st.booleans(),
    st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
)
def test_no_false_hope(
    route: Route, sentence: SentenceType, decided: bool, hearing: date | None
) -> None:
    """It is open only in a review under way, before its hearing, by a route that has one."""
    offer = statement_offered(route, sentence, review_open=True)
    review = ReviewFacts(hearing, decided)
    found = own_offer(offer, review, TODAY, in_hospital=False)
    assert (found is OwnOffer.OPEN) == (
        offer.offered
        and not offer.needs_manager
        and not decided
        and (hearing is None or hearing > TODAY)
    )
    assert own_offer(offer, None, TODAY, in_hospital=False) is not OwnOffer.OPEN


def test_reading_time_counts_all_parts_together() -> None:
    assert reading_time([]).minutes == 0
    assert reading_time(["one two", "three"]).words == 3
    assert reading_time(["word " * 150] * 10).minutes == 10
    assert not reading_time(["word " * 150] * 10).too_long
    assert reading_time(["word " * 1501]).too_long


def test_parts_are_joined_in_order_without_the_empty_ones() -> None:
    assert joined([" a ", "  ", "b\n"]) == "a\n\nb"


def test_a_passage_is_taken_out_wherever_it_stands() -> None:
    text = "I moved to Mill  Lane, Netherby.\nMILL\nLANE is quiet. Millennium Lane is not."
    assert is_in("Mill Lane", text)
    left = without(text, ["Mill Lane"])
    assert left == "I moved to, Netherby.\n is quiet. Millennium Lane is not.".replace("\n ", "\n ")
    assert without("I moved to Leeds.", ["Leeds"]) == "I moved to."
    assert without("Leeds is far", ["Leeds"]) == "is far"
    assert without("abc", []) == "abc"


def test_a_name_tears_no_other_word_apart() -> None:
    assert not is_in("Ann", "Annabel and Joanna")
    assert without("Annabel and Ann", ["Ann"]) == "Annabel and"


def test_overlapping_passages_go_together() -> None:
    assert without("one two three four", ["one two three", "two three four"]) == ""


def test_a_text_that_goes_on_making_new_ones_is_taken_out_whole() -> None:
    assert without("x " * 3 + "y " * 3 + "z", ["x y"]) == "z"
    assert without("xx " * 6000 + "yy " * 6000 + "z", ["xx yy"]) == ""


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_nothing_that_is_marked_is_left(text: str, passages: list[str]) -> None:
    left = without(text, passages)
    assert not any(is_in(passage, left) for passage in passages)
    # Nothing is added, and what isn't marked keeps its order.
    rest = iter("".join(text.split()))
    assert all(letter in rest for letter in "".join(left.split()))


@given(st.text(), st.text())
def test_any_words_can_be_marked(text: str, passage: str) -> None:
    left = without(f"{text} {passage} {text}", [passage])
    assert not passage.split() or not is_in(passage, left)


@pytest.mark.parametrize(("passage", "fits"), [("I", False), ("no", False), ("Ann", True)])
def test_one_letter_cant_be_marked(passage: str, fits: bool) -> None:
    assert is_markable(passage) is fits


RELEASE, THREAT = NoteKind.RELEASE, NoteKind.THREAT


@pytest.mark.parametrize(
    ("text", "kind", "passage"),
    [
        ("He should never be released.", RELEASE, "should never be released"),
        ("They mustn\u2019t be let out", RELEASE, "mustn\u2019t be let out"),
        ("Please don't let\nhim out!", RELEASE, "don't let him out"),
        ("I want her kept in prison", RELEASE, "want her kept in prison"),
        ("They can throw away the key", RELEASE, "throw away the key"),
        ("He deserves to be released now", RELEASE, "deserves to be released"),
        ("I will kill him", THREAT, "I will kill him"),
        ("My brother will find you", THREAT, "My brother will find you"),
        ("I hope he rots", THREAT, "hope he rots"),
        ("He deserves to die", THREAT, "He deserves to die"),
        ("Ni ddylai gael ei ryddhau", RELEASE, "ddylai gael ei ryddhau"),
        ("Peidiwch â'i ryddhau", RELEASE, "Peidiwch â'i ryddhau"),
        ("Rhaid iddo aros yn y carchar", RELEASE, "aros yn y carchar"),
        ("Byddaf yn ei ladd", THREAT, "Byddaf yn ei ladd"),
        ("Rwy'n mynd i'w ladd", THREAT, "Rwy'n mynd i'w ladd"),
        ("Mae'n haeddu marw", THREAT, "haeddu marw"),
    ],
)
def test_a_view_or_a_threat_gets_a_note(text: str, kind: NoteKind, passage: str) -> None:
    assert [(note.kind, note.passage) for note in gentle_notes(text)] == [(kind, passage)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He said he would kill me. He threatened to find me and to burn the house.",
        "I thought he would kill her.",
        "When he was released from hospital I was afraid.",
        "If he is released I would move, and I can't sleep.",
        "I want to be released from this fear.",
        "He will never let me go.",
        "The police had to let me out of the house.",
        "Roedd am fy lladd i. Dywedodd y byddai'n fy lladd.",
        "Pan gafodd ei ryddhau roeddwn yn ofnus.",
        "Pe bai'n cael ei ryddhau byddwn yn symud.",
    ],
)
def test_what_was_done_to_her_gets_none(text: str) -> None:
    assert gentle_notes(text) == ()


@given(st.text() | TEXTS)
def test_notes_quote_her_own_words_and_never_fail(text: str) -> None:
    whole = " ".join(text.split())
    for note in gentle_notes(f"{text} He must not be released. {text}"):
        assert note.passage in f"{whole} He must not be released. {whole}".strip()


def test_notes_stay_few() -> None:
    assert len(gentle_notes("He should not be released. " * 50)) == 3


def test_notes_are_quick_on_a_long_text() -> None:
    assert gentle_notes(("should " + " " * 50) * 2000 + "x" * 20_000) == ()


@pytest.mark.parametrize(
    ("words", "base", "page", "expected"),
    [
        ("b", 3, "other", Saved.KEPT),
        ("a", 1, "other", Saved.SAME),
        ("b", 2, "other", Saved.BESIDE),
        ("b", 2, "mine", Saved.KEPT),
        ("b", 1, "mine", Saved.KEPT),
        ("b", 0, "mine", Saved.BESIDE),
        ("b", -1, "mine", Saved.BESIDE),
        ("b", 9, "mine", Saved.BESIDE),
    ],
)
def test_who_may_overwrite_whom(words: str, base: int, page: str, expected: Saved) -> None:
    """The part is at version 3, and the page "mine" saved it from version 1 on."""
    assert outcome_of(Standing("a", 3, "mine", 1), words, base, page) is expected


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.booleans(), st.text("ab", max_size=3))))
def test_no_page_ever_overwrites_what_it_hasnt_seen(
    acts: list[tuple[str, bool, str]],
) -> None:
    """Pages are opened and saved in any order; whatever is overwritten was seen by its writer."""
    standing = Standing("", 0)
    seen: dict[str, tuple[int, str]] = {}
    for page, opens, words in acts:
        if opens or page not in seen:
            # Opened anew: it has another name from now on.
            seen[page] = (standing.version, standing.words)
            standing = Standing(
                standing.words,
                standing.version,
                "" if standing.page == page else standing.page,
                standing.page_from,
            )
            continue
        base, known = seen[page]
        outcome = outcome_of(standing, words, base, page)
        if outcome is Saved.KEPT:
            assert known == standing.words
            begins = standing.page_from if standing.page == page else base
            standing = Standing(words, standing.version + 1, page, begins)
            seen[page] = (standing.version, words)
        elif outcome is Saved.SAME:
            seen[page] = (standing.version, words)
