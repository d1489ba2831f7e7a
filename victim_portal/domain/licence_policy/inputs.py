"""What is wrong with the answers to a condition, a sentence for each.

The file says little of what an answer must be. What it can't say is taken from what it
does: "(optional)" in a label; an input called ``age``, which is one of a child; a pound sign
before the placeholder; a start and an end of the same name, which belong together.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from itertools import pairwise

from victim_portal.domain.licence_policy.values import (
    Answers,
    Input,
    InputKind,
    PolicyCondition,
    asked,
    every_input,
)
from victim_portal.domain.licence_policy.wording import settled

LONGEST_LINE = 200
LONGEST_AREA = 2000
MOST_BOXES = 10
OLDEST_CHILD = 18
LATEST_YEARS = 100
_MONEY = re.compile(r"[0-9]{1,3}(?:,?[0-9]{3})*(?:\.[0-9]{2})?")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)
_LIKE_A_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[A-Z0-9]{3}", re.IGNORECASE)

NOT_ASKED = "This condition doesn't ask for this."
NOT_OFFERED = "Choose from the options shown."
START, END = "Start", "End"


def answer_problems(condition: PolicyCondition, answers: Answers, today: date) -> dict[str, str]:
    """A sentence for each input whose answer can't be taken; empty when all can.

    The keys are the inputs' names; that of a second box ends with ``-2``, and so on. Answers
    under options that aren't chosen are passed over: a page keeps them while they are hidden.
    """
    known = {one.name for one in every_input(condition.inputs)}
    problems = {
        name: NOT_ASKED for name, values in answers.items() if name not in known and any(values)
    }
    given = settled(condition.inputs, answers)
    if condition.skippable and not given:
        return problems
    for one in asked(condition.inputs, given):
        for name, sentence in _problems(condition, one, answers, given, today):
            problems.setdefault(name, sentence)
    for name, sentence in _pairs(condition, given):
        problems.setdefault(name, sentence)
    return problems


def is_age(one: Input) -> bool:
    """Whether an input asks for the age of a child."""
    return one.kind is InputKind.TEXT and one.name == "age"


def is_money(condition: PolicyCondition, one: Input) -> bool:
    """Whether an input asks for a sum: the template has the sign before its placeholder."""
    return one.kind is InputKind.TEXT and f"£{{{one.name}}}" in condition.template


def asks_for(one: Input) -> str:
    """What an input asks for, as the middle of a sentence: from "Enter the end date"."""
    label = re.sub(r"\s*\(optional\)$", "", one.label)
    found = re.fullmatch("(?:Enter|Select|Choose|.*\u2013 enter) (.+)", label)
    text = found[1] if found else label
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _problems(
    condition: PolicyCondition,
    one: Input,
    answers: Answers,
    given: Mapping[str, tuple[str, ...]],
    today: date,
) -> Iterator[tuple[str, str]]:
    values = given.get(one.name, ())
    typed = tuple(filter(None, (text.strip() for text in answers.get(one.name, ()))))
    if one.kind in (InputKind.RADIO, InputKind.CHECK):
        offered = {option.value for option in one.options}
        if not offered.issuperset(typed):
            yield one.name, NOT_OFFERED
        elif one.kind is InputKind.RADIO and len(typed) > 1:
            yield one.name, "Choose one of them."
        elif not values and not one.optional:
            yield one.name, _owed(one)
        return
    if not values and not one.optional:
        yield one.name, _owed(one)
    if len(values) > MOST_BOXES or (len(typed) > 1 and not one.add_another):
        most = MOST_BOXES if one.add_another else 1
        yield one.name, f"Give at most {most} of these."
    for place, value in enumerate(values, start=1):
        sentence = _value_problem(condition, one, value, today)
        if not sentence and value.casefold() in {
            before.casefold() for before in values[: place - 1]
        }:
            sentence = "This is here twice."
        if sentence:
            yield one.name if place == 1 else f"{one.name}-{place}", sentence


def _owed(one: Input) -> str:
    start = {
        InputKind.RADIO: "Choose one",
        InputKind.CHECK: "Choose at least one",
        InputKind.MAP: "Describe the area",
    }.get(one.kind)
    if start == "Describe the area":
        return "Describe the area by the roads or places that bound it."
    return f"{start}: {asks_for(one)}." if start else f"Fill this in: {asks_for(one)}."


def _value_problem(condition: PolicyCondition, one: Input, value: str, today: date) -> str:
    longest = LONGEST_AREA if one.kind is InputKind.MAP else LONGEST_LINE
    if len(value) > longest:
        return f"This must have at most {longest:,} characters."
    if one.kind is InputKind.DATE:
        return _day_problem(value, today)
    if one.kind is InputKind.TIME:
        return "" if _time(value) else "Enter a time, like 7pm or 19:00."
    if one.kind is InputKind.ADDRESS:
        return _address_problem(value)
    if is_age(one):
        wrong = not re.fullmatch(r"[0-9]{1,2}", value) or not 1 <= int(value) <= OLDEST_CHILD
        return f"The age must be a whole number from 1 to {OLDEST_CHILD}." if wrong else ""
    if is_money(condition, one):
        wrong = not _MONEY.fullmatch(value) or not float(value.replace(",", ""))
        return "Enter a sum in pounds, like 500 or 1,250.50, without the sign." if wrong else ""
    return "" if any(map(str.isalnum, value)) else "Enter words, not only signs."


def _day_problem(value: str, today: date) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return "Enter a real date."
    if day <= today:
        return "The date must be in the future."
    late = day.year > today.year + LATEST_YEARS
    return f"The date must be within {LATEST_YEARS} years." if late else ""


def _time(value: str) -> time | None:
    try:
        return time.fromisoformat(value)
    except ValueError:
        return None


def _address_problem(value: str) -> str:
    last = value.splitlines()[-1]
    if _LIKE_A_POSTCODE.fullmatch(last) and not _POSTCODE.fullmatch(last):
        return "The last line isn't a postcode: it must be like SO14 3AB."
    return ""


def _pairs(
    condition: PolicyCondition, given: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, str]]:
    """Times that belong together: both or none, and not the same; and no curfew twice."""
    times = [one for one in asked(condition.inputs, given) if one.kind is InputKind.TIME]
    names = {one.name for one in times}
    spans: list[tuple[str, tuple[str, ...]]] = []
    for name in (one.name for one in times if START in one.name):
        end = name.replace(START, END)
        if end not in names:
            continue
        if (name in given) != (end in given):
            missing = end if name in given else name
            yield missing, "Give both the start and the end of these hours."
        elif name in given and given[name] == given[end]:
            yield end, "The end must be another time than the start."
        elif name in given:
            spans.append((name, given[name] + given[end]))
    for place, (name, span) in enumerate(spans):
        if span in [earlier for _, earlier in spans[:place]]:
            yield name, "These hours are here twice."
    numbered = [one.name for one in times if one.name in given and one.name[-1:].isdigit()]
    for first, second in pairwise(numbered):
        if first[:-1] == second[:-1] and given[first] == given[second]:
            yield second, "This time is here twice."
