"""Choosing: one of several, some of several, yes or nothing."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from victim_portal.web.forms.validators import Check, checks

UNKNOWN = "Choose from the options shown"


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen; `divider` is a word such as "or" shown before it."""

    value: str
    text: str
    hint: str = ""
    divider: str = ""


OptionLike = Option | tuple[str, str]


def options_of(
    kind: type[StrEnum], texts: Mapping[Any, str], only: Collection[Any] | None = None
) -> tuple[Option, ...]:
    """The members of a closed list with their words, in the list's order.

    A member without words is a KeyError; `only` keeps some of them.
    """
    return tuple(
        Option(member.value, texts[member]) for member in kind if only is None or member in only
    )


def _options(given: Iterable[OptionLike]) -> tuple[Option, ...]:
    return tuple(each if isinstance(each, Option) else Option(*each) for each in given)


class _Choosing(Field):
    """What both kinds of choosing share. `coerce` turns a value into what the view wants."""

    def __init__(
        self,
        label: str,
        options: Iterable[OptionLike] = (),
        *,
        coerce: Callable[[str], Any] = str,
        required: str | None = None,
        validators: Sequence[Check] = (),
        **more: Any,
    ) -> None:
        super().__init__(label, validators=checks(required, validators), **more)
        self.options = _options(options)
        self.coerce = coerce
        self.typed: tuple[str, ...] = ()

    def offer(self, options: Iterable[OptionLike]) -> None:
        """Set the options of this request; before `validate_on_submit`."""
        self.options = _options(options)

    def chosen(self, option: Option) -> bool:
        """Whether the option is marked."""
        return option.value in self.typed

    def _known(self, values: Iterable[str]) -> bool:
        offered = {option.value for option in self.options}
        return all(value in offered for value in values)


def _as_text(value: Any) -> str:
    return value.value if isinstance(value, StrEnum) else str(value)


class Pick(_Choosing):
    """One of the options, as radios or as a drop-down; `data` is None until one is chosen."""

    def process_data(self, value: Any) -> None:
        """Mark what the record holds."""
        self.data = value
        self.typed = () if value is None else (_as_text(value),)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value; "" is the drop-down's line that asks to choose."""
        self.typed = tuple(value for value in valuelist[:1] if value)
        self.data = None
        if self.typed:
            try:
                self.data = self.coerce(self.typed[0])
            except (ValueError, KeyError):
                self.data = None

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if self.typed and (self.data is None or not self._known(self.typed)):
            raise ValidationError(UNKNOWN)


class PickMany(_Choosing):
    """Any of the options, as checkboxes; `data` is a tuple in the order of the options."""

    def process_data(self, value: Any) -> None:
        """Mark what the record holds."""
        self.data = tuple(value or ())
        self.typed = tuple(_as_text(each) for each in self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take each value once."""
        self.typed = tuple(dict.fromkeys(valuelist))
        self.data = ()
        try:
            self.data = tuple(self.coerce(value) for value in self.typed)
        except (ValueError, KeyError):
            self.data = ()

    def pre_validate(self, form: Any) -> None:
        """Refuse what was not offered."""
        if self.typed and (not self.data or not self._known(self.typed)):
            raise ValidationError(UNKNOWN)


class Tick(BooleanField):
    """One checkbox; `required` is the sentence shown when it must be ticked and is not."""

    data: bool

    def __init__(
        self,
        label: str,
        *,
        required: str | None = None,
        validators: Sequence[Check] = (),
        **more: Any,
    ) -> None:
        super().__init__(label, validators=checks(required, validators), **more)

    @property
    def options(self) -> tuple[Option, ...]:
        """The one box, for the checkbox macro."""
        return (Option("y", self.label.text),)

    def chosen(self, option: Option) -> bool:
        """Whether the box is ticked."""
        return bool(self.data)
