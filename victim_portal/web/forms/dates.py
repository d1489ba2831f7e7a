"""A date in three boxes and a time in one, read the way people write them."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any
from unicodedata import normalize

from wtforms import Field
from wtforms.utils import unset_value
from wtforms.validators import StopValidation, ValidationError

from victim_portal.web.forms.text import Text, one_line
from victim_portal.web.forms.validators import Check, checks

PARTS = ("day", "month", "year")
MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
KEPT = 40  # characters of a hostile part that are shown again
TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?(?P<half>am|pm)?")
TIME_WORDS = {"midday": time(12), "noon": time(12), "midnight": time(0)}


def _number(text: str, digits: int) -> int | None:
    plain = normalize("NFKC", text)
    return int(plain) if re.fullmatch(rf"[0-9]{{1,{digits}}}", plain) else None


def _month(text: str) -> int | None:
    """A month by number or by name: ``9``, ``Sep``, ``September``."""
    name = text.strip(".").lower()
    if len(name) >= 3:
        for number, full in enumerate(MONTH_NAMES, start=1):
            if full.startswith(name):
                return number
    return _number(text, 2)


class DateParts(Field):
    """A date in boxes ``NAME-day``, ``NAME-month``, ``NAME-year``; `data` is a date or None.

    `within` sets the earliest and latest day for this request. The boxes keep what was
    typed, however wrong it was, and `wrong` names the boxes to mark.
    """

    data: date | None

    def __init__(
        self,
        label: str,
        *,
        required: str | None = None,
        what: str | None = None,
        validators: Sequence[Check] = (),
        **more: Any,
    ) -> None:
        super().__init__(label, validators=checks(required, validators), **more)
        self.required = required
        self.what = what or label
        self.typed: dict[str, str] = dict.fromkeys(PARTS, "")
        self.wrong: tuple[str, ...] = ()
        self.earliest: date | None = None
        self.latest: date | None = None
        self.bounds_message = ""

    def within(
        self, *, earliest: date | None = None, latest: date | None = None, message: str
    ) -> None:
        """Refuse days outside these with `message`; call before `validate_on_submit`."""
        self.earliest, self.latest, self.bounds_message = earliest, latest, message

    @property
    def anchor(self) -> str:
        """The id of the box that an error leads to: the first wrong one."""
        return f"{self.id}-{self.wrong[0] if self.wrong else 'day'}"

    def is_wrong(self, part: str) -> bool:
        """Whether the box is marked: the wrong ones, or all when the date as a whole is."""
        return bool(self.errors) and (not self.wrong or part in self.wrong)

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Fill the boxes from the record, or from the three parts of the request."""
        super().process(None, data, extra_filters)
        if self.data is not None:
            numbers = (self.data.day, self.data.month, self.data.year)
            self.typed = dict(zip(PARTS, map(str, numbers), strict=True))
        if formdata is None:
            return
        self.typed = {part: one_line(formdata.get(f"{self.name}-{part}"))[:KEPT] for part in PARTS}
        self.raw_data = [text for text in self.typed.values() if text]
        self.data = self._date()

    def _numbers(self) -> tuple[int | None, int | None, int | None]:
        year = _number(self.typed["year"], 4)
        return _number(self.typed["day"], 2), _month(self.typed["month"]), year

    def _date(self) -> date | None:
        day, month, year = self._numbers()
        if day is None or month is None or year is None or year < 1000:
            return None
        try:
            return date(year, month, day)
        except ValueError:
            return None

    def _refuse(self, sentence: str, wrong: Sequence[str]) -> None:
        self.wrong = tuple(wrong)
        raise StopValidation(sentence)

    def pre_validate(self, form: Any) -> None:
        """Say which part is missing or wrong; an empty date is the validators' matter."""
        self.wrong = ()
        missing = [part for part in PARTS if not self.typed[part]]
        if len(missing) == len(PARTS):
            return
        if missing:
            self._refuse(f"{self.what} must include a {' and '.join(missing)}", missing)
        if self.data is None:
            self._refuse_unreal()
        elif (self.earliest and self.data < self.earliest) or (
            self.latest and self.data > self.latest
        ):
            raise StopValidation(self.bounds_message)

    def _refuse_unreal(self) -> None:
        day, month, year = self._numbers()
        if year is None or year < 1000:
            only = bool(day and month and 1 <= day <= 31 and 1 <= month <= 12)
            if only:
                self._refuse(f"{self.what} must have a year of 4 numbers, like 2026", ["year"])
        wrong = []
        if day is None or not 1 <= day <= 31:
            wrong.append("day")
        if month is None or not 1 <= month <= 12:
            wrong.append("month")
        if year is None or year < 1000:
            wrong.append("year")
        # 31 September: each part may be right by itself, so the day leads.
        self._refuse(f"{self.what} must be a real date", wrong or ["day"])


def read_time(text: str) -> time | None:
    """A time of day as people write it: ``14:30``, ``2.30pm``, ``2 pm``, ``midday``."""
    plain = re.sub(r"\s+", "", normalize("NFKC", text).lower()).replace("a.m.", "am")
    plain = plain.replace("p.m.", "pm")
    if plain in TIME_WORDS:
        return TIME_WORDS[plain]
    match = TIME.fullmatch(plain)
    if not match or not (match["minute"] or match["half"]):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    return time(hour, minute) if hour <= 23 and minute <= 59 else None


class TimeOfDay(Text):
    """A time in one box; `time` is None until a valid one was typed."""

    spellcheck = False

    def process_data(self, value: Any) -> None:
        """Show a time of the record as ``14:30``."""
        super().process_data(f"{value:%H:%M}" if isinstance(value, time) else value)

    @property
    def time(self) -> time | None:
        """The time that was typed."""
        return read_time(self.typed)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no time, when something was typed."""
        if self.typed and self.time is None:
            raise ValidationError(f"{self.label.text} must be a time, like 2:30pm or 14:30")
