"""What she took back in part, or says otherwise now, doesn't go out as if it were hers still."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.integration.test_submissions_handover import went
from tests.support import casework
from tests.support.portal import Portal
from tests.support.representations import TODAY, a_request, ask, new_case
from tests.support.web import client_for
from victim_portal.domain.submissions import DocumentStanding
from victim_portal.services import submissions
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.representations import change_request, withdraw_request
from victim_portal.services.tasks import list_tasks


def exported(portal: Portal, reference: str) -> submissions.Exported:
    return submissions.export_submission(portal.ctx, portal.officer, reference)


def test_a_file_with_one_request_taken_back_is_not_handed_out_or_over(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    ask(portal, reference, a_request(wish="First."), a_request(wish="My sister is there."))
    made = exported(portal, reference)
    [file] = made.files
    withdraw_request(ctx, officer, reference, 2)
    with pytest.raises(ConflictError):
        submissions.document_bytes(ctx, officer, reference, file.document_id)
    for given in (went(made), replace(went(made), went_before=True)):
        with pytest.raises(InvalidError) as refused:
            submissions.record_handover(ctx, officer, reference, made.submission_id, given)
        assert set(refused.value.problems) == {"files"}
    [export] = submissions.submissions_view(ctx, officer, reference).submissions
    assert export.documents[0].taken_back
    # Whoever checks it learns that there is another one: one request of it stands.
    assert export.documents[0].standing is DocumentStanding.REPLACED
    page = client_for(portal).get(f"/cases/{reference}/representations").text
    assert "The victim took back a request in it" in page
    # A manager can still look at what went out.
    seen = submissions.withdrawn_bytes(ctx, portal.manager, reference, file.document_id, "Asked")
    assert seen.content == file.content
    again = exported(portal, reference)
    assert submissions.document_bytes(ctx, officer, reference, again.files[0].document_id)


def test_what_is_replaced_meets_no_deadline(portal: Portal) -> None:
    ctx, officer = portal.ctx, portal.officer
    reference = casework.opted_in(portal, sentence_type="SDS", custodial_term="P2Y")
    casework.dated(
        portal,
        reference,
        CRD=f"{TODAY + timedelta(weeks=7)}",
        SLED=f"{TODAY + timedelta(weeks=90)}",
    )
    ask(portal, reference, a_request(wish="First."))
    made = exported(portal, reference)
    change_request(ctx, officer, reference, 1, a_request(wish="Second, quite another."))
    with pytest.raises(InvalidError) as refused:
        submissions.record_handover(ctx, officer, reference, made.submission_id, went(made))
    assert set(refused.value.problems) == {"went_before"}
    there = f"/cases/{reference}/submissions/{made.submission_id}"
    assert "What is replaced went before it was replaced" in client_for(portal).get(there).text
    before = replace(went(made), went_before=True)
    assert submissions.record_handover(ctx, officer, reference, made.submission_id, before)
    assert [one for one in list_tasks(ctx, officer) if one.kind == "conditions_due"]
    newer = exported(portal, reference)
    submissions.record_handover(ctx, officer, reference, newer.submission_id, went(newer))
    assert not [one for one in list_tasks(ctx, officer) if one.kind == "conditions_due"]
