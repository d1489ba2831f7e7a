"""The letters of first contact and the letter that carries a code.

Whoever opens a letter may read it, so none names the offender, the offence or a prison. For a
door where somebody else may open the post each has a neutral form: "please ring me", and
nothing of the scheme.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from victim_portal.domain.verification import shown_code
from victim_portal.domain.vocabulary import Language, LetterKind
from victim_portal.domain.wording.filling import checked, say
from victim_portal.domain.wording.letters.phrases import CLOSE, GREETING
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.months import MONTH_NAMES
from victim_portal.domain.wording.notices import SIGN_OFF
from victim_portal.domain.wording.values import Translator


class PartKind(StrEnum):
    """How one part of a letter stands on the page."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CODE = "code"


@dataclass(frozen=True)
class LetterPart:
    """One title, heading, paragraph or item of a list."""

    kind: PartKind
    text: str = field(repr=False)


@dataclass(frozen=True)
class LetterFacts:
    """Everything that a letter may name.

    `person_name` is the name by which the reader is greeted; `officer_hours` is in the
    reader's language. The cover is rung when the officer is away, and `text_number` takes texts;
    what is empty isn't offered. `code` and `valid_until` belong to the letter with a code alone.
    """

    person_name: str = field(repr=False)
    officer_first_name: str
    officer_phone: str
    officer_hours: str
    made_on: date
    cover_first_name: str = ""
    cover_phone: str = ""
    text_number: str = ""
    code: str = field(default="", repr=False)
    valid_until: date | None = None


@dataclass(frozen=True)
class LetterWords:
    """A letter's words in one language; `name` is what the file is called in a reader."""

    name: str
    day: str
    parts: tuple[LetterPart, ...]


NAME = N_("Letter")
CODE = "{code}"

_WHO = N_(
    "My name is {officer_first_name}. I am a victim liaison officer with the Probation Service."
)
_CASE = N_("I am writing because you were affected by a crime, and a court has dealt with it.")
_RIGHT = N_(
    "You have the right to hear what happens next. This is called the Victim Contact Scheme."
)
_OFFERS = (
    N_("I can tell you about big changes, such as when a release is being planned."),
    N_("You can ask for rules that help to protect you, such as no contact with you."),
    N_("You choose how much you hear and how I reach you."),
    N_("I never give your address or phone number to the person who did it."),
)
_CHOICE = N_("It is your choice")
_FREE = N_("You do not have to join. If you say no now, you can still join later.")
_HOW = N_("How to answer")
_RING = N_(
    "Please ring me on {officer_phone}, {officer_hours}. You can say yes or no, or ask for "
    "more time."
)
_FRIEND = N_("A friend or someone in your family can ring for you.")
_COVER = N_("If I am away, please ring {cover_first_name} on {cover_phone}.")
_RELAY = N_(
    "If you are deaf or find it hard to speak, dial 18001 and then my number. That is Relay UK."
)
_TEXT = N_("You can send a text to {text_number} instead.")
_OTHER_WAYS = ((PartKind.PARAGRAPH, _COVER), (PartKind.PARAGRAPH, _RELAY),
               (PartKind.PARAGRAPH, _TEXT))  # fmt: skip
_OTHER_TEXTS = frozenset({_COVER, _RELAY, _TEXT, _FRIEND})
_WHERE_KNOWN = {_COVER: ("cover_first_name", "cover_phone"), _TEXT: ("text_number",)}
_FORMS = N_(
    "Ask me if you want large print, easy read, sign language (BSL) or an interpreter. You can "
    "speak and write to me in Welsh or English."
)
_NOT_SAFE = N_("If it is not safe to write to you here, please tell me. I will stop at once.")
_NO_ANSWER = N_("If you do not answer")

_PLEASE_RING = N_("Please ring me on {officer_phone}, {officer_hours}.")
_NAME_ALONE = N_("My name is {officer_first_name}.")
_EASIER = N_("If you like, someone else can ring for you. You can speak Welsh or English.")

_T, _H, _P, _I = PartKind.TITLE, PartKind.HEADING, PartKind.PARAGRAPH, PartKind.ITEM

