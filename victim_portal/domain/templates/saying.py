"""What the texts and their places are called, in words for staff."""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.domain.plain_words import STAGE
from victim_portal.domain.stages import Stage
from victim_portal.domain.templates.texts import (
    CODES,
    EVERY,
    LETTERS,
    LINK_CODES,
    LINKS,
    PUTTING_RIGHT,
    TEXTS,
    Place,
    TemplateText,
    letter_group,
)
from victim_portal.domain.vocabulary import LetterKind

_START = 60
_LETTER: Mapping[LetterKind, str] = MappingProxyType(
    {
        LetterKind.FIRST: "First letter",
        LetterKind.SECOND: "Second letter",
        LetterKind.DOOR_OPEN: "Last letter",
        LetterKind.CODE: "Letter with a code",
    }
)
_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "notice-news": "Notice of news",
        "notice-urgent": "Urgent notice",
        "notice-catch-up": "Notice of the yearly contact",
        CODES: "Codes",
        LINKS: "Links to their own pages",
        LINK_CODES: "Codes for their own pages",
        LETTERS: "Every letter",
        **{letter_group(kind, False): words for kind, words in _LETTER.items()},
        **{letter_group(kind, True): f"{words}, neutral" for kind, words in _LETTER.items()},
        letter_group(LetterKind.CODE, True): _LETTER[LetterKind.CODE],
        EVERY: "Every update",
        PUTTING_RIGHT: "Putting right what was wrong",
        **{stage.value: words for stage, words in STAGE.items()},
    }
)
_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "sms": "text message",
        "sms-with-code-word": "text message with the agreed word",
        "subject": "subject",
        "link": "line with the link",
        "email": "email, paragraph {}",
        "part": "paragraph {}",
        "name": "name of the file",
    }
)


def group_title(group: str) -> str:
    """What a group is called: "Urgent notice", "Released"."""
    return _GROUPS[group]


def place_title(place: Place) -> str:
    """What a place is called: "Released: paragraph 3"."""
    part, _, number = place.part.rpartition("-")
    known = _PARTS.get(place.part) or _PARTS[part].format(number)
    return f"{group_title(place.group)}: {known}"


def text_title(text: TemplateText) -> str:
    """What a text is called: its only place, or its first words where it has more."""
    if len(text.places) == 1:
        return place_title(text.places[0])
    words = text.source
    start = words if len(words) <= _START else f"{words[:_START].rsplit(' ', 1)[0]} …"
    return f"Shared: “{start}”"


_USED = frozenset(place.group for text in TEXTS.values() for place in text.places)
GROUPS: Mapping[str, str] = MappingProxyType(
    {group: words for group, words in _GROUPS.items() if group in _USED}
)
"""Every group that has a text, in the order of the list, with what it is called."""
STAGES_BY_GROUP: Mapping[str, Stage] = MappingProxyType({stage.value: stage for stage in STAGE})
"""The groups that are a stage of a sentence."""
