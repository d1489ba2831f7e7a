"""What was settled with her before: shown, and taken back so that it is asked about again."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.submissions import Settled, place_of
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.rows import open_case, tell_recipients, writing
from victim_portal.services.submissions.sources import gather
from victim_portal.services.submissions.withholding import unfit_settlements
from victim_portal.store import submissions as store
from victim_portal.store.models import PassageSettlement
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SettledView:
    """What was settled before, for the record; `fits` unless its words aren't there any more."""

    id: UUID
    where: str
    how: Settled
    words: str = field(repr=False)
    reason: str = field(repr=False)
    taken: str = field(repr=False)
    instead: str = field(repr=False)
    statement_version: int | None
    agreed_on: date
    settled_by: str
    ended_by: str
    fits: bool


def undo_settlement(ctx: Context, actor: Actor, reference: str, settlement_id: UUID) -> None:
    """Take back how a passage was settled: it is asked about again, the record stays.

    What became a version of the statement isn't taken back by this. Raises NotFoundError out
    of reach, InvalidError (`settlement`) for such a version. Twice is once.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        row = uow.get(PassageSettlement, settlement_id)
        if row is None or row.case_id != case.id:
            raise NotFoundError
        if row.statement_version is not None:
            raise InvalidError(
                {"settlement": "Her statement says so now: record another version of it instead."}
            )
        if row.ended_at is None:
            for one in _alike(uow, row):
                one.ended_at, one.ended_by = ctx.now(), actor.name
            audit.record(
                uow,
                actor,
                What.PASSAGE_SETTLED,
                case.id,
                place=row.place,
                kind=row.kind,
                how="taken_back",
            )
            tell_recipients(
                ctx,
                uow,
                actor,
                case,
                f"What was settled about {place_of(row.place).words} was taken back after an "
                "export: settle it again, and send it",
                f"passage:{row.place}",
            )
        uow.commit()


def settled_views(ctx: Context, actor: Actor, reference: str) -> tuple[SettledView, ...]:
    """How passages of a case were settled, the newest first; NotFoundError out of reach."""
    with ctx.store.reading() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        unfit = {one.id for one in unfit_settlements(gather(uow, case))}
        return tuple(
            SettledView(
                id=row.id,
                where=place_of(row.place).words,
                how=Settled(row.how),
                words=row.words or "",
                reason=row.reason or "",
                taken=row.taken or "",
                instead=row.instead or "",
                statement_version=row.statement_version,
                agreed_on=row.agreed_on,
                settled_by=row.settled_by,
                ended_by=row.ended_by or "",
                fits=row.id not in unfit,
            )
            for row in reversed(store.settlements(uow, case.id))
        )


def _alike(uow: UnitOfWork, row: PassageSettlement) -> list[PassageSettlement]:
    """What keeps the same words at the same place, if two forms said so, or the one alone."""
    if row.how != Settled.KEEP:
        return [row]
    said = (row.place, row.kind, row.words, row.excerpt)
    return [
        one
        for one in store.settlements(uow, row.case_id)
        if one.how == Settled.KEEP
        and one.ended_at is None
        and (one.place, one.kind, one.words, one.excerpt) == said
    ]
