"""Versions of an offender's key dates: adding one, and reading their history."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.key_dates import DATE_NAMES, Flag, KeyDateSet, diff, implausible
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.planning import PlanDifference, replanned
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store.models import Case, KeyDate, KeyDates, Offender
from victim_portal.store.unit_of_work import UnitOfWork

CALCULATOR = "calculation_service"
TYPED = "typed"
CHANGE_FILE = "date_change_file"
CHECK_WITHIN_WORKING_DAYS = 2


@dataclass(frozen=True)
class DateView:
    """One date: its code, what the code means, and what it was in the version before."""

    code: str
    name: str
    falls_on: date
    before: date | None
    known: bool


@dataclass(frozen=True)
class VersionView:
    """One version of the dates, and what it changed."""

    version: int
    source: str
    status: str
    received_at: datetime
    recorded_by: str
    flags: tuple[str, ...]
    dates: tuple[DateView, ...]
    withdrawn: tuple[str, ...]


@dataclass(frozen=True)
class KeyDatesView:
    """The newest dates and all versions before, newest first."""

    newest: VersionView | None
    earlier: tuple[VersionView, ...]


@dataclass(frozen=True)
class Kept:
    """What became of a set: `new` is whether it is another version than the newest before.

    `before` and `after` are the dates by code, `flags` the doubts about it.
    """

    new: bool
    version: int
    before: Mapping[str, date]
    after: Mapping[str, date]
    flags: tuple[Flag, ...]


@dataclass(frozen=True)
class Standing:
    """What is known of an offender before a set comes: the newest version and its dates by code.

    `sentenced_on` is the day of the earliest sentence.
    """

    newest: KeyDates | None
    dates: Mapping[str, KeyDate]
    sentenced_on: date | None


def standing_of(uow: UnitOfWork, offender_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """What is known of some offenders, in as many queries for many as for one."""
    newest = offender_store.newest_of(uow, offender_ids)
    dates = offender_store.dates_of(uow, list(newest.values()))
    sentenced = offender_store.earliest_sentences(uow, offender_ids)
    return {
        one: Standing(
            newest.get(one),
            {row.code: row for row in dates[newest[one].id]} if one in newest else {},
            sentenced.get(one),
        )
        for one in offender_ids
    }


def add_version(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    offender: Offender,
    given: KeyDateSet,
    source: str,
) -> tuple[bool, tuple[Flag, ...], PlanDifference]:
    """Store a set as the offender's next version, and plan all their open cases again.

    The caller holds the offender's lock, so that other news of them is seen or waits.
    Returns whether anything was new, the doubts about it, and what the plans made of it.
    The same dates and status again add nothing: they confirm what stands.
    """
    kept = keep_version(
        ctx, uow, actor, offender, given, source, standing_of(uow, [offender.id])[offender.id]
    )
    total = PlanDifference()
    cases = case_store.open_of_offender(uow, offender.id) if kept.new else []
    for one in replanned(ctx, uow, actor, cases).values():
        difference = one.difference
        total.added += difference.added
        total.moved += difference.moved
        total.withdrawn += difference.withdrawn
        total.back_to_draft += difference.back_to_draft
    return kept.new, kept.flags, total


def keep_version(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    offender: Offender,
    given: KeyDateSet,
    source: str,
    standing: Standing,
    *,
    whole: bool = True,
) -> Kept:
    """Store a set as the offender's next version, and plan nothing: the caller does.

    The caller holds the offender's lock.
    `standing` is what was known before: whoever keeps two sets of one offender reads it anew.
    Where it isn't the `whole` set, dates of other codes and the status stay as they are. The
    same dates and status again add nothing.
    """
    newest, before = standing.newest, standing.dates
    known_days = {code: row.falls_on for code, row in before.items()}
    if not whole:
        status = newest.status if newest else given.status
        given = replace(given, dates={**known_days, **given.dates}, status=status)
    earliest = given.sentenced_on or standing.sentenced_on
    flags = implausible(given, earliest)
    same = newest is not None and newest.status == given.status
    if newest is not None and same and known_days == dict(given.dates):
        confirm(newest, ctx.now())
        return Kept(False, newest.version, known_days, known_days, flags)
    version = KeyDates(
        id=uow.tokens.uuid(),
        offender_id=offender.id,
        version=newest.version + 1 if newest else 1,
        source=source,
        status=given.status[:40],
        flags=[{"code": flag.code, "sentence": flag.sentence} for flag in flags],
        received_at=ctx.now(),
        recorded_by=actor.name,
    )
    uow.add(version)
    for code, falls_on in given.dates.items():
        known = before.get(code)
        unchanged = known is not None and known.falls_on == falls_on
        uow.add(
            KeyDate(
                id=uow.tokens.uuid(),
                key_dates_id=version.id,
                code=code,
                falls_on=falls_on,
                since_version=known.since_version if known and unchanged else version.version,
            )
        )
    audit.record(
        uow,
        actor,
        What.KEY_DATES_RECORDED,
        offender=str(offender.id),
        version=version.version,
        source=source,
        flags=len(flags),
    )
    return Kept(True, version.version, known_days, dict(given.dates), flags)


def confirm(newest: KeyDates | None, now: datetime) -> None:
    """Note that the newest dates were given again, as they stand; None does nothing."""
    if newest is not None:
        newest.confirmed_at = now


def ask_about_doubts(ctx: Context, uow: UnitOfWork, actor: Actor, cases: Sequence[Case]) -> None:
    """Doubtful dates that came by file are looked at by the people of every open case."""
    due = add_working_days(ctx.today(), CHECK_WITHIN_WORKING_DAYS, ctx.bank_holidays)
    for case in cases:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "check_key_dates",
            "Check the new key dates with the prison: some of them can't well be right",
            "Official dates are kept as given, and doubts are for a person",
            due,
        )


def key_dates_view(uow: UnitOfWork, offender: Offender) -> KeyDatesView:
    """The history of every date, for whoever may see the offender."""
    versions = offender_store.versions_of_key_dates(uow, offender.id)
    dates = offender_store.dates_of(uow, versions)
    views: list[VersionView] = []
    for number, version in enumerate(versions):
        earlier = versions[number + 1] if number + 1 < len(versions) else None
        before = {row.code: row.falls_on for row in dates[earlier.id]} if earlier else {}
        views.append(_version(version, dates[version.id], before))
    return KeyDatesView(views[0] if views else None, tuple(views[1:]))


def _version(version: KeyDates, rows: list[KeyDate], before: Mapping[str, date]) -> VersionView:
    now = {row.code: row.falls_on for row in rows}
    moved = {change.code: change.before for change in diff(before, now)}
    return VersionView(
        version=version.version,
        source=version.source,
        status=version.status,
        received_at=version.received_at,
        recorded_by=version.recorded_by,
        flags=tuple(flag["sentence"] for flag in version.flags),
        dates=tuple(
            DateView(
                row.code,
                DATE_NAMES.get(row.code, "A code that this portal doesn't know"),
                row.falls_on,
                moved.get(row.code),
                row.code in DATE_NAMES,
            )
            for row in rows
        ),
        withdrawn=tuple(code for code in before if code not in now),
    )
