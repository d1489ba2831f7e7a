"""A file of referrals from a witness care unit, row by row; a bad row is refused alone."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from victim_portal.domain.access import Actor, ActorKind, Permission, may_see_case
from victim_portal.domain.csv_text import Table, read_table
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
from victim_portal.services.errors import ConflictError
from victim_portal.services.reach import need, reach_of
from victim_portal.services.reconciliation.following import follow_referrals
from victim_portal.services.referrals.followup import ask_about_changes, ask_about_withdrawn
from victim_portal.services.referrals.intake import NO_UNIT, Intake, digest_of
from victim_portal.services.referrals.known import Known, reference_index
from victim_portal.services.row_reports import ImportReport, NotedRow, RefusedRow
from victim_portal.store.allocation import WITHDRAWN, withdrawn_cases
from victim_portal.store.duplicates import merged_into
from victim_portal.store.models import Case, Referral, Unit
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

BATCH = 200
TRIES = 3
Progress = Callable[[int, int], None]


def import_referrals(
    ctx: Context, actor: Actor, data: bytes, progress: Progress | None = None
) -> ImportReport:
    """Import a UTF-8 CSV file; FileRefused when the file can't be read at all.

    Rows go in by batches, each in its own transaction, so that an interrupted import can
    simply be run again: what is in already counts as unchanged. ConflictError when others
    keep getting in between.
    """
    need(Permission.IMPORT, actor)
    table = read_table(data, COLUMNS, REQUIRED)
    report = ImportReport(columns=table.columns)
    checked = _checked(ctx, table, report)
    unit_name = _own_unit(ctx, actor)
    with _few_collections():
        for start in range(0, len(checked), BATCH):
            report.take(_kept(ctx, actor, checked[start : start + BATCH], unit_name))
            if progress is not None:
                progress(min(start + BATCH, len(checked)), len(checked))
    with ctx.store.writing() as uow:
        audit.record(uow, actor, What.REFERRALS_IMPORTED, None, **report.counts())
        uow.commit()
    return report


@contextmanager
def _few_collections() -> Iterator[None]:
    """The rows of a batch live until its commit: hunting for cycles among them finds none."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


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


def _kept(
    ctx: Context, actor: Actor, rows: Sequence[tuple[int, ReferralRow]], unit_name: str
) -> ImportReport:
    """Take a batch in, anew when somebody else brought in the same at the same moment."""
    for _ in range(TRIES):
        try:
            return _take_in(ctx, actor, rows, unit_name)
        except (ConstraintError, LostUpdateError):
            continue
    raise ConflictError(
        "Others are bringing in referrals at this moment. What went in stays in: "
        "import the same file again in a minute."
    )


def _take_in(
    ctx: Context, actor: Actor, rows: Sequence[tuple[int, ReferralRow]], unit_name: str
) -> ImportReport:
    batch = ImportReport()
    with ctx.store.writing() as uow:
        names = {row.unit or unit_name for _, row in rows} | {NO_UNIT}
        known = Known(uow, [row for _, row in rows], names)
        withdrawn = withdrawn_cases(uow, [one.case_id for one in known.referrals.values()])
        intake = Intake(ctx, uow, actor, known)
        for line, row in rows:
            earlier = known.referrals.get(reference_index(uow, row))
            if earlier is not None and earlier.case_id in withdrawn:
                case = withdrawn[earlier.case_id]
                _ask_again(ctx, uow, actor, line, row, earlier, case, batch)
                continue
            if earlier is not None:
                _compare(ctx, uow, actor, line, row, earlier, batch)
                continue
            received = intake.receive(row, "file", row.unit or unit_name, None)
            batch.added += 1
            if received.flagged:
                batch.flagged_rows.append(NotedRow(line, received.reference, received.flagged))
            if received.new_unit:
                batch.new_units.append(received.new_unit)
        follow_referrals(ctx, uow, actor, intake.offender_ids)
        uow.commit()
    return batch


def _compare(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    line: int,
    row: ReferralRow,
    earlier: Referral,
    batch: ImportReport,
) -> None:
    """Report a row whose reference is known; what is recorded stays as it is."""
    again = digest_of(uow, row)
    if earlier.row_digest == again:
        batch.unchanged += 1
        return
    # The reference itself is the same but for upper and lower case, or it wasn't found.
    differing = changed_columns(earlier.row, row_values(row))
    columns = tuple(column for column in differing if column != "referral_reference")
    if not columns:
        batch.unchanged += 1
        return
    case = uow.get(Case, earlier.case_id)
    if case is None:
        raise LookupError("a referral without its case")
    # Of a double it is asked where somebody has the case.
    case = merged_into(uow, case) or case
    told = _may_be_told(uow, actor, case)
    notes = columns if told else ()
    batch.changed_rows.append(NotedRow(line, row.referral_reference, notes, not told))
    ask_about_changes(ctx, uow, actor, case, earlier, again)


def _ask_again(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    line: int,
    row: ReferralRow,
    earlier: Referral,
    case: Case,
    batch: ImportReport,
) -> None:
    """A withdrawn referral that comes again isn't "unchanged": its manager decides about it."""
    ask_about_withdrawn(ctx, uow, actor, case, earlier, digest_of(uow, row))
    if _may_be_told(uow, actor, case):
        batch.flagged_rows.append(NotedRow(line, case.reference, (WITHDRAWN,)))
    else:
        batch.changed_rows.append(NotedRow(line, row.referral_reference, (), elsewhere=True))


def _may_be_told(uow: UnitOfWork, actor: Actor, case: Case) -> bool:
    return actor.kind is ActorKind.COMMAND_LINE or may_see_case(actor, reach_of(uow, case))


def _own_unit(ctx: Context, actor: Actor) -> str:
    """The unit of whoever imports, for rows that name none."""
    with ctx.store.reading() as uow:
        unit: Unit | None = uow.get(Unit, actor.unit_id)
        return unit.name if unit else ""
