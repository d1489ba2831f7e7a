"""An invented policy with every field that the official file uses, and answers to conditions."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from victim_portal.domain.licence_policy import (
    Answers,
    Input,
    InputKind,
    LicencePolicy,
    PolicyCondition,
    every_input,
    read_policy_file,
)

INVENTED = Path(__file__).with_name("invented_policy.json")
OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "licence-policy-v4.json"
TIMES = (
    *("19:00", "07:30", "12:00", "13:15", "00:00", "05:05"),
    *(f"{hour:02}:45" for hour in range(12)),
)


def document() -> dict[str, Any]:
    """The invented policy as decoded JSON, to be changed by a test."""
    found: dict[str, Any] = json.loads(INVENTED.read_text("utf-8"))
    return found


def as_file(changed: Mapping[str, Any]) -> bytes:
    """A changed policy as a file."""
    return json.dumps(changed).encode()


def invented() -> LicencePolicy:
    """The invented policy."""
    return read_policy_file(INVENTED.read_bytes())


def condition(short_code: str) -> PolicyCondition:
    """One condition of the invented policy by its first eight digits."""
    return next(one for one in invented().conditions.values() if one.short_code == short_code)


def newer(version: str = "1.1") -> dict[str, Any]:
    """The next version: one condition taken away, one added, one worded and asked otherwise."""
    found = document()
    found["version"] = version
    rows = found["additionalConditions"]["AP"]
    rows[:] = [row for row in rows if not row["code"].startswith("aa000004")]
    money = json.loads(json.dumps(rows[-1]))
    money.update(code=money["code"].replace("aa000005", "aa000009"), text="Keep no [THING].")
    rows.append(money)
    rows[0]["text"] = rows[0]["text"].replace("write to", "ring")
    rows[0]["tpl"] = rows[0]["tpl"].replace("write to", "ring")
    rows[0]["inputs"][0]["label"] = "Enter who is not to be rung"
    found["standardConditions"]["AP"][0]["text"] = "Behave."
    found["changeHints"].append(
        {"previousCode": "aa000004-0000-4000-8000-000000000000", "replacements": [money["code"]]}
    )
    return found


def samples(one: PolicyCondition) -> Iterator[Answers]:
    """Answers that can be taken, as many as the longest list of options; one without inputs."""
    most = max((len(each.options) for each in every_input(one.inputs)), default=1)
    for turn in range(max(most, 2) if one.inputs else 1):
        times = iter(TIMES)
        yield {each.name: _sample(each, turn, times) for each in every_input(one.inputs)}


def _sample(one: Input, turn: int, times: Iterator[str]) -> tuple[str, ...]:
    match one.kind:
        case InputKind.RADIO:
            return (one.options[turn % len(one.options)].value,)
        case InputKind.CHECK:
            return tuple(option.value for option in one.options[: turn + 1])
        case InputKind.DATE:
            return ("2027-03-01",)
        case InputKind.TIME:
            return (next(times),)
        case InputKind.ADDRESS:
            return ("3 Invented Row\nNetherby\nZZ99 9ZZ",)
        case InputKind.MAP:
            areas = ("North of Mill Lane", "South of Castle Street")
            return areas[: turn + 1 if one.add_another else 1]
    if one.name in ("age", "value"):
        return ("16",)
    if one.optional and not turn:
        return ()
    several = ("umbrella stand", "axe", "Mary McAsh")
    return several[: min(turn + 1, 3)] if one.add_another else several[turn % 3 :][:1]
