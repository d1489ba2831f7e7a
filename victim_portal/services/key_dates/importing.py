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
from victim_portal.services.key_dates.versions import CALCULATOR, add_version
from victim_portal.services.reach import need
from victim_portal.store import offenders as offender_store

Progress = Callable[[int, int], None]


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
    for number, one in enumerate(sets, 1):
        _take_in(ctx, actor, one, report)
        if progress is not None:
            progress(number, len(sets))
    with ctx.store.writing() as uow:
        audit.record(uow, actor, What.KEY_DATES_IMPORTED, None, **report.counts())
        uow.commit()
    return report


def _read(data: bytes) -> tuple[list[KeyDateSet], list[RefusedSet]]:
    refuse_size(len(data))
    if not data.strip():
        raise FileRefused("The file is empty.")
    try:
        return parse_key_date_sets(json.loads(_text(data)))
    except (json.JSONDecodeError, RecursionError):
        raise FileRefused("The file isn't JSON from the calculation service.") from None
    except ValueError as error:
        raise FileRefused(str(error)) from None


def _text(data: bytes) -> str:
    """The file as text; `decode` names what isn't UTF-8, but takes JSON for a wrong type."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise FileRefused("The file is not UTF-8.") from None
    return decode(data)


def _take_in(ctx: Context, actor: Actor, one: KeyDateSet, report: KeyDatesReport) -> None:
    with ctx.store.writing() as uow:
        index = uow.keyring.exact("prison number", one.prison_number)
        by_number, _ = offender_store.by_index(uow, [index], [])
        offender = by_number.get(index)
        if offender is None:
            report.unknown_prisoners.append(one.prison_number)
            return
        first = offender_store.newest_key_dates(uow, offender.id) is None
        new, flags, _ = add_version(ctx, uow, actor, offender, one, CALCULATOR)
        if flags:
            sentences = tuple(flag.sentence for flag in flags)
            report.flagged_sets.append(FlaggedSet(one.prison_number, sentences))
        report.unknown_codes |= set(one.unknown_codes)
        uow.commit()
    if not new:
        report.unchanged += 1
    elif first:
        report.added += 1
    else:
        report.changed += 1
