"""Licence conditions that victims ask for: the catalogue, its inputs, the finished wording.

The codes are those of the official licence conditions policy; titles, summaries and
wordings are the portal's own plain words. Licences keep the version of the policy that
they were made on, and so does a request.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

LONGEST_TEXT = 200
LONGEST_TEXTAREA = 2000

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class CatalogueError(ValueError):
    """The catalogue's text can't be used; the message says where and why."""


class InputKind(StrEnum):
    """How an input is typed: on one line or on several."""

    TEXT = "text"
    TEXTAREA = "textarea"


@dataclass(frozen=True)
class ConditionField:
    """One input of a condition."""

    name: str
    label: str
    kind: InputKind
    required: bool
    hint: str = ""

    @property
    def longest(self) -> int:
        """The most characters that it takes."""
        return LONGEST_TEXT if self.kind is InputKind.TEXT else LONGEST_TEXTAREA


@dataclass(frozen=True)
class Condition:
    """One condition of the catalogue.

    `names_victim`: its wording names somebody the offender will read of. `needs_map`: the
    offender gets a map. `alternative` is the code of a condition that does without.
    """

    code: str
    title: str
    summary: str
    template: str
    names_victim: bool
    needs_map: bool
    inputs: tuple[ConditionField, ...] = ()
    alternative: str = ""


@dataclass(frozen=True)
class Catalogue:
    """One version of the catalogue, in the order in which it is offered."""

    version: str
    conditions: Mapping[str, Condition]

    def get(self, code: str) -> Condition | None:
        """The condition of a code, or None."""
        return self.conditions.get(code)

    def alternative_to(self, condition: Condition) -> Condition | None:
        """The condition that does without name or map, if there is one."""
        return self.conditions.get(condition.alternative)


def load(text: str) -> Catalogue:
    """Read and check a catalogue written in TOML.

    Raises CatalogueError for text that isn't TOML, a missing or misspelt key, a code given
    twice, a placeholder without an input (or the reverse), or an unknown alternative.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"Catalogue: the text isn't valid TOML: {error}") from error
    version = _text(document, "version", "at the top")
    rows = document.get("condition")
    if set(document) != {"version", "condition"} or not isinstance(rows, list):
        raise CatalogueError("Catalogue: there must be a version and [[condition]] rows alone.")
    conditions: dict[str, Condition] = {}
    for number, row in enumerate(rows, start=1):
        condition = _condition(row, f"[[condition]] row {number}")
        if condition.code in conditions:
            raise CatalogueError(f"Catalogue: the code {condition.code!r} is given twice.")
        conditions[condition.code] = condition
    for condition in conditions.values():
        other = conditions.get(condition.alternative)
        if condition.alternative and (other is None or other.names_victim or other.needs_map):
            raise CatalogueError(
                f"Catalogue, {condition.code!r}: the alternative must be a condition of the "
                "catalogue without names and maps."
            )
    return Catalogue(version, MappingProxyType(conditions))


def wording(condition: Condition, inputs: Mapping[str, str]) -> str:
    """The condition as it would stand on the licence, on one line.

    A part in square brackets stays only when all of its inputs are filled; a required
    input that isn't filled leaves a visible gap ("…"). What was typed is never read as a
    placeholder.
    """
    filled = {name: " ".join(value.split()) for name, value in inputs.items()}

    def part(match: re.Match[str]) -> str:
        wanted = _PLACEHOLDER.findall(match[1])
        return match[1] if all(filled.get(name) for name in wanted) else ""

    def value(match: re.Match[str]) -> str:
        return filled.get(match[1]) or "…"

    return _PLACEHOLDER.sub(value, _OPTIONAL.sub(part, condition.template))


def input_problems(condition: Condition, inputs: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each input that is missing, too long or not one of the condition's."""
    known = {field.name: field for field in condition.inputs}
    problems = {
        name: "This condition doesn't ask for this."
        for name, value in inputs.items()
        if name not in known and value.strip()
    }
    for name, field in known.items():
        value = inputs.get(name, "").strip()
        if field.required and not value:
            problems[name] = f"Fill this in: {field.label[0].lower()}{field.label[1:]}."
        elif len(value) > field.longest:
            problems[name] = f"This must have at most {field.longest} characters."
    return problems


def _condition(row: object, place: str) -> Condition:
    allowed = {"code", "title", "summary", "wording", "names_victim", "needs_map"}
    values = _table(row, allowed | {"alternative", "input"}, place)
    inputs = values.get("input", [])
    if not isinstance(inputs, list):
        raise CatalogueError(f"Catalogue, {place}: the inputs must be [[condition.input]] rows.")
    condition = Condition(
        code=_text(values, "code", place),
        title=_text(values, "title", place),
        summary=_text(values, "summary", place),
        template=_text(values, "wording", place),
        names_victim=_flag(values, "names_victim", place),
        needs_map=_flag(values, "needs_map", place),
        inputs=tuple(_input(one, f"{place}, input {n}") for n, one in enumerate(inputs, start=1)),
        alternative=_text(values, "alternative", place) if "alternative" in values else "",
    )
    asked = [field.name for field in condition.inputs]
    if sorted(set(_PLACEHOLDER.findall(condition.template))) != sorted(asked):
        raise CatalogueError(f"Catalogue, {place}: the inputs and the placeholders must agree.")
    return condition


def _input(row: object, place: str) -> ConditionField:
    values = _table(row, {"name", "label", "kind", "required", "hint"}, place)
    kind = _text(values, "kind", place)
    if kind not in set(InputKind):
        raise CatalogueError(f"Catalogue, {place}: {kind!r} isn't a kind of input.")
    return ConditionField(
        name=_text(values, "name", place),
        label=_text(values, "label", place),
        kind=InputKind(kind),
        required=_flag(values, "required", place),
        hint=_text(values, "hint", place) if "hint" in values else "",
    )


def _table(row: object, allowed: set[str], place: str) -> Mapping[str, object]:
    if not isinstance(row, dict):
        raise CatalogueError(f"Catalogue, {place}: must be a table of keys.")
    unknown = sorted(set(row) - allowed)
    if unknown:
        raise CatalogueError(f"Catalogue, {place}: unknown key {', '.join(map(repr, unknown))}.")
    return row


def _text(values: Mapping[str, object], key: str, place: str) -> str:
    value = values.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(f"Catalogue, {place}: {key!r} must be a text.")
    return value.strip()


def _flag(values: Mapping[str, object], key: str, place: str) -> bool:
    value = values.get(key)
    if not isinstance(value, bool):
        raise CatalogueError(f"Catalogue, {place}: {key!r} must be true or false.")
    return value
