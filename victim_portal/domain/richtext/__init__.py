"""Text with paragraphs, lists and emphasis, as a tree of plain values.

No HTML is stored or emitted: what comes in is cleaned at one door (see
`services.sanitise`), turned into this tree, kept as JSON, and drawn from the tree on
pages and in PDF.
"""

from victim_portal.domain.richtext.editing import places_of, with_words_replaced
from victim_portal.domain.richtext.parse import from_clean_html
from victim_portal.domain.richtext.source import to_source, typed_to_html
from victim_portal.domain.richtext.stored import from_json, to_json
from victim_portal.domain.richtext.tree import (
    READING_ALOUD_WORDS_PER_MINUTE,
    Block,
    BlockKind,
    Run,
    plain_text,
    reading_minutes,
    word_count,
)

__all__ = [
    "READING_ALOUD_WORDS_PER_MINUTE",
    "Block",
    "BlockKind",
    "Run",
    "from_clean_html",
    "from_json",
    "places_of",
    "plain_text",
    "reading_minutes",
    "to_json",
    "to_source",
    "typed_to_html",
    "with_words_replaced",
    "word_count",
]
