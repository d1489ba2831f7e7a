"""The closed list of texts that a victim can get by text message, e-mail or letter.

A text is one English literal of `domain/wording/`. Where it stands in several places, it is
one text all the same: whoever amends it amends it everywhere, and is told where that is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import LetterKind
from victim_portal.domain.wording.codes import CODE_EMAIL, CODE_SMS, CODE_SUBJECT
from victim_portal.domain.wording.door import (
    LINK_CODE_EMAIL,
    LINK_CODE_SMS,
    LINK_EMAIL,
    LINK_EMAIL_BY_CODE,
    LINK_SMS,
    LINK_SUBJECT,
    READ_HERE,
)
from victim_portal.domain.wording.first_contact import (
    AS_THEY_ARE,
    LETTER_PARTS,
    NAME,
    PartKind,
)
from victim_portal.domain.wording.letters import CLOSE, CONTENTS, GREETING
from victim_portal.domain.wording.notices import CATCH_UP, NEWS, URGENT, Notice, notice_for
from victim_portal.domain.wording.putting_right import SUBJECT
from victim_portal.domain.wording.putting_right import texts as of_corrections


class TextKind(StrEnum):
    """In what shape a text reaches its reader."""

    SMS = "sms"
    SUBJECT = "subject"
    HEADING = "heading"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Place:
    """Where a text stands: in which group, as which part, and whether nothing may show there."""

    group: str
    part: str
    kind: TextKind
    neutral: bool


@dataclass(frozen=True)
class TemplateText:
    """One text of the list.

    `name` is its address. `neutral` is whether it stands in a place that anybody may read over
    a shoulder; `kind` the shape with the strictest rules among its places.
    """

    name: str
    source: str
    places: tuple[Place, ...]

    @property
    def key(self) -> str:
        """What an update keeps of it: a digest of exactly these English words."""
        return key_of(self.source)

    @property
    def kind(self) -> TextKind:
        """The shape whose rules it must keep."""
        kinds = {place.kind for place in self.places}
        return next(kind for kind in TextKind if kind in kinds)

    @property
    def neutral(self) -> bool:
        """Whether anybody may come to read it."""
        return any(place.neutral for place in self.places)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups in which it stands, each once."""
        return tuple(dict.fromkeys(place.group for place in self.places))


NOTICES: Mapping[str, Notice] = MappingProxyType(
    {"notice-news": NEWS, "notice-urgent": URGENT, "notice-catch-up": CATCH_UP}
)
CODES, LETTERS, EVERY = "codes", "letter", "every-update"
LINKS, LINK_CODES, PUTTING_RIGHT = "links", "link-codes", "putting-right"
SHARED = "shared"
_WORDS_OF_A_NAME = 10
_LETTER_KINDS = {
    PartKind.TITLE: TextKind.HEADING,
    PartKind.HEADING: TextKind.HEADING,
    PartKind.PARAGRAPH: TextKind.PARAGRAPH,
    PartKind.ITEM: TextKind.PARAGRAPH,
}


@lru_cache(maxsize=2000)
def key_of(source: str) -> str:
    """A short digest of a text's English words, by which updates and versions know it."""
    return sha256(source.encode()).hexdigest()[:16]


def letter_group(kind: LetterKind, neutral: bool) -> str:
    """The group of one letter."""
    return f"{LETTERS}-{kind.replace('_', '-')}" + ("-neutral" if neutral else "")


