"""The fonts that the documents are set in, and which characters they hold.

Only files that the build has put in one folder are used: a font of the machine would make
the same submission look different on another one.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

TEXT_FAMILY = "Source Sans 3"
FALLBACK_FAMILY = "DejaVu Sans"
# Family, style, weight. The text font is needed in all four; the fallback, which has the
# Greek, Cyrillic, Hebrew, Arabic and symbols that the text font lacks, in one.
_NEEDED = (
    (TEXT_FAMILY, "normal", 400),
    (TEXT_FAMILY, "italic", 400),
    (TEXT_FAMILY, "normal", 700),
    (TEXT_FAMILY, "italic", 700),
    (FALLBACK_FAMILY, "normal", 400),
)


class FontsMissingError(RuntimeError):
    """The folder doesn't hold the fonts that the documents are set in."""


@dataclass(frozen=True)
class FontSet:
    """The loaded fonts; `everywhere` are the code points of the text font in all styles."""

    book: typst.Fonts
    code_points: frozenset[int]
    everywhere: frozenset[int]


@cache
def load_fonts(folder: Path) -> FontSet:
    """The fonts of `folder` and its subfolders, read once in a process.

    Raises `FontsMissingError`, naming the folder and what isn't there.
    """
    book = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    found = {(font.family, font.style, font.weight): font for font in book.fonts()}
    missing = [needed for needed in _NEEDED if needed not in found]
    if missing:
        names = ", ".join(f"{family} {style} {weight}" for family, style, weight in missing)
        raise FontsMissingError(
            f"fonts missing from {folder}: {names}; `make install` puts them there"
        )
    held = {key: _code_points(font.path) for key, font in found.items()}
    text_fonts = [points for key, points in held.items() if key[0] == TEXT_FAMILY]
    return FontSet(
        book=book,
        code_points=frozenset().union(*held.values()),
        everywhere=frozenset.intersection(*text_fonts),
    )


def _code_points(path: str | None) -> frozenset[int]:
    if path is None:
        return frozenset()
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())
