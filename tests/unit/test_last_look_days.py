"""What is told is a month: days are found however they are written, and nothing else is."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.last_look import named_days

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "wording"
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))
ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WELSH = (
    "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi",
    "Hydref", "Tachwedd", "Rhagfyr",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "on 3 March 2027", "on 3rd March", "the 3rd of March", "March 3rd", "March 3, 2027",
        "on the third of March", "the twenty-first of May", "May the fourth", "1st May",
        "03/03/2027", "3.3.27", "3-3-2027", "2027-03-03", "on 3/3", "3 Mar 2027", "12 Sept",
        "Wednesday 3 March", "3\u00a0March", "\uff13 March", "3\u200b March", "3 MARCH",
        "ar 3 Mawrth 2027", "ar y 3ydd o Fawrth", "y trydydd o Fawrth", "1af Mai", "1 Dachwedd",
        "He will be released tomorrow", "release is on Friday", "He comes out today",
        "He will be released on the 14th", "He will be out on Friday", "He gets out this Wed.",
        "He comes home on Monday", "14 / 07 / 2027", "14\u00adJuly 2027", "ei ryddhau ar y 14eg",
        "Caiff ei ryddhau yfory", "rhyddhau ddydd Gwener", "29 February", "29/2",
    ],
)  # fmt: skip
def test_a_day_is_found(text: str) -> None:
    assert named_days(f"There is news. {text}. Please ring.")


@pytest.mark.parametrize(
    "text",
    [
        "in March 2027", "between May and July 2027", "by the end of May 2027", "Mawrth 2027",
        "I'll ring you tomorrow", "Please ring me on Friday", "before 4.30 pm",
        "on 020 7946 0123 in March", "in March at 10 am", "in March, 10 am", "March 9 am",
        "the week commencing 3 March 2027", "w/c 1 May", "the week beginning on the 3rd of March",
        "wythnos yn dechrau 3 Mawrth", "wythnos yn dechrau ar ddydd Llun", "24/7", "2-3 weeks",
        "Release: ring me, Monday to Friday, 9 am to 5 pm", "dydd Llun i ddydd Gwener",
        "On what we know today, he may be released in May", "he may be released in May",
        "aged 17 or 18", "section 35 of the Act", "31/31", "45/2",
        "VC-3MAY2027", "https://update.example.org/n/3-3-2027x",
    ],
)  # fmt: skip
def test_a_month_a_week_and_an_appointment_are_none(text: str) -> None:
    assert named_days(f"There is news. {text}. Please write.") == ()


@given(DAYS)
def test_every_day_of_ninety_years_is_found_in_both_languages(day: date) -> None:
    for months in (ENGLISH, WELSH):
        month = months[day.month - 1]
        for text in (
            f"{day.day} {month} {day.year}",
            f"{day.day} {month}",
            f"{month} {day.day}",
            f"{month} {day.day}, {day.year}",
        ):
            assert named_days(f"It is {text}."), text
        assert named_days(f"Yn {month} {day.year}.") == ()
    for pattern in ("%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d-%m-%Y"):
        assert named_days(f"On {day:{pattern}}."), pattern


@given(st.text(max_size=400))
def test_any_text_is_read_and_what_is_found_comes_once(text: str) -> None:
    found = named_days(text)
    assert len(found) == len(set(found))


def test_each_day_comes_once_and_as_it_stands() -> None:
    assert named_days("3 March,\n or 3 March, or 4 March 2027") == ("3 March", "4 March 2027")


@pytest.mark.parametrize("file", sorted(GOLDEN.rglob("*.txt")), ids=lambda file: file.stem)
def test_no_text_of_the_portals_own_names_a_day(file: Path) -> None:
    assert named_days(file.read_text(encoding="utf-8")) == ()


def test_hostile_text_costs_no_more_than_its_length() -> None:
    for piece in ("3 ", "march ", "first ", "1/", " ", "week of ", "3-"):
        assert named_days(piece * 30_000) == ()