def _placed() -> Iterator[tuple[str, Place]]:
    for group, notice in NOTICES.items():
        yield notice.sms, Place(group, "sms", TextKind.SMS, True)
        yield notice.sms_with_code_word, Place(group, "sms-with-code-word", TextKind.SMS, True)
        yield notice.subject, Place(group, "subject", TextKind.SUBJECT, True)
        for number, text in enumerate(notice.email, 1):
            yield text, Place(group, f"email-{number}", TextKind.PARAGRAPH, True)
    yield CODE_SMS, Place(CODES, "sms", TextKind.SMS, True)
    yield CODE_SUBJECT, Place(CODES, "subject", TextKind.SUBJECT, True)
    for number, text in enumerate(CODE_EMAIL, 1):
        yield text, Place(CODES, f"email-{number}", TextKind.PARAGRAPH, True)
    yield LINK_SMS, Place(LINKS, "sms", TextKind.SMS, True)
    yield LINK_SUBJECT, Place(LINKS, "subject", TextKind.SUBJECT, True)
    for number, text in enumerate(LINK_EMAIL, 1):
        yield text, Place(LINKS, f"email-{number}", TextKind.PARAGRAPH, True)
    yield LINK_EMAIL_BY_CODE, Place(LINKS, "email-5", TextKind.PARAGRAPH, True)
    yield LINK_CODE_SMS, Place(LINK_CODES, "sms", TextKind.SMS, True)
    yield LINK_SUBJECT, Place(LINK_CODES, "subject", TextKind.SUBJECT, True)
    for number, text in enumerate(LINK_CODE_EMAIL, 1):
        yield text, Place(LINK_CODES, f"email-{number}", TextKind.PARAGRAPH, True)
    for group in NOTICES:
        yield READ_HERE, Place(group, "link", TextKind.SMS, True)
    yield NAME, Place(LETTERS, "name", TextKind.HEADING, True)
    for (letter, neutral), parts in LETTER_PARTS.items():
        # A code has one letter, which is neutral.
        if neutral or letter is not LetterKind.CODE:
            group = letter_group(letter, neutral)
            for number, (part, text) in enumerate(parts, 1):
                if text not in AS_THEY_ARE:
                    yield text, Place(group, f"part-{number}", _LETTER_KINDS[part], neutral)
    for number, text in enumerate((GREETING, *CLOSE), 1):
        yield text, Place(EVERY, f"part-{number}", TextKind.PARAGRAPH, False)
    yield SUBJECT, Place(PUTTING_RIGHT, "subject", TextKind.SUBJECT, False)
    for number, text in enumerate(
        dict.fromkeys(one for one in of_corrections() if one != SUBJECT), 1
    ):
        yield text, Place(PUTTING_RIGHT, f"part-{number}", TextKind.PARAGRAPH, False)
    for stage in Stage:
        content, group = CONTENTS[stage], stage.value
        yield content.subject, Place(group, "subject", TextKind.SUBJECT, False)
        for number, one in enumerate(content.parts, 1):
            yield one.text, Place(group, f"part-{number}", TextKind.PARAGRAPH, False)


def _listed() -> Iterator[TemplateText]:
    found: dict[str, list[Place]] = {}
    for source, place in _placed():
        found.setdefault(source, []).append(place)
    for source, places in found.items():
        first = places[0]
        name = f"{first.group}.{first.part}"
        if len(places) > 1:
            name = f"{SHARED}.{_slug(source)}"
        yield TemplateText(name, source, tuple(places))


def _slug(source: str) -> str:
    words = re.findall(r"[a-z0-9]+", source.replace("_", " ").lower())
    return "-".join(words[:_WORDS_OF_A_NAME])


TEXTS: Mapping[str, TemplateText] = MappingProxyType({text.source: text for text in _listed()})
"""Every text by its English source."""
PLACES: tuple[Place, ...] = tuple(place for _, place in _placed())
"""Every place of a text, in the order of the list."""
_BY_PLACE = {(place.group, place.part): TEXTS[source] for source, place in _placed()}
BY_NAME: Mapping[str, TemplateText] = MappingProxyType({one.name: one for one in TEXTS.values()})
BY_KEY: Mapping[str, TemplateText] = MappingProxyType({one.key: one for one in TEXTS.values()})


def text_in(place: Place) -> TemplateText:
    """The text that stands in a place."""
    return _BY_PLACE[place.group, place.part]


def groups_of(stage: Stage) -> frozenset[str]:
    """Every group of which an update on a stage may use a text."""
    said = notice_for(stage)
    notices = {group for group, notice in NOTICES.items() if notice is said}
    return frozenset({stage.value, EVERY, *notices})


def texts_of(stage: Stage) -> tuple[TemplateText, ...]:
    """Every text that an update on a stage may use."""
    groups = groups_of(stage)
    return tuple(one for one in TEXTS.values() if groups & set(one.groups))
