"""What planning again changed in one case: typed, so that it can be kept and shown.

A change holds codes, months and windows, and no words: who reads it later reads it in the
words of that day, and there is nothing in it to seal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from victim_portal.domain.stages import Stage, YearMonth


class ChangeKind(StrEnum):
    """What became of one update of the plan."""

    ADDED = "added"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    BACK_TO_DRAFT = "back_to_draft"


@dataclass(frozen=True)
class Placed:
    """Where an update stood: its window (both days in it), and the months that it names."""

    opens: date
    closes: date
    month: YearMonth | None = None
    previous: YearMonth | None = None

    def same_as(self, other: "Placed", today: date) -> bool:
        """Whether both stand in one place; a window that has opened always opens today."""
        return (
            (self.month, self.previous) == (other.month, other.previous)
            and _same_day(self.opens, other.opens, today)
            and _same_day(self.closes, other.closes, today)
        )


@dataclass(frozen=True)
class Change:
    """One update that is no longer where it was.

    `before` is None for one that is new, `after` for one that went. `because` names the
    facts that moved (`key_date:CRD`, `event:<id>`, `preference`, `enrolment`); it is empty
    where time alone did it. `code` is the date that the update hangs on.
    """

    kind: ChangeKind
    stage: Stage
    plan_key: str
    update_id: str
    before: Placed | None
    after: Placed | None
    code: str = ""
    because: tuple[str, ...] = ()

    def as_stored(self) -> dict[str, Any]:
        """Plain values for a JSON column, which `from_stored` reads back."""
        return {
            "kind": self.kind.value,
            "stage": self.stage.value,
            "plan_key": self.plan_key,
            "update": self.update_id,
            "before": _stored(self.before),
            "after": _stored(self.after),
            "code": self.code,
            "because": list(self.because),
        }

    @classmethod
    def from_stored(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_stored` made."""
        return cls(
            kind=ChangeKind(kept["kind"]),
            stage=Stage(kept["stage"]),
            plan_key=kept["plan_key"],
            update_id=kept["update"],
            before=_placed(kept["before"]),
            after=_placed(kept["after"]),
            code=kept["code"],
            because=tuple(kept["because"]),
        )


def what_changed(
    before: Placed | None, after: Placed | None, was_approved: bool, today: date
) -> ChangeKind | None:
    """What a step of planning did to one update; None where an officer would see no difference.

    A draft that only rests on a newer version of the same facts, or has new words, is where
    it was. An approved one that fell back is told of always: somebody thinks that it goes.
    """
    if before is None:
        return None if after is None else ChangeKind.ADDED
    if after is None:
        return ChangeKind.WITHDRAWN
    if was_approved:
        return ChangeKind.BACK_TO_DRAFT
    return None if before.same_as(after, today) else ChangeKind.MOVED


def because(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """The facts whose version differs; of an update that is new, those it hangs on."""
    names = sorted(n for n in before.keys() | after.keys() if _text(before, n) != _text(after, n))
    if before:
        return tuple(names)
    return tuple(name for name in names if name.partition(":")[0] in ("key_date", "event"))


def taken_together(differences: Iterable[Sequence[Change]], today: date) -> tuple[Change, ...]:
    """What is different after some differences, oldest first, from before them all.

    What moved and moved back isn't in it, nor what came and went; one that fell back to draft
    is, wherever it ended: it has to be read again.
    """
    found: dict[str, Change] = {}
    fell: set[str] = set()
    for changes in differences:
        for change in changes:
            if change.kind is ChangeKind.BACK_TO_DRAFT:
                fell.add(change.plan_key)
            known = found.get(change.plan_key)
            found[change.plan_key] = (
                replace(
                    change,
                    before=known.before,
                    because=tuple(sorted({*known.because, *change.because})),
                )
                if known
                else change
            )
    whole = []
    for key, change in found.items():
        if change.before is None and change.after is None:
            continue
        kind = what_changed(change.before, change.after, key in fell, today)
        if kind is not None:
            whole.append(replace(change, kind=kind))
    return tuple(whole)


def asks_for_eyes(changes: Iterable[Change], *, own_hand: bool) -> bool:
    """Whether an officer has still to look at a difference.

    Whatever somebody else's hand changed waits for them. Of their own, and of what the day
    itself brought (which has no hand), only what moved or went does. New updates stand on
    the page that their act leads to, and both are asked for in their time; so are the yearly
    contact's next turn, and an update to which a first month is added. What a yes or a no
    took out of the plan was the answer itself.
    """
    return any(not own_hand or _for_own_eyes(change) for change in changes)


def _for_own_eyes(change: Change) -> bool:
    if change.kind is ChangeKind.ADDED or change.stage is Stage.ANNUAL_CONTACT:
        return False
    if change.kind is ChangeKind.MOVED:
        return change.before is not None and change.before.month is not None
    return change.kind is ChangeKind.BACK_TO_DRAFT or change.because != ("enrolment",)


def _same_day(one: date, other: date, today: date) -> bool:
    return one == other or (one <= today and other <= today)


def _text(facts: Mapping[str, object], name: str) -> str | None:
    return str(facts[name]) if name in facts else None


def _stored(placed: Placed | None) -> list[str | None] | None:
    if placed is None:
        return None
    months = (placed.month, placed.previous)
    return [
        placed.opens.isoformat(),
        placed.closes.isoformat(),
        *(str(month) if month else None for month in months),
    ]


def _placed(kept: Sequence[str | None] | None) -> Placed | None:
    if kept is None:
        return None
    opens, closes, month, previous = kept
    return Placed(
        date.fromisoformat(opens or ""),
        date.fromisoformat(closes or ""),
        YearMonth.parse(month) if month else None,
        YearMonth.parse(previous) if previous else None,
    )
