"""The one door for rich text.

Whatever a person types or pastes goes through `sanitise` and is a tree of plain values
from then on. Bleach is used here and nowhere else; its upstream ended on 5 June 2026, so
another cleaner can be put in its place by changing this one function.
"""

import re

import bleach

from victim_portal.domain.richtext import Block, from_clean_html, typed_to_html

ALLOWED_TAGS = frozenset({"p", "ul", "ol", "li", "strong", "em", "br"})

# Word processors paste a vertical tab for a soft line break and a form feed for a page.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028]")
_PARAGRAPH_END = "\u2029"
# Control characters show as nothing and hide what stands beside them; a lone surrogate or
# a non-character can't be stored. None may vanish unseen, so each becomes U+FFFD.
_UNSTORABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
REPLACEMENT = "\ufffd"


def storable(text: str) -> str:
    """`text` as it can be stored and shown again: line ends unified, nothing lost unseen."""
    lines = _LINE_ENDS.sub("\n", text).replace(_PARAGRAPH_END, "\n\n")
    return _UNSTORABLE.sub(REPLACEMENT, lines)


def sanitise(text: str) -> tuple[Block, ...]:
    """The tree of what a person typed: paragraphs, lists and emphasis, nothing else.

    Disallowed markup is not removed, it comes out as typed ("<script>alert(1)</script>",
    "I <3 you", "AT&T", "&lt;"). Attributes of allowed tags are dropped. CR LF and the
    other line ends become newlines; characters that can't be shown or stored become
    U+FFFD. Never raises for the content of `text`.
    """
    clean = bleach.clean(
        typed_to_html(storable(text)),
        tags=ALLOWED_TAGS,
        attributes={},
        strip=False,
        strip_comments=False,
    )
    return from_clean_html(clean)
