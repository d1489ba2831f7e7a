"""Every column says whose data it is, whether it is sealed, how it is searched, when it goes."""

import pytest
from sqlalchemy import JSON, Column, LargeBinary, String

from victim_portal.store import contract
from victim_portal.store.columns import Protection, Search, Subject
from victim_portal.store.models import METADATA

COLUMNS = [
    pytest.param(column, id=f"{table.name}.{column.name}")
    for table in METADATA.sorted_tables
    for column in table.columns
]
# Words that only a sealed column may have in its name: names, contacts, notes, statements.
TELLING = (
    *("first_name", "last_name", "called", "born_on", "address", "note", "wish", "statement"),
    *("code_word", "who_else", "prison_number", "crn", "court", "notice", "content", "reason_"),
)
# Staff names are how the audit and a victim's letter name them; indexes and digests are keyed.
OPEN = {
    "user.first_name",
    "user.last_name",
    "offender.prison_number_index",
    "offender.crn_index",
    "listed_sentence.prison_number_index",
    "listed_sentence.crn_index",
    "sign_in_attempt.address_index",
    "document.content_digest",
    "document.statement_version",
    "document_check.address_index",
    "non_disclosure.statement_id",
    "passage_settlement.statement_version",
    "incident.noticed_at",
    "promise.case_note_id",
    "condition_request.wish_id",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_column_is_declared(column: Column[object]) -> None:
    assert isinstance(column.info.get("protection"), Protection)


@pytest.mark.parametrize("column", COLUMNS)
def test_sealed_column_holds_bytes_and_names_its_subject(column: Column[object]) -> None:
    protection: Protection = column.info["protection"]
    assert protection.sealed == column.name.endswith("_sealed")
    if protection.sealed:
        assert isinstance(column.type, LargeBinary)
        assert protection.subject not in (Subject.NOBODY, Subject.STAFF)
        assert protection.subject.value in column.table.columns
    else:
        assert protection.search is Search.NONE


@pytest.mark.parametrize("column", COLUMNS)
def test_telling_column_is_sealed(column: Column[object]) -> None:
    name = f"{column.table.name}.{column.name}"
    if name not in OPEN and any(word in column.name for word in TELLING):
        assert column.info["protection"].sealed, f"{name} could hurt someone"


def test_foreign_keys_are_checked_at_the_commit() -> None:
    late = [
        key.parent.name
        for table in METADATA.sorted_tables
        for key in table.foreign_keys
        if not key.constraint or key.constraint.initially != "DEFERRED"
    ]
    assert late == []


def test_the_contract_names_every_sealed_column() -> None:
    found = {
        table.name: {column.name for column in table.columns if column.info["protection"].sealed}
        for table in METADATA.sorted_tables
    }
    told = {table: set(columns) for table, columns in contract.SEALED.items()}
    assert told == {table: columns for table, columns in found.items() if columns}


def _may_hold_words(column: Column[object]) -> bool:
    listed = f"ck_{column.table.name}_{column.name}_known"
    if column.foreign_keys or any(one.name == listed for one in column.table.constraints):
        return False
    return isinstance(column.type, String | JSON | LargeBinary)


def test_the_contract_says_why_each_plain_text_may_stay_plain() -> None:
    plain = {
        f"{column.table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.columns
        if not column.info["protection"].sealed
        and _may_hold_words(column)
        and not column.name.endswith((contract.BY_WHOM, contract.DIGESTS))
    }
    assert plain == set(contract.PLAIN_TEXT)
    assert all(contract.PLAIN_TEXT.values())
