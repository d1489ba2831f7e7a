"""Sealed values, constraints and units of work, on a real database."""

import sqlite3
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.support.people import referral
from tests.support.portal import Portal
from victim_portal.services.referrals import receive_typed
from victim_portal.store import cases as case_store
from victim_portal.store.keyring import Keyring, UnreadableError
from victim_portal.store.models import CampaignOffender, Case, Channel, Person
from victim_portal.store.unit_of_work import ConstraintError

# Known answers: a change of these means that what is stored can't be opened or found again.
WRAPPED = (
    "6e6e6e6e6e6e6e6e6e6e6e6ec33f730dd138d39b0f480e3e8d2fb3ea9b1a"
    "8a58463ca595b4babbcfd68786cf46166da2206383d8240aa2f79bda2275"
)
EXACT = "10849159bad6564f4ae9fad948e5998b"
TOKEN = 6898082395855694902
PLAIN = ("Ashdown", "Mary", "mary@example.org", "7700900123", "High Street", "Holt", "A1234BC")


@pytest.fixture
def reference(portal: Portal) -> str:
    return receive_typed(portal.ctx, portal.officer, referral())


def test_raw_database_holds_no_plain_value(portal: Portal, reference: str, tmp_path: Path) -> None:
    with portal.engine.begin() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("portal.sqlite3*"))
    found = [value for value in PLAIN if value.encode() in raw]
    assert found == []


def test_value_moved_to_another_row_does_not_open(portal: Portal, reference: str) -> None:
    other = receive_typed(
        portal.ctx, portal.officer, referral(referral_reference="W2", victim_last_name="Birch")
    )
    with portal.ctx.store.writing() as uow:
        one, two = (case_store.by_reference(uow, ref) for ref in (reference, other))
        assert one is not None
        assert two is not None
        mary, birch = uow.get(Person, one.person_id), uow.get(Person, two.person_id)
        assert mary is not None
        assert birch is not None
        birch.last_name_sealed = mary.last_name_sealed
        with pytest.raises(UnreadableError):
            _ = birch.last_name


def test_value_moved_to_another_column_does_not_open(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_store.by_reference(uow, reference)
        assert case is not None
        person = uow.get(Person, case.person_id)
        assert person is not None
        person.called_sealed = person.last_name_sealed
        with pytest.raises(UnreadableError):
            _ = person.called


def test_destroyed_key_forgets_its_subject(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_store.by_reference(uow, reference)
        assert case is not None
        uow.session.execute(
            text("DELETE FROM data_key WHERE subject_id = :id"), {"id": case.person_id.hex}
        )
        person = uow.get(Person, case.person_id)
        assert person is not None
        with pytest.raises(UnreadableError, match="forgotten"):
            _ = person.last_name


def test_wrapped_key_is_bound_to_its_subject() -> None:
    ring = Keyring({"one": b"k" * 32}, b"i" * 32, b"a" * 32)
    wrapped = ring.wrap(UUID(int=1), b"d" * 32, b"n" * 12)
    assert ring.unwrap("one", UUID(int=1), wrapped) == b"d" * 32
    with pytest.raises(UnreadableError):
        ring.unwrap("one", UUID(int=2), wrapped)


def test_known_answers_of_the_keyring() -> None:
    ring = Keyring({"one": bytes(range(32))}, bytes(range(32, 64)), bytes(range(64, 96)))
    assert ring.wrap(UUID(int=7), b"d" * 32, b"n" * 12).hex() == WRAPPED
    assert ring.exact("prison number", "A1234BC").hex() == EXACT
    assert ring.exact("crn", "A1234BC").hex() != EXACT
    assert ring.token("person surname", "ashdown") == TOKEN


def test_nothing_is_kept_without_a_commit(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_store.by_reference(uow, reference)
        assert case is not None
        case.first_contact_on = date(2026, 11, 18)
        uow.flush()
    with portal.ctx.store.reading() as uow:
        case = case_store.by_reference(uow, reference)
        assert case is not None
        assert case.first_contact_on is None


@pytest.mark.parametrize(
    "change",
    [
        {"officer_id": None, "officer_active": None},
        {"officer_active": None},
        {"route": "a door of its own"},
        {"enrolment": "perhaps"},
    ],
)
def test_open_case_without_anybody_is_refused(
    portal: Portal, reference: str, change: dict[str, object]
) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_store.by_reference(uow, reference)
        assert case is not None
        for name, value in change.items():
            setattr(case, name, value)
        with pytest.raises(ConstraintError):
            uow.commit()


def test_officer_with_open_cases_cannot_be_disabled(portal: Portal, reference: str) -> None:
    with portal.engine.begin() as connection:
        connection.execute(text("PRAGMA foreign_keys=ON"))
    with (
        pytest.raises((ConstraintError, sqlite3.IntegrityError, Exception), match="FOREIGN KEY"),
        portal.engine.begin() as connection,
    ):
        connection.execute(text("UPDATE \"user\" SET active = 0 WHERE email LIKE 'sam%'"))


def test_unit_without_a_manager_cannot_be_active(portal: Portal) -> None:
    with pytest.raises(Exception, match="active_has_manager"), portal.engine.begin() as connection:
        connection.execute(text("UPDATE unit SET manager_id = NULL"))


def test_lost_update_is_noticed(portal: Portal, reference: str) -> None:
    with portal.ctx.store.reading() as uow:
        case = case_store.by_reference(uow, reference)
        assert case is not None
        before = case.row_version
    with portal.ctx.store.writing() as uow:
        changed = uow.get(Case, case.id)
        assert changed is not None
        changed.first_contact_on = date(2026, 11, 18)
        uow.commit()
        assert changed.row_version == before + 1


def test_blind_index_finds_a_number_however_it_was_typed(portal: Portal, reference: str) -> None:
    from victim_portal.domain.vocabulary import ChannelKind
    from victim_portal.services.contact_values import normal_mobile
    from victim_portal.services.safe_contact import value_index
    from victim_portal.store import people

    with portal.ctx.store.reading() as uow:
        index = value_index(uow, ChannelKind.MOBILE, normal_mobile("+44 7700 900123"))
        found: list[Channel] = people.channels_with(uow, [index])
        assert [channel.value for channel in found] == ["+447700900123"]


def test_what_is_no_column_is_not_lost_without_a_word(portal: Portal) -> None:
    with portal.ctx.store.writing() as uow, pytest.raises(TypeError, match="reason"):
        uow.add_at_commit(CampaignOffender, id=uow.tokens.uuid(), reason="Added days")
