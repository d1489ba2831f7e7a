"""PDF files, submissions for the Parole Board and letters: plain values in, bytes out.

`TypstRenderer` implements `ports.PdfRenderer`. What words become on paper is
decided in Python (`layout`, `letters`, `glyphs`) and handed over as JSON; the `.typ` files only
draw it, so that no text can ever act as markup.
"""

from victim_portal.documents.digest import content_digest
from victim_portal.documents.fonts import FontsMissingError
from victim_portal.documents.labels import LABELS, Translator, untranslated
from victim_portal.documents.renderer import TypstRenderer, file_name

__all__ = [
    "LABELS",
    "FontsMissingError",
    "Translator",
    "TypstRenderer",
    "content_digest",
    "file_name",
    "untranslated",
]
