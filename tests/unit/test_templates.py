"""The closed list of texts, and what a new wording of one must keep to."""

from collections.abc import Mapping

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.support.extraction import extracted, translator
from victim_portal.domain.sms_text import segments
from victim_portal.domain.stages import Stage
from victim_portal.domain.templates import (
    BY_KEY,
    BY_NAME,
    GROUPS,
    TEXTS,
    NewWording,
    TemplateText,
    TextKind,
    filled,
    measured,
    place_title,
    problems_of,
    text_title,
    texts_of,
)
from victim_portal.domain.templates.examples import KNOWN
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import all_texts, placeholders_in
from victim_portal.domain.wording.first_contact import letter_texts

OURS = "https://updates.example.org"
WELSH = translator(Language.WELSH)
SMS = BY_NAME["notice-news.sms"]
SUBJECT = BY_NAME["notice-news.subject"]
NEUTRAL = BY_NAME["notice-news.email-2"]
OPEN = BY_NAME["released.part-1"]
# Said by a person, or read out and agreed to: no message carries them.
SPOKEN = ("consent.py", "voicemail.py")


def wording(english: str, welsh: str = "Mae newyddion i chi.", by: str = "Nerys") -> NewWording:
    return NewWording(english, welsh, by).tidied()


def refused(text: TemplateText, words: NewWording) -> Mapping[str, tuple[str, ...]]:
    return problems_of(text, words, OURS)


def test_the_list_is_every_text_that_reaches_a_victim_and_no_other() -> None:
    """What is marked in the rooms of the wording, but for what is said aloud."""
    marked = {
        message
        for message, files in extracted().items()
        if any("domain/wording/" in one and not one.endswith(SPOKEN) for one in files)
    }
    assert set(TEXTS) == marked
    assert set(TEXTS) >= {*all_texts(), *letter_texts()}


OWN_PAGES = ("victim_portal/templates/victim/", "victim_portal/web/victim/")
"""Pages, which nobody is sent."""


def test_what_stands_outside_the_list_reaches_no_victim() -> None:
    elsewhere = {
        file
        for message, files in extracted().items()
        if message not in TEXTS
        for file in files
        if not file.startswith(OWN_PAGES)
    }
    # The submission for the Parole Board, and what an officer says aloud.
    assert elsewhere == {
        "victim_portal/documents/labels.py",
        "victim_portal/services/submissions/labels.py",
        "victim_portal/domain/wording/consent.py",
        "victim_portal/domain/wording/voicemail.py",
    }


def test_names_and_keys_are_of_one_text_each() -> None:
    assert len(BY_NAME) == len(BY_KEY) == len(TEXTS)
    assert all(len(name) <= 100 for name in BY_NAME)
    titles = [place_title(place) for one in TEXTS.values() for place in one.places]
    assert len(titles) == len(set(titles))
    assert all(text_title(one) for one in TEXTS.values())
    assert {group for one in TEXTS.values() for group in one.groups} == set(GROUPS)


@pytest.mark.parametrize("stage", list(Stage))
def test_a_stage_has_its_notice_and_its_content(stage: Stage) -> None:
    kinds = {one.kind for one in texts_of(stage)}
    assert kinds == {TextKind.SMS, TextKind.SUBJECT, TextKind.PARAGRAPH}


@pytest.mark.parametrize("name", BY_NAME)
def test_what_came_with_the_portal_keeps_to_every_rule(name: str) -> None:
    text = BY_NAME[name]
    assert refused(text, wording(text.source, WELSH.gettext(text.source))) == {}
    assert placeholders_in(text.source) <= KNOWN
    for language in Language:
        assert "{" not in filled(text.source, language)


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("", "Enter the English words: neither goes without the other"),
        ("There is news, {person_name}.", "Take out {person_name}"),
        ("There is news, {nickname}.", "is nothing that is filled in"),
        ("There is news, {person_name.", "A brace stands alone"),
        ("There is news for the victim.", "Take out what may not stand here: victim"),
        ("There is news of the prison and the court.", "prison, court"),
        ("There is news about the offender's licence.", "offender, licence"),
        ("There is <b>news</b> for you.", "signs of a web page"),
        ("There is news &amp; more.", "signs of a web page"),
        ("There is news.\nRing me.", "a line break"),
        ("There is news\u202e for you.", "right-to-left override"),
        ("There is news\u200b for you.", "zero width space"),
        ("There is news\u00a0for you.", "no-break space"),
        ("There is news 😀.", "grinning face"),
        ("There is  news.", "double space"),
        ("There is news at www.example.com today.", "www.example.com"),
        ("There is news at http://updates.example.org.", "http://updates.example.org"),
        ("There is news of 3 March 2027.", "Take out the day: 3 March 2027"),
        (f"There is news {'and more ' * 12}for you.", "Make two sentences"),
        ("Please ring me. Please do it soon.", "Ask for one thing only"),
        ("Can you ring me? Would it be soon?", "Ask for one thing only"),
        ("There is news. " * 40, "Make it shorter"),
        ("Mae newyddion i chi.", "The Welsh is the same as the English"),
    ],
)
def test_what_may_not_stand_is_said(english: str, said: str) -> None:
    found = refused(NEUTRAL, wording(english))
    assert said in "; ".join(one for lines in found.values() for one in lines), found


def test_a_link_to_our_own_address_may_stand() -> None:
    assert refused(NEUTRAL, wording(f"There is news at {OURS}/open.")) == {}


