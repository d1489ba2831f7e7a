"""What a person sees and changes of their own account: sessions, factors, password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from victim_portal.domain.passwords import password_problem
from victim_portal.domain.staff_notices import NoticeKind
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.passwords import looks_guessable
from victim_portal.services.sign_in.passkeys import PasskeyView
from victim_portal.services.sign_in.trying import Step, begin_try, note_success
from victim_portal.services.sign_in.values import (
    IDLE,
    LONGEST,
    actor_of,
    digest,
    is_linked,
    is_open,
)
from victim_portal.services.staff_notices import tell
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store.models import StaffSession, User
from victim_portal.store.unit_of_work import UnitOfWork

WRONG = "This is not your password, or there were too many tries. Check it, or wait fifteen minutes"


@dataclass(frozen=True)
class SessionView:
    """One of a person's open sessions; `mine` is the one that asks."""

    id: UUID
    browser: str
    came_from: str
    started_at: datetime
    seen_at: datetime
    mine: bool


@dataclass(frozen=True)
class OwnAccount:
    """A person's own account."""

    email: str
    full_name: str
    has_password: bool
    password_changed_at: datetime | None
    codes_since: datetime | None
    passkeys: tuple[PasskeyView, ...]
    sessions: tuple[SessionView, ...]
    provider: bool
    """Whether the organisation has a sign-in of its own."""
    provider_linked: bool


def own_account(ctx: Context, token: str, came_from: str) -> OwnAccount:
    """The account of a session's person; NotFoundError when the session is over."""
    now = ctx.now()
    with ctx.store.writing() as uow:
        session, user = _open(ctx, uow, token)
        app = sign_in_store.code_of(uow, user.id)
        others = sign_in_store.open_sessions(uow, user.id, now - IDLE, now - LONGEST)
        keys = sign_in_store.passkeys_of(uow, user.id)
        audit.record(
            uow,
            actor_of(user, came_from, session),
            What.OWN_ACCOUNT_VIEWED,
            sessions=len(others),
        )
        uow.commit()
        return OwnAccount(
            email=user.email,
            full_name=f"{user.first_name} {user.last_name}",
            has_password=bool(user.password_hash),
            password_changed_at=user.password_changed_at,
            codes_since=app.made_at if app else None,
            passkeys=tuple(PasskeyView(k.id, k.name, k.made_at, k.used_at) for k in keys),
            sessions=tuple(_shown(one, session.id) for one in others),
            provider=ctx.provider is not None,
            provider_linked=is_linked(user),
        )


def end_session(ctx: Context, token: str, session_id: UUID, came_from: str) -> None:
    """End one of the person's own sessions at once; NotFoundError for anybody else's."""
    with ctx.store.writing() as uow:
        session, user = _open(ctx, uow, token)
        other = uow.get(StaffSession, session_id)
        if other is None or other.user_id != user.id or other.ended_at is not None:
            raise NotFoundError
        other.ended_at, other.ended_why = ctx.now(), "ended_by_owner"
        who = actor_of(user, came_from, session)
        audit.record(uow, who, What.SESSION_ENDED, session=str(other.id))
        uow.commit()


def change_password(ctx: Context, token: str, current: str, new: str, came_from: str) -> int:
    """Change the person's password and end their other sessions; how many those were.

    Raises InvalidError (`current`, `new`), and NotFoundError when the session is over.
    """
    with ctx.store.reading() as uow:
        user = _open(ctx, uow, token)[1]
    # A right password here says nothing of the codes that a proof counts.
    tried = begin_try(ctx, Step.PASSWORD_CHANGE, user.email, came_from)
    if not ctx.passwords.check(user.password_hash, current) or not tried.allowed:
        with ctx.store.writing() as uow:
            session, user = _open(ctx, uow, token)
            who, why = actor_of(user, came_from, session), "wrong" if tried.allowed else "throttled"
            audit.record(uow, who, What.IDENTITY_NOT_PROVED, session=str(session.id), why=why)
            uow.commit()
        raise InvalidError({"current": WRONG})
    problem = new_password_problem(user, new)
    if not problem and new == current:
        problem = "This is the password that you have already. Choose another one"
    fresh = "" if problem else ctx.passwords.hash(new)
    with ctx.store.writing() as uow:
        session, user = _open(ctx, uow, token)
        note_success(uow, tried)
        ended = 0
        if not problem:
            user.password_hash, user.password_changed_at = fresh, ctx.now()
            ended = sign_in_store.end_sessions(
                uow, user.id, ctx.now(), "password_changed", session.id
            )
            who = actor_of(user, came_from, session)
            audit.record(uow, who, What.PASSWORD_CHANGED, ended=ended)
            tell(ctx, uow, user.id, NoticeKind.PASSWORD)
        uow.commit()
    if problem:
        raise InvalidError({"new": problem})
    return ended


def new_password_problem(user: User, password: str) -> str:
    """Why an account can't have a password, as a sentence; "" when it can."""
    about_them = (user.email, user.first_name, user.last_name)
    return password_problem(password, Role(user.role), about_them, looks_guessable)


def _open(ctx: Context, uow: UnitOfWork, token: str) -> tuple[StaffSession, User]:
    found = sign_in_store.session_with(uow, digest(token))
    if found is None or not is_open(*found, ctx.now()):
        raise NotFoundError
    return found


def _shown(session: StaffSession, mine: UUID) -> SessionView:
    return SessionView(
        session.id,
        session.browser or "",
        session.came_from or "",
        session.started_at,
        session.seen_at,
        session.id == mine,
    )
