import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.referrals import (
    COLUMNS,
    REQUIRED,
    SENSITIVE,
    ReferralRow,
    RowRefused,
    canonical_bytes,
    changed_columns,
    check_row,
    row_digest,
    row_values,
)
from victim_portal.domain.vocabulary import Language, Relationship, SentenceType

TODAY = date(2026, 11, 21)
GOOD = {
    "referral_reference": "WCU-1",
    "received_on": "2026-03-20",
    "referred_by": "Kent WCU",
    "victim_first_name": "Siân",
    "victim_last_name": "O'Brien",
    "victim_date_of_birth": "1990-02-28",
    "relationship": "victim",
    "email": "Sian@example.org",
    "mobile": "07700 900123",
    "address": "1 High Street\r\n\r\n Cardiff ",
    "postcode": "cf101aa",
    "language": "cy",
    "offender_first_name": "Pat",
    "offender_last_name": "Doe",
    "offender_date_of_birth": "1980-01-01",
    "prison_number": "a1234bc",
    "crn": "x123456",
    "offence": "Wounding",
    "offence_category": "violent",
    "sentence_type": "SDS",
    "sentenced_on": "2026-03-09",
    "court": "Cardiff Crown Court",
    "custodial_term": "P8Y",
    "unit": "Wales",
    "minimum_term": "",
}


def phone(text: str) -> str:
    if not text.startswith("07"):
        raise ValueError("Enter a mobile number.")
    return "+44" + text[1:].replace(" ", "")


def email(text: str) -> str:
    if "@" not in text:
        raise ValueError("Enter an e-mail address.")
    return text.lower()


def check(**changes: str) -> ReferralRow | RowRefused:
    return check_row({**GOOD, **changes}, TODAY, phone, email)


def accepted(**changes: str) -> ReferralRow:
    row = check(**changes)
    assert isinstance(row, ReferralRow), row
    return row


def reasons(**changes: str) -> dict[str, str]:
    refused = check(**changes)
    assert isinstance(refused, RowRefused)
    return {error.column: error.reason for error in refused.errors}


def test_the_columns_are_the_fields_of_a_row() -> None:
    assert set(COLUMNS) == set(ReferralRow.__dataclass_fields__)
    assert len(COLUMNS) == 25
    assert set(COLUMNS) > REQUIRED


def test_a_good_row_is_typed_and_brought_into_form() -> None:
    row = accepted()
    assert row.received_on == date(2026, 3, 20)
    assert row.relationship is Relationship.VICTIM
    assert row.sentence_type is SentenceType.SDS
    assert row.language is Language.WELSH
    assert row.email == "sian@example.org"
    assert row.mobile == "+447700900123"
    assert row.address == "1 High Street\nCardiff"
    assert row.postcode == "CF10 1AA"
    assert row.prison_number == "A1234BC"
    assert row.crn == "X123456"
    assert str(row.custodial_term) == "P8Y"
    assert row.minimum_term is None


def test_the_required_columns_are_enough() -> None:
    row = check_row({c: GOOD[c] for c in REQUIRED}, TODAY, phone, email)
    assert isinstance(row, ReferralRow)
    assert row.language is Language.ENGLISH
    assert row.victim_date_of_birth is None


