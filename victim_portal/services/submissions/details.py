"""What else of a victim must not stand in a file: her workplace, a school, names, places."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.submissions import DetailKind
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.rows import open_case, writing
from victim_portal.store import submissions as store
from victim_portal.store.models import ProtectedDetail

LONGEST = 200
SHORTEST = 3
MOST = 50


@dataclass(frozen=True)
class DetailView:
    """One detail that is looked for."""

    id: UUID
    kind: DetailKind
    value: str = field(repr=False)
    recorded_by: str
    recorded_at: datetime


def details_view(ctx: Context, actor: Actor, reference: str) -> tuple[DetailView, ...]:
    """What is looked for beside channels and names, first to last; recorded.

    Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        found = tuple(
            DetailView(
                row.id, DetailKind(row.kind), row.value or "", row.recorded_by, row.recorded_at
            )
            for row in store.details_of(uow, [case.person_id])
        )
        audit.record(uow, actor, What.SUBMISSIONS_VIEWED, case.id)
        uow.commit()
    return found


def add_detail(
    ctx: Context,
    actor: Actor,
    reference: str,
    kind: DetailKind,
    value: str,
    once: UUID | None = None,
) -> None:
    """Look for a place or a name in every file from now on.

    Raises InvalidError (`value`), NotFoundError out of reach, ConflictError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        said = saying("add_detail", reference, kind, value)
        if already_done(uow, once, said) is not None:
            return
        value = " ".join(value.split())
        known = store.details_of(uow, [case.person_id])
        if sum(map(str.isalnum, value)) < SHORTEST or len(value) > LONGEST:
            raise InvalidError({"value": "Enter it in 3 to 200 letters, as somebody writes it."})
        if len(known) >= MOST:
            raise InvalidError({"value": "There are 50 already: take one away first."})
        if not any(row.kind == kind and row.value == value for row in known):
            detail = ProtectedDetail(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                kind=kind.value,
                value=value,
                recorded_by=actor.name,
                recorded_at=ctx.now(),
            )
            uow.add(detail)
            audit.record(uow, actor, What.DETAIL_PROTECTED, case.id, detail=str(detail.id))
        remember(uow, once, "added", said)
        uow.commit()


def end_detail(ctx: Context, actor: Actor, reference: str, detail_id: UUID) -> None:
    """Look for it no more; what was stays on record. NotFoundError out of reach. Twice is once."""
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        row = uow.get(ProtectedDetail, detail_id)
        if row is None or row.person_id != case.person_id:
            raise NotFoundError
        if row.ended_at is None:
            row.ended_at, row.ended_by = ctx.now(), actor.name
            audit.record(uow, actor, What.DETAIL_ENDED, case.id, detail=str(row.id))
        uow.commit()
