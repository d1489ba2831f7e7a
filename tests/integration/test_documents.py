"""What stands in each part of a submission, on which page, and under which name."""

import gettext
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst

from tests.support.submissions import (
    CONDITIONS,
    FONTS,
    PARTS,
    STATEMENT,
    WITHHELD,
    PseudoWelsh,
    draw,
    opened,
    pages_of,
    renderer,
    squeezed,
    words,
)
from tests.support.tools import require_tool
from victim_portal.documents import (
    FontsMissingError,
    TypstRenderer,
    content_digest,
    file_name,
    untranslated,
)
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.ports import ConditionRow, Figure, PdfRenderer, SubmissionContent

KNOWN_DIGEST = "40161cbc55f70b7c19de086bb8cb69bd598346ee88ea15caa4c4afa871d66c15"


def test_the_renderer_is_what_services_ask_for() -> None:
    port: PdfRenderer = renderer()
    assert port.render(STATEMENT).content.startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    ("content", "kind", "disclosure"),
    [
        (STATEMENT, "Victim personal statement", "May be shown to the prisoner"),
        (CONDITIONS, "Representations on licence conditions", "May be shown to the prisoner"),
        (WITHHELD, "Application for non-disclosure", "Rule 17 application: do not disclose"),
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_each_page_says_what_it_is(
    content: SubmissionContent, kind: str, disclosure: str, large: bool
) -> None:
    long = replace(content, large_print=large, body=words("On and on. " * 700))
    pages = pages_of(draw(long))
    assert len(pages) > 1 or content is CONDITIONS
    for number, page in enumerate(pages, start=1):
        text = squeezed(page)
        for said in (
            kind,
            disclosure,
            "VC-7K3M9QXD",
            "Version 2",
            "21 November 2026",
            f"Page {number} of {len(pages)}",
        ):
            assert squeezed(said) in text
        # At the head and the foot; on the first page among the facts as well.
        assert text.count("OFFICIAL-SENSITIVE") == (3 if number == 1 else 2)


@pytest.mark.parametrize("large", [False, True])
def test_a_heading_never_ends_a_page(large: bool) -> None:
    for facts in range(0, 24, 2):
        more = [("Label", "value")] * facts
        content = replace(STATEMENT, more_facts=more, large_print=large, body=words("Begin. " * 60))
        page = next(page for page in pages_of(draw(content)) if "The statement" in page)
        assert "Begin." in page


@pytest.mark.parametrize("large", [False, True])
def test_a_long_name_stays_on_the_paper(large: bool) -> None:
    rendered = draw(replace(STATEMENT, called="A long name " * 40, large_print=large))
    done = subprocess.run(
        [require_tool("pdftotext"), "-q", "-bbox", "-", "-"],
        input=rendered.content,
        capture_output=True,
        check=True,
    )
    tops = [float(edge) for edge in re.findall(rb'yMin="([\d.]+)"', done.stdout)]
    assert min(tops) > 20


def test_a_statement_held_back_says_so() -> None:
    held = replace(STATEMENT, may_be_shown_to_prisoner=False)
    text = "".join(pages_of(draw(held)))
    assert "Not to be shown to the prisoner" in text
    assert "May be shown" not in text


def test_the_first_page_says_whom_it_concerns_and_the_last_how_to_check() -> None:
    rendered = draw(replace(STATEMENT, body=words("word " * 1500)))
    first, *_, last = (squeezed(page) for page in pages_of(rendered))
    for said in (
        *("Daniel Marsh", "A1234BC", "9 March 1984", STATEMENT.review, "PB-2026-004417"),
        *(STATEMENT.victim_role, "Rhian", "01632 960001", "The panel reads it", "1,500"),
    ):
        assert squeezed(said) in first
    assert rendered.content_digest in last
    assert rendered.content_digest not in first


def test_what_a_document_is_called_and_says_beyond_the_usual() -> None:
    more = replace(
        STATEMENT,
        called="Victim impact statement",
        more_facts=[("Signed", "12 November 2026"), ("Support needed", "")],
        check_at="https://portal.example.org/check",
    )
    rendered = draw(more)
    text = squeezed("".join(pages_of(rendered)))
    assert text.count(squeezed("Victim impact statement")) == 2
    assert "Victimpersonalstatement" not in text
    assert squeezed("Signed 12 November 2026 Support needed Not known") in text
    assert "athttps://portal.example.org/check." in text
    with opened(rendered) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("Victim impact statement: VC-")


def test_the_conditions_show_each_request_whole() -> None:
    text = squeezed("".join(pages_of(draw(CONDITIONS))))
    for said in ("Request 1", "Request 2", "Leave me", "Fear", "My street", "Small"):
        assert squeezed(said) in text
    assert squeezed("Agreed to be named: No Agreed to a map: No") in text
    assert squeezed("Agreed to be named: Yes Agreed to a map: Yes") in text


def test_nothing_recorded_is_said_plainly() -> None:
    bare = replace(STATEMENT, body=(), prisoner_born_on=None, panel_reference="")
    text = "".join(pages_of(draw(bare)))
    assert "Nothing has been recorded here." in text
    assert text.count("Not known") == 2
    none = draw(replace(CONDITIONS, conditions=()))
    assert "No conditions are asked for." in "".join(pages_of(none))


@pytest.mark.parametrize("large", [False, True])
def test_no_end_of_a_long_text_is_lost(large: bool) -> None:
    row = ConditionRow(1, "c " * 4000 + "END1", words("w " * 4000 + "END2"), (), True, True)
    content = replace(
        CONDITIONS, large_print=large, officer_contact="x\n" * 150 + "END3", conditions=[row]
    )
    text = "".join(pages_of(draw(content)))
    assert [text.count(end) for end in ("END1", "END2", "END3")] == [2, 1, 1]


def test_welsh_labels_come_from_the_catalogue() -> None:
    for content in PARTS:
        text = "".join(pages_of(draw(replace(content, language=Language.WELSH))))
        assert "«Victim liaison officer»" in text
        assert "21 «November» 2026" in text
        for english in ("Page", "OFFICIAL", "Request", "Prison number", "Digest"):
            assert re.search(rf"(?<!«){english}", text) is None


def test_what_a_catalogue_lacks_can_be_listed() -> None:
    missing = untranslated(gettext.NullTranslations())
    assert "Victim personal statement" in missing
    assert "March" in missing
    assert untranslated(PseudoWelsh()) == ("{day} {month} {year}",)


def test_each_document_is_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_once, compiled = typst.compile, []
    monkeypatch.setattr(
        typst, "compile", lambda *a, **k: compiled.append(1) or compile_once(*a, **k)
    )
    for content in PARTS:
        draw(content)
        renderer().unprintable(content)
    assert len(compiled) == len(PARTS)


def test_the_digest_covers_every_value() -> None:
    changes: list[dict[str, Any]] = [
        {"version": 3},
        {"language": Language.WELSH},
        {"large_print": True},
        {"prisoner_born_on": None},
        {"may_be_shown_to_prisoner": False},
        {"body": words("else")},
        {"conditions": CONDITIONS.conditions},
        {"called": "Victim impact statement"},
        {"words_language": Language.WELSH},
        {"more_facts": [("Signed", "yesterday")]},
        {"check_at": "https://portal.example.org/check"},
        {"figures": [Figure("A map")]},
        {"figures": [Figure("A map", picture=b"else")]},
    ]
    digests = {content_digest(replace(STATEMENT, **change)) for change in changes}
    assert len(digests | {content_digest(STATEMENT)}) == len(changes) + 1


def test_the_digest_is_the_one_already_printed() -> None:
    # Recipients check printed digests for years, so the canonical form may not drift.
    assert content_digest(STATEMENT) == KNOWN_DIGEST


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({}, "VC-7K3M9QXD-statement-v2.pdf"),
        ({"language": Language.WELSH}, "VC-7K3M9QXD-statement-v2-cy.pdf"),
        ({"large_print": True}, "VC-7K3M9QXD-statement-v2-large.pdf"),
        (
            {
                "language": Language.WELSH,
                "large_print": True,
                "part": SubmissionPart.NON_DISCLOSURE,
                "version": 11,
            },
            "VC-7K3M9QXD-nondisclosure-v11-cy-large.pdf",
        ),
        ({"part": SubmissionPart.CONDITIONS}, "VC-7K3M9QXD-conditions-v2.pdf"),
    ],
)
def test_file_names_follow_the_contract(change: dict[str, Any], name: str) -> None:
    assert file_name(replace(STATEMENT, **change)) == name


@pytest.mark.parametrize("reference", ["", "../VC-7K3M9QXD", "VC-7K3M9QXD/x", "VC-7k3m9qxd"])
def test_a_file_is_never_named_after_anything_else(reference: str) -> None:
    with pytest.raises(ValueError, match="case reference"):
        file_name(replace(STATEMENT, case_reference=reference))


def test_versions_count_from_one() -> None:
    with pytest.raises(ValueError, match="count from 1"):
        file_name(replace(STATEMENT, version=0))


def test_an_application_to_withhold_can_not_be_marked_as_shown() -> None:
    with pytest.raises(ValueError, match="may not be shown"):
        draw(replace(WITHHELD, may_be_shown_to_prisoner=True))


def test_a_language_without_a_catalogue_is_refused() -> None:
    renderer()  # skips where there are no fonts
    english = TypstRenderer(FONTS, {})
    with pytest.raises(ValueError, match="'cy'"):
        english.render(replace(STATEMENT, language=Language.WELSH))


def test_missing_fonts_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match=r"Source Sans 3 normal 400.*make install"):
        TypstRenderer(tmp_path, {})
