"""What managers see of broken glass: who, which case, why, when, and what was viewed since."""

from collections.abc import Sequence
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.glass import GlassReason
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.glass import judging
from victim_portal.services.glass.values import BrokenGlass, Viewed
from victim_portal.services.incidents import open_incident
from victim_portal.services.names import UNREADABLE, full_name
from victim_portal.store import glass as store
from victim_portal.store.glass import Line
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import AuditEvent, GlassBreaking
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

MOST_SHOWN = 100
MOST_VIEWED = 50
LONGEST = 1000
LOOKED_AT = "Somebody of your unit looked at this already."
# What tells of the breaking itself, and not of what was seen.
_OF_GLASS = frozenset({What.GLASS_BROKEN, What.GLASS_ENDED, What.GLASS_LOOKED_AT})


def list_glass(ctx: Context, actor: Actor) -> tuple[BrokenGlass, ...]:
    """Broken glass over the unit's cases and by its people, the newest 100; recorded.

    What nobody looked at stands first. Raises NotAllowedError for whoever isn't a manager.
    """
    unit_id = _unit(actor)
    with ctx.store.writing() as uow:
        views = _views(ctx, uow, actor, unit_id)
        audit.record(uow, actor, What.GLASS_LISTED, rows=len(views))
        uow.commit()
    return views


def glass_to_look_at(ctx: Context, actor: Actor, glass_id: UUID) -> BrokenGlass:
    """One breaking that the actor may judge, for its form; recorded. Else NotFoundError."""
    unit_id = _unit(actor)
    with ctx.store.writing() as uow:
        views = _views(ctx, uow, actor, unit_id, glass_id)
        if not views or not views[0].may_look:
            raise NotFoundError
        audit.record(uow, actor, What.GLASS_LISTED, rows=1)
        uow.commit()
    return views[0]


def glass_views(ctx: Context, actor: Actor, glass_id: UUID, page: int) -> BrokenGlass:
    """One breaking with a page of what was viewed since, 50 on each; recorded.

    NotFoundError out of reach, and for a page that isn't there.
    """
    unit_id = _unit(actor)
    with ctx.store.writing() as uow:
        views = _views(ctx, uow, actor, unit_id, glass_id, page)
        if not views or page < 1 or (page > 1 and not views[0].viewed):
            raise NotFoundError
        audit.record(uow, actor, What.GLASS_LISTED, rows=1)
        uow.commit()
    return views[0]


def look_at_glass(ctx: Context, actor: Actor, glass_id: UUID, in_order: bool, finding: str) -> None:
    """A manager says for their unit whether a breaking was in order; never who broke it.

    Where it wasn't, the case shuts at once, what was found has to be said (InvalidError of
    `finding`), and an incident is opened for the case's unit, once. ConflictError where
    somebody of the unit looked at it before, NotFoundError out of reach.
    """
    unit_id = _unit(actor)
    try:
        with ctx.store.writing() as uow:
            rows = store.seen_by_manager(uow, actor.user_id, unit_id, 1, glass_id)
            if not rows or rows[0][0].user_id == actor.user_id:
                raise NotFoundError
            glass, case = rows[0][0], rows[0][1]
            if not judging.waits(glass, case, unit_id):
                raise ConflictError(LOOKED_AT)
            _check(in_order, finding)
            known = judging.not_in_order(glass)
            for side in judging.sides_of(glass, case, unit_id):
                judging.judge(glass, side, ctx.now(), actor.name, in_order, finding.strip())
            if not in_order:
                glass.ends_at = min(glass.ends_at, ctx.now())
            if not in_order and not known:
                open_incident(
                    ctx,
                    uow,
                    actor,
                    case,
                    "glass_not_in_order",
                    "Somebody read this case without good reason: find out what it means",
                    finding,
                )
            key = f"{glass.id}:{unit_id}"
            tasks.settle_without_case(uow, actor, tasks.BROKEN_GLASS, key)
            audit.record(
                uow,
                actor,
                What.GLASS_LOOKED_AT,
                case.id,
                glass=str(glass.id),
                in_order=in_order,
            )
            uow.commit()
    except LostUpdateError:
        raise ConflictError(LOOKED_AT) from None


def _unit(actor: Actor) -> UUID:
    if actor.role is not Role.MANAGER or actor.unit_id is None or actor.user_id is None:
        raise NotAllowedError
    return actor.unit_id


def _check(in_order: bool, finding: str) -> None:
    if not in_order and not finding.strip():
        raise InvalidError({"finding": "Say what wasn't in order"})
    if len(finding.strip()) > LONGEST:
        raise InvalidError({"finding": f"Use {LONGEST:,} characters or fewer"})


def _views(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    unit_id: UUID,
    glass_id: UUID | None = None,
    page: int = 1,
) -> tuple[BrokenGlass, ...]:
    rows = store.seen_by_manager(uow, actor.user_id, unit_id, MOST_SHOWN, glass_id)
    viewed = store.viewed_since(uow, [(case.id, glass.user_id) for glass, case, *_ in rows])
    return tuple(_view(ctx, actor, row, viewed[(row[1].id, row[0].user_id)], page) for row in rows)


def _view(
    ctx: Context, actor: Actor, row: Line, events: Sequence[AuditEvent], page: int
) -> BrokenGlass:
    glass, case, user, unit, theirs = row
    reason, why = _why(glass)
    since = [one for one in events if one.at >= glass.at and one.what not in _OF_GLASS]
    start = (page - 1) * MOST_VIEWED
    return BrokenGlass(
        id=glass.id,
        case_reference=case.reference,
        case_unit=unit.name,
        name=full_name(user.first_name, user.last_name),
        unit_name=theirs.name if theirs else "",
        found_by=tuple(glass.found_by.split("+")),
        reason=reason,
        why=why,
        at=glass.at,
        ends_at=glass.ends_at,
        over=glass.ends_at <= ctx.now(),
        viewed=tuple(Viewed(one.what, one.at) for one in since[start : start + MOST_VIEWED]),
        viewed_in_all=len(since),
        looks=judging.looks_of(glass, unit, theirs),
        may_look=glass.user_id != actor.user_id and judging.waits(glass, case, _unit(actor)),
        own=glass.user_id == actor.user_id,
    )


def _why(glass: GlassBreaking) -> tuple[GlassReason, str]:
    try:
        code, _, words = (glass.why or "").partition("\n")
        return GlassReason(code), words
    except UnreadableError:
        return GlassReason.OTHER, UNREADABLE