def test_every_bad_column_is_named_in_file_order() -> None:
    refused = check_row({"email": "no", "mobile": "no", "crn": "!"}, TODAY, phone, email)
    assert isinstance(refused, RowRefused)
    named = [error.column for error in refused.errors]
    assert named == [c for c in COLUMNS if c in REQUIRED | {"email", "mobile", "crn"}]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("received_on", "2026-11-22", "today or in the past"),
        ("sentenced_on", "2026-11-22", "today or in the past"),
        ("victim_date_of_birth", "2027-01-01", "today or in the past"),
        ("offender_date_of_birth", "2026-11-22", "today or in the past"),
        ("victim_date_of_birth", "1899-12-31", "1900"),
        ("offender_date_of_birth", "2026-03-10", "after the sentence"),
        ("victim_date_of_birth", "2026-03-10", "after the sentence"),
        ("received_on", "2026-03-08", "before the sentence"),
        ("sentenced_on", "09/03/2026", "year-month-day"),
        ("sentenced_on", "20260309", "year-month-day"),
        ("sentenced_on", "2026-W11-1", "year-month-day"),
        ("sentenced_on", "٢٠٢٦-٠٣-٠٩", "year-month-day"),
        ("sentenced_on", "2026-02-30", "no such date"),
        ("relationship", "friend", "victim, bereaved_relative, parent_or_guardian"),
        ("offence_category", "theft", "sexual, violent, murder"),
        ("sentence_type", "FINE", "SDS, SDS_PLUS"),
        ("language", "fr", "en, cy"),
        ("victim_last_name", "123", "at least one letter"),
        ("victim_last_name", "A\x1bB", "control"),
        ("victim_last_name", "A\nB", "control"),
        ("victim_last_name", "A\u202eB", "control"),
        ("victim_first_name", "x" * 101, "100 characters"),
        ("prison_number", "A1234-BC", "letters and digits"),
        ("prison_number", "A1234567890", "letters and digits"),
        ("crn", "É12345", "letters and digits"),
        ("custodial_term", "8 years", "P8Y"),
        ("minimum_term", "P0Y", "longer than nothing"),
        ("referral_reference", "r" * 65, "64"),
        ("address", "x" * 501, "500"),
        ("offence", "x" * 201, "200"),
        ("court", "x" * 101, "100"),
        ("unit", "x" * 101, "100"),
        ("referred_by", "x" * 101, "100"),
        ("postcode", "x" * 13, "12"),
        ("email", "nobody", "e-mail"),
        ("mobile", "12", "mobile"),
    ],
)
def test_each_rule_refuses_with_its_reason(column: str, value: str, said: str) -> None:
    found = reasons(**{column: value})
    assert list(found) == [column]
    assert said in found[column]


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=cmd|'A1", "Ng", "李", "فاطمه‌زهرا"])
def test_hostile_and_foreign_names_are_kept_as_text(name: str) -> None:
    assert accepted(victim_last_name=f"  {name} ").victim_last_name == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("sw1a 2aa", "SW1A 2AA"), ("M1-1AE", "M1 1AE"), ("75001", "75001"), ("D02 X285", "D02 X285")],
)
def test_postcodes(typed: str, kept: str) -> None:
    assert accepted(postcode=typed).postcode == kept


def test_sentence_and_receipt_on_one_day_are_fine() -> None:
    assert accepted(received_on="2026-03-09").received_on == date(2026, 3, 9)


def test_nothing_about_a_person_is_shown_in_an_error_or_a_repr() -> None:
    refused = check(**dict.fromkeys(COLUMNS, "\x07secret"))
    assert isinstance(refused, RowRefused)
    assert {e.column for e in refused.errors if not e.shown} == SENSITIVE
    assert all("secret" not in error.reason for error in refused.errors)
    assert "Siân" not in repr(accepted())
    assert "+44" not in repr(accepted())


def test_shown_values_are_short_and_printable() -> None:
    refused = check(relationship="\x1b[31m" + "x" * 100)
    assert isinstance(refused, RowRefused)
    shown = refused.errors[0].shown
    assert len(shown) == 40
    assert shown.isprintable()


def test_a_row_written_differently_says_the_same() -> None:
    again = accepted(
        victim_first_name=unicodedata.normalize("NFD", "Siân"),
        postcode="CF10 1AA",
        email="sian@EXAMPLE.org",
    )
    assert canonical_bytes(again) == canonical_bytes(accepted())
    assert row_digest(again) == row_digest(accepted())


def test_a_changed_row_names_its_columns() -> None:
    old, new = accepted(), accepted(unit="London", custodial_term="P9Y")
    assert row_digest(old) != row_digest(new)
    assert changed_columns(row_values(old), row_values(new)) == ("custodial_term", "unit")
    assert changed_columns(row_values(old), row_values(old)) == ()


def test_columns_without_a_value_leave_no_trace_in_the_digest() -> None:
    assert b"minimum_term" not in canonical_bytes(accepted())


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=120)))
@settings(max_examples=200)
def test_hostile_text_is_accepted_or_refused_and_never_fails(values: dict[str, str]) -> None:
    result = check_row({**GOOD, **values}, TODAY, phone, email)
    if isinstance(result, RowRefused):
        assert result.errors
        assert {error.column for error in result.errors} <= set(values)
    else:
        for column in ("victim_last_name", "offender_last_name"):
            assert any(c.isalpha() for c in getattr(result, column))
            assert len(getattr(result, column)) <= 100


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=40)))
@settings(max_examples=100)
def test_an_accepted_row_is_accepted_again_unchanged(values: dict[str, str]) -> None:
    row = check_row({**GOOD, **values, "mobile": ""}, TODAY, phone, email)
    if isinstance(row, ReferralRow):
        assert check_row(row_values(row), TODAY, phone, email) == row
