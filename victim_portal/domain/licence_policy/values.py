"""A version of the official licence conditions policy, as the portal understands its file.

Every field that the file uses is named here, beside what the portal makes of it. A field
that isn't named here is refused when a file is read (`reading`), since a wording that
leaves out half of its rules would look right and be wrong.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Answers = Mapping[str, tuple[str, ...]]
"""What was answered, by the names of the inputs, in the order in which it was given.

A choice is the text of its option, a date is ``2027-03-01``, a time ``19:00``, an address its
lines with line breaks between them, a map the words that describe its area.
"""


class InputKind(StrEnum):
    """How an input is answered: `type` of the file, and one of the portal's own."""

    TEXT = "text"
    """One line of words."""
    RADIO = "radio"
    """One of `options`."""
    CHECK = "check"
    """Any of `options`, one at least."""
    DATE = "datePicker"
    """A day."""
    TIME = "timePicker"
    """A time of day."""
    ADDRESS = "address"
    """The lines of an address and, where it has one, the postcode."""
    MAP = "fileUpload"
    """An area on a map: described in words, and drawn or uploaded for its request."""
    LONG = "textarea"
    """Several lines: for the portal's own conditions, never in the file."""


class ListType(StrEnum):
    """`listType`: the word before the last of several values; without one it is "and"."""

    AND = "AND"
    OR = "OR"


class LetterCase(StrEnum):
    """`case`: what becomes of the letters of a value (`english.cased`)."""

    LOWER = "lower"
    UPPER = "upper"
    CAPITALISED = "capitalised"


@dataclass(frozen=True)
class Option:
    """One option of a radio or a check.

    `value` is shown, and is what stands on the licence. `inputs` (the file's
    ``conditional.inputs``) are asked only while the option is chosen.
    """

    value: str
    inputs: tuple["Input", ...] = ()


@dataclass(frozen=True)
class Input:
    """One thing that a condition asks for, with every field that the file gives it.

    - `kind` (``type``), `label`, and `name`, by which a template's placeholder finds it;
    - `optional`: the file says so in the label alone, which ends with "(optional)";
    - `list_type` (``listType``): how several values are joined;
    - `options`: for radios and checks;
    - `case`: what becomes of its letters;
    - `article` (``handleIndefiniteArticle``): "a" or "an" stands before each value;
    - `add_another` (``addAnother.label``): the button that gives one more box, or empty;
    - `before` (``includeBefore``): what stands before the value, only when there is one;
    - `default` (``defaultValue``): what stands where nothing was to be answered, as it is;
    - `subtext`: a remark for whoever fills it in, shown as the hint;
    - `hide_hint` (``hideHintText``): the usual hint of its kind isn't shown;
    - `hint`: the hint of the portal's own conditions.
    """

    kind: InputKind
    name: str
    label: str
    optional: bool = False
    list_type: ListType | None = None
    options: tuple[Option, ...] = ()
    case: LetterCase | None = None
    article: bool = False
    add_another: str = ""
    before: str = ""
    default: str = ""
    subtext: str = ""
    hide_hint: bool = False
    hint: str = ""


@dataclass(frozen=True)
class PolicyCondition:
    """One additional condition, with every field that the file gives it.

    - `code`: the official code, a UUID in small letters; its first eight digits are shown;
    - `category`, and `category_short` (``categoryShort``), which is shown where there is one;
    - `text`: the wording with its gaps in capitals, or the whole wording without inputs;
    - `text_plural` (``textPlural``): the wording for more than one map;
    - `template` (``tpl``): the wording with placeholders, empty without inputs;
    - `requires_input` (``requiresInput``): whether it has inputs, which must agree;
    - `inputs`: what it asks for;
    - `subtext`: a remark on the condition for whoever chooses it;
    - `type`: the official name of how its inputs belong together; two of them name people;
    - `skippable`: its inputs may be given later, so without answers the text stands;
    - `monitored` (``requiresElectronicMonitoringResponse``): a tag and its provider are
      needed, so those who decide are asked for more.
    """

    code: str
    category: str
    text: str
    category_short: str = ""
    text_plural: str = ""
    template: str = ""
    requires_input: bool = False
    inputs: tuple[Input, ...] = ()
    subtext: str = ""
    type: str = ""
    skippable: bool = False
    monitored: bool = False

    @property
    def short_code(self) -> str:
        """The eight digits by which people call it."""
        return self.code[:8]


@dataclass(frozen=True)
class LicencePolicy:
    """One version of the policy.

    `conditions` are the additional ones (``additionalConditions.AP``) by their codes, in the
    file's order; `standard` the standard ones (``standardConditions.AP``), code to text.
    Those for post-sentence supervision (``PSS``) are checked and not offered: it ended.
    `replaced_by` (``changeHints``) says what came in the place of codes of older versions.
    """

    version: str
    conditions: Mapping[str, PolicyCondition]
    standard: Mapping[str, str]
    replaced_by: Mapping[str, tuple[str, ...]]


def every_input(inputs: tuple[Input, ...]) -> Iterator[Input]:
    """All inputs, those under options after the one whose options they are."""
    for one in inputs:
        yield one
        for option in one.options:
            yield from every_input(option.inputs)


def asked(inputs: tuple[Input, ...], answers: Answers) -> Iterator[Input]:
    """The inputs that are to be answered, given which options are chosen."""
    for one in inputs:
        yield one
        for option in one.options:
            if option.value in answers.get(one.name, ()):
                yield from asked(option.inputs, answers)


def answers_from(stored: Mapping[str, str | list[str] | tuple[str, ...]]) -> Answers:
    """Answers from a form or a record, where a single one may stand without its list."""
    return {
        name: (value,) if isinstance(value, str) else tuple(value) for name, value in stored.items()
    }
