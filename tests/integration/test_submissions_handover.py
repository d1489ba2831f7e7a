"""To whom files go: the Board's section, the officer who supervises, a tribunal or a hospital."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.integration.test_submissions import text_of
from tests.support import casework
from tests.support.portal import CLI, Portal
from tests.support.representations import TODAY, ask, new_case, state
from tests.support.submissions import squeezed
from tests.support.web import client_for
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.submissions import HandoverWay, Recipient
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services import submissions
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.planning import plan_due
from victim_portal.services.representations import withdraw_statement
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.services.submissions import Exported, HandoverInput
from victim_portal.services.tasks import list_tasks

P, R = SubmissionPart, Recipient


def made_for(portal: Portal, reference: str, recipient: Recipient | None = None) -> Exported:
    return submissions.export_submission(portal.ctx, portal.officer, reference, recipient=recipient)


def parts(made: Exported) -> list[SubmissionPart]:
    return [one.part for one in made.files]


def went(made: Exported, *only: SubmissionPart, on: date = TODAY) -> HandoverInput:
    ids = frozenset(one.document_id for one in made.files if not only or one.part in only)
    return HandoverInput(ids, HandoverWay.SECURE_EMAIL, on, "ppcs.north@example.org")


def heard(portal: Portal, **changes: str) -> str:
    reference = new_case(portal, **changes)
    ask(portal, reference)
    state(portal, reference, "I was afraid.", withheld="My church.", withheld_reasons="Unsafe.")
    return reference


def test_each_recipient_gets_its_own_files(portal: Portal) -> None:
    reference = heard(portal)
    assert parts(made_for(portal, reference)) == [P.STATEMENT, P.CONDITIONS, P.NON_DISCLOSURE]
    board = made_for(portal, reference, R.CASEWORK)
    assert board.for_whom == "Public Protection Casework Section"
    supervisor = made_for(portal, reference, R.COMMUNITY_OFFENDER_MANAGER)
    assert parts(supervisor) == [P.CONDITIONS]
    # The same words for both of them: the very same file.
    assert supervisor.files[0] == board.files[1]
    view = submissions.submissions_view(
        portal.ctx, portal.officer, reference, R.COMMUNITY_OFFENDER_MANAGER
    )
    assert view.left_out
    with pytest.raises(InvalidError) as refused:
        made_for(portal, reference, R.TRIBUNAL)
    assert set(refused.value.problems) == {"recipient"}


def test_a_determinate_release_has_no_board_and_still_has_its_conditions(portal: Portal) -> None:
    reference = new_case(portal, sentence_type="SDS", custodial_term="P2Y")
    with pytest.raises(InvalidError) as refused:
        made_for(portal, reference)
    assert set(refused.value.problems) == {"submission"}
    ask(portal, reference)
    made = made_for(portal, reference)
    assert (made.recipient, made.for_whom) == (
        R.COMMUNITY_OFFENDER_MANAGER,
        "Community offender manager",
    )
    [file] = made.files
    assert squeezed("Release on licence, which the Parole Board doesn't decide") in text_of(file)


def test_a_release_without_the_board_has_its_day_and_the_handover_meets_it(
    portal: Portal,
) -> None:
    ctx, officer = portal.ctx, portal.officer
    reference = casework.opted_in(portal, sentence_type="SDS", custodial_term="P2Y")
    casework.dated(
        portal,
        reference,
        CRD=f"{TODAY + timedelta(weeks=7)}",
        SLED=f"{TODAY + timedelta(weeks=90)}",
    )
    ask(portal, reference)
    [due] = submissions.submissions_view(ctx, officer, reference).due
    assert due.part is P.CONDITIONS
    assert due.due_on == TODAY + timedelta(weeks=1)
    assert not due.gone
    made = made_for(portal, reference)
    submissions.record_handover(ctx, officer, reference, made.submission_id, went(made))
    assert submissions.submissions_view(ctx, officer, reference).due == ()
    assert not [one for one in list_tasks(ctx, officer) if one.kind == "conditions_due"]
    # Tomorrow's look at the plan asks for nothing that was done.
    portal.clock.move(days=1)
    plan_due(ctx, CLI)
    assert not [one for one in list_tasks(ctx, officer) if one.kind == "conditions_due"]


def test_a_review_has_its_days_and_one_that_has_gone_says_what_can_be_done(
    portal: Portal,
) -> None:
    reference = heard(portal)
    given = ReviewInput(ReviewKind.FIRST, None, TODAY + timedelta(days=40), "PB-1")
    record_review(portal.ctx, portal.officer, reference, given)
    view = submissions.submissions_view(portal.ctx, portal.officer, reference)
    assert [(one.part, one.gone) for one in view.due] == [
        (P.NON_DISCLOSURE, True),
        (P.STATEMENT, False),
    ]
    assert "Gone: it was due" in view.due[0].words
    page = client_for(portal).get(f"/cases/{reference}/submission")
    assert "Gone: it was due" in page.text


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("HOSPITAL_RESTRICTED", (R.TRIBUNAL, R.MENTAL_HEALTH_CASEWORK)),
        ("HOSPITAL_UNRESTRICTED", (R.HOSPITAL,)),
    ],
)
def test_a_hospital_order_goes_to_those_who_decide_on_discharge(
    portal: Portal, sentence: str, recipients: tuple[Recipient, ...]
) -> None:
    reference = new_case(portal, sentence_type=sentence, custodial_term="")
    ask(portal, reference)
    view = submissions.submissions_view(portal.ctx, portal.officer, reference)
    assert view.recipients == recipients
    made = made_for(portal, reference)
    [file] = made.files
    text = text_of(file)
    assert squeezed("Decisions on discharge from hospital") in text
    assert squeezed("Patient Daniel Marsh") in text
    assert squeezed("May be shown to the patient") in text
    assert "arole" not in text


def test_a_restricted_patients_victim_makes_a_statement_of_impact(portal: Portal) -> None:
    reference = new_case(portal, sentence_type="HOSPITAL_RESTRICTED", custodial_term="")
    state(portal, reference, "I was afraid.", withheld="My church.", withheld_reasons="Unsafe.")
    tribunal = made_for(portal, reference, R.TRIBUNAL)
    [file] = tribunal.files
    text = text_of(file)
    assert text.startswith(squeezed("Victim impact statement"))
    assert squeezed("The tribunal reads it") in text
    assert "church" not in text
    section = made_for(portal, reference, R.MENTAL_HEALTH_CASEWORK)
    [other] = section.files
    assert squeezed("Not to be shown to the patient") in text_of(other)
    # Two files of the same words for two readers: neither makes the other old.
    assert (file.version, other.version) == (1, 2)
    for one in (file, other):
        checked = submissions.check_document(portal.ctx, reference, one.sha256, "192.0.2.7")
        assert checked.standing == "current"


def test_an_unrestricted_patients_victim_asks_for_conditions_alone(portal: Portal) -> None:
    reference = new_case(portal, sentence_type="HOSPITAL_UNRESTRICTED", custodial_term="")
    with pytest.raises(InvalidError) as refused:
        state(portal, reference, "I was afraid.")
    assert set(refused.value.problems) == {"statement"}


def test_that_files_went_and_arrived_is_on_record(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, heard(portal)
    made = made_for(portal, reference)
    once = portal.tokens.uuid()
    both = went(made, P.STATEMENT, P.CONDITIONS)
    kept = [
        submissions.record_handover(ctx, officer, reference, made.submission_id, both, once)
        for _ in range(2)
    ]
    assert kept[0] == kept[1]
    asked = submissions.submission_asked(ctx, officer, reference, made.submission_id)
    [one] = asked.submission.handovers
    assert (one.recipient, one.to_whom) == (R.CASEWORK, "ppcs.north@example.org")
    assert len(one.file_names) == 2
    assert asked.could_put_forward == (1,)
    [task] = [t for t in list_tasks(ctx, officer) if t.kind == "acknowledge_handover"]
    assert task.due_on == date(2026, 11, 23)
    for on, how in (
        (TODAY + timedelta(days=1), "x"),
        (TODAY - timedelta(days=1), "x"),
        (TODAY, ""),
    ):
        with pytest.raises(InvalidError):
            submissions.record_acknowledgement(ctx, officer, reference, one.id, on, how)
    submissions.record_acknowledgement(ctx, officer, reference, one.id, TODAY, "Ines, by e-mail")
    asked = submissions.submission_asked(ctx, officer, reference, made.submission_id)
    assert asked.submission.handovers[0].acknowledged_on == TODAY
    assert not [t for t in list_tasks(ctx, officer) if t.kind == "acknowledge_handover"]


def test_the_application_travels_alone_and_nothing_that_was_taken_back_travels(
    portal: Portal,
) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, heard(portal)
    made = made_for(portal, reference)

    def refused(given: HandoverInput) -> set[str]:
        with pytest.raises(InvalidError) as error:
            submissions.record_handover(ctx, officer, reference, made.submission_id, given)
        return set(error.value.problems)

    assert refused(went(made)) == {"files"}
    assert refused(went(made, P.STATEMENT, on=TODAY + timedelta(days=1))) == {"on"}
    assert refused(replace(went(made, P.STATEMENT), to_whom=" ")) == {"to_whom"}
    assert refused(replace(went(made), document_ids=frozenset())) == {"files"}
    stray = frozenset({portal.tokens.uuid()})
    assert refused(replace(went(made), document_ids=stray)) == {"files"}
    alone = went(made, P.NON_DISCLOSURE)
    submissions.record_handover(ctx, officer, reference, made.submission_id, alone)
    withdraw_statement(ctx, officer, reference)
    assert refused(went(made, P.STATEMENT)) == {"files"}
    asked = submissions.submission_asked(ctx, officer, reference, made.submission_id)
    assert [one.part for one in asked.files] == [P.CONDITIONS]


def test_another_unit_meets_nothing(portal: Portal) -> None:
    ctx, reference = portal.ctx, heard(portal)
    made = made_for(portal, reference)
    given = went(made, P.STATEMENT)
    kept = submissions.record_handover(ctx, portal.officer, reference, made.submission_id, given)
    other = new_case(
        portal, referral_reference="WCU-2", victim_first_name="Omar", prison_number="A9999ZZ"
    )
    for actor, case in ((portal.stranger, reference), (portal.officer, other)):
        with pytest.raises(NotFoundError):
            submissions.submission_asked(ctx, actor, case, made.submission_id)
        with pytest.raises(NotFoundError):
            submissions.record_handover(ctx, actor, case, made.submission_id, given)
        with pytest.raises(NotFoundError):
            submissions.record_acknowledgement(ctx, actor, case, kept, TODAY, "x")


def test_the_pages_of_an_export(portal: Portal) -> None:
    reference = heard(portal)
    client = client_for(portal)
    made = client.get(f"/cases/{reference}/submission").submit({}, button="Make the files")
    record = made.follow("record to whom it went")
    file = made_for(portal, reference).files[0]
    assert file.sha256 in record.text
    assert file.content_digest in record.text
    assert "Version 1" in record.text
    assert record.submit({}).errors == ["Choose the files that went", "Choose how they went"]
    wanted = {"files": [str(file.document_id)], "way": "post", "to_whom": "The <b>section</b>"}
    page = record.submit(wanted).follow()
    assert "The <b>section</b>" in page.text
    assert "put forward request 1" in page.links
    page = page.follow("Record it for The <b>section</b>")
    page = page.submit({"how": "Ines, by telephone"}).follow()
    assert "Ines, by telephone" in page.text
    page = client.get(f"/cases/{reference}/representations")
    assert "They said that they have the files" in page.text
    other = client.get(f"/cases/{reference}/submission?for=com")
    assert "Something is withheld in this case" in other.text
    assert client.get(f"/cases/{reference}/submission?for=nobody").h1