def test_the_welsh_keeps_to_the_same_rules() -> None:
    found = refused(NEUTRAL, wording("There is news.", "Newyddion o'r carchar, {mis}."))
    assert set(found) == {"welsh"}
    assert "carchar" in "; ".join(found["welsh"])
    assert "{mis}" in "; ".join(found["welsh"])
    assert refused(NEUTRAL, wording("There is news.", " ")) == {
        "welsh": ("Enter the Welsh words: neither goes without the other",)
    }


@pytest.mark.parametrize("by", ["", "  ", "12", "N" * 121, "Nerys\u202e"])
def test_the_welsh_needs_a_reviewer_by_name(by: str) -> None:
    assert set(refused(NEUTRAL, wording("There is news.", by=by))) == {"reviewer"}


def test_every_gap_has_to_be_there() -> None:
    found = refused(OPEN, wording("It has happened.", "Mae wedi digwydd."))
    assert "Put in {offender_name}" in "; ".join(found["english"])
    assert "Put in {offender_name}" in "; ".join(found["welsh"])


def test_no_sentence_begins_with_the_offender() -> None:
    found = refused(OPEN, wording("{offender_name} is out.", "Mae {offender_name} allan."))
    assert found == {
        "english": ("Don't begin a sentence with {offender_name}: it may be “my father”",)
    }


def test_what_says_what_need_not_be_done_goes_on_saying_it() -> None:
    [text] = [one for one in TEXTS.values() if one.source == "You do not need to do anything."]
    found = refused(text, wording("That is all.", "Dyna'r cwbl."))
    assert "Say what they do not need to do" in found["english"][0]
    assert refused(text, wording("You don't have to do anything.", "Dyna'r cwbl.")) == {}


def test_a_text_message_is_signed_and_short() -> None:
    signed = "Hi {person_name}. Ring {officer_phone}, {officer_hours}. {officer_first_name}"
    welsh = "Helo {person_name}. Ffoniwch {officer_phone}, {officer_hours}. {officer_first_name}"
    assert refused(SMS, wording(signed, welsh)) == {}
    found = refused(SMS, wording(f"{signed}.", welsh))
    assert "End with {officer_first_name}" in found["english"][0]
    long = "Mae newyddion i chi. " * 14 + welsh
    assert "takes 2 parts at most; this takes 3" in refused(SMS, wording(signed, long))["welsh"][0]
    # One letter outside the alphabet of the air makes every part less than half as long.
    dear = welsh.replace("Helo", "Helô ŵ ŷ, Helo") + " {officer_first_name}"
    found = refused(SMS, wording(signed, f"{'Mae newyddion. ' * 4}{dear}"))
    assert "some of its letters cost more" in found["welsh"][0]
    assert measured(SMS, dear, Language.WELSH).dear


def test_a_subject_is_one_short_line() -> None:
    found = refused(SUBJECT, wording(f"{'Ring ' * 20}{{officer_first_name}}", "Ffoniwch"))
    assert "78 at most" in found["english"][0]


typed = st.one_of(st.text(max_size=8), st.text("{}<>&; .?\n/aŵ_", max_size=8), st.just(""))


@given(st.sampled_from(list(TEXTS.values())), typed, typed, typed, st.integers(0, 60))
def test_whatever_passes_is_fit_to_go(
    text: TemplateText, english: str, welsh: str, by: str, place: int
) -> None:
    """Nothing that is typed into a text passes and then leaves a gap or a language open."""
    there = WELSH.gettext(text.source)
    given_words = NewWording(
        text.source[:place] + english + text.source[place:],
        there[:place] + welsh + there[place:],
        f"Nerys {by}",
    ).tidied()
    if refused(text, given_words):
        event("refused")
        return
    event("passes")
    assert given_words.english
    assert given_words.welsh
    assert given_words.reviewer
    for language in Language:
        said = filled(given_words.in_language(language), language)
        assert "{" not in said
        assert said.isprintable()
        assert "<" not in said
        if text.kind is TextKind.SMS:
            assert segments(said).count <= 2


@given(st.data(), st.sampled_from(list(TEXTS.values())))
def test_a_gap_more_or_less_never_passes(data: st.DataObject, text: TemplateText) -> None:
    gaps = placeholders_in(text.source)
    unknown = data.draw(st.sampled_from([*sorted(KNOWN - gaps), "name", "Month"]))
    welsh = WELSH.gettext(text.source)
    assert refused(text, wording(f"{text.source} {{{unknown}}}", welsh))
    assert refused(text, wording(text.source, f"{welsh} {{{unknown}}}"))
    for gap in gaps:
        assert refused(text, wording(text.source.replace(f"{{{gap}}}", "x"), welsh))


@given(st.sampled_from(["victims", "Prison", "PROBATION", "carchar", "garchar", "ddioddefwr"]),
       st.sampled_from([one for one in TEXTS.values() if one.neutral]),
       st.booleans())  # fmt: skip
def test_a_telltale_word_never_passes_where_anybody_reads(
    telltale: str, text: TemplateText, in_welsh: bool
) -> None:
    welsh = WELSH.gettext(text.source)
    given_words = (
        wording(text.source, f"{telltale} {welsh}")
        if in_welsh
        else wording(f"{telltale} {text.source}", welsh)
    )
    assert refused(text, given_words)
