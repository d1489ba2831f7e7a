"""The list of tasks, and marking one done."""

from tests.support import casework
from tests.support.portal import Portal
from tests.support.web import COLLEAGUE, STRANGER, client_for
from victim_portal.services.reach import case_within_reach
from victim_portal.services.tasks import finish, list_tasks, raise_for_case
from victim_portal.store import cases as case_store

NOTE = "Rang her: <b>agreed</b>\nfor Monday 😀"


def _with_a_task(portal: Portal) -> str:
    """A case on which nothing waits but one task that a person may finish."""
    reference = casework.opted_in(portal)
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        for task in case_store.open_tasks(uow, case.id):
            finish(uow, portal.officer, task)
        uow.commit()
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        for owed in case_store.open_tasks(uow, case.id):
            finish(uow, portal.officer, owed)
        raise_for_case(
            uow,
            portal.officer,
            case,
            "next_step",
            "Do the next step",
            "It has a day",
            portal.ctx.today(),
        )
        uow.commit()
    return reference


def test_nothing_to_do_says_so(portal: Portal) -> None:
    assert "Nothing waits to be done." in client_for(portal).get("/tasks").text


def test_a_task_leads_to_its_case_and_is_marked_done(portal: Portal) -> None:
    reference = _with_a_task(portal)
    portal.clock.move(days=60)
    client = client_for(portal)
    page = client.get("/tasks")
    task = list_tasks(portal.ctx, portal.officer)[0]
    assert "1 task, 1 overdue" in page.text
    assert task.what in page.text
    assert client.get(page.links[f"Case {reference}: {task.what}"]).h1.startswith("Case")
    done = page.submit({"note": NOTE}, button=f"Done: {task.what}").follow()
    assert done.path == "/tasks"
    assert done.notices == ["The task is done."]
    assert list_tasks(portal.ctx, portal.officer) == []
    again = page.submit({"note": "other"}, button=f"Done: {task.what}").follow()
    assert again.path == "/tasks"
    assert _note(portal, task.id) == NOTE


def test_a_task_of_the_case_is_done_on_its_page(portal: Portal) -> None:
    reference = _with_a_task(portal)
    page = client_for(portal).get(f"/cases/{reference}")
    what = casework.view(portal, reference).tasks[0].what
    done = page.submit(button=f"Done: {what}").follow()
    assert done.path == f"/cases/{reference}"
    assert "Nothing waits to be done on this case." in done.text


def test_a_note_that_is_too_long_is_kept_and_refused(portal: Portal) -> None:
    _with_a_task(portal)
    page = client_for(portal).get("/tasks")
    what = list_tasks(portal.ctx, portal.officer)[0].what
    refused = page.submit({"note": "x" * 1001}, button=f"Done: {what}", status=200)
    assert refused.errors == ["What was done must be 1,000 characters or fewer"]
    assert [len(text.strip()) for text in refused.value("note")] == [1001]
    assert len(list_tasks(portal.ctx, portal.officer)) == 1
    assert refused.submit({"note": "short"}, button="Done").follow().path == "/tasks"


def test_the_way_back_never_leads_to_another_site(portal: Portal) -> None:
    _with_a_task(portal)
    client = client_for(portal)
    page = client.get("/tasks")
    task = list_tasks(portal.ctx, portal.officer)[0]
    form = {"csrf_token": page.value("csrf_token")[0], "back": "https://elsewhere.example.org/"}
    assert client.post(f"/tasks/{task.id}/done", form).location == "/tasks"


def test_another_units_task_is_not_there(portal: Portal) -> None:
    _with_a_task(portal)
    task = list_tasks(portal.ctx, portal.officer)[0]
    client = client_for(portal, STRANGER)
    page = client.get("/tasks")
    assert task.what not in page.text
    token = client.get("/cases").tree.find(".//input[@name='csrf_token']")
    assert token is not None
    form = {"csrf_token": token.get("value", "")}
    client.post(f"/tasks/{task.id}/done", form, status=404)
    assert len(list_tasks(portal.ctx, portal.officer)) == 1


def test_a_colleague_may_do_it_in_the_officers_place(portal: Portal) -> None:
    reference = _with_a_task(portal)
    what = casework.view(portal, reference).tasks[0].what
    page = client_for(portal, COLLEAGUE).get(f"/cases/{reference}")
    assert page.submit(button=f"Done: {what}").follow().notices == ["The task is done."]


def _note(portal: Portal, task_id: object) -> str | None:
    from victim_portal.store.models import Task

    with portal.ctx.store.reading() as uow:
        task = uow.get(Task, task_id)  # type: ignore[arg-type]  # an id from a view
        assert task is not None
        return task.done_note
