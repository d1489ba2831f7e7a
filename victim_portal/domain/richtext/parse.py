"""From cleaned HTML to the tree."""

from collections.abc import Sequence
from html.parser import HTMLParser
from itertools import groupby

from victim_portal.domain.richtext.tree import Block, BlockKind, Run

# A no-break space at the edge of a line is what editors leave behind, not a word.
_EDGE = " \t\u00a0"
_LIST_KINDS = {"ul": BlockKind.BULLETS, "ol": BlockKind.NUMBERS}


def from_clean_html(html: str) -> tuple[Block, ...]:
    """The tree for HTML made of `p`, `ul`, `ol`, `li`, `strong`, `em` and `br`.

    Text outside a block becomes paragraphs: a blank line parts them, a single newline is
    a line break. White space at the edges of lines goes, empty paragraphs and items too.
    A list within a list is flattened into the outer one. Any other tag is passed over and
    its text kept; comments hold no text. Never raises, whatever it is given.
    """
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:
        # The standard parser gives up on some malformed declarations ("<![x["). Those
        # never leave the cleaner; if one comes here all the same, no word may be lost.
        reader = _Reader()
        reader.handle_data(html)
    return reader.finish()


class _Reader(HTMLParser):
    """Collects runs until a block ends, then files them under what is open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[Block] = []
        self._pieces: list[Run] = []
        self._open_lists: list[BlockKind] = []
        self._items: list[tuple[Run, ...]] = []
        self._strong = 0
        self._emphasis = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "strong":
            self._strong += 1
        elif tag == "em":
            self._emphasis += 1
        elif tag == "br":
            self.handle_data("\n")
        elif tag == "p":
            self._end_paragraph()
        elif tag == "li":
            self._flush()
        elif tag in _LIST_KINDS:
            self._flush()
            self._open_lists.append(_LIST_KINDS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong":
            self._strong = max(0, self._strong - 1)
        elif tag == "em":
            self._emphasis = max(0, self._emphasis - 1)
        elif tag == "p":
            self._end_paragraph()
        elif tag == "li":
            self._flush()
        elif tag in _LIST_KINDS and self._open_lists:
            self._flush()
            outermost = self._open_lists[0]
            self._open_lists.pop()
            if not self._open_lists:
                self._end_list(outermost)

    def handle_data(self, data: str) -> None:
        text = data.replace("\r\n", "\n").replace("\r", "\n")
        self._pieces.append(Run(text, self._strong > 0, self._emphasis > 0))

    def finish(self) -> tuple[Block, ...]:
        """Everything read, with what was left open closed."""
        self._flush()
        if self._open_lists:
            self._end_list(self._open_lists[0])
        return tuple(self._blocks)

    def _end_paragraph(self) -> None:
        # Two paragraphs within one list item stay one item of two lines.
        if self._open_lists:
            self.handle_data("\n")
        else:
            self._flush()

    def _end_list(self, kind: BlockKind) -> None:
        if self._items:
            self._blocks.append(Block(kind, tuple(self._items)))
        self._items = []

    def _flush(self) -> None:
        rows = _rows(self._pieces)
        self._pieces = []
        if self._open_lists:
            item = _joined([row for row in rows if row])
            if item:
                self._items.append(item)
            return
        for has_text, group in groupby(rows, key=bool):
            if has_text:
                self._blocks.append(Block(BlockKind.PARAGRAPH, (_joined(list(group)),)))


def _rows(pieces: Sequence[Run]) -> list[list[Run]]:
    """The pieces parted at newlines, each row trimmed and without empty runs."""
    rows: list[list[Run]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        rows[-1].append(Run(first, piece.strong, piece.emphasis))
        rows.extend([Run(other, piece.strong, piece.emphasis)] for other in others)
    return [_trimmed(_merged(row)) for row in rows]


def _trimmed(row: list[Run]) -> list[Run]:
    while row:
        first = Run(row[0].text.lstrip(_EDGE), row[0].strong, row[0].emphasis)
        if first.text:
            row[0] = first
            break
        del row[0]
    while row:
        last = Run(row[-1].text.rstrip(_EDGE), row[-1].strong, row[-1].emphasis)
        if last.text:
            row[-1] = last
            break
        del row[-1]
    return row


def _merged(runs: Sequence[Run]) -> list[Run]:
    merged: list[Run] = []
    for (strong, emphasis), group in groupby(
        (run for run in runs if run.text), key=lambda run: (run.strong, run.emphasis)
    ):
        merged.append(Run("".join(run.text for run in group), strong, emphasis))
    return merged


def _joined(rows: Sequence[Sequence[Run]]) -> tuple[Run, ...]:
    """One line of runs, the rows parted by line breaks.

    The break takes the plainer style of its two neighbours, so that the same rows always
    give the same runs, whichever side of a tag the newline was typed on.
    """
    runs: list[Run] = []
    for row in rows:
        if runs:
            before, after = runs[-1], row[0]
            runs.append(
                Run(
                    "\n",
                    before.strong and after.strong,
                    before.emphasis and after.emphasis,
                )
            )
        runs.extend(row)
    return tuple(_merged(runs))
