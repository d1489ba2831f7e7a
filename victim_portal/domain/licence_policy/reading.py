"""From a policy file's bytes to a policy, or a sentence that says what is wrong and where.

The file is somebody else's, and what it says ends up on a licence. So a field that this
release doesn't know is refused and not passed over, and so is a template that no answers
could fill.
"""

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from victim_portal.domain.licence_policy.fields import (
    PolicyFileError,
    code,
    flag,
    items,
    table,
    text,
)
from victim_portal.domain.licence_policy.input_reading import input_of
from victim_portal.domain.licence_policy.values import (
    Input,
    InputKind,
    LicencePolicy,
    PolicyCondition,
    every_input,
)
from victim_portal.domain.licence_policy.wording import PLACEHOLDER, placeholders

MAX_BYTES = 2 * 1024 * 1024
MOST_CONDITIONS = 500
MOST_INPUTS = 60
LONGEST_WORDING = 5000
_VERSION = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}")
_CONDITION_KEYS = frozenset(
    {
        "code",
        "category",
        "categoryShort",
        "text",
        "textPlural",
        "tpl",
        "requiresInput",
        "inputs",
        "subtext",
        "type",
        "skippable",
        "requiresElectronicMonitoringResponse",
    }
)


def read_policy_file(data: bytes) -> LicencePolicy:
    """The policy in a file. Raises PolicyFileError, whose words name the place."""
    return read_policy_document(decoded(data))


def read_policy_document(document: object) -> LicencePolicy:
    """The policy in decoded JSON. Raises PolicyFileError."""
    known = {"version", "standardConditions", "additionalConditions", "changeHints"}
    top = table(document, known, "the file")
    version = text(top, "version", "the file", most=20)
    if not _VERSION.fullmatch(version):
        raise PolicyFileError("the file", f"'version' must be like 4.0, and is {version!r}.")
    conditions = _conditions(top.get("additionalConditions"))
    return LicencePolicy(
        version=version,
        conditions=MappingProxyType(conditions),
        standard=MappingProxyType(_standard(top.get("standardConditions"))),
        replaced_by=MappingProxyType(_hints(top.get("changeHints"), conditions)),
    )


def version_key(version: str) -> tuple[int, ...]:
    """What versions are ordered by: 3.0 comes before 3.10, and 4 is 4.0."""
    numbers = [int(part) for part in version.split(".")]
    return (*numbers, 0, 0)[:3]


def decoded(data: bytes) -> object:
    """The JSON of a file, however hostile. Raises PolicyFileError."""
    if len(data) > MAX_BYTES:
        raise PolicyFileError("", f"The file is too large: {MAX_BYTES // 1024**2} MB is the most.")
    if not data.strip():
        raise PolicyFileError("", "The file is empty.")
    if b"\x00" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PolicyFileError("", "The file is not UTF-8. It looks like UTF-16.")
    try:
        plain = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PolicyFileError("", "The file is not UTF-8. It looks like Latin-1.") from None
    try:
        return json.loads(plain, object_pairs_hook=_object, parse_constant=_no_constant)
    except PolicyFileError:
        raise
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise PolicyFileError(where, f"The file isn't JSON: {error.msg}.") from None
    except (ValueError, RecursionError):
        # A number of thousands of digits is a ValueError of its own.
        raise PolicyFileError("", "The file isn't JSON that can be read.") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise PolicyFileError("", f"The key {key[:60]!r} is given twice in one object.")
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise PolicyFileError("", f"{name} is no value that JSON knows.")


def _standard(value: object) -> dict[str, str]:
    found: dict[str, str] = {}
    lists = table(value, {"AP", "PSS"}, "standardConditions")
    for regime in ("AP", "PSS"):
        for number, row in enumerate(items(lists, regime, "standardConditions"), start=1):
            place = f"standardConditions {regime}, number {number}"
            fields = table(row, {"code", "text", "tpl"}, place)
            one = code(fields, "code", place)
            if one in found:
                raise PolicyFileError(place, f"The code {one} is given twice.")
            wording = text(fields, "text", place, most=LONGEST_WORDING)
            if regime == "AP":
                found[one] = wording
    return found


def _conditions(value: object) -> dict[str, PolicyCondition]:
    lists = table(value, {"AP", "PSS"}, "additionalConditions")
    kept: dict[str, PolicyCondition] = {}
    short: dict[str, str] = {}
    for regime in ("AP", "PSS"):
        rows = items(lists, regime, "additionalConditions", most=MOST_CONDITIONS)
        for number, row in enumerate(rows, start=1):
            found = _condition(row, f"additionalConditions {regime}, number {number}")
            other = short.setdefault(found.short_code, found.code)
            if found.code in kept or other != found.code:
                place = f"condition {found.short_code}"
                raise PolicyFileError(place, "Its code, or its first eight digits, come twice.")
            if regime == "AP":
                kept[found.code] = found
    if not kept:
        raise PolicyFileError("additionalConditions AP", "There must be at least one condition.")
    return kept


