"""A submission of twenty pages drawn whole, in turns with the bare engine on the same text.

The aims are under 2 seconds for 95 packs in 100, and at most 1.5 times the bare engine's
time once warm. The bare document has the same text, heads and feet of pages included, as
headings and plain paragraphs in the same fonts, and conforms to the same two standards.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median, quantiles

import typst

from tests.bench.timing import Taken, line, timed
from tests.support.reading_pdf import read
from tests.support.submissions import CONDITIONS, STATEMENT, WITHHELD, draw, opened, renderer
from victim_portal.domain.richtext import Block, BlockKind, Run
from victim_portal.ports import ConditionRow, RenderedPdf, SubmissionContent

PACKS, WARMING = 40, 3
# A list item or cell with paragraphs of its own is said by these.
WHOLE = {"/TH", "/TD", "/Title", "/LBody"}
HEAD = "Victim personal statement, VC-7K3M9QXD, version 2, OFFICIAL-SENSITIVE: may be shown"
BARE = b"""
#let data = json(bytes(sys.inputs.data))
#set document(title: data.head, date: datetime(year: 2026, month: 11, day: 21))
#set text(font: ("Source Sans 3", "DejaVu Sans"), size: 12pt, lang: "en", hyphenate: false)
#set page(paper: "a4", margin: 28mm, header: data.head, numbering: "1 of 1")
#for (level, words) in data.texts {
  if level > 0 { heading(level: level, words) } else { par(words) }
}
"""
SENTENCE = (
    "On day {0} I counted {1} doors between the bus stop and my own, and let {2} people pass. "
)


def measure() -> None:
    """Measure and print."""
    whole: list[Taken] = []
    least: list[Taken] = []
    pages = 0
    for number in range(-WARMING, PACKS):
        pack = list(_pack(number))
        drawn: list[RenderedPdf] = []
        taken = timed(lambda pack=pack, drawn=drawn: drawn.extend(map(draw, pack)))
        texts = [_texts(one) for one in drawn]
        bare = timed(lambda texts=texts: [_bare(one) for one in texts])
        if number >= 0:
            whole.append(taken)
            least.append(bare)
        pages = sum(len(opened(one).pages) for one in drawn)
    slow = quantiles((one.seconds for one in whole), n=20)[-1]
    ratio = median(one.busy / other.busy for one, other in zip(whole, least, strict=True))
    _line(f"a submission of three files, {pages} pages, its words new (of {PACKS})", whole)
    _line("  the bare engine on the same text", least)
    line("  95 in 100 take at most", f"{slow:7.2f} s")
    line("  of the bare engine's time on the processor", f"{ratio:7.2f}")


def _line(what: str, taken: list[Taken]) -> None:
    line(what, Taken(median(one.seconds for one in taken), median(one.busy for one in taken)))


def _pack(number: int) -> Iterator[SubmissionContent]:
    """Three parts whose words nobody has drawn before."""
    yield replace(STATEMENT, body=_words(number, 32))
    rows = [
        ConditionRow(
            at, f"Not to enter area {at} of {number}", _words(at, 2), _words(-at, 2), at % 2, False
        )
        for at in range(1, 10)
    ]
    yield replace(CONDITIONS, conditions=rows)
    yield replace(WITHHELD, body=_words(number + 7, 6), reasons=_words(number + 11, 5))


def _words(number: int, paragraphs: int) -> tuple[Block, ...]:
    found = []
    for at in range(paragraphs):
        text = "".join(SENTENCE.format(number + at, at * 7 + each, each) for each in range(6))
        runs = (Run(text[:80]), Run(text[80:120], strong=at % 3 == 0), Run(text[120:]))
        kind = BlockKind.BULLETS if at % 9 == 4 else BlockKind.PARAGRAPH
        found.append(Block(kind, (runs,)))
    return tuple(found)


def _texts(rendered: RenderedPdf) -> list[tuple[int, str]]:
    """What a file says, in its order: the level of a heading, or 0, and the words."""
    found = []
    for one in read(rendered.content).walk():
        if one.name in {"/H1", "/H2"}:
            found.append((int(one.name[2:]), one.text))
        elif one.name == "/P" or (one.name in WHOLE and not one.children):
            found.append((0, one.text))
    return found


def _bare(texts: list[tuple[int, str]]) -> bytes:
    return typst.compile(
        BARE,
        font_paths=renderer()._fonts.book,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps({"head": HEAD, "texts": texts})},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime(2026, 11, 21, tzinfo=UTC),
    )
