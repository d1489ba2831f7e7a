"""What nobody does to a correction, and who sees none of it."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.updates import told
from tests.support.walls import person, tasks_of
from tests.support.wrong_news import (
    GIVEN,
    OF_THE_DAY,
    begun,
    corrections,
    send,
    view,
    wrong_news_of,
)
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import (
    Role,
    UpdateState,
)
from victim_portal.domain.wrong_news import Reached, Siblings, Standing
from victim_portal.services import wrong_news
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.planning import replan
from victim_portal.services.two_people import list_proposals
from victim_portal.services.updates import (
    EditedWords,
    approve_update,
    cancel_update,
    edit_update,
    update_view,
)
from victim_portal.store.models import Case, Incident, Task


@pytest.fixture
def ben(town: Portal) -> Actor:
    return person(town, Role.MANAGER, first_name="Ben")


def test_no_plan_and_no_officer_takes_a_correction_away(portal: Portal) -> None:
    case = told(portal).approve()
    send(portal)
    wrong_id = begun(portal, case)
    with portal.ctx.store.writing() as uow:
        row = uow.get(Case, case.case_id)
        assert row is not None
        replan(portal.ctx, uow, portal.officer, row)
        uow.commit()
    [correction] = corrections(portal)
    assert correction.state == UpdateState.DRAFT
    mine = (portal.ctx, portal.officer, case.reference, correction.id)
    words = EditedWords("a", "b", "c", "d", "e")
    for act in (
        lambda: approve_update(*mine, correction.version),
        lambda: edit_update(*mine, words, correction.version),
        lambda: cancel_update(*mine, "No.", correction.version),
    ):
        with pytest.raises(ConflictError, match="Two managers"):
            act()
    assert update_view(*mine).state is UpdateState.DRAFT
    assert view(portal, wrong_id).line.standing is Standing.READY


def test_taken_back_it_may_be_begun_anew(town: Portal, ben: Actor) -> None:
    case = told(town).approve()
    rung = told(town, number=1).approve()
    send(town)
    rung.change_channel(suspended_at=town.ctx.now())
    wrong_id = begun(town, case, OF_THE_DAY)
    for empty in ("", "x" * 1001):
        with pytest.raises(InvalidError):
            wrong_news.take_back(town.ctx, ben, wrong_id, empty)
    wrong_news.take_back(town.ctx, ben, wrong_id, "These words are wrong as well.")
    assert tasks_of(town, "telephone") == tasks_of(town, "wrong_news") == []
    assert list_proposals(town.ctx, ben) == ()
    with pytest.raises(ConflictError):
        wrong_news.release(town.ctx, ben, wrong_id)
    assert {one.state for one in corrections(town)} == {UpdateState.CANCELLED}
    again = begun(town, case, replace(OF_THE_DAY, truth="Nothing has changed."))
    wrong_news.release(town.ctx, ben, again)
    assert len(send(town).taken) == 1
    with pytest.raises(ConflictError):
        wrong_news.take_back(town.ctx, ben, again, "Too late.")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("truth", " "),
        ("truth", "He is released on 3 March 2031."),
        ("truth", "Look at https://example.org/x"),
        ("truth", "Dear {person_name}, nothing is set."),
        ("truth_welsh", "Rhyddheir ef ar 3 Mawrth 2031."),
        ("truth", "x" * 3001),
        ("why", ""),
        ("why", "x" * 1001),
    ],
)
def test_words_that_cant_go_to_all_of_them_are_refused(
    portal: Portal, field: str, words: str
) -> None:
    case = told(portal).approve()
    send(portal)
    with pytest.raises(InvalidError) as refused:
        begun(portal, case, replace(GIVEN, **{field: words}))  # type: ignore[arg-type]  # a text
    assert list(refused.value.problems) == [field]
    assert wrong_news_of(portal) == []


def test_officers_tell_their_manager_and_strangers_see_nothing(portal: Portal) -> None:
    case = told(portal).approve()
    given = (case.reference, case.update_id)
    draft = told(portal, number=1)
    with pytest.raises(ConflictError, match="neither sent"):
        wrong_news.report_wrong(portal.ctx, portal.officer, draft.reference, draft.update_id)
    with pytest.raises(ConflictError, match="neither sent"):
        begun(portal, draft)
    wrong_news.report_wrong(portal.ctx, portal.officer, *given)
    wrong_news.report_wrong(portal.ctx, portal.officer, *given)
    [task] = tasks_of(portal, "was_wrong")
    assert (task.for_role, task.due_on) == (Role.MANAGER, portal.ctx.today())
    with pytest.raises(NotAllowedError):
        wrong_news.put_right(portal.ctx, portal.officer, *given, GIVEN)
    with pytest.raises(NotFoundError):
        wrong_news.put_right(portal.ctx, portal.stranger, *given, GIVEN)
    wrong_id = begun(portal, case)
    assert tasks_of(portal, "was_wrong") == []
    for act in (
        lambda: wrong_news.list_wrong_news(portal.ctx, portal.officer),
        lambda: wrong_news.wrong_news_view(portal.ctx, portal.officer, wrong_id),
        lambda: wrong_news.call_list(portal.ctx, portal.officer, wrong_id),
        lambda: wrong_news.release(portal.ctx, portal.officer, wrong_id),
        lambda: wrong_news.take_back(portal.ctx, portal.officer, wrong_id, "x"),
        lambda: wrong_news.propose_thaw(portal.ctx, portal.officer, wrong_id, "x"),
    ):
        with pytest.raises(NotAllowedError):
            act()
    with pytest.raises(NotFoundError):
        wrong_news.wrong_news_view(portal.ctx, portal.manager, uuid4())
    # A manager of another unit sees numbers, and none of its words of a case or its calls.
    seen = wrong_news.wrong_news_view(portal.ctx, portal.stranger, wrong_id)
    assert (seen.preview, seen.incident_id) == ("", None)
    assert wrong_news.call_list(portal.ctx, portal.stranger, wrong_id).calls == ()


def test_without_anybodys_data_in_wrong_hands_no_72_hours_run(portal: Portal) -> None:
    case = told(portal).approve()
    send(portal)
    begun(portal, case, replace(GIVEN, personal=False))
    with portal.ctx.store.reading() as uow:
        [incident] = uow.session.scalars(select(Incident))
        [task] = uow.session.scalars(select(Task).where(Task.kind == "incident"))
    assert (incident.risk, incident.case_id) == (False, case.case_id)
    assert task.managers_own


def test_a_wrong_correction_is_put_right_too(town: Portal, ben: Actor) -> None:
    case = told(town).approve()
    send(town)
    wrong_news.release(town.ctx, ben, begun(town, case))
    send(town)
    [first] = corrections(town)
    second = wrong_news.put_right(
        town.ctx, town.manager, case.reference, first.id, replace(GIVEN, siblings=Siblings.CAUSE)
    )
    assert view(town, second).reached == {Reached.HANDED_OVER: 1}
    wrong_news.release(town.ctx, ben, second)
    assert len(send(town).taken) == 1
