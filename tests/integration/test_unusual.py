"""Reading that stands out, from the trail to a task for the manager and their page."""

import pytest

from tests.support import casework
from tests.support.auditors import auditor
from tests.support.portal import CLI, UNIT, Portal
from tests.support.web import MANAGER, OFFICER, app_for, signed_in
from victim_portal.domain.access import Actor
from victim_portal.domain.unusual import Unusual
from victim_portal.services.callers import find_caller
from victim_portal.services.cases import case_view
from victim_portal.services.errors import InvalidError, NotAllowedError
from victim_portal.services.tasks import finish_task, list_tasks
from victim_portal.services.unusual import KIND, ask_about_unusual, list_unusual
from victim_portal.store import cases as case_store


def _read_over_and_over(portal: Portal, reader: Actor, times: int = 9) -> str:
    reference = casework.ready(portal)
    for _ in range(times):
        portal.clock.move(minutes=7)
        case_view(portal.ctx, reader, reference)
    return reference


def _tasks(portal: Portal, actor: Actor) -> list[str]:
    return [one.what for one in list_tasks(portal.ctx, actor) if one.kind == KIND]


def test_a_manager_is_asked_once_for_each_person_and_day(portal: Portal) -> None:
    reference = _read_over_and_over(portal, portal.colleague)
    assert ask_about_unusual(portal.ctx) == 0, "the day isn't over yet"
    portal.clock.move(days=1)
    assert ask_about_unusual(portal.ctx) == 1
    assert ask_about_unusual(portal.ctx) == 0
    assert _tasks(portal, portal.manager) == ["Ask Nia Evans about reading that stands out"]
    assert _tasks(portal, portal.stranger) == []
    assert _tasks(portal, portal.officer) == []
    [line] = list_unusual(portal.ctx, portal.manager)
    assert (line.who, line.unit_name, line.references, line.asked) == (
        "Nia Evans",
        UNIT,
        (reference,),
        False,
    )
    [found] = line.found
    assert (found.rule, found.count, found.limit) == (Unusual.AGAIN_AND_AGAIN, 9, 8)


def test_an_officers_own_case_does_not_stand_out(portal: Portal) -> None:
    _read_over_and_over(portal, portal.officer, 20)
    portal.clock.move(days=1)
    assert ask_about_unusual(portal.ctx) == 0


def test_days_that_no_worker_saw_are_gone_through_later(portal: Portal) -> None:
    _read_over_and_over(portal, portal.colleague)
    portal.clock.move(days=5)
    assert ask_about_unusual(portal.ctx) == 1
    portal.clock.move(days=30)
    assert ask_about_unusual(portal.ctx) == 0


def test_searches_that_led_nowhere_and_looks_at_night(portal: Portal) -> None:
    casework.ready(portal)
    portal.clock.move(hours=11)
    for _ in range(6):
        portal.clock.move(minutes=1)
        find_caller(portal.ctx, portal.officer, "Nobody")
    portal.clock.move(days=1)
    assert ask_about_unusual(portal.ctx) == 1
    [line] = list_unusual(portal.ctx, portal.manager)
    assert {one.rule: one.count for one in line.found} == {
        Unusual.AT_NIGHT: 6,
        Unusual.SEARCHES_NOT_FOLLOWED: 6,
    }


def test_a_managers_own_reading_is_asked_about_by_auditors(portal: Portal) -> None:
    watcher = auditor(portal)
    reference = casework.ready(portal)
    portal.clock.move(hours=11)
    for _ in range(3):
        case_view(portal.ctx, portal.manager, reference)
    portal.clock.move(days=1)
    assert ask_about_unusual(portal.ctx) == 1
    assert _tasks(portal, portal.manager) == []
    assert _tasks(portal, watcher) == ["Ask Moira Hughes about reading that stands out"]
    assert [one.who for one in list_unusual(portal.ctx, watcher)] == ["Moira Hughes"]
    [task] = [one for one in list_tasks(portal.ctx, watcher) if one.kind == KIND]
    finish_task(portal.ctx, watcher, task.id, "")
    assert [one.asked for one in list_unusual(portal.ctx, watcher)] == [True]


def test_each_manager_sees_their_own_unit_and_officers_see_nothing(portal: Portal) -> None:
    _read_over_and_over(portal, portal.colleague)
    portal.clock.move(days=1)
    ask_about_unusual(portal.ctx)
    assert list_unusual(portal.ctx, portal.stranger) == []
    for actor in (portal.officer, CLI):
        with pytest.raises(NotAllowedError):
            list_unusual(portal.ctx, actor)
    app = app_for(portal)
    page = signed_in(app, MANAGER).get("/reading")
    assert "Nia Evans" in page.text
    assert "9 (stands out from 8)" in page.text
    signed_in(app, OFFICER).get("/reading", status=403)


def test_a_case_out_of_the_managers_reach_is_not_named_to_them(portal: Portal) -> None:
    reference = _read_over_and_over(portal, portal.colleague)
    watcher = auditor(portal)
    with portal.ctx.store.writing() as uow:
        case = case_store.by_reference(uow, reference)
        assert case is not None
        case.restricted = True
        uow.commit()
    portal.clock.move(days=1)
    ask_about_unusual(portal.ctx)
    [line] = list_unusual(portal.ctx, portal.manager)
    assert line.references == ()
    assert [one.references for one in list_unusual(portal.ctx, watcher)] == [(reference,)]


def test_a_task_of_no_case_takes_no_words_and_drops_none(portal: Portal) -> None:
    _read_over_and_over(portal, portal.colleague)
    portal.clock.move(days=1)
    assert ask_about_unusual(portal.ctx) == 1
    [task] = [one for one in list_tasks(portal.ctx, portal.manager) if one.kind == KIND]
    assert (task.needs_note, task.keeps_note, task.may_finish) == (False, False, True)
    with pytest.raises(InvalidError):
        finish_task(portal.ctx, portal.manager, task.id, "She covers for Sam.")
    client = signed_in(app_for(portal), MANAGER)
    page = client.get("/tasks")
    assert "No words are kept with this task" in page.text
    refused = client.post(
        f"/tasks/{task.id}/done",
        {"csrf_token": page.value("csrf_token")[0], "note": "She covers for Sam."},
    )
    assert refused.value("note") == ["She covers for Sam."]
    assert "belongs to no case" in refused.errors[0]
    done = page.submit(button=f"Done: {task.what}").follow()
    assert done.notices == ["The task is done."]
    assert _tasks(portal, portal.manager) == []
