"""The submission: its parts and versions, what it never says, and that it never changes."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from tests.support.portal import Portal
from tests.support.representations import TODAY, a_request, ask, new_case, state
from tests.support.submissions import pages_of, squeezed
from victim_portal.domain.access import Actor
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.protected_values import ProtectedKind
from victim_portal.domain.submissions import Settled
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.ports import RenderedPdf
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations import (
    put_forward,
    withdraw_request,
    withdraw_statement,
)
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.services.submissions import (
    Exported,
    ExportedFile,
    ProtectedValuesError,
    SettlingInput,
    export_submission,
    settle_passage,
    submissions_view,
)
from victim_portal.store.models import AuditEvent

WITHHELD = "He doesn't know that I work at the harbour office."
REASONS = "He would find me there; nothing less keeps me safe."
HOSTILE = '<script>alert("x")</script> #import "/etc/passwd" {{ 7*7 }} %s \\u{0} </3 &lt;'
# Everything of the referral that leads to the victim, as it could stand in a file.
CONTACT = (
    "Rowena",
    "Ash",
    "07700",
    "rowena.ash",
    "Mill Lane",
    "Netherby",
    "SO14 3AB",
    "9 March 1987",
)


def text_of(file: ExportedFile) -> str:
    """The text of a file as poppler reads it, white space gone."""
    drawn = RenderedPdf(file.file_name, file.content, file.sha256, file.content_digest)
    return squeezed("".join(pages_of(drawn)))


def export(portal: Portal, reference: str, **wanted: object) -> dict[SubmissionPart, ExportedFile]:
    """The files of an export by the officer, by part."""
    made: Exported = export_submission(
        portal.ctx,
        portal.officer,
        reference,
        **wanted,  # type: ignore[arg-type] # a test's words
    )
    return {file.part: file for file in made.files}


def refused(portal: Portal, reference: str, actor: Actor | None = None) -> dict[str, str]:
    with pytest.raises(InvalidError) as error:
        export_submission(portal.ctx, actor or portal.officer, reference)
    return error.value.problems


def events(portal: Portal, what: str) -> Sequence[AuditEvent]:
    with portal.ctx.store.reading() as uow:
        return uow.session.query(AuditEvent).filter_by(what=what).all()


def test_the_same_content_gives_the_very_same_files(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference)
    state(portal, reference)
    first = export(portal, reference)
    portal.clock.move(days=3)
    second = export(portal, reference)
    assert first == second
    assert set(first) == {SubmissionPart.STATEMENT, SubmissionPart.CONDITIONS}
    for part, file in first.items():
        assert file.file_name == f"{reference}-{part.value}-v1.pdf"
        assert hashlib.sha256(file.content).hexdigest() == file.sha256
    view = submissions_view(portal.ctx, portal.officer, reference)
    assert len(view.submissions) == 2
    assert view.submissions[0].documents == view.submissions[1].documents
    assert all(one.current for one in view.submissions[0].documents)
    assert [event.details["files"] for event in events(portal, "submission_exported")] == [2, 2]


def test_a_changed_statement_is_a_new_version_of_that_part_alone(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference)
    state(portal, reference, "I was afraid.")
    before = export(portal, reference)
    state(portal, reference, "I am still afraid.")
    after = export(portal, reference)
    assert after[SubmissionPart.STATEMENT].version == 2
    assert after[SubmissionPart.STATEMENT].file_name.endswith("-statement-v2.pdf")
    assert after[SubmissionPart.CONDITIONS] == before[SubmissionPart.CONDITIONS]
    assert squeezed("I am still afraid.") in text_of(after[SubmissionPart.STATEMENT])
    view = submissions_view(portal.ctx, portal.officer, reference)
    old = next(one for one in view.submissions[-1].documents if one.part == "statement")
    assert (old.version, old.current) == (1, False)


def test_a_moved_hearing_is_a_new_version(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    state(portal, reference)
    export(portal, reference)
    hearing = TODAY + timedelta(days=120)
    given = ReviewInput(ReviewKind.FIRST, None, hearing, "PB-2026-004417")
    record_review(ctx, officer, reference, given)
    file = export(portal, reference)[SubmissionPart.STATEMENT]
    assert file.version == 2
    assert squeezed("First parole review, hearing on 18 March 2027") in text_of(file)
    assert "PB-2026-004417" in text_of(file)


def test_what_is_withheld_stands_in_its_own_file_alone(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference)
    state(portal, reference, "I was afraid.", withheld=WITHHELD, withheld_reasons=REASONS)
    files = export(portal, reference)
    texts = {part: text_of(file) for part, file in files.items()}
    own = texts.pop(SubmissionPart.NON_DISCLOSURE)
    assert squeezed(WITHHELD) in own
    assert squeezed(REASONS) in own
    assert "donotdisclose" in own
    assert set(texts) == {SubmissionPart.STATEMENT, SubmissionPart.CONDITIONS}
    for text in texts.values():
        assert "harbour" not in text
        assert "nothingless" not in text


def test_no_file_says_how_to_reach_the_victim(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request(wish="Not near me."))
    state(portal, reference, withheld=WITHHELD, withheld_reasons=REASONS)
    for file in export(portal, reference).values():
        text = text_of(file)
        assert "DanielMarsh" in text
        assert "A1234BC" in text
        assert "2May1984" in text
        assert squeezed("The victim") in text
        assert squeezed("Sam") in text
        assert squeezed("020 7946 0123") in text
        with pikepdf.open(BytesIO(file.content)) as pdf:
            text += squeezed(str(pdf.docinfo) + pdf.open_metadata().__str__())
        for secret in CONTACT:
            assert squeezed(secret) not in text, (file.file_name, secret)


def test_a_protected_address_stops_the_export_until_it_is_settled(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    state(portal, reference, "He came to 12, mill lane and rang 07700-900 123.")
    ask(portal, reference, a_request(wish="Rowena wants peace."))
    with pytest.raises(ProtectedValuesError) as stopped:
        export_submission(ctx, officer, reference)
    assert [(one.part.value, one.kind) for one in stopped.value.passages] == [
        ("statement", ProtectedKind.ADDRESS),
        ("statement", ProtectedKind.TELEPHONE),
        ("conditions", ProtectedKind.NAME),
    ]
    assert "12, mill lane" in stopped.value.problems["send_unsettled"]
    view = submissions_view(ctx, officer, reference)
    assert view.submissions == ()
    assert view.passages == stopped.value.passages
    for passage in view.passages:
        kept = SettlingInput(Settled.KEEP, TODAY, reason="She moved away in May.")
        settle_passage(ctx, officer, reference, passage.key, kept)
    files = export(portal, reference)
    assert "12,milllane" in text_of(files[SubmissionPart.STATEMENT])
    view = submissions_view(ctx, officer, reference)
    assert {one.kept_because for one in view.passages} == {"She moved away in May."}
    assert view.submissions[0].unsettled == ()


def test_an_agreed_name_is_not_a_leak(portal: Portal) -> None:
    reference = new_case(portal)
    named = a_request("4858cd8b", inputs={"name": "Rowena Ash"}, agreed_to_name=True)
    ask(portal, reference, named)
    assert "RowenaAsh" in text_of(export(portal, reference)[SubmissionPart.CONDITIONS])


def test_requests_that_all_lack_agreement_are_named_and_nothing_is_made(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request("0f9a20f4", inputs={"boundary": "A, B and C"}), a_request())
    withdraw_request(portal.ctx, portal.officer, reference, 2)
    found = refused(portal, reference)
    assert set(found) == {"conditions"}
    assert found["conditions"].startswith("Request 1: ")
    ask(portal, reference)
    assert set(export(portal, reference)) == {SubmissionPart.CONDITIONS}


def test_nothing_to_say_makes_nothing(portal: Portal) -> None:
    reference = new_case(portal)
    assert set(refused(portal, reference)) == {"submission"}
    state(portal, reference)
    withdraw_statement(portal.ctx, portal.officer, reference)
    ask(portal, reference)
    withdraw_request(portal.ctx, portal.officer, reference, 1)
    assert set(refused(portal, reference)) == {"submission"}


def test_an_unsigned_statement_is_a_draft(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, signed_on=None)
    assert set(refused(portal, reference)) == {"statement"}


def test_a_request_that_was_put_forward_stays_in_the_submission(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference)
    before = export(portal, reference)
    put_forward(portal.ctx, portal.officer, reference, 1, "The casework section", TODAY)
    assert export(portal, reference) == before


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("large_print", [False, True])
def test_languages_and_large_print_share_a_version(
    portal: Portal, language: Language, large_print: bool
) -> None:
    reference = new_case(portal)
    state(portal, reference, "Roeddwn i'n ofnus. Tŷ, dŵr, gŵyl.", language=Language.WELSH)
    usual = export(portal, reference)[SubmissionPart.STATEMENT]
    assert usual.file_name == f"{reference}-statement-v1-cy.pdf"
    other = export(portal, reference, language=language, large_print=large_print)
    file = other[SubmissionPart.STATEMENT]
    ending = ("-cy" if language is Language.WELSH else "") + ("-large" if large_print else "")
    assert file.file_name == f"{reference}-statement-v1{ending}.pdf"
    assert squeezed("Tŷ, dŵr, gŵyl.") in text_of(file)
    assert (file == usual) == (ending == "-cy")


def test_hostile_text_comes_out_as_typed(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request("bespoke", wish=HOSTILE, inputs={"wording": HOSTILE}))
    apart = f"Not for him: {HOSTILE}"
    state(portal, reference, HOSTILE, withheld=apart, withheld_reasons="$x$")
    with pytest.raises(InvalidError):
        state(portal, reference, HOSTILE, withheld=HOSTILE, withheld_reasons="Both.")
    for file in export(portal, reference).values():
        assert squeezed(HOSTILE) in text_of(file)


def test_characters_that_no_font_has_are_listed_every_time(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, "I carved \U00013000 into it.")
    first = export(portal, reference)[SubmissionPart.STATEMENT]
    assert first.unprintable == ("\U00013000",)
    assert export(portal, reference)[SubmissionPart.STATEMENT] == first
