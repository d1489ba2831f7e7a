"""Fields that only these pages need: a victim's own words, and a month."""

import re
from typing import Any
from unicodedata import normalize

from wtforms.validators import ValidationError

from victim_portal.domain.stages import YearMonth
from victim_portal.services.sanitise import storable
from victim_portal.web.forms import LongText, Text
from victim_portal.web.forms.dates import MONTH_NAMES

# As much as the services take.
LONGEST_WORDS = 200_000
_MONTH = re.compile(r"(?P<month>[a-z]{3,9}\.?|[0-9]{1,2})[\s/.-]+(?P<year>[12][0-9]{3})")
_ISO_MONTH = re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>[0-9]{2})")


class WordsText(LongText):
    """A victim's own words: shown again exactly as typed, to the last space.

    Only what no page can show is changed: a control character becomes a visible mark.
    """

    clean = staticmethod(lambda value: storable(value or ""))

    def __init__(self, label: str, *, limit: int = LONGEST_WORDS, **more: Any) -> None:
        super().__init__(label, limit=limit, **more)


class MonthText(Text):
    """A month in one box, as ``March 2027`` or ``3/2027``; `month` is None until it is one."""

    spellcheck = False

    def process_data(self, value: Any) -> None:
        """Show a month of the record in words."""
        super().process_data(value.in_words() if isinstance(value, YearMonth) else value)

    @property
    def month(self) -> YearMonth | None:
        """The month that was typed."""
        plain = normalize("NFKC", self.typed).lower()
        found = _ISO_MONTH.fullmatch(plain) or _MONTH.fullmatch(plain)
        number = _number(found["month"]) if found else None
        return YearMonth(int(found["year"]), number) if found and number else None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no month, when something was typed."""
        if self.typed and self.month is None:
            raise ValidationError("Enter a month and a year, like March 2027")


def _number(text: str) -> int | None:
    """1 to 12 for a month by number or by at least three letters of its name."""
    name = text.rstrip(".")
    if name.isdecimal():
        return int(name) if 1 <= int(name) <= 12 else None
    numbers = (number for number, full in enumerate(MONTH_NAMES, 1) if full.startswith(name))
    return next(numbers, None)
