"""From the inputs of a condition to fields of a form, and from what was typed to answers.

A field's name is the way to its input: ``in_name``, or ``in_when_2_start`` for the input
``start`` under the second option of ``when``. Where more can be added, the second box is
``in_name__2``, and so on. All of it works without a script: what an option asks for stands
below it, and another box comes with a button.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from victim_portal.domain.licence_policy import (
    LONGEST_AREA,
    LONGEST_LINE,
    MOST_BOXES,
    Answers,
    Input,
    InputKind,
    Option,
)
from victim_portal.domain.licence_policy.inputs import asks_for, is_age
from victim_portal.web import forms
from victim_portal.web.forms import DateParts, LongText, NameText, Pick, PickMany, Text
from victim_portal.web.forms.dates import read_time

FIRST = "in_"
AREA = "The area on the map, in words"
HINTS = {
    InputKind.TIME: "For example 7pm or 19:00",
    InputKind.ADDRESS: "Each part on a line of its own, the postcode last. A road alone will do.",
    InputKind.MAP: "Name the roads or places that bound it, all the way round. These words are the "
    "condition; after saving you draw or upload the map. Don't centre it on where the victim "
    "lives: the offender gets it.",
}


class HourText(Text):
    """A time of day in one box; what isn't one stays as typed, for the rules to refuse."""

    spellcheck = False


@dataclass(frozen=True)
class Box:
    """One input on a page: its fields (several where more were added), what options open.

    `more` is the value of the button that adds a box, or empty.
    """

    input: Input
    names: tuple[str, ...]
    below: tuple[tuple[Option, tuple["Box", ...]], ...]
    more: str

    @property
    def name(self) -> str:
        """The name of its first field."""
        return self.names[0]


def boxes_of(
    inputs: tuple[Input, ...], counts: Mapping[str, int], under: str = FIRST
) -> tuple[Box, ...]:
    """The boxes of some inputs; `counts` says how many fields an input has, by its first."""
    return tuple(_box(one, counts, under) for one in inputs)


def fields_of(boxes: tuple[Box, ...]) -> Iterator[tuple[str, Any]]:
    """A form's fields, by their names, in the order of the page."""
    for box in boxes:
        for place, name in enumerate(box.names, start=1):
            yield name, _field(box.input, place)
        for _, below in box.below:
            yield from fields_of(below)


def answers_in(form: Any, boxes: tuple[Box, ...]) -> Answers:
    """What was answered; what stands under an option that isn't chosen is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for box in _asked(form, boxes):
        values = (text for name in box.names for text in _typed(form[name]))
        found[box.input.name] = tuple(values)
    return found


def places_in(form: Any, boxes: tuple[Box, ...]) -> Mapping[str, str]:
    """The field for each name that a problem can have: ``name``, ``name-2``."""
    found = {}
    for box in _asked(form, boxes):
        for place, name in enumerate(box.names, start=1):
            found[box.input.name if place == 1 else f"{box.input.name}-{place}"] = name
    return found


def show_answers(form: Any, boxes: tuple[Box, ...], answers: Answers) -> None:
    """Fill the fields from a record, those under chosen options alone."""
    for box in boxes:
        values = answers.get(box.input.name, ())
        _show(form, box, values)
        for option, below in box.below:
            if option.value in values:
                show_answers(form, below, answers)


def counts_in(inputs: tuple[Input, ...], posted: Mapping[str, Any], added: str) -> dict[str, int]:
    """How many fields each input had on the page that was sent, and one more where asked."""
    found: dict[str, int] = {}
    for one in _with_more(boxes_of(inputs, {})):
        number = 1
        while number < MOST_BOXES and f"{one.name}__{number + 1}" in posted:
            number += 1
        found[one.name] = min(number + (added == one.name), MOST_BOXES)
    return found


def counts_for(inputs: tuple[Input, ...], answers: Answers) -> dict[str, int]:
    """How many fields each input needs for the answers of a record."""
    boxes = _with_more(boxes_of(inputs, {}))
    return {box.name: max(1, len(answers.get(box.input.name, ()))) for box in boxes}


def _box(one: Input, counts: Mapping[str, int], under: str) -> Box:
    first = f"{under}{one.name}"
    number = counts.get(first, 1) if one.add_another else 1
    below = tuple(
        (option, boxes_of(option.inputs, counts, f"{first}_{place}_"))
        for place, option in enumerate(one.options, start=1)
        if option.inputs
    )
    names = (first, *(f"{first}__{place}" for place in range(2, number + 1)))
    return Box(one, names, below, first if one.add_another and number < MOST_BOXES else "")


def _with_more(boxes: tuple[Box, ...]) -> Iterator[Box]:
    for box in boxes:
        if box.input.add_another:
            yield box
        for _, below in box.below:
            yield from _with_more(below)


def _asked(form: Any, boxes: tuple[Box, ...]) -> Iterator[Box]:
    for box in boxes:
        yield box
        chosen = set(_typed(form[box.name])) if box.below else set()
        for option, below in box.below:
            if option.value in chosen:
                yield from _asked(form, below)


def _field(one: Input, place: int) -> Any:
    # The file asks for a map to upload: here its words come first, and its map has a page.
    label = AREA if one.kind is InputKind.MAP else one.label
    label = label if place == 1 else f"{label} ({place})"
    hint = one.subtext or one.hint or ("" if one.hide_hint else HINTS.get(one.kind, ""))
    more: dict[str, Any] = {"description": hint if place == 1 else ""}
    options = [forms.Option(option.value, option.value) for option in one.options]
    match one.kind:
        case InputKind.RADIO:
            return Pick(label, options, **more)
        case InputKind.CHECK:
            return PickMany(label, options, **more)
        case InputKind.DATE:
            what = asks_for(one)
            return DateParts(label, what=f"{what[:1].upper()}{what[1:]}", **more)
        case InputKind.ADDRESS:
            return LongText(label, limit=LONGEST_LINE, **more)
        case InputKind.MAP | InputKind.LONG:
            return LongText(label, limit=LONGEST_AREA, **more)
        case InputKind.TEXT if not is_age(one):
            return NameText(label, limit=LONGEST_LINE, **more)
        case InputKind.TEXT:
            return Text(label, limit=20, **more)
        case InputKind.TIME:
            return HourText(label, limit=20, **more)


def _typed(field: Any) -> tuple[str, ...]:
    """A field's values as answers hold them; what can't be read stays as typed, to be refused."""
    if isinstance(field, Pick):
        return (field.data,) if field.data else ()
    if isinstance(field, PickMany):
        return tuple(field.data)
    if isinstance(field, DateParts):
        return (field.data.isoformat(),) if field.data else ()
    at = read_time(field.typed) if isinstance(field, HourText) else None
    return (f"{at:%H:%M}",) if at else (field.typed,)


def _show(form: Any, box: Box, values: tuple[str, ...]) -> None:
    kind = box.input.kind
    if kind is InputKind.CHECK:
        form[box.name].process_data(values)
        return
    for name, value in zip(box.names, values, strict=False):
        if kind is InputKind.DATE:
            form[name].process(None, date.fromisoformat(value))
        else:
            form[name].process_data(value)
