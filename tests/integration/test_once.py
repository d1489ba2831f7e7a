"""A form's token that was used before never swallows another entry."""

from uuid import UUID, uuid4

import pytest

from tests.support.casework import received
from tests.support.contacts import M, Out
from tests.support.portal import Portal
from tests.support.web import client_for
from victim_portal.services.contacts import ContactInput, contact_log, record_contact
from victim_portal.services.errors import ConflictError
from victim_portal.services.notes import NoteInput, record_note
from victim_portal.services.once import USED
from victim_portal.store.models import FormOnce


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, mobile="07700 900123")


def _call(portal: Portal, outcome: Out, note: str) -> ContactInput:
    return ContactInput(M.TELEPHONE, outcome, portal.ctx.today(), elsewhere=True, note=note)


def _notes(portal: Portal, reference: str) -> list[str]:
    return [one.note for one in contact_log(portal.ctx, portal.officer, reference).entries]


def test_the_same_entry_is_kept_once_and_another_is_refused_not_swallowed(
    portal: Portal, reference: str
) -> None:
    once = uuid4()
    first = _call(portal, Out.NO_ANSWER, "First call")
    kept = record_contact(portal.ctx, portal.officer, reference, first, once)
    assert record_contact(portal.ctx, portal.officer, reference, first, once) == kept
    second = _call(portal, Out.SPOKE, "Second call")
    with pytest.raises(ConflictError) as refused:
        record_contact(portal.ctx, portal.officer, reference, second, once)
    assert str(refused.value) == USED
    assert _notes(portal, reference) == ["First call"]


def test_a_token_of_one_form_is_none_for_another(portal: Portal, reference: str) -> None:
    once = uuid4()
    record_note(portal.ctx, portal.officer, reference, NoteInput("hello"), once)
    call = _call(portal, Out.NO_ANSWER, "")
    with pytest.raises(ConflictError):
        record_contact(portal.ctx, portal.officer, reference, call, once)
    other = received(portal, referral_reference="WCU-2", victim_last_name="Elm")
    with pytest.raises(ConflictError):
        record_note(portal.ctx, portal.officer, other, NoteInput("hello"), once)


def test_nothing_of_what_was_said_can_be_read_from_the_token(
    portal: Portal, reference: str
) -> None:
    once = uuid4()
    record_note(portal.ctx, portal.officer, reference, NoteInput("hello"), once)
    with portal.ctx.store.reading() as uow:
        row = uow.get(FormOnce, once)
        assert row is not None
        assert row.said is not None
        assert len(row.said) == 16
        assert b"hello" not in row.said


def test_back_and_another_entry_keeps_what_was_typed_and_then_saves_it(
    portal: Portal, reference: str
) -> None:
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/notes/new")
    page.submit({"text": "First"})
    token = page.value("token")
    page = page.submit({"text": "Second"}, status=200)
    assert page.errors == [USED]
    assert page.value("text") == ["Second"]
    assert page.value("token") != token
    assert UUID(page.value("token")[0])
    page.submit({})
    assert sorted(_notes(portal, reference)) == ["First", "Second"]