def _condition(row: object, place: str) -> PolicyCondition:
    fields = table(row, _CONDITION_KEYS, place)
    official = code(fields, "code", place)
    place = f"condition {official[:8]}"
    plural = text(fields, "textPlural", place, most=LONGEST_WORDING, needed=False)
    rows = items(fields, "inputs", place, most=MOST_INPUTS, needed=False)
    condition = PolicyCondition(
        code=official,
        category=text(fields, "category", place),
        text=text(fields, "text", place, most=LONGEST_WORDING),
        category_short=text(fields, "categoryShort", place, needed=False),
        text_plural=plural,
        template=text(fields, "tpl", place, most=LONGEST_WORDING, needed=False),
        requires_input=flag(fields, "requiresInput", place),
        inputs=tuple(input_of(one, place, several_maps=bool(plural)) for one in rows),
        subtext=text(fields, "subtext", place, needed=False),
        type=text(fields, "type", place, needed=False),
        skippable=flag(fields, "skippable", place),
        monitored=flag(fields, "requiresElectronicMonitoringResponse", place),
    )
    problem = next(_contradictions(condition), "")
    if problem:
        raise PolicyFileError(place, problem)
    return condition


def _contradictions(condition: PolicyCondition) -> Iterator[str]:
    """What two fields of a condition say against each other."""
    if condition.requires_input != bool(condition.inputs):
        yield "'requiresInput' and 'inputs' must agree."
    if condition.inputs and not condition.template:
        yield "A condition with inputs needs 'tpl', its wording with placeholders."
    if condition.template and not condition.inputs:
        yield "'tpl' stands without inputs."
    everything = list(every_input(condition.inputs))
    if len(everything) > MOST_INPUTS:
        yield f"It has more than {MOST_INPUTS} inputs."
    maps = [one for one in everything if one.kind is InputKind.MAP]
    if condition.text_plural and not maps:
        yield "'textPlural' is for several maps, and no input is one."
    yield from _same_names(condition.inputs)
    known = {one.name: one for one in everything}
    for template in filter(None, (condition.template, condition.text_plural)):
        bare = PLACEHOLDER.sub("", template)
        if "{" in bare or "}" in bare:
            yield f"A brace stands alone in {template[:60]!r}."
        for names in placeholders(template):
            unknown = [name for name in names if name not in known]
            if unknown:
                yield f"The placeholder {unknown[0]!r} belongs to no input."
    printed = {name for names in placeholders(condition.template) for name in names}
    for one in everything:
        chooses = one.kind is InputKind.RADIO or one.kind is InputKind.MAP
        if condition.template and not chooses and one.name not in printed:
            yield f"The input {one.name!r} has no placeholder in 'tpl'."
    if "{" in condition.text or "}" in condition.text:
        yield "'text' must not hold placeholders: they belong to 'tpl'."


def _same_names(inputs: tuple[Input, ...]) -> Iterator[str]:
    """Names that come twice where both could be asked at once, or that mean two things."""
    seen: dict[str, Input] = {}
    for one in every_input(inputs):
        other = seen.setdefault(one.name, one)
        if other != one:
            yield f"Two different inputs are called {one.name!r}."
    for names in _together(inputs):
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            yield f"The input {min(twice)!r} comes twice."


def _together(inputs: tuple[Input, ...]) -> Iterator[list[str]]:
    """Names that are asked on one level, each level with those above it."""
    level = [one.name for one in inputs]
    yield level
    for one in inputs:
        for option in one.options:
            for below in _together(option.inputs):
                yield level + below


def _hints(value: object, conditions: Mapping[str, PolicyCondition]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    rows = items({"changeHints": value}, "changeHints", "the file", needed=False)
    for number, row in enumerate(rows, start=1):
        place = f"changeHints, number {number}"
        fields = table(row, {"previousCode", "replacements"}, place)
        previous = code(fields, "previousCode", place)
        new = [
            code({"code": one}, "code", place)
            for one in items(fields, "replacements", place, most=50)
        ]
        if previous in found:
            raise PolicyFileError(place, f"The code {previous} is given twice.")
        # What replaced it may have been replaced since: such a code only says less.
        found[previous] = tuple(one for one in new if one in conditions)
    return found
