"""A finished file is read back: what nobody settled, and what must not be in one, stops it."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from tests.support.portal import Portal
from tests.support.representations import ask, new_case, state
from tests.support.submissions import STATEMENT, draw, renderer, words
from victim_portal.domain.submissions import DetailKind
from victim_portal.domain.vocabulary import Language
from victim_portal.ports import InsidePdf, RenderedPdf, SubmissionContent
from victim_portal.services import submissions
from victim_portal.services.submissions import UncleanFileError
from victim_portal.store.models import Document, Submission

Spoil = Callable[[pikepdf.Pdf], None]


class Spoiling:
    """A renderer whose files come out with something put into them."""

    def __init__(self, real: Any, spoil: Spoil | None = None, name: str = "") -> None:
        self._real, self._spoil, self._name = real, spoil, name

    def render(self, content: SubmissionContent) -> RenderedPdf:
        made: RenderedPdf = self._real.render(content)
        if self._spoil is not None:
            made = replace(made, content=spoilt(made.content, self._spoil))
        return replace(made, file_name=self._name or made.file_name)

    def unprintable(self, content: SubmissionContent) -> tuple[str, ...]:
        return tuple(self._real.unprintable(content))

    def own_words(self, language: Language) -> tuple[str, ...]:
        return tuple(self._real.own_words(language))

    def look_inside(self, content: bytes) -> InsidePdf:
        inside: InsidePdf = self._real.look_inside(content)
        return inside


def spoilt(content: bytes, spoil: Spoil) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        spoil(pdf)
        made = BytesIO()
        pdf.save(made)
    return made.getvalue()


def author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "Rowena Ash"


def title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = "Statement of 12 mill lane"


def xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = "07700 900123"


def bookmark(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("SO14 3ab", 0))


def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["notes.txt"] = b"hello"


def layers(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(), D=pikepdf.Dictionary())


def script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )


def annotation(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[0, 0, 1, 1],
        Contents=pikepdf.String("see rowena.ash@example.org"),
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(note)])


def alternative(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.Alt = pikepdf.String("A map of Mill Lane")


def hidden_words(pdf: pikepdf.Pdf) -> None:
    """Words that nobody sees: drawn in no colour at all, off the page."""
    first = pdf.pages[0]
    first.contents_add(b"/Span <</ActualText (12 Mill Lane)>> BDC EMC", prepend=False)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (author, "metadata"),
        (title, "address in the metadata"),
        (xmp, "telephone number in the metadata"),
        (bookmark, "postcode in a bookmark or an alternative text"),
        (attachment, "attachments"),
        (layers, "layers"),
        (script, "actions"),
        (annotation, "email address in a bookmark or an alternative text"),
        (annotation, "annotations"),
        (alternative, "address in a bookmark or an alternative text"),
        (hidden_words, "address in a bookmark or an alternative text"),
    ],
)
def test_a_file_that_is_not_clean_stops_the_export_and_nothing_is_kept(
    portal: Portal, spoil: Spoil, fault: str
) -> None:
    reference = new_case(portal)
    state(portal, reference, "I was afraid.")
    ask(portal, reference)
    ctx = replace(portal.ctx, renderer=Spoiling(portal.ctx.renderer, spoil))
    with pytest.raises(UncleanFileError) as stopped:
        submissions.export_submission(ctx, portal.officer, reference)
    assert fault in stopped.value.faults
    assert "Rowena" not in str(stopped.value)
    with portal.ctx.store.reading() as uow:
        assert uow.session.query(Submission).count() == 0
        assert uow.session.query(Document).count() == 0


def test_a_file_name_tells_nobody_who_it_is_about(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, "I was afraid.")
    named = Spoiling(portal.ctx.renderer, name="rowena-ash-12-mill-lane.pdf")
    with pytest.raises(UncleanFileError) as stopped:
        submissions.export_submission(
            replace(portal.ctx, renderer=named), portal.officer, reference
        )
    assert "address in the file name" in stopped.value.faults


def test_text_that_the_portal_put_there_itself_stops_it(portal: Portal) -> None:
    """The statement says nothing; the file that comes back holds her address all the same."""
    reference = new_case(portal)
    state(portal, reference, "I was afraid.")

    class Another(Spoiling):
        def render(self, content: SubmissionContent) -> RenderedPdf:
            made: RenderedPdf = self._real.render(
                replace(content, body=words("He came to 12 Mill\nLane, SO14  3AB."))
            )
            return made

    with pytest.raises(UncleanFileError) as stopped:
        submissions.export_submission(
            replace(portal.ctx, renderer=Another(portal.ctx.renderer)), portal.officer, reference
        )
    assert set(stopped.value.faults) == {"postcode in the text", "address in the text"}


def test_a_file_that_was_made_before_is_looked_at_again(portal: Portal) -> None:
    """What is protected has become more since: the words are asked about, not just handed out."""
    reference = new_case(portal)
    state(portal, reference, "I teach at Harbour Primary.")
    submissions.export_submission(portal.ctx, portal.officer, reference)
    submissions.add_detail(
        portal.ctx, portal.officer, reference, DetailKind.SCHOOL, "Harbour Primary"
    )
    with pytest.raises(submissions.ProtectedValuesError):
        submissions.export_submission(portal.ctx, portal.officer, reference)


@pytest.mark.parametrize("name", ["May", "Will", "Grace", "Page", "Rule", "April"])
def test_a_name_that_is_a_word_of_the_headings_stops_nothing(portal: Portal, name: str) -> None:
    reference = new_case(portal, victim_first_name=name, victim_last_name="November")
    state(portal, reference, "I was afraid.")
    ask(portal, reference)
    assert submissions.export_submission(portal.ctx, portal.officer, reference).files


def test_a_birthday_that_is_the_prisoners_too_stops_nothing(portal: Portal) -> None:
    reference = new_case(portal, victim_date_of_birth="1984-05-02")
    state(portal, reference, "I was afraid.")
    assert submissions.export_submission(portal.ctx, portal.officer, reference).files


def test_everything_that_is_read_back() -> None:
    made = draw(replace(STATEMENT, body=words("I was afraid of Łukasz, 日本.")))
    inside = renderer().look_inside(made.content)
    assert "I was afraid of Łukasz" in inside.pages[0]
    assert "Victim personal statement: VC-7K3M9QXD, version 2" in inside.metadata
    assert "The statement" in inside.others
    assert inside.unclean == ()


def test_characters_that_no_font_has_are_known_before_and_after(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, "I carved \U00013000 into it.")
    view = submissions.submissions_view(portal.ctx, portal.officer, reference)
    [before] = view.unprintable
    [made] = submissions.export_submission(portal.ctx, portal.officer, reference).files
    assert before.characters == made.unprintable == ("\U00013000",)
