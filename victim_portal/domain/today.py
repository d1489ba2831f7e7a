"""The officer's day: what stands where on the page, and what may be put off until when.

The order is that of `decisions` on safety: what somebody's safety hangs on comes first whatever
its date, then what is late, then what is due soonest. Nothing that is open is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

SAFETY = frozenset(
    {
        *("incident", "decide_urgent_news", "urgent_but_stopped", "telephone", "ladder_call"),
        *("ladder_manager", "held_message", "uncertain_message", "hearing_put_off", "was_wrong"),
        *("wrong_news", "surge", "broken_glass", "recall_date", "release_passed", "parole_passed"),
        *("look_at_map", "own_worry", "sent_before_correction", "sent_while_changed"),
        *(
            "sent_twice",
            "against_plan",
            "campaign_not_told",
            "decide_correction",
            "tell_recipients",
        ),
        *("reply_received", "unmatched_text", "find_a_way", "condition_ending"),
    }
)
"""What somebody may be in danger over, or wait to hear: it comes first, and can't be put off."""

MAY_WAIT = frozenset(
    {
        *("next_step", "ask_about_supporters", "agree_language", "next_review", "code_failed"),
        *("pre_tariff_review", "read_note", "offender_corrected"),
    }
)
"""What no clock and no person waits for: it may be put off past its own day."""

LONGEST_WAIT = timedelta(days=28)
LONG_LATE = 60
"""Days after which the month says more than their number."""
FEW = 4
"""So many of one kind are shown one by one; more are one line that leads to them."""
_Line = TypeVar("_Line")


class Part(StrEnum):
    """The parts of the page, from the top."""

    NOW = "now"
    TODAY = "today"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    LATER = "later"


@dataclass(frozen=True)
class Group(Generic[_Line]):
    """What is of one kind within a part, soonest first."""

    kind: str
    lines: tuple[_Line, ...]

    @property
    def folded(self) -> bool:
        """Whether there are so many that one line stands for them."""
        return len(self.lines) > FEW


def part_of(kind: str, due_on: date, today: date) -> Part:
    """In which part of the page a task stands."""
    if due_on < today or (kind in SAFETY and due_on <= today + timedelta(days=1)):
        return Part.NOW
    if due_on == today:
        return Part.TODAY
    if due_on <= today + timedelta(days=7):
        return Part.WEEK
    return Part.FORTNIGHT if due_on <= today + timedelta(days=14) else Part.LATER


def arranged(
    lines: Sequence[tuple[str, date, _Line]], today: date
) -> dict[Part, tuple[Group[_Line], ...]]:
    """Each line in its part and group. `lines` bring their kind and the day they are due on.

    Safety comes first in its part, then the group of which one is due soonest; every line stands
    in exactly one group.
    """
    parts: dict[Part, dict[str, list[tuple[date, _Line]]]] = {part: {} for part in Part}
    for kind, due_on, line in lines:
        parts[part_of(kind, due_on, today)].setdefault(kind, []).append((due_on, line))
    return {
        part: tuple(
            Group(kind, tuple(line for _, line in sorted(found, key=lambda one: one[0])))
            for kind, found in sorted(groups.items(), key=_first)
        )
        for part, groups in parts.items()
    }


def _first(group: tuple[str, list[tuple[date, _Line]]]) -> tuple[bool, date, str]:
    kind, found = group
    return kind not in SAFETY, min(due_on for due_on, _ in found), kind


def due_in_words(due_on: date, today: date) -> str:
    """By when, as somebody says it."""
    days = (due_on - today).days
    if days < -LONG_LATE:
        return f"Late since {due_on:%B %Y}"
    if days < 0:
        return "Late by 1 day" if days == -1 else f"Late by {-days} days"
    if days == 0:
        return "Today"
    if days == 1:
        return "Tomorrow"
    return f"On {due_on:%A}" if days < 7 else f"In {days} days"


def last_day_to_wait(kind: str, due_on: date, today: date) -> date | None:
    """Until when a task may be put off; None where it can't be.

    What a clock or a person waits for is never put off past its day, and not at all once it is
    late. Nothing is put off for more than four weeks.
    """
    if kind in SAFETY:
        return None
    latest = today + LONGEST_WAIT
    last = latest if kind in MAY_WAIT else min(latest, due_on)
    return last if last > today else None


def wait_problem(kind: str, due_on: date, until: date, today: date) -> str:
    """Why a task can't be put off until a day, as a sentence; empty where it can."""
    last = last_day_to_wait(kind, due_on, today)
    if last is None:
        return "This can't be put off: it is late, or somebody's safety may hang on it."
    if until <= today:
        return "The day must be after today."
    if until > last:
        return f"The day must be {last.day} {last:%B %Y} or before."
    return ""
