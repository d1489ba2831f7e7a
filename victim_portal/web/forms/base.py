"""The form that every page's form is made from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field

from victim_portal.services.once import USED
from victim_portal.web.forms.choices import Pick, PickMany, Tick
from victim_portal.web.forms.dates import DateParts
from victim_portal.web.forms.text import Hidden, Password, Text
from victim_portal.web.forms.uploads import OnceToken

OPEN_TOO_LONG = "This page was open too long. Nothing was saved: send it again."


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; `href` leads into a field, None where there is none."""

    text: str
    href: str | None


class PortalForm(FlaskForm):
    """A form with its error summary. Fields come from this package."""

    form_errors: list[str]

    def add_problems(self, problems: Mapping[str, str | Sequence[str]]) -> None:
        """Put a service's sentences on the fields they are about, after `validate`.

        Keys are field names; a sentence under any other key goes to the top of the summary.
        """
        if USED in problems.values() and "token" in self:
            # It may be sent as another entry, once somebody has looked.
            self["token"].renew()
        for name, given in problems.items():
            sentences = [given] if isinstance(given, str) else list(given)
            if name in self:
                field = self[name]
                field.errors = [*field.errors, *sentences]
            else:
                self.form_errors = [*self.form_errors, *sentences]

    def seen_version(self, name: str = "seen") -> int:
        """The version in a hidden field; -1, which nothing has, when it was tampered with."""
        typed = str(self[name].data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 9 else -1

    def problems(self) -> list[Problem]:
        """The lines of the error summary: those without a field first, then by field."""
        found = [Problem(str(sentence), None) for sentence in self.form_errors]
        found += [problem for field in self for problem in _problems_of(field)]
        return sorted(found, key=lambda problem: problem.href is not None)

    def hidden_fields(self) -> Iterator[Field]:
        """The fields that travel unseen, without the forgery token."""
        return (field for field in self if isinstance(field, Hidden | OnceToken))

    def what_was_typed(self) -> list[tuple[str, str]]:
        """Each field that was filled in, by its label, as text to copy; no secret is in it."""
        filled = ((str(field.label.text), _as_text(field)) for field in self)
        return [(label, text) for label, text in filled if text]

    @property
    def enctype(self) -> str | None:
        """The form's encoding: set when it carries a file."""
        carries = any(isinstance(field, FileField) for field in self)
        return "multipart/form-data" if carries else None


def _problems_of(field: Any) -> list[Problem]:
    if field.short_name == "csrf_token":
        return [Problem(OPEN_TOO_LONG, None)] if field.errors else []
    return [Problem(str(sentence), _anchor(field)) for sentence in field.errors]


def _as_text(field: Any) -> str:
    if isinstance(field, Pick | PickMany):
        return ", ".join(option.text for option in field.options if field.chosen(option))
    if isinstance(field, Tick):
        return "Yes" if field.data else ""
    if isinstance(field, DateParts):
        return " ".join(part for part in field.typed.values() if part)
    return field.typed if isinstance(field, Text) and not isinstance(field, Password) else ""


def _anchor(field: Any) -> str | None:
    """Where the link leads: a control that takes the focus, never a group around it."""
    if isinstance(field, Hidden | OnceToken):
        return None
    if isinstance(field, Pick | PickMany) and not field.options:
        return None
    return f"#{field.anchor if isinstance(field, DateParts) else field.id}"
