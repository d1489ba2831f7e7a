"""The day of an officer: what waits, put off with a reason, yearly updates approved together."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.portal import Portal
from tests.support.queries import asked
from tests.support.updates import Told, told
from tests.support.web import COLLEAGUE, MANAGER, OFFICER, client_for
from victim_portal.domain.access import WORKER
from victim_portal.domain.stages import Stage
from victim_portal.domain.today import Part
from victim_portal.services import tasks
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.tasks import list_tasks, raise_for_case
from victim_portal.services.today import (
    TodayLine,
    TodayPage,
    annual_drafts,
    approve_annual,
    put_off,
    take_up_again,
    today_of_kind,
    today_page,
)
from victim_portal.store.cases import by_reference
from victim_portal.store.models import AuditEvent, Task, Update


def _raise(portal: Portal, reference: str, kind: str, days: int, key: str = "") -> None:
    with portal.ctx.store.writing() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        due = portal.ctx.today() + timedelta(days=days)
        raise_for_case(uow, WORKER, case, kind, f"What is {kind}", "A rule", due, key=key)
        uow.commit()


def _lines(page: TodayPage) -> dict[str, Part]:
    return {
        line.task.kind: part
        for part, groups in page.parts.items()
        for group in groups
        for line in group.lines
    }


def _only(portal: Portal, kind: str) -> TodayLine:
    [line] = today_of_kind(portal.ctx, portal.officer, kind)
    return line


def test_each_task_stands_once_where_its_day_puts_it(town: Portal) -> None:
    reference = casework.received(town)
    _raise(town, reference, "next_step", 3)
    _raise(town, reference, "incident", 1)
    _raise(town, reference, "promise", -1)
    _raise(town, reference, "next_review", 12)
    page = today_page(town.ctx, town.officer)
    placed = _lines(page)
    assert placed["incident"] is placed["promise"] is Part.NOW
    assert placed["next_step"] is Part.WEEK
    assert placed["next_review"] is Part.FORTNIGHT
    assert page.count == len(list_tasks(town.ctx, town.officer))
    assert page.late == 1
    first = page.parts[Part.NOW][0]
    assert first.kind == "incident"
    assert first.lines[0].person_name == "Mary Ash"


def test_put_off_with_a_reason_and_back_by_itself(town: Portal) -> None:
    reference = casework.received(town)
    _raise(town, reference, "next_step", 3)
    line = _only(town, "next_step")
    until = town.ctx.today() + timedelta(days=10)
    for day, why, field in ((until, " ", "why"), (town.ctx.today(), "Away", "until")):
        with pytest.raises(InvalidError) as caught:
            put_off(town.ctx, town.officer, line.task.id, day, why)
        assert field in caught.value.problems
    put_off(town.ctx, town.officer, line.task.id, until, "She is away until then.")
    page = today_page(town.ctx, town.officer)
    assert "next_step" not in _lines(page)
    [waits] = page.put_off
    assert (waits.put_off_until, waits.put_off_why) == (until, "She is away until then.")
    assert waits.put_off_by == town.officer.name
    # The manager sees it, and every other list still has it.
    assert [one.put_off_why for one in today_page(town.ctx, town.manager).put_off] == [
        "She is away until then."
    ]
    assert "next_step" in {task.kind for task in list_tasks(town.ctx, town.officer)}
    town.clock.move(days=10)
    assert _lines(today_page(town.ctx, town.officer))["next_step"] is Part.NOW


def test_what_a_clock_or_somebodys_safety_waits_for_is_not_put_off(town: Portal) -> None:
    reference = casework.received(town)
    _raise(town, reference, "incident", 3)
    _raise(town, reference, "put_request_forward", 3)
    _raise(town, reference, "conditions_due", -1)
    today = town.ctx.today()
    for kind, days in (("incident", 1), ("put_request_forward", 4), ("conditions_due", 1)):
        line = _only(town, kind)
        with pytest.raises(InvalidError):
            put_off(town.ctx, town.officer, line.task.id, today + timedelta(days=days), "Later")
    line = _only(town, "put_request_forward")
    put_off(town.ctx, town.officer, line.task.id, today + timedelta(days=3), "Waiting for her")


def test_taken_up_again_and_nearer_than_it_was_put_off(town: Portal) -> None:
    reference = casework.received(town)
    _raise(town, reference, "next_step", 3)
    line = _only(town, "next_step")
    until = town.ctx.today() + timedelta(days=20)
    put_off(town.ctx, town.officer, line.task.id, until, "Later")
    take_up_again(town.ctx, town.officer, line.task.id)
    take_up_again(town.ctx, town.officer, line.task.id)
    assert _only(town, "next_step").put_off_until is None
    put_off(town.ctx, town.officer, line.task.id, until, "Later")
    _raise(town, reference, "next_step", 1)
    assert _only(town, "next_step").task.due_on == town.ctx.today() + timedelta(days=1)


def test_nobody_puts_off_what_is_out_of_reach_done_or_nowhere(town: Portal) -> None:
    reference = casework.received(town)
    _raise(town, reference, "next_step", 3)
    line = _only(town, "next_step")
    until = town.ctx.today() + timedelta(days=5)
    with pytest.raises((NotFoundError, NotAllowedError)):
        put_off(town.ctx, town.stranger, line.task.id, until, "Later")
    with pytest.raises(NotFoundError):
        put_off(town.ctx, town.officer, uuid4(), until, "Later")
    tasks.finish_task(town.ctx, town.officer, line.task.id, "Done")
    with pytest.raises(NotFoundError):
        put_off(town.ctx, town.officer, line.task.id, until, "Later")


def _due(town: Portal, number: int, stage: Stage = Stage.ANNUAL_CONTACT) -> Told:
    return told(town, stage=stage, number=number)


def test_yearly_updates_are_approved_together_each_by_itself(town: Portal) -> None:
    some = [_due(town, number) for number in range(3)]
    other = _due(town, 8, Stage.PRE_RELEASE)
    edited = _due(town, 9)
    edited.change(Update, edited.update_id, edited=True)
    drafts = annual_drafts(town.ctx, town.officer)
    assert {one.update_id for one in drafts} == {one.update_id for one in some}
    assert annual_drafts(town.ctx, town.colleague) == ()
    # Facts that moved since are refused alone.
    some[2].new_key_dates()
    chosen = [(one.update_id, one.version) for one in drafts]
    chosen += [(other.update_id, 1), (edited.update_id, 1), (uuid4(), 1)]
    done = approve_annual(town.ctx, town.officer, [*chosen, *chosen])
    assert done.approved == 2
    assert [reference for reference, _ in done.refused] == [some[2].reference]
    assert [len(one.messages()) for one in (*some, other, edited)] == [1, 1, 0, 0, 0]
    again = approve_annual(town.ctx, town.officer, chosen)
    assert again.approved == 0


def test_an_older_version_than_was_shown_is_refused(town: Portal) -> None:
    one = _due(town, 1)
    one.change(Update, one.update_id, version=2)
    done = approve_annual(town.ctx, town.officer, [(one.update_id, 1)])
    assert done.approved == 0
    assert len(done.refused) == 1
    assert one.messages() == []


def test_the_bulk_is_for_whoever_has_cases(town: Portal) -> None:
    one = _due(town, 1)
    with pytest.raises(NotAllowedError):
        annual_drafts(town.ctx, WORKER)
    assert approve_annual(town.ctx, town.manager, [(one.update_id, 1)]).approved == 0
    assert one.messages() == []


def test_as_many_questions_for_many_as_for_few(portal: Portal) -> None:
    reference = casework.received(portal)
    page = today_page
    few = len(asked(portal, lambda: page(portal.ctx, portal.officer)))
    for number in range(60):
        _raise(portal, reference, "next_step", number, key=str(number))
    assert len(asked(portal, lambda: page(portal.ctx, portal.officer))) == few


def test_the_pages(portal: Portal) -> None:
    client = client_for(portal)
    assert "Nothing waits to be done" in client.get("/today").text
    reference = casework.received(portal)
    for number in range(6):
        _raise(portal, reference, "next_step", 3, key=str(number))
    _raise(portal, reference, "agree_language", 3)
    page = client.get("/today")
    assert "Show the 6" in page.text
    page = page.follow("Show the 6: What is next_step")
    assert len(page.rows) == 0
    assert page.text.count("Mary Ash") >= 6
    page = client.get("/today").follow(f"Later: What is agree_language, case {reference}")
    page = page.submit({}, button="Put off")
    assert page.errors
    until = portal.ctx.today() + timedelta(days=9)
    page = page.submit(
        {
            "until-day": str(until.day),
            "until-month": str(until.month),
            "until-year": str(until.year),
            "why": "She is away.",
        },
        button="Put off",
    ).follow()
    assert page.notices == ["Put off. It comes back by itself."]
    assert "She is away." in page.text
    assert client_for(portal, MANAGER).get("/today").status == 200
    assert "Mary" not in client_for(portal, COLLEAGUE).get("/today").text


def test_the_page_of_yearly_updates(portal: Portal) -> None:
    client = client_for(portal, OFFICER)
    assert "No yearly update waits" in client.get("/today/annual").text
    one = told(portal, stage=Stage.ANNUAL_CONTACT)
    page = client.get("/today/annual")
    form = page.forms[-1]
    refused = client.post("/today/annual", form.filled({}, None))
    assert "Tick those that are to go." in refused.text
    for junk in ("", "x", f"{one.update_id}", f"{one.update_id} x", f"{uuid4()} 1"):
        client.post("/today/annual", {**form.filled({}, None), "chosen": junk})
    assert one.messages() == []
    sent = {**form.filled({}, None), "chosen": f"{one.update_id} 1"}
    done = client.post("/today/annual", sent).follow()
    assert done.notices == ["1 update was approved."]
    assert len(one.messages()) == 1


def test_what_was_put_off_stands_on_the_trail(portal: Portal) -> None:
    reference = casework.received(portal)
    _raise(portal, reference, "next_step", 3)
    line = _only(portal, "next_step")
    until = portal.ctx.today() + timedelta(days=5)
    put_off(portal.ctx, portal.officer, line.task.id, until, "Secret words")
    with portal.ctx.store.reading() as uow:
        [event] = uow.session.scalars(select(AuditEvent).where(AuditEvent.what == "task_put_off"))
        task = uow.get(Task, line.task.id)
        assert task is not None
        assert b"Secret words" not in (task.put_off_why_sealed or b"")
    assert event.details == {
        "kind": "next_step",
        "task": str(line.task.id),
        "until": until.isoformat(),
    }


def test_what_cannot_be_opened_takes_nothing_else_down(town: Portal) -> None:
    one, other = _due(town, 1), _due(town, 2)
    one.change(Update, one.update_id, content_sealed=b"\x01" + b"0" * 40)
    assert [draft.reference for draft in annual_drafts(town.ctx, town.officer)] == [other.reference]
    _raise(town, one.reference, "next_step", 3)
    line = _only(town, "next_step")
    until = town.ctx.today() + timedelta(days=5)
    put_off(town.ctx, town.officer, line.task.id, until, "She is away.")
    one.change(Task, line.task.id, put_off_why_sealed=b"\x01" + b"0" * 40)
    [waits] = today_page(town.ctx, town.officer).put_off
    assert waits.put_off_why == "Can't be read"
