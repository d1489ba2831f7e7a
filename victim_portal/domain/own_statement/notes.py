"""Gentle notes on what a statement can't do. They never block, and never change a word.

A panel doesn't take a view on whether somebody should be released, and a threat can keep the whole
statement from being heard (the Parole Board's guidance to victims). What somebody did to her, or
threatened her with, is what a statement is for: it gets no note.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class NoteKind(StrEnum):
    """What a note is about."""

    RELEASE = "release"
    THREAT = "threat"


@dataclass(frozen=True)
class Note:
    """One note, with the words as she wrote them that it is about."""

    kind: NoteKind
    passage: str = field(repr=False)


_WHOM = r"(?:him|her|them|(?:this|that) (?:man|woman|person))"
_WHO = r"(?:he|she|they|(?:this|that) (?:man|woman|person))"
_OUT = r"(?:released|let out|let go|freed|set free|allowed out|given parole|paroled)"
_IN = r"(?:in (?:prison|jail|custody|there)|inside|behind bars|locked up)"
_OUGHT = r"(?:should|must|ought to|has to|have to|needs to|deserves?(?: to)?|can|may)"
_WILL = (
    r"(?: will|'ll| am going to|'m going to| are going to|'re going to| is going to| would|'d|"
    r" want to| shall)"
)
_HARM = (
    r"(?:kill|hurt|find|get|stab|shoot|burn|beat|harm|murder|come for|come after|deal with|finish)"
)

_ENGLISH_RELEASE = (
    rf"\b{_OUGHT} (?:not |never )?(?:ever )?be {_OUT}\b",
    rf"\b(?:shouldn't|mustn't|can't|cannot|never|not) (?:ever )?(?:to )?be {_OUT}\b",
    rf"\b(?:want|wish|ask you|please|do not|don't|never) (?:to )?(?:release|free) {_WHOM}\b",
    rf"\b(?:don't|do not|never|please) (?:ever )?let {_WHOM} (?:out|go)\b",
    rf"\bwant {_WHOM} (?:to be |to stay |to remain |kept )?(?:{_OUT}|{_IN})",
    rf"\bkeep {_WHOM} {_IN}",
    rf"\b{_WHO} {_OUGHT} (?:stay|remain|rot|die) {_IN}",
    rf"\b(?:refuse|deny|grant|give) {_WHOM} parole\b",
    r"\bthrow away the key\b",
    r"\blife should mean life\b",
    r"\b(?:against|oppose|object to|agree (?:with|to)) (?:his|her|their) (?:release|parole)\b",
)
_ENGLISH_THREAT = (
    rf"\b(?:i|we|my \w+|my \w+ and i){_WILL} (?:\w+ly )?{_HARM} (?:{_WHOM}|you)\b",
    rf"\b(?:i|we){_WILL} make (?:{_WHOM}|you) (?:pay|suffer)\b",
    rf"\b(?:{_WHO}|you){_WILL} (?:pay for|regret|be sorry)",
    rf"\b(?:{_WHO}|you) deserves? to (?:die|suffer|be killed|be hurt)\b",
    rf"\b(?:hope|wish) (?:that )?(?:{_WHO}|you) (?:dies?|rots?|suffers?|(?:is|gets?) killed)\b",
    r"\bwatch (?:your|his|her|their) back\b",
)
_RYDDHAU = r"(?:ei ryddhau|ei rhyddhau|eu rhyddhau)"
_NHW = r"(?: (?:ef|fo|e|hi|nhw))?"
_IDDO = r"(?:iddo|iddi|iddynt)"
_DAN_GLO = r"(?:yn y (?:carchar|ddalfa)|dan glo)"
_LADD = (
    r"(?:ei (?:ladd|lladd|frifo|brifo|niweidio)|eu (?:lladd|brifo|niweidio)|"
    r"dy (?:ladd|frifo|niweidio)|eich (?:lladd|brifo|niweidio))"
)
_WELSH_RELEASE = (
    rf"\bddylai{_NHW}(?: byth)? gael {_RYDDHAU}",
    rf"\b(?:dylai|dylid|rhaid)(?: {_IDDO})?{_NHW}(?: gael)? {_RYDDHAU}",
    rf"\b(?:byth|ddim|beidio|peidio|peidiwch)(?: yn| i| â| ag)?(?: cael| gael)? {_RYDDHAU}",
    r"\b(?:beidio|peidio|peidiwch) (?:â'i (?:ryddhau|rhyddhau)|â'u rhyddhau)",
    rf"\baros {_DAN_GLO}",
    rf"\bcadw(?:ch)?{_NHW} {_DAN_GLO}",
    rf"\b(?:gwrthwynebu|yn erbyn) {_RYDDHAU}",
    rf"\b(?:eisiau|am) {_IDDO}{_NHW} gael {_RYDDHAU}",
)
_WELSH_THREAT = (
    rf"\b(?:byddaf|bydda|byddwn|rwy'n|dw|rwyf|rydw|rydyn|wna|wnaf|am)"
    rf"(?: i| ni|'n| yn| mynd)*(?: i)? {_LADD}",
    r"\b(?:rwy'n|dw i'n|rydw i'n|rwyf yn) mynd i'w (?:ladd|lladd|frifo|brifo|niweidio)",
    r"\b(?:bydd|byddan|byddwch|byddi)(?: (?:ef|fo|e|hi|nhw|di|chi))?(?:'n| yn)? "
    r"(?:talu am|difaru|dioddef am)",
    r"\bhaeddu (?:marw|dioddef|cael ei (?:ladd|lladd))",
    rf"\bgobeithio (?:y |y bydd|y gwnaiff|bydd){_NHW}(?:'n| yn)? ?"
    r"(?:marw|farw|pydru|bydru|dioddef|ddioddef)",
)


def _either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    # However many spaces and line ends stand between two words.
    return re.compile("|".join(patterns).replace(" ", r"\s+"), re.IGNORECASE)


_PATTERNS: Mapping[NoteKind, re.Pattern[str]] = MappingProxyType(
    {
        NoteKind.RELEASE: _either((*_ENGLISH_RELEASE, *_WELSH_RELEASE)),
        NoteKind.THREAT: _either((*_ENGLISH_THREAT, *_WELSH_THREAT)),
    }
)
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc", "'''")
MOST_NOTES = 3


def gentle_notes(text: str) -> tuple[Note, ...]:
    """The notes on a text in English or Welsh, at most three of each kind, in the text's order."""
    plain = text.translate(_APOSTROPHES)
    found: list[tuple[int, Note]] = []
    for kind, pattern in _PATTERNS.items():
        for count, match in enumerate(pattern.finditer(plain)):
            if count == MOST_NOTES:
                break
            found.append((match.start(), Note(kind, " ".join(text[slice(*match.span())].split()))))
    return tuple(note for _, note in sorted(found, key=lambda one: (one[0], one[1].kind)))
