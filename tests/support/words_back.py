"""A victim's words, pulled back out of the file that was made of them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from tests.support.reading_pdf import Element
from victim_portal.domain.richtext import Block
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.ports import SubmissionContent

MARKER = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
SPACES = frozenset("\n\t\u2028\u2029")


def unmarked(text: str) -> str:
    """`text` with the character itself for each marker."""
    return MARKER.sub(lambda mark: chr(int(mark[1], 16)), text)


def visible(text: str) -> str:
    """Text without spaces of any kind, composed."""
    return unicodedata.normalize("NFC", unspaced(text))


def unspaced(text: str) -> str:
    """Text without spaces of any kind."""
    kept = (char for char in text if char not in SPACES and unicodedata.category(char) != "Zs")
    return "".join(kept)


def written(body: Sequence[Block]) -> list[str]:
    """The paragraphs and the items of lists, as they were written."""
    return ["".join(run.text for run in line) for block in body for line in block.lines]


def read_out(elements: list[Element]) -> list[str]:
    """The same of a file, by its structure alone."""
    found: list[str] = []
    for one in elements:
        if one.name == "/BlockQuote":
            found += read_out(one.children)
        elif one.name == "/L":
            found += [each.text for each in one.walk() if each.name == "/LBody"]
        else:
            found.append(one.text)
    return found


def under(elements: list[Element], content: SubmissionContent) -> Iterator[Element]:
    """What holds the victim's own words: a quotation, or all below the statement's heading."""
    if content.part is not SubmissionPart.STATEMENT:
        yield from (one for one in elements if one.name == "/BlockQuote")
        return
    heads = [at for at, one in enumerate(elements) if one.name == "/H1"]
    yield from elements[heads[0] + 2 : heads[-1]]
