"""Fields of one line or of many.

What is typed is kept as typed, but for spaces around it, characters that no keyboard
makes, and accents written in two parts. Nothing is remembered by the browser, since it is
other people's data.
"""

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from victim_portal.web.forms.validators import Check, MaxLength, checks

# Line and page controls are spaces on one line; the others (NUL among them, which
# PostgreSQL refuses) have no meaning in any text.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
BREAKS = re.compile(r"[\t\r\n\u0085\u2028\u2029]+")


def one_line(value: str | None) -> str:
    """The text on one line, stripped; "" for nothing."""
    return normalize("NFC", CONTROLS.sub("", BREAKS.sub(" ", value or ""))).strip()


def many_lines(value: str | None) -> str:
    """The text with plain line ends, stripped; "" for nothing."""
    unified = (value or "").replace("\r\n", "\n").replace("\r", "\n")
    return normalize("NFC", CONTROLS.sub("", unified)).strip()


class Text(StringField):
    """One line. `required` is the sentence shown when it is empty; `limit` in characters."""

    data: str
    input_type = "text"
    autocomplete = "off"
    autocapitalize: str | None = None
    inputmode: str | None = None
    spellcheck: bool | None = None
    clean = staticmethod(one_line)

    def __init__(
        self,
        label: str,
        *,
        required: str | None = None,
        limit: int = 200,
        validators: Sequence[Check] = (),
        **more: Any,
    ) -> None:
        too_long = MaxLength(limit, f"{label} must be {limit:,} characters or fewer")
        more.setdefault("default", "")
        super().__init__(
            label,
            validators=checks(required, [too_long, *validators]),
            filters=(self.clean,),
            **more,
        )
        self.limit = limit

    @property
    def typed(self) -> str:
        """What to show in the box."""
        return self.data or ""


class NameText(Text):
    """A person's name or another proper name: no spell check underlines it."""

    spellcheck = False


class ReferenceText(Text):
    """A reference, prison number, CRN or postcode."""

    spellcheck = False
    autocapitalize = "characters"


class EmailText(Text):
    """An e-mail address; a service judges it."""

    input_type = "email"
    spellcheck = False
    autocapitalize = "none"


class PhoneText(Text):
    """A telephone number; a service judges it."""

    input_type = "tel"
    spellcheck = False


class CodeText(Text):
    """A one-time code that the person was sent or shown."""

    autocomplete = "one-time-code"
    inputmode = "numeric"
    spellcheck = False


class Password(Text):
    """The signing-in person's own secret: kept as typed, and never sent back to the page."""

    autocomplete = "current-password"
    spellcheck = False
    clean = staticmethod(lambda value: value or "")

    @property
    def typed(self) -> str:
        """Nothing: a password is typed anew."""
        return ""


class LongText(Text):
    """Several lines; line ends come out as ``\\n``."""

    clean = staticmethod(many_lines)

    def __init__(self, label: str, *, limit: int = 5000, **more: Any) -> None:
        super().__init__(label, limit=limit, **more)


class WholeNumber(Text):
    """A whole number; `number` is None until a valid one was typed."""

    inputmode = "numeric"
    spellcheck = False

    def __init__(self, label: str, *, least: int = 0, most: int = 1_000_000, **more: Any) -> None:
        super().__init__(label, limit=20, **more)
        self.least, self.most = least, most

    @property
    def number(self) -> int | None:
        """The number that was typed."""
        plain = self.typed.replace(",", "").replace(" ", "")
        return int(plain) if re.fullmatch(r"-?[0-9]{1,12}", plain) else None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no number or out of range, when something was typed."""
        if self.typed and (self.number is None or not self.least <= self.number <= self.most):
            raise ValidationError(
                f"{self.label.text} must be a whole number between {self.least:,} and {self.most:,}"
            )


class Hidden(HiddenField):
    """A value that travels with the form, such as a version seen; "" for nothing."""

    data: str

    def __init__(self, *, limit: int = 200, validators: Sequence[Check] = (), **more: Any) -> None:
        too_long = MaxLength(limit, "This form could not be read. Open the page again.")
        more.setdefault("default", "")
        super().__init__("", validators=[too_long, *validators], filters=(one_line,), **more)

    @property
    def typed(self) -> str:
        """What travels."""
        return self.data or ""
