"""What a person can show beside a password, and who may give themselves more of it."""

from uuid import UUID

from victim_portal.domain.access import freshly_proved
from victim_portal.domain.staff_notices import NoticeKind
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NeedsProofError, NotFoundError
from victim_portal.services.sign_in.trying import Step
from victim_portal.services.sign_in.values import (
    Confirmed,
    Factors,
    actor_of,
    digest,
    is_half_way,
    is_open,
)
from victim_portal.services.staff_notices import tell
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store.models import StaffSession, User
from victim_portal.store.unit_of_work import UnitOfWork


def factors_of(uow: UnitOfWork, user_id: UUID) -> Factors:
    """What a person can show beside a password."""
    return Factors(
        code=sign_in_store.code_of(uow, user_id) is not None,
        passkeys=len(sign_in_store.passkeys_of(uow, user_id)),
    )


def session_that_may_add(ctx: Context, uow: UnitOfWork, token: str) -> tuple[StaffSession, User]:
    """The session under whose token a second factor may be added, and whose it is.

    A confirmed one, freshly proved (NeedsProofError); or one half-way in of a person who has
    no second factor yet. NotFoundError for every other.
    """
    found = sign_in_store.session_with(uow, digest(token))
    if found is None:
        raise NotFoundError
    session, user = found
    # Two windows that add at once are let in one after the other.
    uow.only_one_for(user.id)
    if is_open(session, user, ctx.now()):
        if not freshly_proved(actor_of(user, "", session), ctx.now()):
            raise NeedsProofError
        return found
    if is_half_way(session, user, ctx.now()) and not factors_of(uow, user.id).any:
        return found
    raise NotFoundError


def note_added(
    ctx: Context, uow: UnitOfWork, session: StaffSession, user: User, came_from: str, kind: Step
) -> Confirmed | None:
    """Record a new factor; it confirms a session that waited for one."""
    # Signing in and adding know each other; here is where they meet.
    from victim_portal.services.sign_in.sessions import confirm

    audit.record(uow, actor_of(user, came_from, session), What.FACTOR_ADDED, kind=kind.value)
    added = NoticeKind.PASSKEY_ADDED if kind is Step.PASSKEY else NoticeKind.CODES
    tell(ctx, uow, user.id, added)
    if session.confirmed_at is None:
        return confirm(ctx, uow, session, user, came_from, kind)
    return None
