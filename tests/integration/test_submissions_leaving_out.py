"""A request that waits for her agreement, or a stopped statement, holds up nothing else."""

import pytest

from tests.support.portal import Portal
from tests.support.representations import a_request, ask, new_case, state
from tests.support.web import client_for
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services import submissions
from victim_portal.services.errors import InvalidError
from victim_portal.store.models import Statement

P = SubmissionPart
NAMED = a_request("4858cd8b", inputs={"name": "Rowena Ash"})


def made_by(portal: Portal, reference: str) -> submissions.Exported:
    return submissions.export_submission(
        portal.ctx, portal.manager, reference, send_unsettled="The deadline is today"
    )


def test_a_request_without_agreement_is_left_out_and_the_rest_goes(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference)
    ask(portal, reference, a_request("d5998ca1"), NAMED)
    page = client_for(portal).get(f"/cases/{reference}/submission").text
    assert "is left out of the files" in page
    assert "request 2: " in page
    made = made_by(portal, reference)
    assert [one.part for one in made.files] == [P.STATEMENT, P.CONDITIONS]
    assert [(one.part, one.where) for one in made.waiting] == [(P.CONDITIONS, "request 2")]
    view = submissions.submissions_view(portal.ctx, portal.officer, reference)
    [export] = view.submissions
    assert export.waiting == made.waiting == view.waiting
    assert export.documents[1].request_numbers == (1,)
    assert [one.standing.value for one in export.documents] == ["current", "current"]
    page = client_for(portal).get(f"/cases/{reference}/submissions/{export.id}").text
    assert "This was left out of these files" in page


def test_the_statement_goes_alone_where_every_request_waits(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, NAMED)
    with pytest.raises(InvalidError) as refused:
        made_by(portal, reference)
    assert set(refused.value.problems) == {"conditions"}
    assert "Nothing is left to export" in refused.value.problems["conditions"]
    state(portal, reference)
    made = made_by(portal, reference)
    assert [one.part for one in made.files] == [P.STATEMENT]


def test_what_is_withheld_of_a_request_that_waits_isnt_told_either(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference)
    ask(portal, reference, a_request("4858cd8b", inputs={"name": "Rowena Ash"}, wish="My church."))
    view = submissions.submissions_view(portal.ctx, portal.officer, reference)
    assert view.parts == (P.STATEMENT,)
    assert {one.part for one in view.passages} <= {P.STATEMENT}


def test_a_broken_seal_stops_the_statement_and_not_the_conditions(portal: Portal) -> None:
    reference = new_case(portal)
    state(portal, reference, "I was afraid.", withheld="My church.", withheld_reasons="Unsafe.")
    with portal.ctx.store.writing() as uow:
        [row] = uow.session.query(Statement)
        row.words_digest = "0" * 64
        uow.commit()
    with pytest.raises(InvalidError) as refused:
        made_by(portal, reference)
    assert set(refused.value.problems) == {"statement"}
    ask(portal, reference)
    made = made_by(portal, reference)
    assert [one.part for one in made.files] == [P.CONDITIONS]
    [left] = made.waiting
    assert left.part is P.STATEMENT
    assert "sealed" in left.why
