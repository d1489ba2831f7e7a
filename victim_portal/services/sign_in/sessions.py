"""Sessions: begun half-way, confirmed by a second factor, ended by time or by hand.

A session lives in the database; the browser holds a random token whose digest finds it, and
gets another one when it is confirmed. Before that it opens nothing but the second factor. It
ends after 30 minutes without use, after 8 hours, on signing out, or when its owner or an
administrator ends it.
"""

from datetime import datetime
from uuid import UUID

from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.sign_in.codes import demo_code
from victim_portal.services.sign_in.factors import factors_of
from victim_portal.services.sign_in.trying import (
    Step,
    Tried,
    account_index,
    add_success,
    note_success,
)
from victim_portal.services.sign_in.values import (
    IDLE,
    LONGEST,
    SEEN_EVERY,
    Confirmed,
    HalfWay,
    StaffMember,
    actor_of,
    digest,
    fresh_token,
    is_half_way,
    is_open,
)
from victim_portal.services.staff_standing import may_enter
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store.models import StaffSession, Unit, User
from victim_portal.store.unit_of_work import UnitOfWork


def begin(ctx: Context, uow: UnitOfWork, user: User, came_from: str, browser: str) -> str:
    """Begin a session that waits for its second factor; gives its token."""
    token = fresh_token(ctx)
    session = StaffSession(
        id=uow.tokens.uuid(),
        user_id=user.id,
        token_digest=digest(token),
        started_at=ctx.now(),
        seen_at=ctx.now(),
        came_from=came_from[:60],
        browser=browser[:60],
    )
    uow.add(session)
    who = actor_of(user, came_from)
    audit.record(uow, who, What.PASSWORD_ACCEPTED, session=str(session.id))
    return token


def confirm(
    ctx: Context,
    uow: UnitOfWork,
    session: StaffSession,
    user: User,
    came_from: str,
    how: Step,
    tried: Tried | None = None,
) -> Confirmed:
    """Make a session whole, under a fresh token; tells of tries that failed before.

    `tried` is the counted try that succeeded; without one a success is written, so that the
    address is known from now on.
    """
    account = account_index(uow, user.email)
    failed = sign_in_store.failed_since_last_time(uow, account, tried.id if tried else None)
    if tried:
        note_success(uow, tried)
    else:
        add_success(ctx, uow, how, account, came_from)
    token = fresh_token(ctx)
    session.token_digest = digest(token)
    session.confirmed_at = session.proved_at = session.seen_at = ctx.now()
    who = actor_of(user, came_from, session)
    audit.record(uow, who, What.SIGNED_IN, session=str(session.id), how=how.value)
    return Confirmed(token, len(failed), failed[-1] if failed else None)


def staff_member(ctx: Context, token: str, came_from: str) -> StaffMember | None:
    """Whose confirmed session a token is, or None once it has ended for whatever reason."""
    now = ctx.now()
    with ctx.store.reading() as uow:
        found = sign_in_store.session_with(uow, digest(token))
        if found is None:
            return None
        session, user = found
        unit = uow.get(Unit, user.unit_id)
    if not is_open(session, user, now):
        return None
    if now - session.seen_at > SEEN_EVERY:
        _note_use(ctx, session.id, now)
    return StaffMember(
        actor=actor_of(user, came_from, session),
        session_id=session.id,
        email=user.email,
        first_name=user.first_name,
        full_name=f"{user.first_name} {user.last_name}",
        role=Role(user.role),
        unit_name=unit.name if unit else "",
        expires_at=min(now + IDLE, session.started_at + LONGEST),
    )


def half_way(ctx: Context, token: str) -> HalfWay | None:
    """Whose session a token began that still waits for its second factor, or None."""
    with ctx.store.reading() as uow:
        found = sign_in_store.session_with(uow, digest(token))
        if found is None or not is_half_way(*found, ctx.now()):
            return None
        user = found[1]
        return HalfWay(
            user_id=user.id,
            email=user.email,
            factors=factors_of(uow, user.id),
            demo_code=demo_code(ctx, uow, user),
        )


def whose_session(ctx: Context, token: str) -> UUID | None:
    """Whose session a token holds, even where it has ended by time since.

    None for an unknown token, for one whose second factor never came, after signing out, and
    for an account that was disabled.
    """
    with ctx.store.reading() as uow:
        found = sign_in_store.session_with(uow, digest(token))
    if found is None or found[0].confirmed_at is None or not may_enter(found[1], ctx.now()):
        return None
    return found[1].id


def sign_out(ctx: Context, token: str, came_from: str) -> None:
    """End a session; an unknown token changes nothing."""
    with ctx.store.writing() as uow:
        found = sign_in_store.session_with(uow, digest(token))
        if found is None:
            return
        session, user = found
        session.ended_at, session.ended_why = ctx.now(), "signed_out"
        audit.record(uow, actor_of(user, came_from), What.SIGNED_OUT, session=str(session.id))
        uow.commit()


def _note_use(ctx: Context, session_id: UUID, now: datetime) -> None:
    with ctx.store.writing() as uow:
        seen = uow.get(StaffSession, session_id)
        if seen is not None:
            seen.seen_at = now
        uow.commit()
