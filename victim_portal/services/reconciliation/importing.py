"""A list of qualifying sentences, row by row; a bad row is refused alone."""

from collections.abc import Callable, Sequence

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.csv_text import Table, read_table
from victim_portal.domain.reconciliation import COLUMNS, REQUIRED, ListedRow, check_listed
from victim_portal.domain.referrals import RowRefused
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.reach import need
from victim_portal.services.reconciliation.taking_in import take_in
from victim_portal.services.row_reports import ImportReport, RefusedRow
from victim_portal.store.models import Unit
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError

BATCH = 200
TRIES = 3
Progress = Callable[[int, int], None]


def import_sentences(
    ctx: Context, actor: Actor, data: bytes, progress: Progress | None = None
) -> ImportReport:
    """Import a UTF-8 CSV file; FileRefused when it can't be read at all.

    Rows go in by batches, each in its own transaction, so that an interrupted import can simply
    be run again. `flagged` rows are in, and differ from what another source says. ConflictError
    when others keep getting in between; NotAllowedError for who neither manages a unit nor
    stands at the command line.
    """
    need(Permission.BRING_IN_SENTENCES, actor)
    table = read_table(data, COLUMNS, REQUIRED)
    report = ImportReport(columns=table.columns)
    checked = _checked(ctx, table, report)
    unit = _own_unit(ctx, actor)
    for start in range(0, len(checked), BATCH):
        report.take(_kept(ctx, actor, checked[start : start + BATCH], unit))
        if progress is not None:
            progress(min(start + BATCH, len(checked)), len(checked))
    with ctx.store.writing() as uow:
        audit.record(uow, actor, What.SENTENCES_IMPORTED, None, **report.counts())
        uow.commit()
    return report


def _checked(ctx: Context, table: Table, report: ImportReport) -> list[tuple[int, ListedRow]]:
    good: list[tuple[int, ListedRow]] = []
    report.read = len(table.rows) + len(table.faults)
    report.refused_rows += [
        RefusedRow(fault.line, "", fault.reason, fault.cells) for fault in table.faults
    ]
    for row in table.rows:
        checked = check_listed(row.values, ctx.today())
        if isinstance(checked, RowRefused):
            cells = tuple(row.values.get(column, "") for column in table.columns)
            report.refused_rows += [
                RefusedRow(row.line, error.column, error.reason, cells) for error in checked.errors
            ]
        else:
            good.append((row.line, checked))
    report.refused_rows.sort(key=lambda refused: refused.line)
    return good


def _kept(
    ctx: Context, actor: Actor, rows: Sequence[tuple[int, ListedRow]], unit: str
) -> ImportReport:
    """Take a batch in, anew when somebody else brought in the same at the same moment."""
    for _ in range(TRIES):
        try:
            with ctx.store.writing() as uow:
                batch = take_in(ctx, uow, actor, rows, unit)
                uow.commit()
                return batch
        except (ConstraintError, LostUpdateError):
            continue
    raise ConflictError(
        "Others are bringing in sentences at this moment. What went in stays in: "
        "import the same file again in a minute."
    )


def _own_unit(ctx: Context, actor: Actor) -> str:
    with ctx.store.reading() as uow:
        unit: Unit | None = uow.get(Unit, actor.unit_id)
        return unit.name if unit else ""
