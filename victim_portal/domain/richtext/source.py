"""What a person types, and the way back to it.

In a text box everything is text exactly as typed: "AT&T", "&lt;", "I <3 you". Only the
seven tags of the tree, complete and with at most `name=value` attributes, are markup.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from victim_portal.domain.richtext.tree import Block, BlockKind, Run

_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>p|ul|ol|li|strong|em|br)
        (?:[ \t\n]+[a-z][a-z0-9:-]*=(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+))*
        [ \t\n]*/?>""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
# Nobody means a list in a list in a list twenty deep. A parser's work grows with the
# square of the depth, so deeper tags are taken as the characters that they are.
_DEEPEST = 20
_NESTING = frozenset({"ul", "ol", "strong", "em"})


def typed_to_html(text: str) -> str:
    """HTML in which `text` stands as typed and only the tags of the tree are markup.

    Every other "<", ">" and "&" is escaped, so that the cleaner that comes next neither
    drops a word ("<em of course>", "<!-- -->", "</3") nor reads a typed "&lt;" as "<".
    """
    parts: list[str] = []
    depth = 0
    position = 0
    for tag in _TAG.finditer(text):
        parts.append(_escaped(text[position : tag.start()]))
        position = tag.end()
        nests = tag["name"].lower() in _NESTING
        if nests and not tag["close"] and depth >= _DEEPEST:
            parts.append(_escaped(tag[0]))
            continue
        if nests:
            depth = max(0, depth - 1) if tag["close"] else depth + 1
        parts.append(tag[0])
    parts.append(_escaped(text[position:]))
    return "".join(parts)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def to_source(blocks: Sequence[Block]) -> str:
    """What a person can edit in a text box; saved again, it gives the same tree.

    Paragraphs are plain text with a blank line between, line breaks are newlines, lists
    and emphasis are tags. The result is text, to be escaped wherever it is put in a page.
    """
    return "\n\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    lines = [_line(line) for line in block.lines]
    if block.kind is BlockKind.PARAGRAPH:
        return "\n".join(lines)
    tag = "ul" if block.kind is BlockKind.BULLETS else "ol"
    return "\n".join([f"<{tag}>", *(f"<li>{line}</li>" for line in lines), f"</{tag}>"])


def _line(line: Sequence[Run]) -> str:
    parts: list[str] = []
    for (strong, emphasis), group in groupby(line, key=lambda run: (run.strong, run.emphasis)):
        text = _as_text("".join(run.text for run in group))
        if emphasis:
            text = f"<em>{text}</em>"
        parts.append(f"<strong>{text}</strong>" if strong else text)
    return "".join(parts)


def _as_text(text: str) -> str:
    """`text` with an empty tag inside whatever would otherwise be read as a tag."""
    return _TAG.sub(lambda tag: f"<<em></em>{tag[0][1:]}", text)
