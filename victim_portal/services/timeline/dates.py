"""The key dates of an offender in every version: what moved when, and the history of each."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.key_dates import DATE_NAMES, diff
from victim_portal.domain.timeline import DateVersion, EntryKind, history_of
from victim_portal.services.names import OwnNames
from victim_portal.services.timeline.values import DateHistory, Entry
from victim_portal.store import offenders as offender_store
from victim_portal.store.models import KeyDates, Offender
from victim_portal.store.unit_of_work import UnitOfWork


class AllVersions:
    """An offender's dates in every version, oldest first; read once."""

    def __init__(self, uow: UnitOfWork, offender: Offender) -> None:
        rows = offender_store.versions_of_key_dates(uow, offender.id)
        dates = offender_store.dates_of(uow, rows)
        self._rows: list[tuple[KeyDates, Mapping[str, date]]] = [
            (row, {one.code: one.falls_on for one in dates[row.id]}) for row in reversed(rows)
        ]
        self.versions: Sequence[DateVersion] = [_version(row, given) for row, given in self._rows]

    def entries(self, uow: UnitOfWork, actor: Actor) -> Iterator[Entry]:
        """Every time that new dates came, and what moved; who typed them only if a colleague."""
        own = OwnNames(uow, actor)
        before: Mapping[str, date] = {}
        for row, given in self._rows:
            yield Entry(
                EntryKind.DATES,
                london_date(row.received_at),
                version=row.version,
                by=own.shown(row.recorded_by),
                changes=tuple(_moved(before, given)),
            )
            before = given

    def histories(self) -> tuple[DateHistory, ...]:
        """The history of each code that was ever given, those that stand first."""
        newest = self.versions[-1].dates if self.versions else {}
        codes = {code for one in self.versions for code in one.dates}
        found = (
            DateHistory(code, _name(code), history_of(code, self.versions))
            for code in sorted(codes, key=lambda code: (code not in newest, code))
        )
        return tuple(one for one in found if one.spells)


def _version(row: KeyDates, given: Mapping[str, date]) -> DateVersion:
    received = london_date(row.received_at)
    return DateVersion(
        version=row.version,
        source=row.source,
        status=row.status,
        received_on=received,
        confirmed_on=london_date(row.confirmed_at) if row.confirmed_at else received,
        doubtful=bool(row.flags),
        dates=given,
    )


def _moved(before: Mapping[str, date], now: Mapping[str, date]) -> Iterator[str]:
    for change in diff(before, now):
        name = _name(change.code)
        what = f"{name[:1].upper()}{name[1:]} ({change.code})"
        if change.after is None:
            yield f"{what}: not given any more"
        elif change.before is None:
            yield f"{what}: {_day(change.after)}"
        else:
            yield f"{what}: {_day(change.after)}, was {_day(change.before)}"


def _name(code: str) -> str:
    return DATE_NAMES.get(code, "a code that this portal doesn't know")


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
