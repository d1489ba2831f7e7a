"""A name's parts, and how it is written without its own letters."""

import re
import unicodedata
from collections.abc import Iterator

from victim_portal.domain.protected_values.folding import Folded

_SHORTEST = 3
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_OUT_AGAIN = re.compile("([aou])e|(a)a")
# Parts that say nothing by themselves.
_PARTICLES = frozenset(
    re.findall("[a-z]+", "van von der den del des dos ter ten the and bin ibn abu ferch")
)


def name_parts(name: str) -> Iterator[str]:
    """The single names of one such as "Mary Ann" or "Ash-Jones"; nothing for a single name."""
    parts = [part for part in re.split(r"[\s\-\u2010\u2011]+", name) if part]
    for part in parts if len(parts) > 1 else ():
        if sum(map(str.isalpha, part)) >= _SHORTEST and part.casefold() not in _PARTICLES:
            yield part


def name_spellings(name: str) -> set[str]:
    """A name folded, as it is and as on a keyboard that lacks its letters: Müller, Mueller."""
    plain = Folded.of(name).letters
    lower = unicodedata.normalize("NFC", name).casefold()
    written_out = Folded.of(lower.translate(_WRITTEN_OUT)).letters
    again = _OUT_AGAIN.sub(lambda match: match[1] or match[2], plain)
    return {plain, written_out, *([again] if len(again) > _SHORTEST else [])} - {""}
