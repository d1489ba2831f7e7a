"""Tasks that only their act finishes: not by hand, and never without a way to finish them."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from tests.support import casework
from tests.support.answers import E, at, give
from tests.support.casework import FIRST, mobile, opted_in, reachable, ready, update_of, view
from tests.support.contacts import channel, open_tasks, tried
from tests.support.portal import Portal
from tests.support.web import client_for
from victim_portal.domain.tasks import ENDINGS, Finish, Stands
from victim_portal.domain.vocabulary import ContactOutcome, Enrolment
from victim_portal.services import tasks
from victim_portal.services.channels import end_channel, suspend_channel
from victim_portal.services.errors import InvalidError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.tasks import NotByHandError, finish_task
from victim_portal.store.models import Task

BY_DOING = sorted(k for k, one in ENDINGS.items() if one.finish is Finish.BY_DOING)
OF_THINGS = [
    k
    for k in BY_DOING
    if ENDINGS[k].stands
    in {
        Stands.CHANNEL,
        Stands.REVIEW,
        Stands.UPDATE,
        Stands.DRAFT,
        Stands.HELD,
        Stands.LETTER,
    }
]
NOTE = "Asked them <b>twice</b>"


def _raised(portal: Portal, reference: str, kind: str, key: str = "") -> UUID:
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        tasks.raise_for_case(
            uow, portal.officer, case, kind, "Do it", "A rule", portal.ctx.today(), key=key
        )
        uow.commit()
    return _open(portal, kind, key)


def _open(portal: Portal, kind: str, key: str = "") -> UUID:
    found = [t.id for t in open_tasks(portal) if t.kind == kind and t.task_key.endswith(key)]
    assert found, f"no task {kind}"
    return found[-1]


def _is_open(portal: Portal, task_id: UUID) -> bool:
    return task_id in {task.id for task in open_tasks(portal)}


def _refused(portal: Portal, task_id: UUID) -> None:
    with pytest.raises(NotByHandError):
        finish_task(portal.ctx, portal.officer, task_id, NOTE)
    assert _is_open(portal, task_id)


def _finished(portal: Portal, task_id: UUID) -> None:
    """By hand, with a word on it; after a no by the manager, who decides."""
    with portal.ctx.store.reading() as uow:
        row = uow.get(Task, task_id)
        assert row is not None
        actor = portal.manager if row.managers_own else portal.officer
    with pytest.raises(InvalidError) as refused:
        finish_task(portal.ctx, actor, task_id, "  ")
    assert set(refused.value.problems) == {"note"}
    finish_task(portal.ctx, actor, task_id, NOTE)
    assert not _is_open(portal, task_id)
    with portal.ctx.store.reading() as uow:
        row = uow.get(Task, task_id)
        assert row is not None
        assert row.done_note == NOTE


def test_first_contact_is_done_by_reaching_them_and_not_by_hand(portal: Portal) -> None:
    reference = casework.received(portal)
    task_id = _open(portal, "first_contact")
    _refused(portal, task_id)
    tried(portal, reference, ContactOutcome.SPOKE, elsewhere=True)
    assert not _is_open(portal, task_id)


@pytest.mark.parametrize("state", [one for one in Enrolment if one is not E.NOT_OFFERED])
def test_no_answer_leaves_first_contact_that_nobody_can_finish(
    portal: Portal, state: Enrolment
) -> None:
    reference = at(portal, state)
    for task in [one for one in open_tasks(portal) if one.kind == "first_contact"]:
        _refused(portal, task.id)
        tried(portal, reference, ContactOutcome.SPOKE, elsewhere=True)
        assert not _is_open(portal, task.id)


def test_asking_again_is_done_by_the_answer(portal: Portal) -> None:
    reference = at(portal, E.DEFERRED)
    task_id = _open(portal, "ask_again")
    _refused(portal, task_id)
    give(portal, reference, E.DECLINED)
    assert not _is_open(portal, task_id)


def test_a_plan_is_made_and_not_ticked_off(portal: Portal) -> None:
    reference = opted_in(portal)
    task_id = _open(portal, "make_plan")
    _refused(portal, task_id)
    reachable(portal, reference, mobile())
    assert not _is_open(portal, task_id)


def test_a_stopped_number_waits_for_its_way_out(portal: Portal) -> None:
    reference = opted_in(portal)
    (number,) = reachable(portal, reference, mobile())
    suspend_channel(portal.ctx, portal.officer, reference, number, "He has it")
    task_id = _open(portal, "confirm_channel", str(number))
    _refused(portal, task_id)
    end_channel(portal.ctx, portal.officer, reference, number)
    assert not _is_open(portal, task_id)


def test_a_number_that_was_none_of_ours_is_for_a_person_to_find(portal: Portal) -> None:
    reference = opted_in(portal)
    tried(portal, reference, ContactOutcome.WRONG_NUMBER, elsewhere=True)
    _finished(portal, _open(portal, "confirm_channel"))


def test_a_review_waits_for_its_own_day_only(portal: Portal) -> None:
    reference = opted_in(portal)
    (number,) = reachable(portal, reference, mobile())
    day = channel(portal, number).review_on
    _refused(portal, _raised(portal, reference, "review_channel", f"{number}:{day}"))
    _finished(portal, _raised(portal, reference, "review_channel", f"{number}:2026-01-01"))


def test_an_update_is_read_and_told_not_ticked_off(portal: Portal) -> None:
    reference = ready(portal)
    update = update_of(portal, reference, FIRST)
    for kind in ("read_again", "telephone"):
        _refused(portal, _raised(portal, reference, kind, str(update.id)))
    casework.approve(portal, reference)
    telephone = _raised(portal, reference, "telephone", str(update.id))
    _refused(portal, telephone)
    _finished(portal, _raised(portal, reference, "read_again", str(update.id)))
    assert casework.delivered(portal)
    _finished(portal, telephone)


@pytest.mark.parametrize("kind", OF_THINGS)
def test_what_is_gone_is_never_waited_for(portal: Portal, kind: str) -> None:
    reference = opted_in(portal)
    for key in ("", str(uuid4()), "no id"):
        _finished(portal, _raised(portal, reference, kind, key))


def _close(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        case.closed_at = portal.ctx.now()
        uow.commit()


def _opt_out(portal: Portal, reference: str) -> None:
    give(portal, reference, E.OPTED_OUT)


def _no_contact(portal: Portal, reference: str) -> None:
    give(portal, reference, E.DO_NOT_CONTACT)


@pytest.mark.parametrize("end", [_close, _opt_out, _no_contact])
def test_after_the_end_a_person_may_finish_what_is_left(
    portal: Portal, end: Callable[[Portal, str], None]
) -> None:
    reference = opted_in(portal)
    (number,) = reachable(portal, reference, mobile())
    day = channel(portal, number).review_on
    end(portal, reference)
    keys = {"review_channel": f"{number}:{day}", "make_plan": "", "ask_again": ""}
    for kind in ("make_plan", "confirm_channel", "code_locked", "review_channel", "ask_again"):
        _finished(portal, _raised(portal, reference, kind, keys.get(kind, str(number))))
    if end is _close:
        for kind in BY_DOING:
            _finished(portal, _raised(portal, reference, kind))


def test_the_list_says_where_it_is_done_and_the_address_refuses(portal: Portal) -> None:
    reference = casework.received(portal)
    client = client_for(portal)
    task_id = _open(portal, "first_contact")
    for path in ("/tasks", f"/cases/{reference}"):
        page = client.get(path)
        assert "It is done once they were reached" in page.text
        assert not any(str(task_id) in form.action for form in page.forms)
    link = next(href for text, href in client.get("/tasks").links.items() if "Go on with" in text)
    assert link == f"/cases/{reference}/first-contact"
    form = {"csrf_token": client.get(f"/cases/{reference}/answer").value("csrf_token")[0]}
    answer = client.post(f"/tasks/{task_id}/done", {**form, "note": NOTE}, status=403)
    assert answer.h1 == "This task is not marked as done by hand"
    assert answer.links["Go on with first contact"] == link
    assert _is_open(portal, task_id)


def test_every_place_opens(portal: Portal) -> None:
    reference = ready(portal)
    update = update_of(portal, reference, FIRST)
    (number, *_) = [c.id for c in view(portal, reference).channels]
    client = client_for(portal)
    for kind in BY_DOING:
        stands = ENDINGS[kind].stands
        key = str(update.id if stands in {Stands.UPDATE, Stands.DRAFT} else number)
        _raised(portal, reference, kind, key)
    page = client.get("/tasks")
    links = [href for text, href in page.links.items() if ": Do it, case" in text]
    assert len(links) >= 5
    for href in links:
        client.get(href.partition("#")[0])
