"""Invented submissions, drawn once each way, and the means to read a PDF back."""

import gettext
import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from tests.support.tools import require, require_tool
from victim_portal import documents
from victim_portal.documents import TypstRenderer
from victim_portal.domain.richtext import Block, BlockKind, Run
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.ports import ConditionRow, RenderedPdf, SubmissionContent

FONTS = Path(documents.__file__).parents[1] / "static" / "dist" / "fonts"


class PseudoWelsh(gettext.NullTranslations):
    """Marks each message, so that one which bypasses the catalogue shows."""

    def gettext(self, message: str) -> str:
        return message if message.startswith("{day}") else f"«{message}»"


def words(text: str) -> tuple[Block, ...]:
    """One plain paragraph."""
    return (Block(BlockKind.PARAGRAPH, ((Run(text),),)),)


STATEMENT = SubmissionContent(
    part=SubmissionPart.STATEMENT,
    case_reference="VC-7K3M9QXD",
    version=2,
    made_on=date(2026, 11, 21),
    language=Language.ENGLISH,
    large_print=False,
    prisoner_name="Daniel Marsh",
    prison_number="A1234BC",
    prisoner_born_on=date(1984, 3, 9),
    review="Parole review, oral hearing on 3 March 2027",
    panel_reference="PB-2026-004417",
    victim_role="The victim of the offence",
    officer_name="Rhian",
    officer_contact="01632 960001",
    reading_preference="The panel reads it",
    may_be_shown_to_prisoner=True,
    body=(
        Block(
            BlockKind.PARAGRAPH, ((Run("I was "), Run("afraid", strong=True), Run(".\nStill.")),)
        ),
        Block(BlockKind.BULLETS, ((Run("my work"),), (Run("the choir", emphasis=True),))),
        Block(BlockKind.NUMBERS, ((Run("first"),), (Run("second"),))),
    ),
)
CONDITIONS = replace(
    STATEMENT,
    part=SubmissionPart.CONDITIONS,
    body=(),
    conditions=[
        ConditionRow(
            1, "Not to contact the victim", words("Leave me"), words("Fear"), False, False
        ),
        ConditionRow(2, "Not to enter the zone", words("My street"), words("Small"), True, True),
    ],
)
WITHHELD = replace(
    STATEMENT,
    part=SubmissionPart.NON_DISCLOSURE,
    may_be_shown_to_prisoner=False,
    body=words("The material."),
    reasons=words("The grounds."),
)
PARTS = [STATEMENT, CONDITIONS, WITHHELD]
EVERY_FORM = [
    replace(content, language=language, large_print=large)
    for content in PARTS
    for language in Language
    for large in (False, True)
]


@cache
def renderer() -> TypstRenderer:
    """One renderer for the whole run; skips where the build has put no fonts."""
    require(FONTS.is_dir(), "the folder of fonts that the build makes")
    return TypstRenderer(
        FONTS,
        {Language.ENGLISH: gettext.NullTranslations(), Language.WELSH: PseudoWelsh()},
    )


def draw(content: SubmissionContent) -> RenderedPdf:
    """`content` as a file."""
    return renderer().render(content)


def opened(rendered: RenderedPdf) -> pikepdf.Pdf:
    """The file for looking inside."""
    return pikepdf.open(BytesIO(rendered.content))


def pages_of(rendered: RenderedPdf) -> list[str]:
    """The text of each page as poppler reads it."""
    done = subprocess.run(
        [require_tool("pdftotext"), "-q", "-enc", "UTF-8", "-", "-"],
        input=rendered.content,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().split("\f")[:-1]


def squeezed(text: str) -> str:
    """Text without white space and direction marks, composed, for comparing."""
    visible = re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
    return unicodedata.normalize("NFC", visible)


def tags(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """The structure elements in reading order."""

    def below(node: Any) -> Iterator[pikepdf.Dictionary]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from below(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield node
            yield from below(node.get("/K", pikepdf.Array()))

    return below(pdf.Root.StructTreeRoot.K)


def names_of(pdf: pikepdf.Pdf) -> Sequence[str]:
    """The kinds of the structure elements, such as "/H1", in reading order."""
    return [str(tag.S) for tag in tags(pdf)]
