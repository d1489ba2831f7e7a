"""Whether a document is current: for its recipients, who learn that and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.support.html import text_of
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.representations import TODAY, a_request, ask, new_case, state
from tests.support.web import MANAGER, client_for, own_app
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.submissions import MOST_CHECKS, DocumentStanding
from victim_portal.domain.vocabulary import RequestState, SubmissionPart
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.representations import (
    OutcomeInput,
    put_forward,
    record_outcome,
    withdraw_request,
    withdraw_statement,
)
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.services.submissions import ExportedFile, check_document
from victim_portal.services.tasks import list_tasks
from victim_portal.store.models import AuditEvent

S, P = DocumentStanding, SubmissionPart
HERE = "192.0.2.7"


def files(portal: Portal, reference: str) -> dict[SubmissionPart, ExportedFile]:
    made = submissions.export_submission(portal.ctx, portal.officer, reference)
    return {one.part: one for one in made.files}


def check(portal: Portal, reference: str, file: ExportedFile) -> DocumentStanding | None:
    """How a file stands, by either digest."""
    by_print = check_document(portal.ctx, reference, file.content_digest, HERE)
    by_bytes = check_document(portal.ctx, reference, file.sha256.upper(), HERE)
    assert by_print == by_bytes
    assert by_print.looked
    portal.clock.move(minutes=16)
    return by_print.standing


def heard(portal: Portal) -> tuple[str, dict[SubmissionPart, ExportedFile]]:
    reference = new_case(portal)
    ask(portal, reference, a_request(), a_request(wish="Not near my work."))
    state(portal, reference, "I was afraid.", withheld="My church.", withheld_reasons="Unsafe.")
    return reference, files(portal, reference)


def another_statement(portal: Portal, reference: str) -> None:
    state(portal, reference, "I am still afraid.")


def taken_back(portal: Portal, reference: str) -> None:
    withdraw_statement(portal.ctx, portal.officer, reference)


def given_again(portal: Portal, reference: str) -> None:
    withdraw_statement(portal.ctx, portal.officer, reference)
    state(portal, reference, "I was afraid.", withheld="My church.", withheld_reasons="Unsafe.")


def one_wish_less(portal: Portal, reference: str) -> None:
    withdraw_request(portal.ctx, portal.officer, reference, 2)


def no_wish(portal: Portal, reference: str) -> None:
    for number in (1, 2):
        withdraw_request(portal.ctx, portal.officer, reference, number)


def one_wish_more(portal: Portal, reference: str) -> None:
    ask(portal, reference, a_request(wish="Not at my door."))


def hearing_moved(portal: Portal, reference: str) -> None:
    given = ReviewInput(ReviewKind.FIRST, None, TODAY + timedelta(days=120), "PB-1")
    record_review(portal.ctx, portal.officer, reference, given)


def decided(portal: Portal, reference: str) -> None:
    put_forward(portal.ctx, portal.officer, reference, 1, "The Board", TODAY)
    outcome = OutcomeInput(RequestState.REFUSED, TODAY, "Not needed.", "Not needed.")
    record_outcome(portal.ctx, portal.officer, reference, 1, outcome)


@pytest.mark.parametrize(
    ("act", "statement", "conditions", "application"),
    [
        (lambda *_: None, S.CURRENT, S.CURRENT, S.CURRENT),
        (another_statement, S.REPLACED, S.CURRENT, S.REPLACED),
        (taken_back, S.WITHDRAWN, S.CURRENT, S.WITHDRAWN),
        # The same words given again are another document: this one stays taken back.
        (given_again, S.WITHDRAWN, S.CURRENT, S.WITHDRAWN),
        (one_wish_less, S.CURRENT, S.REPLACED, S.CURRENT),
        (no_wish, S.CURRENT, S.WITHDRAWN, S.CURRENT),
        # What she asked for there she still asks for.
        (one_wish_more, S.CURRENT, S.CURRENT, S.CURRENT),
        (hearing_moved, S.CURRENT, S.CURRENT, S.CURRENT),
        (decided, S.CURRENT, S.CURRENT, S.CURRENT),
    ],
)
def test_how_a_document_stands_after_what_happened(
    portal: Portal,
    act: Callable[[Portal, str], None],
    statement: DocumentStanding,
    conditions: DocumentStanding,
    application: DocumentStanding,
) -> None:
    reference, made = heard(portal)
    act(portal, reference)
    assert check(portal, reference, made[P.STATEMENT]) is statement
    assert check(portal, reference, made[P.CONDITIONS]) is conditions
    assert check(portal, reference, made[P.NON_DISCLOSURE]) is application


@pytest.mark.parametrize("act", [another_statement, hearing_moved, given_again])
def test_once_a_later_one_was_made_the_earlier_is_not_current(
    portal: Portal, act: Callable[[Portal, str], None]
) -> None:
    reference, made = heard(portal)
    act(portal, reference)
    later = files(portal, reference)[P.STATEMENT]
    assert later.version == 2
    assert check(portal, reference, later) is S.CURRENT
    assert check(portal, reference, made[P.STATEMENT]) is not S.CURRENT


def test_the_same_answer_for_everything_that_is_not_known(portal: Portal) -> None:
    reference, made = heard(portal)
    other = new_case(
        portal, referral_reference="WCU-2", victim_first_name="Omar", prison_number="A9999ZZ"
    )
    digest = made[P.STATEMENT].content_digest
    asked = [
        (other, digest),
        ("VC-00000000", digest),
        (reference, "0" * 64),
        (reference, digest[:-1]),
        (reference, ""),
        ("", digest),
        ("nonsense", "nonsense"),
        (reference, "%" * 64),
    ]
    found = {check_document(portal.ctx, one, two, HERE) for one, two in asked}
    assert len(found) == 1
    assert found.pop().standing is None
    # Typed by hand: look-alikes, spaces and capitals are what people do.
    typed = reference.lower().replace("1", "l").replace("0", "o")
    groups = " ".join(digest[at : at + 8] for at in range(0, 64, 8)).upper()
    assert check_document(portal.ctx, typed, groups, HERE).standing is S.CURRENT


def test_too_many_checks_from_one_address_are_not_looked_at(portal: Portal) -> None:
    reference, made = heard(portal)
    digest = made[P.STATEMENT].content_digest
    for _ in range(MOST_CHECKS):
        assert check_document(portal.ctx, reference, "0" * 64, HERE).looked
    assert not check_document(portal.ctx, reference, digest, HERE).looked
    assert check_document(portal.ctx, reference, digest, "192.0.2.8").standing is S.CURRENT
    portal.clock.move(minutes=15)
    assert check_document(portal.ctx, reference, digest, HERE).standing is S.CURRENT
    with portal.ctx.store.reading() as uow:
        outcomes = [
            one.details["outcome"]
            for one in uow.session.query(AuditEvent).filter_by(what="document_checked")
        ]
    assert outcomes.count("unknown") == MOST_CHECKS
    assert outcomes.count("too_many") == 1


def test_the_page_asks_for_no_account_and_says_one_word(portal: Portal) -> None:
    reference, made = heard(portal)
    client = PageClient(own_app(portal))
    page = client.get("/check-document")
    assert page.submit({"reference": "", "digest": ""}).errors == [
        "Enter the reference",
        "Enter the digest",
    ]
    right = {"reference": reference, "digest": made[P.STATEMENT].content_digest}
    answer = page.submit(right)
    assert "Current." in answer.text
    for secret in ("Marsh", "A1234BC", "Sam", "statement-v1", made[P.STATEMENT].sha256):
        assert secret not in text_of(answer.main)
    taken_back(portal, reference)
    assert "Withdrawn." in page.submit(right).text
    unknown = [
        page.submit({"reference": one, "digest": two}).text
        for one, two in ((reference, "0" * 64), ("VC-00000000", right["digest"]))
    ]
    assert "Not known." in unknown[0]
    assert unknown[0] == unknown[1]


def test_what_was_taken_back_is_not_handed_out_and_stays_on_record(portal: Portal) -> None:
    ctx, officer, manager = portal.ctx, portal.officer, portal.manager
    reference, made = heard(portal)
    taken_back(portal, reference)
    for part in (P.STATEMENT, P.NON_DISCLOSURE):
        for actor in (officer, manager):
            with pytest.raises(ConflictError):
                submissions.document_bytes(ctx, actor, reference, made[part].document_id)
    assert submissions.document_bytes(ctx, officer, reference, made[P.CONDITIONS].document_id)
    document = made[P.STATEMENT].document_id
    with pytest.raises(NotFoundError):
        submissions.withdrawn_bytes(ctx, officer, reference, document, "Curious.")
    with pytest.raises(InvalidError):
        submissions.withdrawn_bytes(ctx, manager, reference, document, " ")
    kept = submissions.withdrawn_bytes(ctx, manager, reference, document, "A complaint.")
    assert kept.content == made[P.STATEMENT].content
    assert kept.file_name == f"WITHDRAWN-{reference}-statement-v1.pdf"
    conditions = made[P.CONDITIONS].document_id
    with pytest.raises(NotFoundError):
        submissions.withdrawn_bytes(ctx, manager, reference, conditions, "Why not.")
    # A task tells of whoever has it.
    assert [one for one in list_tasks(ctx, officer) if one.kind == "tell_recipients"]


def test_a_form_sent_again_after_a_withdrawal_hands_out_nothing(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, "I was afraid.")
    once = portal.tokens.uuid()
    made = submissions.export_submission(portal.ctx, portal.officer, reference, once=once)
    again = submissions.export_submission(portal.ctx, portal.officer, reference, once=once)
    assert made == again
    taken_back(portal, reference)
    with pytest.raises(ConflictError):
        submissions.export_submission(portal.ctx, portal.officer, reference, once=once)


def test_the_pages_of_a_file_that_was_taken_back(portal: Portal) -> None:
    reference, made = heard(portal)
    name = f"{reference}-statement-v1.pdf"
    officer, manager = client_for(portal), client_for(portal, MANAGER)
    link = officer.get(f"/cases/{reference}/representations").links[name]
    taken_back(portal, reference)
    page = officer.get(f"/cases/{reference}/representations")
    assert name not in page.links
    assert "Not handed out any more" in page.text
    refused = officer.get(link, status=302).follow()
    assert "not handed out any more" in refused.text
    officer.get(f"{link}/withdrawn", status=403)
    page = manager.get(f"{link}/withdrawn")
    assert page.submit({"why": ""}).errors == ["Enter why you must see it"]
    got = page.submit({"why": "A complaint."})
    assert got.response.data == made[P.STATEMENT].content
    assert "WITHDRAWN-" in got.response.headers["Content-Disposition"]
    notes = manager.get(f"/cases/{reference}/contacts")
    assert "A complaint." in notes.text
