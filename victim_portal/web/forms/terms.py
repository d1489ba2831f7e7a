"""A length of time in three boxes: years, months and days, as a court puts it."""

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation

from victim_portal.web.forms.text import one_line
from victim_portal.web.forms.validators import Check, checks

PARTS = ("years", "months", "days")
KEPT = 40  # characters of a hostile part that are shown again
WHOLE = re.compile(r"[0-9]{1,5}")


class TermParts(Field):
    """A length in boxes ``NAME-years``, ``NAME-months``, ``NAME-days``.

    `data` is an ISO 8601 duration such as ``P2Y6M0D``, or "" when nothing (or nothing that
    can be read) was typed. The boxes keep what was typed, and `wrong` names those to mark.
    """

    data: str
    parts = PARTS

    def __init__(
        self,
        label: str,
        *,
        what: str | None = None,
        required: str | None = None,
        validators: Sequence[Check] = (),
        **more: Any,
    ) -> None:
        super().__init__(label, validators=checks(required, validators), **more)
        self.what = what or label
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")
        self.wrong: tuple[str, ...] = ()

    def box_id(self, part: str) -> str:
        """The id of a box; the first has the field's own, so that an error leads to it."""
        return self.id if part == PARTS[0] else f"{self.id}-{part}"

    def is_wrong(self, part: str) -> bool:
        """Whether the box is marked: the wrong ones, or all when the length as a whole is."""
        return bool(self.errors) and (not self.wrong or part in self.wrong)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the three parts of the request."""
        super().process(None, "", extra_filters)
        if formdata is None:
            return
        self.typed = {part: one_line(formdata.get(f"{self.name}-{part}"))[:KEPT] for part in PARTS}
        self.raw_data = [text for text in self.typed.values() if text]
        self.data = self._duration()

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no whole number."""
        self.wrong = tuple(
            part for part, text in self.typed.items() if text and _whole(text) is None
        )
        if self.wrong:
            boxes = " and ".join(self.wrong)
            raise StopValidation(f"{self.what}: enter the {boxes} as a whole number")

    def _duration(self) -> str:
        numbers = {part: _whole(text) for part, text in self.typed.items() if text}
        if not numbers or None in numbers.values():
            return ""
        return "P" + "".join(f"{number}{part[0].upper()}" for part, number in numbers.items())


def _whole(text: str) -> int | None:
    plain = normalize("NFKC", text)
    return int(plain) if WHOLE.fullmatch(plain) else None
