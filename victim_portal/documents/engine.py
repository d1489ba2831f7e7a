"""Typst with everything shut off that could make a file differ, or reach outside."""

import json
import re
from collections.abc import Callable, Mapping, Set
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TypeAlias

import typst

from victim_portal.documents.fonts import FontSet
from victim_portal.documents.glyphs import Glyphs

_TEMPLATES = Path(__file__).parent
# Each names one more character that can't be drawn where it stands.
_MOST_REFUSALS = 8
_REFUSED = re.compile(r'the text `"(.+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\(.)")

# What the template draws: its texts as the glyphs can show them, with or without pictures.
DataFor: TypeAlias = Callable[[Glyphs, bool], Mapping[str, object]]


def draw(
    template: str, fonts: FontSet, made_on: date, data_for: DataFor
) -> tuple[bytes, tuple[str, ...]]:
    """A tagged PDF/A-2a and PDF/UA-1 file, and the characters that had to be marked in it.

    Never fails for what somebody wrote or drew: some rare sequences the fonts hold character
    by character and still can't draw together. Then the character that the engine names is
    marked; a picture that it can't read is left to its words; and what every style of the
    text font holds is always safe.
    """
    held, pictures = fonts.code_points, True
    for _ in range(_MOST_REFUSALS):
        try:
            return _drawn(template, fonts, made_on, data_for, held, pictures)
        except typst.TypstError as error:
            refused = _refused_by(error) & held
            if refused and not refused & fonts.everywhere:
                held -= refused
            elif pictures and not refused:
                pictures = False
            else:
                held = fonts.everywhere
    return _drawn(template, fonts, made_on, data_for, fonts.everywhere, False)


def _drawn(
    template: str,
    fonts: FontSet,
    made_on: date,
    data_for: DataFor,
    code_points: Set[int],
    pictures: bool,
) -> tuple[bytes, tuple[str, ...]]:
    glyphs = Glyphs(code_points)
    data = {"made_on": [made_on.year, made_on.month, made_on.day], **data_for(glyphs, pictures)}
    pdf = typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        font_paths=fonts.book,
        ignore_system_fonts=True,
        # Nothing imports a package; a path that isn't there keeps it so, offline.
        package_path=str(_TEMPLATES / "no-packages"),
        package_cache_path=str(_TEMPLATES / "no-packages"),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(made_on, time(), UTC),
    )
    return pdf, glyphs.unprintable


def _refused_by(error: typst.TypstError) -> frozenset[int]:
    """The code points that an error of the engine says it couldn't display."""
    named = _REFUSED.search(str(error))
    if named is None:
        return frozenset()
    text = _ESCAPED.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], named[1])
    return frozenset(map(ord, text))
