"""Forms keep what was typed, say what is wrong, and never break on what a browser can't send."""

from collections.abc import Iterator
from datetime import date, time
from enum import StrEnum
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from hypothesis import example, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from victim_portal.web.forms import (
    DateParts,
    Hidden,
    LongText,
    NameText,
    OnceToken,
    Password,
    Pick,
    PickMany,
    PortalForm,
    Problem,
    Tick,
    TimeOfDay,
    Upload,
    WholeNumber,
    options_of,
)
from victim_portal.web.forms.dates import read_time
from victim_portal.web.forms.text import many_lines, one_line

APP = Flask("forms")
APP.config.update(SECRET_KEY="only for these tests", WTF_CSRF_ENABLED=False)


class Answer(StrEnum):
    """Two answers."""

    YES = "yes"
    NO = "no"


class WholeForm(PortalForm):
    """A field of each kind; only the name is required."""

    token = OnceToken()
    seen = Hidden()
    name = NameText("Last name", required="Enter the last name", limit=20)
    answer = Pick("Answer", (("yes", "Yes"), ("no", "No")), coerce=Answer)
    channels = PickMany("Channels", (("sms", "Text"), ("email", "E-mail")))
    day = DateParts("Date of receipt")
    at = TimeOfDay("Time")
    number = WholeNumber("Attempts", least=1, most=9)
    note = LongText("Note", limit=10)
    secret = Password("Password")
    sure = Tick("Asked")
    file = Upload("File", endings=(".csv",))


TOKEN = "6c1b7a52-2f0a-4b53-9c0e-0c9f3a1f6f11"


def filled(form: type[PortalForm] = WholeForm, /, **values: Any) -> Any:
    """The form after a POST with these values; keyword ``day_day`` is the box ``day-day``."""
    pairs = [("token", TOKEN), ("name", "Ash")]
    pairs = [pair for pair in pairs if pair[0] not in values]
    for key, value in values.items():
        name = key.replace("day_", "day-")
        pairs += [(name, each) for each in (value if isinstance(value, list) else [value])]
    with APP.test_request_context(method="POST"):
        made = form(formdata=MultiDict(pairs))
        made.validate()
    return made


@pytest.fixture
def in_request() -> Iterator[None]:
    with APP.test_request_context():
        yield


def sentences(form: Any) -> list[str]:
    return [problem.text for problem in form.problems()]


def test_a_good_form_gives_plain_values() -> None:
    form = filled(
        answer="yes", channels=["sms", "email"], day_day="7", day_month="December",
        day_year="2026", at="2.30 pm", number="3", note="a\r\nb", sure="y", seen="v3",
    )  # fmt: skip
    assert form.problems() == []
    assert form.token.data == UUID(TOKEN)
    assert (form.answer.data, form.channels.data) == (Answer.YES, ("sms", "email"))
    assert (form.day.data, form.at.time, form.number.number) == (date(2026, 12, 7), time(14, 30), 3)
    assert (form.note.data, form.sure.data, form.seen.data) == ("a\nb", True, "v3")


def test_empty_optional_fields_are_no_problem() -> None:
    form = filled()
    assert form.problems() == []
    assert form.answer.data is None
    assert form.channels.data == ()
    assert form.day.data is None
    assert form.at.time is None
    assert form.number.number is None
    assert form.sure.data is False


@pytest.mark.parametrize(
    ("values", "sentence", "href"),
    [
        ({"name": "  "}, "Enter the last name", "#name"),
        ({"name": "x" * 21}, "Last name must be 20 characters or fewer", "#name"),
        ({"answer": "maybe"}, "Choose from the options shown", "#answer"),
        ({"channels": ["sms", "pigeon"]}, "Choose from the options shown", "#channels"),
        ({"at": "25:00"}, "Time must be a time, like 2:30pm or 14:30", "#at"),
        ({"number": "0"}, "Attempts must be a whole number between 1 and 9", "#number"),
        ({"number": "three"}, "Attempts must be a whole number between 1 and 9", "#number"),
        ({"note": "x" * 11}, "Note must be 10 characters or fewer", "#note"),
        (
            {"token": "not one"},
            "This form could not be read. Nothing was saved: send it again.",
            None,
        ),
    ],
)
def test_each_problem_has_its_sentence_and_leads_to_its_field(
    values: dict[str, Any], sentence: str, href: str | None
) -> None:
    assert filled(**values).problems() == [Problem(sentence, href)]


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence", "anchor"),
    [
        ("7", "", "", "Date of receipt must include a month and year", "day-month"),
        ("", "12", "2026", "Date of receipt must include a day", "day-day"),
        ("7", "12", "26", "Date of receipt must have a year of 4 numbers, like 2026", "day-year"),
        ("31", "9", "2026", "Date of receipt must be a real date", "day-day"),
        ("7", "13", "2026", "Date of receipt must be a real date", "day-month"),
        ("x", "13", "2026", "Date of receipt must be a real date", "day-day"),
        ("29", "2", "2025", "Date of receipt must be a real date", "day-day"),
        ("1", "1", "0999", "Date of receipt must have a year of 4 numbers, like 2026", "day-year"),
    ],
)
def test_a_wrong_date_says_which_part_and_keeps_what_was_typed(
    day: str, month: str, year: str, sentence: str, anchor: str
) -> None:
    form = filled(day_day=day, day_month=month, day_year=year)
    assert form.problems() == [Problem(sentence, f"#{anchor}")]
    assert form.day.typed == {"day": day, "month": month, "year": year}
    assert form.day.is_wrong(anchor.removeprefix("day-"))


def test_a_date_marks_only_the_wrong_box() -> None:
    form = filled(day_day="7", day_month="13", day_year="2026")
    assert [form.day.is_wrong(part) for part in ("day", "month", "year")] == [False, True, False]


