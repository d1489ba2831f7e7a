"""Typst with everything shut off that could make a file differ, or reach outside."""

import json
from collections.abc import Callable, Mapping, Set
from datetime import UTC, date, datetime, time
from pathlib import Path

import typst

from victim_portal.documents.fonts import FontSet
from victim_portal.documents.glyphs import Glyphs

_TEMPLATES = Path(__file__).parent


def draw(
    template: str,
    fonts: FontSet,
    made_on: date,
    data_for: Callable[[Glyphs], Mapping[str, object]],
) -> tuple[bytes, tuple[str, ...]]:
    """A tagged PDF/A-2a and PDF/UA-1 file, and the characters that had to be marked in it.

    `data_for` gives what the template draws, its texts as the glyphs can show them. Never
    fails for what somebody wrote.
    """
    try:
        return _drawn(template, fonts, made_on, data_for, fonts.code_points)
    except typst.TypstError:
        # Some rare sequence that the fonts hold character by character and still can't
        # draw together. What every style of the text font holds is safe.
        return _drawn(template, fonts, made_on, data_for, fonts.everywhere)


def _drawn(
    template: str,
    fonts: FontSet,
    made_on: date,
    data_for: Callable[[Glyphs], Mapping[str, object]],
    code_points: Set[int],
) -> tuple[bytes, tuple[str, ...]]:
    glyphs = Glyphs(code_points)
    data = {"made_on": [made_on.year, made_on.month, made_on.day], **data_for(glyphs)}
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
