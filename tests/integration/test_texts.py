"""Texts from numbers that aren't on record: kept sealed, read by one, put where they belong."""

from uuid import UUID

import pytest
from sqlalchemy import select, text

from tests.support.casework import received, task_kinds, view
from tests.support.contacts import case_row, open_tasks
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.supporters import events
from tests.support.web import client_for
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.tasks import finish_task, list_tasks
from victim_portal.services.texts import (
    close_text,
    give_text_back,
    match_text,
    take_text,
    text_view,
)
from victim_portal.store.models import UnmatchedText

BODY = "It is Mary Ash, I lost my phone <b>\N{PILE OF POO}</b>"
MANAGER = "moira.hughes@example.org"


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, mobile="07700 900123")


@pytest.fixture
def text_id(portal: Portal, reference: str) -> UUID:
    record_inbound(portal.ctx, "07700 900999", BODY, sid="SM9")
    [row] = _rows(portal)
    return row.id


def _rows(portal: Portal) -> list[UnmatchedText]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(UnmatchedText)))


def _task(portal: Portal) -> object:
    return next((one for one in open_tasks(portal) if one.kind == "unmatched_text"), None)


def test_it_is_kept_sealed_once_and_every_manager_is_asked(
    portal: Portal, reference: str, text_id: UUID
) -> None:
    record_inbound(portal.ctx, "07700 900999", BODY, sid="SM9")
    assert len(_rows(portal)) == 1
    with portal.engine.connect() as connection:
        stored = repr(list(connection.execute(text("SELECT * FROM unmatched_text"))))
    for secret in ("Mary", "900999"):
        assert secret not in stored
    for actor, count in ((portal.manager, 1), (portal.stranger, 1), (portal.officer, 0)):
        found = [one for one in list_tasks(portal.ctx, actor) if one.kind == "unmatched_text"]
        assert len(found) == count
        assert not any("Mary" in one.what or one.may_finish for one in found)
    # It belongs to no case yet: nothing is told there.
    assert view(portal, reference).contacts == ()


def test_only_whoever_takes_it_reads_it_and_each_reading_is_recorded(
    portal: Portal, text_id: UUID
) -> None:
    with pytest.raises(NotAllowedError):
        text_view(portal.ctx, portal.officer, text_id)
    before = text_view(portal.ctx, portal.manager, text_id)
    assert (before.body, before.number, before.taken) == ("", "", False)
    take_text(portal.ctx, portal.stranger, text_id)
    take_text(portal.ctx, portal.stranger, text_id)
    with pytest.raises(ConflictError):
        take_text(portal.ctx, portal.manager, text_id)
    assert text_view(portal.ctx, portal.manager, text_id).body == ""
    assert text_view(portal.ctx, portal.stranger, text_id).body == BODY
    assert len(events(portal, "text_taken")) == 1
    assert events(portal, "text_read") == [{"text": str(text_id)}]
    for act in (
        lambda: match_text(portal.ctx, portal.manager, text_id, "VC-00000000"),
        lambda: close_text(portal.ctx, portal.manager, text_id, "Not ours"),
        lambda: give_text_back(portal.ctx, portal.manager, text_id),
    ):
        with pytest.raises(NotFoundError):
            act()


def test_given_back_another_units_manager_takes_it(portal: Portal, text_id: UUID) -> None:
    take_text(portal.ctx, portal.stranger, text_id)
    give_text_back(portal.ctx, portal.stranger, text_id)
    assert text_view(portal.ctx, portal.stranger, text_id).body == ""
    assert _task(portal) is not None
    take_text(portal.ctx, portal.manager, text_id)
    assert text_view(portal.ctx, portal.manager, text_id).body == BODY


def test_put_to_a_case_it_stands_in_its_log_and_asks_for_a_call(
    portal: Portal, reference: str, text_id: UUID
) -> None:
    take_text(portal.ctx, portal.manager, text_id)
    assert match_text(portal.ctx, portal.manager, text_id, reference.lower()) == reference
    entry = view(portal, reference).contacts[0]
    assert entry.inward
    assert entry.note == f"From 07700 900999, which isn't on record: {BODY}"
    assert "reply_received" in task_kinds(portal, reference)
    # It isn't known who wrote: no clock stops.
    assert case_row(portal, reference).first_contact_on is None
    assert _task(portal) is None
    with pytest.raises(ConflictError):
        match_text(portal.ctx, portal.manager, text_id, reference)
    assert text_view(portal.ctx, portal.manager, text_id).body == ""


def test_a_case_out_of_reach_reads_like_none(portal: Portal, reference: str, text_id: UUID) -> None:
    take_text(portal.ctx, portal.stranger, text_id)
    said = set()
    for where in (reference, "VC-00000000", ""):
        with pytest.raises(InvalidError) as refused:
            match_text(portal.ctx, portal.stranger, text_id, where)
        said.add(refused.value.problems["reference"])
    assert len(said) == 1
    assert _task(portal) is not None


def test_closed_with_a_reason_and_never_by_a_tick(portal: Portal, text_id: UUID) -> None:
    [task] = [one for one in open_tasks(portal) if one.kind == "unmatched_text"]
    with pytest.raises(NotAllowedError):
        finish_task(portal.ctx, portal.manager, task.id, "")
    take_text(portal.ctx, portal.manager, text_id)
    with pytest.raises(InvalidError):
        close_text(portal.ctx, portal.manager, text_id, " ")
    close_text(portal.ctx, portal.manager, text_id, "I rang: a wrong number")
    assert _task(portal) is None
    [row] = _rows(portal)
    assert row.closed_by == "Moira Hughes"


@pytest.fixture
def client(portal: Portal) -> PageClient:
    return client_for(portal, MANAGER)


def test_the_pages_take_read_match(
    portal: Portal, client: PageClient, reference: str, text_id: UUID
) -> None:
    page = client.get("/tasks")
    link = next(name for name in page.links if name.startswith("Open the text"))
    page = page.follow(link)
    assert "Mary Ash" not in page.text
    page = page.submit({}).follow()
    assert BODY in page.text
    assert "07700 900999" in page.text
    page = client.get(f"/texts/{text_id}").submit({"reference": "VC-00000000"}, form=0, status=200)
    assert page.errors == ["There is no case of this reference that you may see."]
    assert page.value("reference") == ["VC-00000000"]
    done = page.submit({"reference": reference}, form=0).follow()
    assert done.path == f"/cases/{reference}/contacts"
    assert BODY in done.text


def test_officers_and_strangers_to_it_get_no_page(portal: Portal, text_id: UUID) -> None:
    officer = client_for(portal)
    officer.get(f"/texts/{text_id}", status=403)
