"""What a new wording must keep to before it may be proposed, in words for whoever writes it."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from victim_portal.domain.last_look import named_days, unfit_words
from victim_portal.domain.sms_text import Encoding, segments
from victim_portal.domain.templates.examples import KNOWN, filled
from victim_portal.domain.templates.texts import TemplateText, TextKind
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording.filling import placeholders_in

LONGEST_SENTENCE = 25
MOST_SEGMENTS = 2
LONGEST: Mapping[TextKind, int] = MappingProxyType(
    {TextKind.SMS: 306, TextKind.SUBJECT: 78, TextKind.HEADING: 90, TextKind.PARAGRAPH: 500}
)
"""Characters, with the examples filled in."""
LONGEST_REVIEWER = 120
ENGLISH, WELSH, REVIEWER = "english", "welsh", "reviewer"
FIELD: Mapping[Language, str] = MappingProxyType({Language.ENGLISH: ENGLISH, Language.WELSH: WELSH})

_GAP = re.compile(r"\{[^{}]*\}")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+")
_SIGNED = re.compile(r"\{officer_first_name\}(?: \(\{code_word\}\))?$")
_ASKS = re.compile(r"\bplease\b|\?|os gwelwch yn dda", re.IGNORECASE)
_NEED_NOT = re.compile(r"\b(?:do not|don.t) (?:need|have) to\b|\byour choice\b", re.IGNORECASE)
_STARTS_WITH_THEM = re.compile(r"(?:^|[.!?:]\s+)\{offender_name\}")
# Letters, marks, figures, punctuation, money, and plain signs such as "+"; no emoji.
_PLAIN = ("L", "M", "N", "P", "Sc", "Sm")


@dataclass(frozen=True)
class NewWording:
    """A wording as somebody wrote it: both languages, and who reviewed the Welsh."""

    english: str
    welsh: str
    reviewer: str

    def tidied(self) -> "NewWording":
        """The same without outer spaces, each character in its one composed form."""
        return NewWording(*map(_tidy, (self.english, self.welsh, self.reviewer)))

    def in_language(self, language: Language) -> str:
        """Its words in one language."""
        return self.english if language is Language.ENGLISH else self.welsh


@dataclass(frozen=True)
class Measure:
    """How long a wording is in one language, with the examples filled in.

    `segments` are those of a text message and 0 for everything else; `dear` is whether its
    characters make each segment less than half as long.
    """

    characters: int
    longest_sentence: int
    segments: int
    dear: bool


def measured(text: TemplateText, words: str, language: Language) -> Measure:
    """How long `words` are as the text of a place."""
    said = filled(words, language)
    cost = segments(said)
    texted = text.kind is TextKind.SMS
    return Measure(
        characters=len(said),
        longest_sentence=max((len(one.split()) for one in _sentences(said)), default=0),
        segments=cost.count if texted else 0,
        dear=texted and cost.encoding is Encoding.UCS2,
    )


def problems_of(
    text: TemplateText, wording: NewWording, ours: str
) -> Mapping[str, tuple[str, ...]]:
    """What stands against a wording, by field (`english`, `welsh`, `reviewer`), as sentences.

    `wording` is tidied; `ours` is the one address that a link may lead to. Empty where it may be
    proposed.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for language, field in FIELD.items():
        words = wording.in_language(language)
        if not words:
            found[field].append(
                f"Enter the {_NAMES[language]} words: neither goes without the other"
            )
            continue
        found[field].extend(_of_one(text, words, language, ours))
    if wording.english and wording.english.casefold() == wording.welsh.casefold():
        found[WELSH].append("The Welsh is the same as the English")
    found[REVIEWER].extend(_of_reviewer(wording.reviewer))
    return {field: tuple(said) for field, said in found.items() if said}


_NAMES = {Language.ENGLISH: "English", Language.WELSH: "Welsh"}


