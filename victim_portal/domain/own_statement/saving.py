"""What happens to a text that arrives for a part of a draft: two tabs never overwrite each other.

Each page that is opened has a name of its own (`page`), and says from which version of the part
it was made. A page may go on saving over itself; over another one's words it may not.
"""

from dataclasses import dataclass
from enum import StrEnum


class Saved(StrEnum):
    """What came of it.

    `SAME`: it stands there already. `KEPT`: it is the part's text now. `BESIDE`: the part has
    changed elsewhere meanwhile, so both texts are kept and she chooses.
    """

    SAME = "same"
    KEPT = "kept"
    BESIDE = "beside"


@dataclass(frozen=True)
class Standing:
    """A part as it stands: `page` saved last, without a break since `page_from`."""

    words: str
    version: int
    page: str = ""
    page_from: int = 0


def outcome_of(standing: Standing, words: str, base: int, page: str) -> Saved:
    """What becomes of `words` from a `page` that was made from version `base`."""
    if words == standing.words:
        return Saved.SAME
    if base == standing.version:
        return Saved.KEPT
    own = page != "" and page == standing.page and standing.page_from <= base < standing.version
    return Saved.KEPT if own else Saved.BESIDE
