"""What stands in a letter, as plain JSON values, and what its file is called.

A letter goes into an envelope with a window: nothing but the name and the address may show
there, and nothing about the sender stands on the paper but what the words say.
"""

import re
from collections.abc import Sequence

from victim_portal.documents.glyphs import Glyphs, drawable, reads_right_to_left
from victim_portal.documents.labels import Labels
from victim_portal.ports import LetterContent

# What fits a window of 25 mm in letters that a sorting machine reads.
MOST_LINES = 6
_INSIDE_A_NUMBER = re.compile(r"(?<=\d) (?=\d)")


def letter_file_name(content: LetterContent) -> str:
    """``letter-`` and eight digits of its id: nothing of whom it is for or from."""
    return f"letter-{content.letter_id.hex[:8]}.pdf"


def letter_data(content: LetterContent, labels: Labels, glyphs: Glyphs) -> dict[str, object]:
    """Everything that the template draws."""
    data = {
        "name": content.name,
        "day": content.day,
        "page": labels.pages(),
        "address": [
            {"text": line, "right_to_left": reads_right_to_left(line)}
            for line in window_lines(content.address)
        ],
        "nodes": _nodes(content.parts),
    }
    shown = drawable(data, glyphs)
    return {"lang": content.language.value, "large": content.large_print, "letter": shown}


def window_lines(address: Sequence[str]) -> list[str]:
    """The address in as many lines as a window holds.

    Where there are more, the shortest neighbours between the name and the postcode share a
    line; nothing is left out.
    """
    lines = [line for text in address for line in text.splitlines() if line.strip()]
    while len(lines) > MOST_LINES:
        pairs = range(1, len(lines) - 2)
        at = min(pairs, key=lambda i: len(lines[i]) + len(lines[i + 1]))
        lines[at : at + 2] = [f"{lines[at].rstrip(' ,')}, {lines[at + 1]}"]
    return lines


def _nodes(parts: Sequence[tuple[str, str]]) -> list[dict[str, object]]:
    """The parts in their order, the items of one list together; no line ends in a number."""
    nodes: list[dict[str, object]] = []
    items: list[str] = []
    for kind, written in parts:
        text = _INSIDE_A_NUMBER.sub("\N{NO-BREAK SPACE}", written)
        if kind != "item":
            items = []
            nodes.append({"is": kind, "text": text})
        elif items:
            items.append(text)
        else:
            items = [text]
            nodes.append({"is": "items", "items": items})
    return nodes
