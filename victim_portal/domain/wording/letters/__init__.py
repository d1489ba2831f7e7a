"""What the reader is told behind their own door: one text for every stage."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from victim_portal.domain.stages import Stage
from victim_portal.domain.wording.letters import custody, hospital, parole, release, safety
from victim_portal.domain.wording.letters.phrases import CLOSE, GREETING
from victim_portal.domain.wording.notices import CATCH_UP, NEWS, URGENT
from victim_portal.domain.wording.parts import StageText
from victim_portal.domain.wording.putting_right import texts as of_corrections

CONTENTS: Mapping[Stage, StageText] = MappingProxyType(
    {**custody.TEXTS, **parole.TEXTS, **release.TEXTS, **hospital.TEXTS, **safety.TEXTS}
)

__all__ = ["CLOSE", "CONTENTS", "GREETING", "all_texts"]


def all_texts() -> Iterator[str]:
    """Every English literal of the correspondence, some more than once."""
    for notice in (NEWS, URGENT, CATCH_UP):
        yield from (notice.sms, notice.sms_with_code_word, notice.subject, *notice.email)
    yield from (GREETING, *CLOSE)
    yield from of_corrections()
    for text in CONTENTS.values():
        yield text.subject
        yield from (part.text for part in text.parts)