def test_a_date_outside_its_bounds_is_refused_as_a_whole() -> None:
    with APP.test_request_context(method="POST"):
        parts = {"day-day": "22", "day-month": "11", "day-year": "2026", "name": "Ash"}
        form = WholeForm(formdata=MultiDict({**parts, "token": TOKEN}))
        form.day.within(latest=date(2026, 11, 21), message="Receipt must be today or in the past")
        assert not form.validate()
        assert form.problems() == [Problem("Receipt must be today or in the past", "#day-day")]
        form.day.within(latest=date(2026, 11, 22), message="Receipt must be today or in the past")
        assert form.validate()


def test_a_required_date_says_so_once_and_only_when_empty() -> None:
    class Dated(PortalForm):
        day = DateParts("Date", required="Enter the date")

    assert sentences(filled(Dated)) == ["Enter the date"]
    assert sentences(filled(Dated, day_day="7")) == ["Date must include a month and year"]


@pytest.mark.parametrize("name", ["day", "day-day", "day-month", "day-year", "day-week"])
@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_a_date_with_any_number_of_parts_is_never_a_failure(name: str, count: int) -> None:
    form = filled(**{name: ["3"] * count})
    assert form.day.data is None


@settings(max_examples=200)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
@example("1" * 50, "\u0661", "²⁰²⁶")  # an Arabic one
@example("0", "0", "0000")
@example("-1", "+1", "2_026")
def test_hostile_dates_end_in_a_date_or_in_a_sentence(day: str, month: str, year: str) -> None:
    form = filled(day_day=day, day_month=month, day_year=year)
    empty = not any(form.day.typed.values())
    assert bool(form.problems()) == (form.day.data is None and not empty)
    assert all(len(text) <= 40 for text in form.day.typed.values())


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_real_date_is_read_and_shown_as_it_was(day: date) -> None:
    form = filled(day_day=str(day.day), day_month=f"{day:%b}", day_year=str(day.year))
    assert form.day.data == day


def test_a_record_fills_its_form(in_request: None) -> None:
    form = WholeForm(
        data={"day": date(1987, 9, 3), "at": time(9, 5), "answer": Answer.NO, "channels": ("sms",)}
    )
    assert form.day.typed == {"day": "3", "month": "9", "year": "1987"}
    assert form.at.typed == "09:05"
    assert [option.value for option in form.answer.options if form.answer.chosen(option)] == ["no"]
    assert form.channels.typed == ("sms",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", time(14, 30)), ("2.30pm", time(14, 30)), ("2 PM", time(14)),
        ("12am", time(0)), ("12pm", time(12)), ("midday", time(12)), ("09:00", time(9)),
        ("9 a.m.", time(9)), ("9", None), ("13pm", None), ("0am", None), ("24:00", None),
        ("9:7", None), ("9:60", None), ("", None), ("soon", None),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(typed: str, meant: time | None) -> None:
    assert read_time(typed) == meant


@settings(max_examples=200)
@given(st.text(max_size=20))
def test_any_text_is_a_time_or_none(typed: str) -> None:
    assert read_time(typed) is None or isinstance(read_time(typed), time)


@given(st.text())
def test_cleaning_settles_at_once_and_leaves_no_control(typed: str) -> None:
    assert one_line(one_line(typed)) == one_line(typed)
    assert many_lines(many_lines(typed)) == many_lines(typed)
    assert "\x00" not in many_lines(typed)
    assert not set(one_line(typed)) & set("\r\n\t\x00\u2028")


def test_a_name_keeps_its_letters_and_markup_is_only_text() -> None:
    form = filled(name=" Siân Ó Dálaigh <b>\x00 ")
    assert form.name.data == "Siân Ó Dálaigh <b>"


def test_a_password_is_kept_as_typed_and_never_shown_again() -> None:
    form = filled(secret=" two  words ")
    assert form.secret.data == " two  words "
    assert form.secret.typed == ""


def test_a_file_of_another_kind_is_refused_by_name() -> None:
    for name, expected in (("r.CSV", []), ("r.xlsx", ["The selected file must be a .csv file"])):
        data = {"name": "Ash", "token": TOKEN, "file": (BytesIO(b"x"), name)}
        with APP.test_request_context(method="POST", data=data):
            form = WholeForm()
            form.validate()
            assert sentences(form) == expected
            assert form.enctype == "multipart/form-data"


def test_a_services_sentences_stand_at_their_fields_and_the_rest_on_top() -> None:
    form = filled()
    form.add_problems({"day": "The referral is older", "name": ["One", "Two"], "case": "Look"})
    assert form.problems() == [
        Problem("Look", None),
        Problem("One", "#name"),
        Problem("Two", "#name"),
        Problem("The referral is older", "#day-day"),
    ]


def test_the_once_token_survives_a_problem_and_is_new_on_a_new_form(in_request: None) -> None:
    assert filled(name="").token.typed == TOKEN
    assert WholeForm().token.data != WholeForm().token.data


def test_options_are_set_for_each_request_and_a_choice_without_any_has_no_link() -> None:
    class Asking(PortalForm):
        unit = Pick("Unit", required="Choose a unit")

    assert filled(Asking, unit="n").problems() == [Problem("Choose from the options shown", None)]
    with APP.test_request_context(method="POST"):
        form = Asking(formdata=MultiDict({"unit": "n"}))
        form.unit.offer([("n", "North")])
        assert form.validate()
        assert form.unit.data == "n"


def test_options_of_a_closed_list_need_words_for_every_member() -> None:
    texts = {Answer.YES: "Yes"}
    assert [option.value for option in options_of(Answer, texts, only=[Answer.YES])] == ["yes"]
    with pytest.raises(KeyError):
        options_of(Answer, texts)