def _of_one(text: TemplateText, words: str, language: Language, ours: str) -> Iterator[str]:
    """What stands against the words in one language."""
    strange = [one for one in words if not _is_plain(one)]
    if strange:
        yield f"Take out what isn't plain text: {_named(strange)}"
        return
    if re.search(r"[<>]|&#?\w+;", words):
        yield "Take out the signs of a web page (such as <b>): the words are plain text"
    if "  " in words:
        yield "Take out the double space"
    yield from _of_gaps(text, words)
    said = filled(words, language)
    yield from _of_length(text, words, said, language)
    if text.kind is TextKind.SMS:
        signed = _SIGNED.search(text.source)
        if signed and not words.endswith(signed[0]):
            yield f"End with {signed[0]}: they know us by it"
    unfit = unfit_words(said, (), ours, fuller_words=not text.neutral)
    # Gaps have their own sentence.
    unfit = tuple(one for one in unfit if "{" not in one and "}" not in one)
    if unfit:
        yield f"Take out what may not stand here: {', '.join(unfit)}"
    days = named_days(_GAP.sub("x", words))
    if days:
        yield f"Take out the day: {', '.join(days)}. Only the month is told"
    if _STARTS_WITH_THEM.search(words):
        yield "Don't begin a sentence with {offender_name}: it may be “my father”"
    if len(_ASKS.findall(words)) > max(1, len(_ASKS.findall(text.source))):
        yield "Ask for one thing only"
    if (
        language is Language.ENGLISH
        and _NEED_NOT.search(text.source)
        and not _NEED_NOT.search(words)
    ):
        yield "Say what they do not need to do, as the text does that came with the portal"


def _of_gaps(text: TemplateText, words: str) -> Iterator[str]:
    """The same placeholders, whole, and no other."""
    if set("{}") & set(_GAP.sub("", words)):
        yield "A brace stands alone: write each gap whole, such as {person_name}"
    wanted = placeholders_in(text.source)
    written = {gap[1:-1] for gap in _GAP.findall(words)}
    missing, unknown = sorted(wanted - written), sorted(written - wanted)
    if missing:
        yield f"Put in {_listed(missing)}"
    if unknown:
        known = "isn't filled in here" if set(unknown) <= KNOWN else "is nothing that is filled in"
        yield f"Take out {_listed(unknown)}: it {known}"


def _of_length(text: TemplateText, words: str, said: str, language: Language) -> Iterator[str]:
    size = measured(text, words, language)
    longest = LONGEST[text.kind]
    if size.segments > MOST_SEGMENTS:
        why = " (some of its letters cost more)" if size.dear else ""
        yield f"A text message takes {MOST_SEGMENTS} parts at most; this takes {size.segments}{why}"
    elif size.characters > longest:
        yield f"Make it shorter: {size.characters} characters, and {longest} at most"
    for sentence in _sentences(said):
        if len(sentence.split()) > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:4])
            yield f"Make two sentences of “{start} …”: {LONGEST_SENTENCE} words at most"


def _of_reviewer(reviewer: str) -> Iterator[str]:
    if not any(one.isalpha() for one in reviewer):
        yield "Enter the name of whoever reviewed the Welsh"
    elif len(reviewer) > LONGEST_REVIEWER:
        yield f"The reviewer's name must be {LONGEST_REVIEWER} characters or fewer"
    elif not all(_is_plain(one) for one in reviewer):
        yield "The reviewer's name holds what isn't plain text"


def _tidy(words: str) -> str:
    return unicodedata.normalize("NFC", words).strip()


def _sentences(said: str) -> list[str]:
    return [one for one in _SENTENCE_END.split(said) if one.strip()]


def _is_plain(character: str) -> bool:
    return character == " " or unicodedata.category(character).startswith(_PLAIN)


def _named(characters: list[str]) -> str:
    names = dict.fromkeys(
        "a line break" if one in "\r\n" else unicodedata.name(one, f"U+{ord(one):04X}").lower()
        for one in characters
    )
    return ", ".join(list(names)[:5])


def _listed(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
