"""A file of key dates from the prison's calculation service."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.csv_text import FileRefused, decode, refuse_size
from victim_portal.domain.key_dates import KeyDateSet, RefusedSet, parse_key_date_sets
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.key_dates.versions import CALCULATOR, add_version, ask_about_doubts
from victim_portal.services.reach import need
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError

Progress = Callable[[int, int], None]
TRIES = 3


@dataclass(frozen=True)
class FlaggedSet:
    """A set that was stored although something about it is doubtful."""

    prison_number: str
    sentences: tuple[str, ...]


@dataclass
class KeyDatesReport:
    """What an import did; the counts are those of its `--json`."""

    read: int = 0
    added: int = 0
    unchanged: int = 0
    changed: int = 0
    refused_sets: list[RefusedSet] = field(default_factory=list)
    flagged_sets: list[FlaggedSet] = field(default_factory=list)
    unknown_prisoners: list[str] = field(default_factory=list)
    unknown_codes: set[str] = field(default_factory=set)

    def counts(self) -> dict[str, int]:
        """The counts by their contract names."""
        return {
            "read": self.read,
            "added": self.added,
            "unchanged": self.unchanged,
            "changed": self.changed,
            "refused": len(self.refused_sets),
            "flagged": len(self.flagged_sets),
            "unknown": len(self.unknown_prisoners),
        }


def import_key_dates(
    ctx: Context, actor: Actor, data: bytes, progress: Progress | None = None
) -> KeyDatesReport:
    """Import the calculator's JSON; FileRefused when the file can't be read at all.

    `added` counts the first dates of an offender, `changed` new versions. Each set has
    its own transaction, so that one prisoner's trouble stays one prisoner's.
    """
    need(Permission.IMPORT, actor)
    sets, refused = _read(data)
    report = KeyDatesReport(read=len(sets) + len(refused), refused_sets=list(refused))
    good = _without_contradictions(sets, report)
    for number, one in enumerate(good, 1):
        _take_in_alone(ctx, actor, one, report)
        if progress is not None:
            progress(number, len(good))
    report.refused_sets.sort(key=lambda refused_set: refused_set.index)
    with ctx.store.writing() as uow:
        audit.record(uow, actor, What.KEY_DATES_IMPORTED, None, **report.counts())
        uow.commit()
    return report


def _without_contradictions(
    sets: list[KeyDateSet], report: KeyDatesReport
) -> list[tuple[int, KeyDateSet]]:
    """The sets with their places in the file, but for prisoners given twice and differently.

    Which of two sets is right can't be told from the file, and taking both would move the
    dates to and fro each time it is imported.
    """
    refused = {one.index for one in report.refused_sets}
    places = [index for index in range(report.read) if index not in refused]
    by_number: dict[str, list[tuple[int, KeyDateSet]]] = {}
    for index, one in zip(places, sets, strict=True):
        by_number.setdefault(_plain_number(one), []).append((index, one))
    good: list[tuple[int, KeyDateSet]] = []
    for found in by_number.values():
        if all(same_dates(one, found[0][1]) for _, one in found):
            good += found
            continue
        reason = "The file has this prisoner more than once, with different dates."
        report.refused_sets += [
            RefusedSet(index, one.prison_number, reason) for index, one in found
        ]
    return sorted(good, key=lambda placed: placed[0])


def same_dates(one: KeyDateSet, other: KeyDateSet) -> bool:
    """Whether two sets say the same."""
    return (one.status, dict(one.dates)) == (other.status, dict(other.dates))


def _plain_number(one: KeyDateSet) -> str:
    """The prison number as referrals have it: without blanks."""
    return "".join(one.prison_number.split())


def _read(data: bytes) -> tuple[list[KeyDateSet], list[RefusedSet]]:
    refuse_size(len(data))
    if not data.strip():
        raise FileRefused("The file is empty.")
    text = _text(data)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        # A number of thousands of digits is a ValueError of its own.
        raise FileRefused("The file isn't JSON from the calculation service.") from None
    try:
        return parse_key_date_sets(document)
    except ValueError as error:
        raise FileRefused(str(error)) from None


def _text(data: bytes) -> str:
    """The file as text; `decode` names what isn't UTF-8, but takes JSON for a wrong type."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"[", b"{"):
        return decode(data)
    if b"\x00" in data:
        raise FileRefused("The file is not UTF-8. It looks like UTF-16.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("The file is not UTF-8. It looks like Latin-1.") from None


def _take_in_alone(
    ctx: Context, actor: Actor, placed: tuple[int, KeyDateSet], report: KeyDatesReport
) -> None:
    """One set in its own transaction, anew when somebody else was at the same offender."""
    index, one = placed
    for _ in range(TRIES):
        try:
            _take_in(ctx, actor, one, report)
        except (ConstraintError, LostUpdateError):
            continue
        return
    reason = "Somebody else is changing this prisoner's dates or cases: import it again."
    report.refused_sets.append(RefusedSet(index, one.prison_number, reason))


def _take_in(ctx: Context, actor: Actor, one: KeyDateSet, report: KeyDatesReport) -> None:
    with ctx.store.writing() as uow:
        index = uow.keyring.exact("prison number", _plain_number(one))
        by_number, _ = offender_store.by_index(uow, [index], [])
        offender = by_number.get(index)
        if offender is None:
            report.unknown_prisoners.append(one.prison_number)
            return
        offender_store.lock(uow, offender.id)
        first = offender_store.newest_key_dates(uow, offender.id) is None
        new, flags, _ = add_version(ctx, uow, actor, offender, one, CALCULATOR)
        if new and flags:
            ask_about_doubts(ctx, uow, actor, case_store.open_of_offender(uow, offender.id))
        uow.commit()
    if flags:
        sentences = tuple(flag.sentence for flag in flags)
        report.flagged_sets.append(FlaggedSet(one.prison_number, sentences))
    report.unknown_codes |= set(one.unknown_codes)
    if not new:
        report.unchanged += 1
    elif first:
        report.added += 1
    else:
        report.changed += 1
