"""Staff accounts: signing in and out, sessions, adding a colleague or a unit.

A session lives in the database; the browser holds a random token whose digest finds it.
It ends after 30 minutes without use, after 8 hours, on signing out, or when the account
is disabled. Tries to sign in are counted before the password is looked at, for each
account and each network address, and every refusal reads the same.
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, ActorKind, may_manage_users, staff
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.contact_values import normal_email
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError, NotAllowedError
from victim_portal.services.passwords import SHORTEST, SHORTEST_FOR_ADMINISTRATORS
from victim_portal.store import staff as staff_store
from victim_portal.store.models import SignInAttempt, StaffSession, Unit, User
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
COUNTED = timedelta(minutes=15)
TRIES_FOR_ACCOUNT = 5
TRIES_FROM_ADDRESS = 50
# A page a second must not be a write a second.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class StaffMember:
    """A signed-in member of staff, as the web room knows them."""

    actor: Actor
    session_id: UUID
    first_name: str
    full_name: str
    role: Role
    unit_name: str
    expires_at: datetime


@dataclass(frozen=True)
class NewUser:
    """What is needed to make an account."""

    email: str
    first_name: str
    last_name: str
    role: Role
    unit_name: str
    password: str
    telephone: str = ""
    hours: str = ""
    hours_welsh: str = ""
    languages: str = "en"
    demo: bool = False


def sign_in(ctx: Context, email: str, password: str, came_from: str) -> str | None:
    """Begin a session and return its token, or None for every kind of refusal."""
    with ctx.store.writing() as uow:
        account = uow.keyring.exact("sign-in account", email.strip().casefold())
        address = uow.keyring.exact("sign-in address", came_from)
        since = ctx.now() - COUNTED
        by_account, by_address = staff_store.failures_since(uow, since, account, address)
        throttled = by_account >= TRIES_FOR_ACCOUNT or by_address >= TRIES_FROM_ADDRESS
        attempt = SignInAttempt(
            id=uow.tokens.uuid(),
            at=ctx.now(),
            account_index=account,
            address_index=address,
            succeeded=False,
        )
        uow.add(attempt)
        user = staff_store.by_email(uow, email)
        attempt_id = attempt.id
        uow.commit()
    # The slow check holds no transaction; the try above is already counted.
    right = ctx.passwords.check(user.password_hash if user else None, password)
    with ctx.store.writing() as uow:
        if user is None or not right or throttled or not user.active:
            refused = Actor(ActorKind.STAFF, "nobody", came_from=came_from)
            why = "throttled" if throttled else "wrong"
            audit.record(uow, refused, What.SIGN_IN_REFUSED, why=why)
            uow.commit()
            return None
        kept = uow.get(SignInAttempt, attempt_id)
        if kept is not None:
            kept.succeeded = True
        token = urlsafe_b64encode(ctx.tokens.secret(32)).decode().rstrip("=")
        session = StaffSession(
            id=uow.tokens.uuid(),
            user_id=user.id,
            token_digest=_digest(token),
            started_at=ctx.now(),
            seen_at=ctx.now(),
        )
        uow.add(session)
        actor = _actor(user, came_from)
        audit.record(uow, actor, What.SIGNED_IN, session=str(session.id))
        uow.commit()
        return token


def staff_member(ctx: Context, token: str, came_from: str) -> StaffMember | None:
    """Whose session a token is, or None once it has ended for whatever reason."""
    now = ctx.now()
    with ctx.store.reading() as uow:
        found = staff_store.session_with(uow, _digest(token))
        if found is None:
            return None
        session, user = found
        unit = uow.get(Unit, user.unit_id)
    if not user.active or now - session.seen_at > IDLE or now - session.started_at > LONGEST:
        return None
    if now - session.seen_at > SEEN_EVERY:
        with ctx.store.writing() as uow:
            seen = uow.get(StaffSession, session.id)
            if seen is not None:
                seen.seen_at = now
            uow.commit()
    return StaffMember(
        actor=_actor(user, came_from),
        session_id=session.id,
        first_name=user.first_name,
        full_name=f"{user.first_name} {user.last_name}",
        role=Role(user.role),
        unit_name=unit.name if unit else "",
        expires_at=min(now + IDLE, session.started_at + LONGEST),
    )


def whose_session(ctx: Context, token: str) -> UUID | None:
    """Whose session a token began, even where it has ended by time since.

    None for an unknown token, after signing out, and for an account that was disabled.
    """
    with ctx.store.reading() as uow:
        found = staff_store.session_with(uow, _digest(token))
    return found[1].id if found and found[1].active else None


def sign_out(ctx: Context, token: str, came_from: str) -> None:
    """End a session; an unknown token changes nothing."""
    with ctx.store.writing() as uow:
        found = staff_store.session_with(uow, _digest(token))
        if found is None:
            return
        session, user = found
        session.ended_at = ctx.now()
        audit.record(uow, _actor(user, came_from), What.SIGNED_OUT, session=str(session.id))
        uow.commit()


def add_user(ctx: Context, actor: Actor, new: NewUser) -> UUID:
    """Make an account; makes its unit active when it is the unit's first manager.

    Raises InvalidError (field sentences) and NotAllowedError.
    """
    if not may_manage_users(actor):
        raise NotAllowedError
    _check_new_user(new)
    with ctx.store.writing() as uow:
        unit = _unit_for(ctx, uow, new)
        user = User(
            id=uow.tokens.uuid(),
            email=normal_email(new.email).casefold(),
            first_name=new.first_name.strip(),
            last_name=new.last_name.strip(),
            role=new.role.value,
            unit_id=unit.id if unit else None,
            telephone=new.telephone.strip(),
            hours=new.hours.strip(),
            hours_welsh=new.hours_welsh.strip(),
            languages=new.languages,
            password_hash=ctx.passwords.hash(new.password),
            active=True,
            demo=new.demo,
            created_at=ctx.now(),
        )
        uow.add(user)
        try:
            uow.flush()
        except ConstraintError as error:
            raise InvalidError({"email": "There is an account with this address."}) from error
        if unit and new.role is Role.MANAGER and unit.manager_id is None:
            unit.manager_id = user.id
            unit.active = True
        audit.record(uow, actor, What.USER_ADDED, user=str(user.id), role=user.role)
        uow.commit()
        return user.id


def any_accounts(ctx: Context) -> bool:
    """Whether anybody could sign in at all."""
    with ctx.store.reading() as uow:
        return staff_store.how_many(uow) > 0


def actor_for(ctx: Context, user_id: UUID) -> Actor:
    """An account as an actor, for commands that act through it; LookupError when unknown."""
    with ctx.store.reading() as uow:
        user = uow.get(User, user_id)
        if user is None:
            raise LookupError("no such account")
        return _actor(user, "this machine")


def demo_account_emails(ctx: Context) -> list[str]:
    """The accounts that only a demo may have, by address."""
    with ctx.store.reading() as uow:
        return [user.email for user in staff_store.demo_accounts(uow)]


def _unit_for(ctx: Context, uow: UnitOfWork, new: NewUser) -> Unit | None:
    if not new.unit_name.strip():
        if new.role in (Role.OFFICER, Role.MANAGER):
            raise InvalidError({"unit": "Enter the unit that they work in."})
        return None
    unit = staff_store.unit_named(uow, new.unit_name)
    if unit is None:
        unit = Unit(
            id=uow.tokens.uuid(),
            name=" ".join(new.unit_name.split()),
            name_key=staff_store.unit_key(new.unit_name),
            active=False,
            created_at=ctx.now(),
        )
        uow.add(unit)
        uow.flush()
    return unit


def _check_new_user(new: NewUser) -> None:
    problems: dict[str, str] = {}
    shortest = SHORTEST_FOR_ADMINISTRATORS if new.role is Role.ADMINISTRATOR else SHORTEST
    if len(new.password) < shortest:
        problems["password"] = f"The password must have at least {shortest} characters."
    for field, value in (("first_name", new.first_name), ("last_name", new.last_name)):
        if not value.strip():
            problems[field] = "Enter the name."
    try:
        normal_email(new.email)
    except ValueError as error:
        problems["email"] = str(error)
    if problems:
        raise InvalidError(problems)


def _actor(user: User, came_from: str) -> Actor:
    who = staff(user.id, Role(user.role), user.unit_id, f"{user.first_name} {user.last_name}")
    return replace(who, came_from=came_from)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
