"""How sure a month is: between which months, what may move it, when it was last confirmed.

Rules for the width. No end of it is guessed; each rests on something that is on record:

1. With one official date and nothing else, it is that date's month and nothing is added.
2. Where another official date lets somebody out before the automatic one (parole, home
   detention curfew), the width runs from its month to the automatic month.
3. A date of a kind that is brought forward from a weekend or bank holiday counts in the month
   of the working day before as well, where that is another month (`domain.md` section 4.1).
4. A date that moved is taken to move so again: by its longest move so far, in the direction
   of that move. Only the same kind of date counts, as it stood at the end of each day (what
   was put right the same day was a slip), and only moves of at most `LONGEST_DRIFT` months: a
   longer one was a new law or another sentence and says nothing of the next. It is named as a
   reason all the same.
5. Parole has a first month and no last one: a decision is not a date.
6. The end of a fixed-term recall that the prison hasn't given is reckoned from the recall and
   is the earliest that it can be; there is no last month.
7. Never before this month. A month that went by in silence is said to have gone by.

Sources: `domain.md` sections 4.1 (which dates move), 4.2 (added days, time at large), 4.3
(release points and their laws), 4.5 (recalls).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from victim_portal.domain.calendar import is_working_day
from victim_portal.domain.plan.dated import ahead
from victim_portal.domain.plan.situation import Situation, in_order
from victim_portal.domain.stages import (
    RECALL_DAYS,
    EventOutcome,
    Road,
    Stage,
    YearMonth,
    governing_parole,
    governing_release,
)
from victim_portal.domain.timeline.causes import Cause, sentence_of
from victim_portal.domain.timeline.history import DateVersion
from victim_portal.domain.timeline.moves import later, moves_of
from victim_portal.domain.vocabulary import DateCode, SentenceType

__all__ = ["LONGEST_DRIFT", "Cause", "Doubt", "doubts"]

LONGEST_DRIFT = 6
"""The longest move, in months, that says something about the next one."""

_C = DateCode
_BROUGHT_FORWARD = frozenset({_C.CRD, _C.ARD, _C.PED, _C.HDCED, _C.ETD, _C.MTD, _C.LTD, _C.PRRD})
_COUNTED_IN_DAYS = frozenset({_C.CRD, _C.ARD, _C.PED})
_MOVED_BY_LAW = frozenset(
    {SentenceType.SDS, SentenceType.SDS_PLUS, SentenceType.S250, SentenceType.DTO}
)
_DECIDED_ALREADY = frozenset({_C.APD, _C.HDCAD})
_CALCULATOR, _CONFIRMED = "calculation_service", "CONFIRMED"


@dataclass(frozen=True)
class Doubt:
    """What can honestly be said of one road; months only.

    `latest` is None where there is no last month. `earliest` None: there is no date at all.
    `moved` counts how often the date has moved to another month.
    """

    road: Road
    code: str
    earliest: YearMonth | None
    latest: YearMonth | None
    causes: tuple[Cause, ...]
    moved: int = 0
    confirmed_on: date | None = None
    confirmed_by: str = ""
    day: date | None = None

    @property
    def expected(self) -> str:
        """The first sentence: when, as nearly as it can be said."""
        if self.earliest is None:
            return "There is no date of release."
        month = self.earliest.in_words()
        if Cause.PASSED in self.causes:
            if self.road is Road.PAROLE:
                return f"Parole has been possible since {month}."
            return f"Release was expected in {month}."
        if self.road is Road.PAROLE:
            return f"Parole is possible from {month}, and not before."
        if self.latest is None:
            return f"Release is not expected before {month}."
        what = "Release is expected" if self.road is Road.RELEASE else "The licence ends"
        return f"{what} {_between(self.earliest, self.latest)}."

    @property
    def may_move(self) -> tuple[str, ...]:
        """Why it may come otherwise: one clause for each reason."""
        return tuple(sentence_of(cause, self.moved) for cause in self.causes)

    @property
    def confirmed(self) -> str:
        """When it was last confirmed, and by whom; "" where no date is given."""
        if self.confirmed_on is None:
            return ""
        day = self.confirmed_on
        return f"Last confirmed on {day.day} {day:%B} {day.year} by {self.confirmed_by}."

    @property
    def words(self) -> str:
        """All of it in one paragraph."""
        reasons = "; ".join(self.may_move)
        if Cause.PASSED in self.causes:
            moves = f"{reasons[:1].upper()}{reasons[1:]}."
        else:
            moves = f"It may move because {reasons}." if reasons else ""
        return " ".join(part for part in (self.expected, moves, self.confirmed) if part)


def doubts(
    now: Situation, versions: Sequence[DateVersion], sentence: SentenceType | None
) -> tuple[Doubt, ...]:
    """What stands on each road, in the order of the roads; `versions` is oldest first.

    Empty after a death, and for a sentence without official dates (hospital orders) as long
    as nobody is back on a recall.
    """
    if any(event.stage is Stage.OFFENDER_DEATH for event in now.events):
        return ()
    found = (_release(now, versions, sentence), _parole(now, versions), _licence(now, versions))
    return tuple(one for one in found if one is not None)


def _release(
    now: Situation, versions: Sequence[DateVersion], sentence: SentenceType | None
) -> Doubt | None:
    if now.at_liberty:
        return None
    found = ahead(now, Road.RELEASE)
    if found is None:
        return _without_date(now, versions)
    code, day = found
    causes: list[Cause] = []
    first = day
    for other in (*_may_come_first(now, code), *_working_day(now, code, day)):
        causes.append(other[0])
        first = min(first, other[1])
    if code in _COUNTED_IN_DAYS:
        causes.append(Cause.ADDED_DAYS)
    if sentence in _MOVED_BY_LAW and code in _COUNTED_IN_DAYS:
        causes.append(Cause.LAW)
    return _known(now, Road.RELEASE, code, day, first, causes, versions)


def _parole(now: Situation, versions: Sequence[DateVersion]) -> Doubt | None:
    if now.at_liberty:
        return None
    found = ahead(now, Road.PAROLE)
    causes = [Cause.BOARD]
    if found is None:
        past = governing_parole(now.key_dates.dates, date.min)
        if past is None or ahead(now, Road.RELEASE) is not None:
            return None
        found, causes = past, [Cause.PASSED, Cause.BOARD]
    elif found[0] in _COUNTED_IN_DAYS:
        causes.append(Cause.ADDED_DAYS)
    code, day = found
    moves = moves_of(Road.PAROLE, code, versions)
    return Doubt(
        Road.PAROLE,
        code,
        YearMonth.of(day),
        None,
        (*causes, *_of_the_record(now, versions, moves)),
        len(moves),
        *_confirmed(versions),
        day,
    )


def _licence(now: Situation, versions: Sequence[DateVersion]) -> Doubt | None:
    found = ahead(now, Road.LICENCE_END)
    if found is None:
        return None
    code, day = found
    return _known(now, Road.LICENCE_END, code, day, day, [Cause.AT_LARGE], versions)


def _without_date(now: Situation, versions: Sequence[DateVersion]) -> Doubt | None:
    """Nothing ahead: a recall that somebody decides on, or a month that went by in silence."""
    recalls = [e for e in now.events if e.stage is Stage.RECALLED and e.happened_on <= now.today]
    if recalls:
        recall = max(recalls, key=in_order)
        days = RECALL_DAYS.get(recall.outcome) if recall.outcome else None
        if days is None:
            return Doubt(Road.RELEASE, "", None, None, (Cause.RECALLED,))
        last = max(recall.happened_on + timedelta(days=days), now.today)
        return Doubt(Road.RELEASE, "", YearMonth.of(last), None, (Cause.RECKONED,), day=last)
    past = governing_release(now.key_dates.dates, date.min)
    if past is None:
        return None
    code, day = past
    month = YearMonth.of(day)
    return Doubt(Road.RELEASE, code, month, month, (Cause.PASSED,), 0, *_confirmed(versions), day)


def _may_come_first(now: Situation, code: str) -> Iterator[tuple[Cause, date]]:
    """Official dates that can let somebody out before the automatic one."""
    if code in _DECIDED_ALREADY:
        return
    parole = ahead(now, Road.PAROLE)
    automatic = now.key_dates.dates.get(code)
    if parole is not None and automatic is not None and parole[1] < automatic:
        yield Cause.BOARD, parole[1]
    curfew = now.key_dates.dates.get(_C.HDCED)
    if curfew is not None and automatic is not None and now.today <= curfew < automatic:
        yield Cause.CURFEW, curfew


def _working_day(now: Situation, code: str, day: date) -> Iterator[tuple[Cause, date]]:
    if code not in _BROUGHT_FORWARD or is_working_day(day, now.bank_holidays):
        return
    before = now.working_day_before(day)
    if YearMonth.of(before) != YearMonth.of(day):
        yield Cause.WORKING_DAY, before


def _known(
    now: Situation,
    road: Road,
    code: str,
    day: date,
    first: date,
    causes: list[Cause],
    versions: Sequence[DateVersion],
) -> Doubt:
    """A month with its width: rules 2 to 4 and 7."""
    moves = moves_of(road, code, versions)
    drift = [months for months in moves if abs(months) <= LONGEST_DRIFT]
    earliest = later(YearMonth.of(day), min([0, *drift]))
    earliest = max(min(earliest, YearMonth.of(first)), YearMonth.of(now.today))
    latest = later(YearMonth.of(day), max([0, *drift]))
    appeal = (Cause.APPEAL,) if _appeal_under_way(now) else ()
    return Doubt(
        road,
        code,
        earliest,
        latest,
        (*causes, *appeal, *_of_the_record(now, versions, moves)),
        len(moves),
        *_confirmed(versions),
        day,
    )


def _of_the_record(
    now: Situation, versions: Sequence[DateVersion], moves: list[int]
) -> Iterator[Cause]:
    """Reasons that lie in how the dates came to us."""
    if moves:
        yield Cause.MOVED
    if not versions:
        return
    newest = versions[-1]
    if newest.source != _CALCULATOR:
        yield Cause.TYPED
    elif newest.status.upper() != _CONFIRMED:
        yield Cause.NOT_CONFIRMED
    if newest.doubtful:
        yield Cause.DOUBTFUL


def _confirmed(versions: Sequence[DateVersion]) -> tuple[date | None, str]:
    return (versions[-1].confirmed_on, versions[-1].by_whom) if versions else (None, "")


def _appeal_under_way(now: Situation) -> bool:
    appeals = [e for e in now.events if e.stage is Stage.APPEAL and e.happened_on <= now.today]
    return bool(appeals) and max(appeals, key=in_order).outcome in (None, EventOutcome.STARTED)


def _between(earliest: YearMonth, latest: YearMonth) -> str:
    if earliest >= latest:
        return f"in {earliest.in_words()}"
    first = earliest.in_words()
    if earliest.year == latest.year:
        first = first.rpartition(" ")[0]
    return f"between {first} and {latest.in_words()}"
