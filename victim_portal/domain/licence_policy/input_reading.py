"""Reading one input of a condition, with the options and inputs below it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from victim_portal.domain.licence_policy.fields import (
    PolicyFileError,
    flag,
    items,
    table,
    text,
)
from victim_portal.domain.licence_policy.values import (
    Input,
    InputKind,
    LetterCase,
    ListType,
    Option,
)

DEEPEST = 3
MOST_OPTIONS = 60
ANOTHER_MAP = "Add another area"
_KEYS = frozenset(
    {
        "type",
        "label",
        "name",
        "listType",
        "options",
        "case",
        "handleIndefiniteArticle",
        "addAnother",
        "includeBefore",
        "subtext",
        "defaultValue",
        "hideHintText",
    }
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,59}")
_OPTIONAL = re.compile(r"\(optional\)$", re.IGNORECASE)
_CHOOSING = (InputKind.RADIO, InputKind.CHECK)
Member = TypeVar("Member", bound=StrEnum)


def input_of(row: object, place: str, *, several_maps: bool = False, depth: int = 1) -> Input:
    """One input. `several_maps`: the condition has a wording for more than one map.

    Raises PolicyFileError, whose place names the condition and the input.
    """
    fields = table(row, _KEYS, f"{place}, an input")
    name = text(fields, "name", f"{place}, an input", most=60)
    here = f"{place}, input {name!r}"
    if not _NAME.fullmatch(name):
        raise PolicyFileError(here, "The name must be letters and digits alone.")
    kind = _member(fields, "type", InputKind, here)
    if kind is None or kind is InputKind.LONG:
        raise PolicyFileError(here, f"{str(fields.get('type'))[:40]!r} isn't a type of input.")
    label = text(fields, "label", here)
    another = _add_another(fields.get("addAnother"), here)
    if another and kind is not InputKind.TEXT:
        raise PolicyFileError(here, "Only a text can be added to ('addAnother').")
    found = Input(
        kind=kind,
        name=name,
        label=label,
        optional=bool(_OPTIONAL.search(label)),
        list_type=_member(fields, "listType", ListType, here),
        options=_options(fields, kind, here, depth),
        case=_member(fields, "case", LetterCase, here),
        article=flag(fields, "handleIndefiniteArticle", here),
        add_another=another or (ANOTHER_MAP if several_maps and kind is InputKind.MAP else ""),
        before=text(fields, "includeBefore", here, most=60, needed=False, edges=True),
        default=text(fields, "defaultValue", here, needed=False, edges=True),
        subtext=text(fields, "subtext", here, needed=False),
        hide_hint=flag(fields, "hideHintText", here),
    )
    for what, words in (("includeBefore", found.before), ("defaultValue", found.default)):
        if "{" in words or "}" in words:
            raise PolicyFileError(here, f"{what!r} must not hold braces.")
    return found


def _options(
    fields: Mapping[str, object], kind: InputKind, here: str, depth: int
) -> tuple[Option, ...]:
    rows = items(fields, "options", here, most=MOST_OPTIONS, needed=False)
    if bool(rows) != (kind in _CHOOSING):
        raise PolicyFileError(here, "Radios and checks have options, and nothing else has.")
    if rows and depth > DEEPEST:
        raise PolicyFileError(here, f"Options lie more than {DEEPEST} deep.")
    found = tuple(_option(row, here, depth) for row in rows)
    values = [option.value for option in found]
    if len(set(values)) < len(values):
        raise PolicyFileError(here, "Two options read the same.")
    return found


def _option(row: object, here: str, depth: int) -> Option:
    fields = table(row, {"value", "conditional"}, f"{here}, an option")
    value = text(fields, "value", f"{here}, an option", most=200)
    conditional = fields.get("conditional")
    if conditional is None:
        return Option(value)
    place = f"{here}, option {value[:60]!r}"
    rows = items(table(conditional, {"inputs"}, place), "inputs", place, most=30)
    if not rows:
        raise PolicyFileError(place, "'conditional' has no inputs.")
    return Option(value, tuple(input_of(one, here, depth=depth + 1) for one in rows))


def _add_another(value: object, here: str) -> str:
    return text(table(value, {"label"}, here), "label", here, most=80) if value is not None else ""


def _member(fields: Mapping[str, object], key: str, kind: type[Member], here: str) -> Member | None:
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or value not in set(kind):
        wanted = " or ".join(repr(one.value) for one in kind)
        raise PolicyFileError(here, f"{key!r} must be {wanted}, and is {str(value)[:40]!r}.")
    return kind(value)
