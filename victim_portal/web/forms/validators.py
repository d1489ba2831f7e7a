"""Checks of a field's shape, each with a sentence of its own."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import Optional, StopValidation, ValidationError

Check = Callable[[Any, Any], None]


class Required:
    """Something must be entered; `message` says what: "Enter the victim's last name"."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Stop at an empty value, unless the field already says what is wrong with it."""
        empty = field.data is None or field.data == "" or field.data == () or field.data is False
        if empty:
            raise StopValidation("" if field.errors else self.message)


class MaxLength:
    """At most `limit` characters."""

    def __init__(self, limit: int, message: str) -> None:
        self.limit = limit
        self.message = message

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise when the text is longer."""
        if len(field.data or "") > self.limit:
            raise ValidationError(self.message)


def checks(required: str | None, more: Sequence[Check]) -> list[Check]:
    """The validators of a field: required with its sentence, or stop quietly when empty."""
    first: Check = Required(required) if required else Optional()
    return [first, *more]
