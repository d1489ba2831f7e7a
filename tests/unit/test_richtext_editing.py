"""Other words in place of some: nothing else in the text is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.richtext import (
    Block,
    BlockKind,
    Run,
    places_of,
    plain_text,
    to_json,
    with_words_replaced,
)


def line(*runs: Run) -> Block:
    return Block(BlockKind.PARAGRAPH, (runs,))


def text(words: str) -> tuple[Block, ...]:
    return (line(Run(words)),)


@pytest.mark.parametrize(
    ("before", "words", "instead", "after"),
    [
        ("I live at 12 Mill Lane now.", "12 Mill Lane", "home", "I live at home now."),
        ("I live at 12 Mill Lane now.", "at 12 Mill Lane", "", "I live now."),
        ("I live at 12 Mill Lane.", "at 12 Mill Lane", "", "I live."),
        ("12 Mill Lane is home.", "12 Mill Lane", "", "is home."),
        ("at 12\n Mill Lane, there", "12 Mill Lane", "work", "at work, there"),
        ("Omar and Omar's", "Omar", "he", "he and he's"),
        ("a.b*c (d)", "a.b*c (d)", r"\1 \g<0>", r"\1 \g<0>"),
    ],
)
def test_only_the_words_change(before: str, words: str, instead: str, after: str) -> None:
    changed = with_words_replaced(text(before), words, instead)
    assert changed is not None
    assert plain_text(changed) == after


@pytest.mark.parametrize(
    ("before", "words", "instead", "after"),
    [
        ("Me Jo. John, Joan, Banjo.", "Jo", "", "Me. John, Joan, Banjo."),
        ("Ash is my name. Ashford.", "Ash", "Mine", "Mine is my name. Ashford."),
        ("Jo, Jo\u00eb, Jo\u0301, \u00c9Jo", "Jo", "I", "I, Jo\u00eb, Jo\u0301, \u00c9Jo"),
        (
            "Jo, O'Jo, O\u2019Jo, Jo'Anne, Jo\u2019s",
            "Jo",
            "I",
            "I, O'Jo, O\u2019Jo, Jo'Anne, I\u2019s",
        ),
        ("Jo; Jo-Ann; Billy\u2011Jo", "Jo", "I", "I; Jo-Ann; Billy\u2011Jo"),
        ("Jo and Jo\u00adhn", "Jo", "I", "I and Jo\u00adhn"),
        ("For Jo, Jo's and Jo", "Jo", "", "For, Jo's and"),
        ("'Jo' (Jo) -Jo-", "Jo", "I", "'I' (I) -I-"),
        ("No 1, no 12, no 21", "1", "x", "No x, no 12, no 21"),
        ("wait(!)now", "(!)", ",", "wait,now"),
    ],
)
def test_they_are_never_taken_out_of_another_word(
    before: str, words: str, instead: str, after: str
) -> None:
    changed = with_words_replaced(text(before), words, instead)
    assert changed is not None
    assert plain_text(changed) == after


def test_a_word_that_holds_them_is_not_them() -> None:
    for whole in ("John", "Jo-Ann", "O'Jo", "Jo\u0308", "\u0141Jo"):
        assert with_words_replaced(text(whole), "Jo", "x") is None
        assert places_of(text(whole), "Jo") == 0
    assert places_of((*text("Jo, John, Jo's"), *text("A\nJo")), "Jo") == 3


@pytest.mark.parametrize("words", ["", " ", "mill lane", "12 Mill Lane now"])
def test_words_that_do_not_stand_there_change_nothing(words: str) -> None:
    assert with_words_replaced(text("I live at 12 Mill Lane."), words, "x") is None


def test_styles_stay_and_the_new_words_take_that_of_the_first() -> None:
    before = (
        line(Run("Ring "), Run("077", strong=True), Run("00 900"), Run(" now", emphasis=True)),
    )
    changed = with_words_replaced(before, "07700 900", "her")
    assert changed == (line(Run("Ring "), Run("her", strong=True), Run(" now", emphasis=True)),)


def test_what_is_left_empty_goes_and_the_rest_stays() -> None:
    before = (
        line(Run("First.")),
        Block(BlockKind.BULLETS, ((Run("Mill Lane"),), (Run("the choir"),))),
        line(Run("Mill Lane")),
    )
    changed = with_words_replaced(before, "Mill Lane", "")
    assert changed == (before[0], Block(BlockKind.BULLETS, ((Run("the choir"),),)))
    assert with_words_replaced(text("Mill Lane"), "Mill Lane", "") == ()


def test_words_over_two_paragraphs_are_not_taken_for_one_passage() -> None:
    assert with_words_replaced((*text("12 Mill"), *text("Lane")), "12 Mill Lane", "home") is None


@given(st.text(), st.text(min_size=1), st.text())
def test_it_never_fails_and_never_leaves_the_words(before: str, words: str, instead: str) -> None:
    changed = with_words_replaced(text(before), words, "")
    if changed is not None:
        assert sum(map(len, plain_text(changed))) <= len(before)
    with_words_replaced(text(before), words, instead)


def test_nothing_found_leaves_the_very_text() -> None:
    before = text("I was afraid.")
    assert with_words_replaced(before, "Omar", "x") is None
    assert to_json(before) == to_json(text("I was afraid."))
