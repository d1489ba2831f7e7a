"""Submissions and letters drawn by Typst.

One file is tagged PDF/A-2a and PDF/UA-1 at once; the engine refuses to write a file that
breaks either. No validator of a third party takes part in that.
"""

import gettext
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from victim_portal.documents.digest import content_digest
from victim_portal.documents.engine import draw
from victim_portal.documents.figures import drawing_of
from victim_portal.documents.fonts import FontSet, load_fonts
from victim_portal.documents.glyphs import Glyphs, drawable
from victim_portal.documents.inside import look_inside
from victim_portal.documents.labels import Labels, Translator
from victim_portal.documents.layout import closing, document, figures_of
from victim_portal.documents.letters import letter_data, letter_file_name
from victim_portal.documents.tags import with_row_headers
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.ports import InsidePdf, LetterContent, RenderedPdf, SubmissionContent

_CASE_REFERENCE = re.compile(r"VC-[0-9A-HJKMNP-TV-Z]{8}")


def file_name(content: SubmissionContent) -> str:
    """``{CASE_REF}-{part}-v{n}[-cy][-large].pdf``, which tells nobody who it is about.

    Raises `ValueError` for a case reference or version that isn't one.
    """
    if not _CASE_REFERENCE.fullmatch(content.case_reference):
        raise ValueError("a submission's file is named after a case reference (VC-XXXXXXXX)")
    if content.version < 1:
        raise ValueError("versions of a submission count from 1")
    welsh = "-cy" if content.language is Language.WELSH else ""
    large = "-large" if content.large_print else ""
    part = content.part.value
    return f"{content.case_reference}-{part}-v{content.version}{welsh}{large}.pdf"


class TypstRenderer:
    """Draws submissions and letters; implements `ports.PdfRenderer`. Safe to share between threads.

    `fonts` is the folder that the build filled; `translators` has a catalogue for each
    language that will be asked for (English needs none). Raises `FontsMissingError` at
    once where fonts are missing, not on the day of a deadline.
    """

    def __init__(self, fonts: Path, translators: Mapping[Language, Translator]) -> None:
        self._fonts: FontSet = load_fonts(fonts)
        self._translators: dict[Language, Translator] = {
            Language.ENGLISH: gettext.NullTranslations(),
            **translators,
        }

    def render(self, content: SubmissionContent) -> RenderedPdf:
        """One part as a file: the same bytes for the same content.

        Never fails for what a victim wrote: what can't be printed is shown by markers and
        listed. Raises `ValueError` for content that must not become a file: a reference
        that isn't one, a language without a catalogue, or a non-disclosure application
        marked as one that the prisoner may see (Parole Board Rules 2019, rule 17).
        """
        name = file_name(content)
        if content.part is SubmissionPart.NON_DISCLOSURE and content.may_be_shown_to_prisoner:
            raise ValueError("a non-disclosure application may not be shown to the prisoner")
        digest = content_digest(content)
        pdf, unprintable = self._drawn(content, digest)
        return _file(name, pdf, digest, unprintable)

    def unprintable(self, content: SubmissionContent) -> tuple[str, ...]:
        """The characters that `render` would replace by markers, for an officer to see first.

        Quick where no character combines with another: those the fonts hold are drawn for
        sure. Otherwise the file is drawn and thrown away.
        """
        labels = self._labels(content.language)
        glyphs = Glyphs(self._fonts.code_points)
        drawable(document(content, labels), glyphs)
        for figure in figures_of(content):
            drawing_of(figure, glyphs)
        return self._drawn(content, "")[1] if glyphs.combined else glyphs.unprintable

    def _drawn(self, content: SubmissionContent, digest: str) -> tuple[bytes, tuple[str, ...]]:
        labels = self._labels(content.language)

        def data_for(glyphs: Glyphs, pictures: bool) -> dict[str, object]:
            shown = drawable(document(content, labels), glyphs)
            figures = figures_of(content)
            drawings = [drawing_of(one, glyphs) if pictures else "" for one in figures]
            last = closing(digest, glyphs.example, content.check_at, labels)
            return {
                "lang": content.language.value,
                "large": content.large_print,
                "document": shown,
                "drawings": drawings,
                "closing": drawable(last, glyphs),
            }

        pdf, unprintable = draw("submission.typ", self._fonts, content.made_on, data_for)
        return with_row_headers(pdf), unprintable

    def own_words(self, language: Language) -> tuple[str, ...]:
        """What documents in a language say whoever they are about."""
        return self._labels(language).all()

    def look_inside(self, content: bytes) -> InsidePdf:
        """Everything that could be read out of a finished file, read by other libraries."""
        return look_inside(content)

    def render_letter(self, content: LetterContent) -> RenderedPdf:
        """A letter as a file: the same bytes for the same content.

        Never fails for a name or an address: what can't be printed is shown by markers and
        listed. Raises `ValueError` for a language without a catalogue.
        """
        labels = self._labels(content.language)
        pdf, unprintable = draw(
            "letter.typ",
            self._fonts,
            content.made_on,
            lambda glyphs, _: letter_data(content, labels, glyphs),
        )
        return _file(letter_file_name(content), pdf, content_digest(content), unprintable)

    def _labels(self, language: Language) -> Labels:
        translator = self._translators.get(language)
        if translator is None:
            raise ValueError(f"no message catalogue for documents in {language.value!r}")
        return Labels(translator)


def _file(name: str, pdf: bytes, digest: str, unprintable: tuple[str, ...]) -> RenderedPdf:
    return RenderedPdf(
        file_name=name,
        content=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        content_digest=digest,
        unprintable=unprintable,
    )
