"""A file of referrals from a witness care unit, row by row; a bad row is refused alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.csv_text import REJECTION_COLUMNS, Table, encode_table, read_table
from victim_portal.domain.referrals import (
    COLUMNS,
    REQUIRED,
    ReferralRow,
    RowRefused,
    changed_columns,
    check_row,
    row_values,
)
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.contact_values import normal_email, normal_mobile
from victim_portal.services.context import Context
from victim_portal.services.reach import need
from victim_portal.services.referrals.intake import Intake, digest_of
from victim_portal.services.referrals.known import Known, reference_index
from victim_portal.store.models import Unit

BATCH = 200
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RefusedRow:
    """A row that was refused: where it stands, what is wrong, and its cells as they came."""

    line: int
    column: str
    reason: str
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class NotedRow:
    """A row that was flagged, or that differs from what is known under its reference."""

    line: int
    reference: str
    notes: tuple[str, ...]


@dataclass
class ImportReport:
    """What an import did; the counts are those of its `--json`."""

    columns: tuple[str, ...] = COLUMNS
    read: int = 0
    added: int = 0
    unchanged: int = 0
    unknown: int = 0
    refused_rows: list[RefusedRow] = field(default_factory=list)
    changed_rows: list[NotedRow] = field(default_factory=list)
    flagged_rows: list[NotedRow] = field(default_factory=list)
    new_units: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The counts by their contract names; `refused` counts rows, not reasons."""
        return {
            "read": self.read,
            "added": self.added,
            "unchanged": self.unchanged,
            "changed": len(self.changed_rows),
            "refused": len({row.line for row in self.refused_rows}),
            "flagged": len(self.flagged_rows),
            "unknown": self.unknown,
        }


def import_referrals(
    ctx: Context, actor: Actor, data: bytes, progress: Progress | None = None
) -> ImportReport:
    """Import a UTF-8 CSV file; FileRefused when the file can't be read at all.

    Rows go in by batches, each in its own transaction, so that an interrupted import can
    simply be run again: what is in already counts as unchanged.
    """
    need(Permission.IMPORT, actor)
    table = read_table(data, COLUMNS, REQUIRED)
    report = ImportReport(columns=table.columns)
    checked = _checked(ctx, table, report)
    unit_name = _own_unit(ctx, actor)
    for start in range(0, len(checked), BATCH):
        _take_in(ctx, actor, checked[start : start + BATCH], unit_name, report)
        if progress is not None:
            progress(min(start + BATCH, len(checked)), len(checked))
    with ctx.store.writing() as uow:
        audit.record(uow, actor, What.REFERRALS_IMPORTED, None, **report.counts())
        uow.commit()
    return report


def rejected_csv(report: ImportReport) -> bytes:
    """The refused rows as a file that can be put right and imported as it is."""
    by_line: dict[int, list[RefusedRow]] = {}
    for row in report.refused_rows:
        by_line.setdefault(row.line, []).append(row)
    rows = [
        (
            str(line),
            "; ".join(row.column for row in found if row.column),
            " ".join(row.reason for row in found),
            *_padded(found[0].cells, len(report.columns)),
        )
        for line, found in sorted(by_line.items())
    ]
    return encode_table((*REJECTION_COLUMNS, *report.columns), rows)


def _checked(ctx: Context, table: Table, report: ImportReport) -> list[tuple[int, ReferralRow]]:
    good: list[tuple[int, ReferralRow]] = []
    report.read = len(table.rows) + len(table.faults)
    for fault in table.faults:
        report.refused_rows.append(RefusedRow(fault.line, "", fault.reason, fault.cells))
    today = ctx.today()
    for row in table.rows:
        checked = check_row(row.values, today, normal_mobile, normal_email)
        if isinstance(checked, RowRefused):
            cells = tuple(row.values.get(column, "") for column in table.columns)
            report.refused_rows += [
                RefusedRow(row.line, error.column, error.reason, cells) for error in checked.errors
            ]
        else:
            good.append((row.line, checked))
    report.refused_rows.sort(key=lambda refused: refused.line)
    return good


def _take_in(
    ctx: Context,
    actor: Actor,
    rows: Sequence[tuple[int, ReferralRow]],
    unit_name: str,
    report: ImportReport,
) -> None:
    added: list[NotedRow] = []
    flagged: list[NotedRow] = []
    with ctx.store.writing() as uow:
        names = {row.unit or unit_name for _, row in rows} | {"No unit given"}
        known = Known(uow, [row for _, row in rows], names)
        intake = Intake(ctx, uow, actor, known)
        for line, row in rows:
            earlier = known.referrals.get(reference_index(uow, row))
            if earlier is None:
                received = intake.receive(row, "file", row.unit or unit_name, None)
                added.append(NotedRow(line, received.reference, ()))
                if received.flagged:
                    flagged.append(NotedRow(line, received.reference, received.flagged))
                if received.new_unit:
                    report.unknown += 1
                    report.new_units.append(row.unit)
            elif earlier.row_digest == digest_of(uow, row):
                report.unchanged += 1
            else:
                columns = changed_columns(earlier.row, row_values(row))
                report.changed_rows.append(NotedRow(line, row.referral_reference, columns))
        uow.commit()
    report.added += len(added)
    report.flagged_rows += flagged


def _own_unit(ctx: Context, actor: Actor) -> str:
    """The unit of whoever imports, for rows that name none."""
    with ctx.store.reading() as uow:
        unit: Unit | None = uow.get(Unit, actor.unit_id)
        return unit.name if unit else ""


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells, *([""] * width))[:width]
