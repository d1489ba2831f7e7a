"""A file that moves many dates, brought in as one campaign.

It goes in by batches, each in its own transaction, and the campaign keeps which offenders are
done: an import that died is simply run again, and does the rest.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.campaigns import (
    CampaignReason,
    Changes,
    RefusedChange,
    read_changes,
)
from victim_portal.domain.csv_text import REJECTION_COLUMNS, encode_table, refuse_size
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.campaigns.isolating import take_in_safely
from victim_portal.services.campaigns.taking_in import Batch
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reach import need
from victim_portal.store import campaigns as store
from victim_portal.store.models import Campaign
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

Progress = Callable[[int, int], None]
AT_ONCE = 50
"""Offenders in one transaction: short enough that nobody at their cases waits for it."""
LONGEST_NAME = 80
FILE_KNOWN = (
    "This file is here already, as the campaign “{name}”. To go on with it, give that name."
)
NAME_TAKEN = "Another file was brought in under this name. Choose another name."


@dataclass
class DateChangesReport:
    """What an import did; the counts are those of its `--json`.

    `read` counts rows or sets; `added` first dates of an offender, `changed` new versions,
    `unchanged` offenders whose dates stood already or who were done before.
    """

    id: UUID
    name: str = ""
    read: int = 0
    is_table: bool = True
    columns: tuple[str, ...] = ()
    batch: Batch = field(default_factory=Batch)
    refused_rows: list[RefusedChange] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The counts by their contract names; `refused` counts rows, not reasons."""
        return {
            "read": self.read,
            "added": self.batch.added,
            "unchanged": self.batch.unchanged,
            "changed": self.batch.changed,
            "refused": len({row.place for row in self.refused_rows}),
            "flagged": len(self.batch.flagged),
            "unknown": len(self.batch.unknown),
        }


def import_date_changes(
    ctx: Context,
    actor: Actor,
    data: bytes,
    name: str,
    reason: CampaignReason,
    progress: Progress | None = None,
) -> DateChangesReport:
    """Bring a file in as the campaign `name`, and plan the cases of everybody whose dates moved.

    The same file under the same name goes on where it stopped, and adds nothing once it is
    done. Raises FileRefused when the file can't be read at all, InvalidError for the name,
    ConflictError where the name belongs to another file, or the file to another campaign.
    Nothing is sent: what is planned are drafts. `progress` is told how many of how many
    offenders are done.
    """
    need(Permission.BRING_IN_CAMPAIGN, actor)
    # One policy for the whole file; and one that can't be used is no trouble of a case.
    ctx = ctx.for_one_use()
    refuse_size(len(data))
    found = read_changes(data)
    campaign_id = _campaign(ctx, actor, data, _checked_name(name), reason, found)
    report = DateChangesReport(
        id=campaign_id,
        name=name.strip(),
        read=found.read,
        is_table=found.is_table,
        columns=found.columns,
        refused_rows=list(found.refused),
    )
    whole = True
    for start in range(0, len(found.changes), AT_ONCE):
        some = found.changes[start : start + AT_ONCE]
        refused = take_in_safely(ctx, actor, campaign_id, some, report.batch)
        whole = whole and not refused
        report.refused_rows += refused
        if progress is not None:
            progress(start + len(some), len(found.changes))
    report.refused_rows.sort(key=lambda row: row.place)
    _finish(ctx, actor, campaign_id, report, whole)
    return report


def rejected_csv(report: DateChangesReport) -> bytes:
    """The rows that could not be done as a file to put right and import; of a CSV file only."""
    rows = [
        (str(row.place), row.column, row.reason, *_fitted(row.cells, len(report.columns)))
        for row in report.refused_rows
    ]
    return encode_table((*REJECTION_COLUMNS, *report.columns), rows)


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    if len(cells) > width:
        return (*cells[: width - 1], ",".join(cells[width - 1 :]))
    return (*cells, *([""] * (width - len(cells))))


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidError({"name": "Enter a name for the campaign."})
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidError({"name": f"The name must be {LONGEST_NAME} characters or fewer."})
    return name


def _campaign(
    ctx: Context, actor: Actor, data: bytes, name: str, reason: CampaignReason, found: Changes
) -> UUID:
    """The campaign of this name, made where there is none; its file must be this one."""
    digest = hashlib.sha256(data).hexdigest()
    key = name.casefold()[:160]
    try:
        with ctx.store.writing() as uow:
            known = store.by_name(uow, key)
            if known is not None:
                if known.file_digest != digest:
                    raise ConflictError(NAME_TAKEN)
                return known.id
            same = store.of_file(uow, digest)
            if same is not None and same.name_key == key:
                # Somebody else began it between the two questions.
                return same.id
            if same is not None:
                raise ConflictError(FILE_KNOWN.format(name=same.name))
            campaign = Campaign(
                id=uow.tokens.uuid(),
                name=name,
                name_key=key,
                reason=reason.value,
                file_digest=digest,
                rows_read=found.read,
                rows_refused=len({row.place for row in found.refused}),
                rows_unknown=0,
                made_by=actor.name,
                made_at=ctx.now(),
            )
            uow.add(campaign)
            uow.commit()
            return campaign.id
    except ConstraintError:
        # Somebody else began it in the same moment: now it is known whose it is.
        with ctx.store.reading() as uow:
            known = store.by_name(uow, key)
            same = store.of_file(uow, digest)
        if known is not None and known.file_digest == digest:
            return known.id
        taken = FILE_KNOWN.format(name=same.name) if same is not None else NAME_TAKEN
        raise ConflictError(taken) from None


def _finish(
    ctx: Context, actor: Actor, campaign_id: UUID, report: DateChangesReport, whole: bool
) -> None:
    with ctx.store.writing() as uow:
        campaign = _locked(uow, campaign_id)
        campaign.rows_refused = report.counts()["refused"]
        campaign.rows_unknown = len(report.batch.unknown)
        if whole and campaign.finished_at is None:
            campaign.finished_at = ctx.now()
        audit.record(
            uow, actor, What.CAMPAIGN_IMPORTED, None, campaign=str(campaign_id), **report.counts()
        )
        uow.commit()


def _locked(uow: UnitOfWork, campaign_id: UUID) -> Campaign:
    uow.only_one_for(campaign_id)
    campaign = uow.get(Campaign, campaign_id)
    if campaign is None:
        raise LookupError("a campaign that isn't there any more")
    return campaign