_FIRST = (
    (_T, N_("You can choose to be told what happens next")),
    (_P, GREETING),
    (_P, _WHO),
    (_P, _CASE),
    (_P, _RIGHT),
    (_H, N_("What you can have")),
    *((_I, text) for text in _OFFERS),
    (_H, _CHOICE),
    (_P, _FREE),
    (_H, _HOW),
    (_P, _RING),
    *_OTHER_WAYS,
    (_P, _FRIEND),
    (_P, _FORMS),
    (_P, _NOT_SAFE),
    (_H, _NO_ANSWER),
    (_P, N_("I may ring you, and I will write again. If you still do not answer, I will stop. "
            "You can join later, as long as the sentence or order lasts.")),
    (_P, CLOSE[1]),
)  # fmt: skip
_SECOND = (
    (_T, N_("You can still choose to be told what happens next")),
    (_P, GREETING),
    (_P, _WHO),
    (_P, _CASE),
    (_P, N_("I want to be sure that you know about this. If now is not a good time, that is "
            "fine.")),
    (_P, _RIGHT),
    (_H, N_("What you can have")),
    *((_I, text) for text in _OFFERS),
    (_H, _CHOICE),
    (_P, _FREE),
    (_H, _HOW),
    (_P, _RING),
    *_OTHER_WAYS,
    (_P, N_("We can meet, too: at your home or at an office. I will not come to your home unless "
            "you ask me to.")),
    (_P, _FRIEND),
    (_P, _FORMS),
    (_P, _NOT_SAFE),
    (_H, _NO_ANSWER),
    (_P, N_("I will write to you one more time. You can join later, as long as the sentence or "
            "order lasts.")),
    (_P, CLOSE[1]),
)  # fmt: skip
_DOOR_OPEN = (
    (_T, N_("The door stays open")),
    (_P, GREETING),
    (_P, _WHO),
    (_P, _CASE),
    (_P, _RIGHT),
    (_P, N_("I will not write to you about this again unless you ask me to.")),
    (_H, N_("You can join at any time")),
    (_P, N_("You can join at any time, as long as the sentence or order lasts. You do not need "
            "to say why.")),
    (_P, N_("Then I can tell you about big changes, such as when a release is being planned. "
            "You can also ask for rules that help to protect you.")),
    (_H, N_("How to join")),
    (_P, N_("Please ring me on {officer_phone}, {officer_hours}. If I have moved on, someone "
            "else will help you.")),
    *_OTHER_WAYS,
    (_P, _FRIEND),
    (_P, _FORMS),
    (_P, CLOSE[1]),
)  # fmt: skip
_FIRST_NEUTRAL = (
    (_P, GREETING),
    (_P, _NAME_ALONE),
    (_P, N_("There is something that I would like to tell you about.")),
    (_P, _PLEASE_RING),
    *_OTHER_WAYS,
    (_P, _EASIER),
    (_P, SIGN_OFF),
)
_SECOND_NEUTRAL = (
    (_P, GREETING),
    (_P, _NAME_ALONE),
    (_P, N_("I would still like to talk to you. If now is not a good time, that is fine.")),
    (_P, _PLEASE_RING),
    *_OTHER_WAYS,
    (_P, _EASIER),
    (_P, SIGN_OFF),
)
_DOOR_OPEN_NEUTRAL = (
    (_P, GREETING),
    (_P, _NAME_ALONE),
    (_P, N_("I will not write to you again unless you ask me to.")),
    (_P, N_("You can ring me at any time in the future. My number is {officer_phone}, "
            "{officer_hours}.")),
    *_OTHER_WAYS,
    (_P, _EASIER),
    (_P, SIGN_OFF),
)  # fmt: skip
_WITH_CODE = (
    (_P, GREETING),
    (_P, N_("Please ring me on {officer_phone}, {officer_hours}. Then read me this code:")),
    (PartKind.CODE, CODE),
    (_P, N_("You can use the code until {valid_until}.")),
    *_OTHER_WAYS[:2],
    (_P, SIGN_OFF),
)

LETTER_PARTS: Mapping[tuple[LetterKind, bool], tuple[tuple[PartKind, str], ...]] = MappingProxyType(
    {
        (LetterKind.FIRST, False): _FIRST,
        (LetterKind.FIRST, True): _FIRST_NEUTRAL,
        (LetterKind.SECOND, False): _SECOND,
        (LetterKind.SECOND, True): _SECOND_NEUTRAL,
        (LetterKind.DOOR_OPEN, False): _DOOR_OPEN,
        (LetterKind.DOOR_OPEN, True): _DOOR_OPEN_NEUTRAL,
        # A code is never anything but neutral.
        (LetterKind.CODE, False): _WITH_CODE,
        (LetterKind.CODE, True): _WITH_CODE,
    }
)
# Names and codes alone: there is nothing to translate.
AS_THEY_ARE = frozenset({SIGN_OFF, CODE})


def letter_words(
    kind: LetterKind,
    neutral: bool,
    facts: LetterFacts,
    language: Language,
    translate: Translator,
) -> LetterWords:
    """The words of a letter; `translate` is the catalogue of `language`.

    Raises WordingError for a missing or unusable fact, MissingTranslationError where the
    language lacks a text.
    """
    values = {
        name: checked(name, getattr(facts, name))
        for name in ("person_name", "officer_first_name", "officer_phone", "officer_hours")
    }
    for name in ("cover_first_name", "cover_phone", "text_number"):
        if getattr(facts, name):
            values[name] = checked(name, getattr(facts, name))
    if kind is LetterKind.CODE:
        values["code"] = shown_code(checked("code", facts.code))
        if facts.valid_until is not None:
            values["valid_until"] = day_in_words(facts.valid_until, language)

    def speak(text: str) -> str:
        if text in AS_THEY_ARE:
            return say(text, values, Language.ENGLISH, translate)
        return say(text, values, language, translate)

    return LetterWords(
        name=speak(NAME),
        day=day_in_words(facts.made_on, language),
        parts=_joined(
            (LetterPart(part, speak(text)), text in _OTHER_TEXTS)
            for part, text in LETTER_PARTS[kind, neutral]
            if values.keys() >= set(_WHERE_KNOWN.get(text, ()))
        ),
    )


def _joined(parts: Iterable[tuple[LetterPart, bool]]) -> tuple[LetterPart, ...]:
    """The parts, where one that goes on from the last stands in its paragraph: one page holds
    more so."""
    found: list[LetterPart] = []
    for part, goes_on in parts:
        if goes_on and found:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {part.text}")
        else:
            found.append(part)
    return tuple(found)


def day_in_words(day: date, language: Language) -> str:
    """A date as a letter has it: `22 November 2026`, `22 Tachwedd 2026`."""
    return f"{day.day} {MONTH_NAMES[language][day.month - 1]} {day.year}"


def letter_texts() -> Iterator[str]:
    """Every English literal of the letters that is translated, some more than once."""
    yield NAME
    for parts in LETTER_PARTS.values():
        yield from (text for _, text in parts if text not in AS_THEY_ARE)
