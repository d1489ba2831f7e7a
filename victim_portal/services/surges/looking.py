"""What is parked, for managers: numbers by unit, stage and who approved, and no case."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.stages import Stage
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.names import full_name
from victim_portal.services.reach import need
from victim_portal.services.surges.waiting import waiting_for
from victim_portal.store import surges as store
from victim_portal.store.models import Surge, User
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class SurgeLine:
    """So many messages of one stage, in one unit, approved by one person."""

    unit: str
    stage: Stage
    approved_by: str
    messages: int


@dataclass(frozen=True)
class SurgeView:
    """A surge that nobody ended: how many messages its hour had, and what is parked of it."""

    id: UUID
    opened_at: datetime
    counted: int
    threshold: int
    lines: tuple[SurgeLine, ...]
    proposed_by: str
    why: str = field(repr=False)
    proposed_by_self: bool

    @property
    def parked(self) -> int:
        """How many messages it holds."""
        return sum(line.messages for line in self.lines)


def list_surges(ctx: Context, actor: Actor) -> tuple[SurgeView, ...]:
    """Every surge that waits, the newest first; the view is recorded.

    Raises NotAllowedError for who isn't a manager.
    """
    need(Permission.RELEASE_SENDS, actor)
    with ctx.store.writing() as uow:
        found = tuple(_view(ctx, uow, actor, one) for one in store.open_surges(uow))
        audit.record(uow, actor, What.SURGES_LISTED, rows=len(found))
        uow.commit()
    return found


def _view(ctx: Context, uow: UnitOfWork, actor: Actor, surge: Surge) -> SurgeView:
    waiting = waiting_for(ctx, uow, surge)
    first = uow.get(User, waiting.proposed_by_id) if waiting else None
    return SurgeView(
        id=surge.id,
        opened_at=surge.opened_at,
        counted=surge.counted,
        threshold=surge.threshold,
        lines=tuple(
            SurgeLine(unit, Stage(stage), full_name(first_name, last_name), messages)
            for unit, stage, first_name, last_name, messages in store.lines_of(uow, surge.id)
        ),
        proposed_by=full_name(first.first_name, first.last_name) if first else "",
        why=(waiting.why or "") if waiting else "",
        proposed_by_self=waiting is not None and waiting.proposed_by_id == actor.user_id,
    )
