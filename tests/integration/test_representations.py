"""Recording what a victim asks for and says, over a real database."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from tests.support.portal import Portal
from tests.support.representations import TODAY, WISH, a_request, a_statement, ask, new_case, state
from victim_portal.domain.representations import WrittenBy
from victim_portal.domain.richtext import plain_text
from victim_portal.domain.vocabulary import ContactMethod, RequestState
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.representations import (
    OutcomeInput,
    RepresentationInput,
    ToldInput,
    catalogue,
    change_request,
    put_forward,
    record_outcome,
    record_representation,
    record_statement,
    record_told,
    representations_view,
    withdraw_request,
    withdraw_statement,
)
from victim_portal.services.submissions import export_submission
from victim_portal.services.tasks import list_tasks

ONCE = UUID(int=7)
REFUSED = OutcomeInput(RequestState.REFUSED, TODAY, "The zone is larger than it needs to be.")


def problems(call: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(InvalidError) as refused:
        call()
    return refused.value.problems


def task_kinds(portal: Portal) -> list[str]:
    return [task.kind for task in list_tasks(portal.ctx, portal.officer)]


def test_a_request_keeps_her_words_beside_the_catalogue(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference, a_request("42f71b40", inputs={"place": "Castle\nStreet"}), a_request())
    view = representations_view(portal.ctx, portal.officer, reference)
    first, second = view.requests
    assert (first.number, second.number) == (1, 2)
    assert plain_text(first.wish) == WISH
    assert first.wish_source == WISH
    assert first.wording.startswith("Not to enter Castle Street unless")
    assert first.catalogue_version == catalogue().version
    assert first.state is RequestState.ASKED_FOR
    assert first.blocked == ""
    assert view.occasions[0].numbers == (1, 2)
    assert task_kinds(portal).count("put_request_forward") == 2


def test_the_same_form_twice_records_once(portal: Portal) -> None:
    reference = new_case(portal)
    given = RepresentationInput(TODAY, ContactMethod.TELEPHONE, [a_request()])
    first = record_representation(portal.ctx, portal.officer, reference, given, ONCE)
    assert record_representation(portal.ctx, portal.officer, reference, given, ONCE) == first
    assert len(representations_view(portal.ctx, portal.officer, reference).requests) == 1


def test_every_problem_has_its_field(portal: Portal) -> None:
    reference = new_case(portal)
    given = RepresentationInput(
        TODAY + timedelta(days=1),
        ContactMethod.VISIT,
        [a_request(), a_request("4858cd8b", wish=" "), a_request("nonsense")],
    )
    found = problems(lambda: record_representation(portal.ctx, portal.officer, reference, given))
    assert set(found) == {"heard_on", "requests-1-wish", "requests-1-name", "requests-2-code"}
    nothing = RepresentationInput(TODAY, ContactMethod.VISIT, [])
    found = problems(lambda: record_representation(portal.ctx, portal.officer, reference, nothing))
    assert set(found) == {"requests"}


def test_a_name_without_agreement_is_not_put_forward(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    named = a_request("4858cd8b", inputs={"name": "Rowena Ash"})
    ask(portal, reference, named)
    blocked = representations_view(ctx, officer, reference).requests[0]
    assert blocked.alternative is not None
    assert blocked.alternative.title in blocked.blocked
    refused = problems(
        lambda: put_forward(ctx, officer, reference, 1, "The casework section", TODAY)
    )
    assert refused == {"agreed": blocked.blocked}
    agreed = a_request("4858cd8b", inputs={"name": "Rowena Ash"}, agreed_to_name=True)
    change_request(ctx, officer, reference, 1, agreed, blocked.row_version)
    put_forward(ctx, officer, reference, 1, "The casework section", TODAY)
    request = representations_view(ctx, officer, reference).requests[0]
    assert request.state is RequestState.PUT_FORWARD
    assert (request.put_forward_to, request.put_forward_on) == ("The casework section", TODAY)
    assert "put_request_forward" not in task_kinds(portal)
    assert "request_outcome" in task_kinds(portal)


def test_a_change_from_an_old_page_is_refused(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    ask(portal, reference)
    seen = representations_view(ctx, officer, reference).requests[0].row_version
    change_request(ctx, officer, reference, 1, a_request(wish="Another wish"), seen)
    with pytest.raises(ConflictError):
        change_request(ctx, officer, reference, 1, a_request(), seen)
    put_forward(ctx, officer, reference, 1, "The casework section", TODAY)
    late = problems(lambda: change_request(ctx, officer, reference, 1, a_request()))
    assert set(late) == {"state"}


def test_a_refusal_needs_its_reason_and_is_told(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    ask(portal, reference)
    early = problems(lambda: record_outcome(ctx, officer, reference, 1, REFUSED))
    assert set(early) == {"state"}
    put_forward(ctx, officer, reference, 1, "The casework section", TODAY)
    silent = OutcomeInput(RequestState.REFUSED, TODAY, " ")
    assert set(problems(lambda: record_outcome(ctx, officer, reference, 1, silent))) == {"reason"}
    not_one = OutcomeInput(RequestState.WITHDRAWN, TODAY)
    assert set(problems(lambda: record_outcome(ctx, officer, reference, 1, not_one))) == {"state"}
    by_voice = ToldInput(TODAY)
    early = problems(lambda: record_told(ctx, officer, reference, 1, by_voice))
    assert set(early) == {"state"}
    record_outcome(ctx, officer, reference, 1, REFUSED)
    early = problems(lambda: record_told(ctx, officer, reference, 1, by_voice))
    assert set(early) == {"plain"}
    assert "tell_request_outcome" in task_kinds(portal)
    told = ToldInput(TODAY, ContactMethod.VISIT, "It would close too many streets.")
    record_told(ctx, officer, reference, 1, told)
    request = representations_view(ctx, officer, reference).requests[0]
    assert request.outcome_reason == REFUSED.reason
    assert (request.told_on, request.told_how) == (TODAY, ContactMethod.VISIT)
    assert request.outcome_plain == "It would close too many streets."
    assert request.may_move_to == frozenset()
    assert not {"tell_request_outcome", "request_outcome"} & set(task_kinds(portal))


def test_a_withdrawn_request_asks_nothing_more(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference)
    withdraw_request(portal.ctx, portal.officer, reference, 1)
    request = representations_view(portal.ctx, portal.officer, reference).requests[0]
    assert request.state is RequestState.WITHDRAWN
    assert "put_request_forward" not in task_kinds(portal)


def test_each_statement_is_a_new_version(portal: Portal) -> None:
    reference = new_case(portal)
    assert state(portal, reference, "First.") == 1
    assert state(portal, reference, "word " * 1501) == 2
    view = representations_view(portal.ctx, portal.officer, reference)
    assert view.statement is not None
    assert (view.statement.version, view.statement.words, view.statement.minutes) == (2, 1501, 11)
    assert view.statement.too_long
    assert [one.version for one in view.older] == [1]
    assert view.statement.digest != view.older[0].digest


def test_the_statement_form_twice_records_once(portal: Portal) -> None:
    reference = new_case(portal)
    for _ in range(2):
        given = a_statement()
        assert record_statement(portal.ctx, portal.officer, reference, given, ONCE) == 1


def test_a_withdrawn_statement_brings_no_older_one_back(portal: Portal) -> None:
    ctx, officer, reference = portal.ctx, portal.officer, new_case(portal)
    state(portal, reference, "First.")
    state(portal, reference, "Second.")
    export_submission(ctx, officer, reference)
    withdraw_statement(ctx, officer, reference)
    view = representations_view(ctx, officer, reference)
    assert view.statement is None
    assert all(one.withdrawn_at for one in view.older)
    assert "tell_recipients" in task_kinds(portal)
    assert set(problems(lambda: withdraw_statement(ctx, officer, reference))) == {"statement"}


def test_what_is_wrong_with_a_statement(portal: Portal) -> None:
    reference = new_case(portal)
    cases = {
        "body": a_statement(" "),
        "read_back_on": a_statement(written_by=WrittenBy.DICTATED),
        "signed_on": a_statement(signed_on=TODAY + timedelta(days=1)),
        "withheld_reasons": a_statement(withheld="Where I live now."),
    }
    for field, given in cases.items():
        found = problems(partial(record_statement, portal.ctx, portal.officer, reference, given))
        assert set(found) == {field}
    both = a_statement(
        "He knows. My sister moved to the coast.",
        withheld="My sister moved to the coast.",
        withheld_reasons="Her safety.",
    )
    found = problems(lambda: record_statement(portal.ctx, portal.officer, reference, both))
    assert "My sister moved to the coast" in found["withheld"]


def test_no_statement_where_release_is_automatic(portal: Portal) -> None:
    reference = new_case(portal, sentence_type="SDS")
    found = problems(lambda: state(portal, reference))
    assert "isn't decided by the Parole Board" in found["statement"]
    assert not representations_view(portal.ctx, portal.officer, reference).may_take_statement


def test_another_unit_meets_nothing(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference)
    for call in (
        lambda: representations_view(portal.ctx, portal.stranger, reference),
        lambda: withdraw_request(portal.ctx, portal.stranger, reference, 1),
        lambda: record_statement(portal.ctx, portal.stranger, reference, a_statement()),
        lambda: withdraw_request(portal.ctx, portal.officer, reference, 99),
    ):
        with pytest.raises(NotFoundError):
            call()
