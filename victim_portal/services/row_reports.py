"""What an import did, row by row, and its refused rows as a file to put right."""

from dataclasses import dataclass, field

from victim_portal.domain.csv_text import REJECTION_COLUMNS, encode_table
from victim_portal.domain.referrals import COLUMNS


@dataclass(frozen=True)
class RefusedRow:
    """A row that was refused: where it stands, what is wrong, and its cells as they came."""

    line: int
    column: str
    reason: str
    cells: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class NotedRow:
    """A row that was flagged, or that differs from what is known under its reference.

    `notes` holds the reasons or the columns; none where the known case is out of the
    importer's reach (`elsewhere`), since a guess could be tried on somebody else's victim.
    """

    line: int
    reference: str
    notes: tuple[str, ...]
    elsewhere: bool = False


@dataclass
class ImportReport:
    """What an import did; the counts are those of its `--json`."""

    columns: tuple[str, ...] = COLUMNS
    read: int = 0
    added: int = 0
    unchanged: int = 0
    refused_rows: list[RefusedRow] = field(default_factory=list)
    changed_rows: list[NotedRow] = field(default_factory=list)
    flagged_rows: list[NotedRow] = field(default_factory=list)
    new_units: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The counts by their contract names.

        `refused` counts rows, not reasons; `unknown` counts units that weren't known.
        """
        return {
            "read": self.read,
            "added": self.added,
            "unchanged": self.unchanged,
            "changed": len(self.changed_rows),
            "refused": len({row.line for row in self.refused_rows}),
            "flagged": len(self.flagged_rows),
            "unknown": len(self.new_units),
        }

    def take(self, batch: "ImportReport") -> None:
        """Add what a batch did, once it is kept."""
        self.added += batch.added
        self.unchanged += batch.unchanged
        self.changed_rows += batch.changed_rows
        self.flagged_rows += batch.flagged_rows
        self.new_units += batch.new_units


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
            *_fitted(found[0].cells, len(report.columns)),
        )
        for line, found in sorted(by_line.items())
    ]
    return encode_table((*REJECTION_COLUMNS, *report.columns), rows)


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Cells in as many columns as the file has; what is over stays in the last one."""
    if len(cells) > width:
        return (*cells[: width - 1], ",".join(cells[width - 1 :]))
    return (*cells, *([""] * (width - len(cells))))
