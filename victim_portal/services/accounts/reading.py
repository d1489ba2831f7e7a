"""Lists and pages of accounts, for administrators and for the managers of a unit."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, may_manage_users
from victim_portal.domain.vocabulary import Role
from victim_portal.services import audit
from victim_portal.services.accounts.entering import never_came_in
from victim_portal.services.accounts.letting_in import EntryProposed, entry_waiting
from victim_portal.services.accounts.recovery import may_help, waits_since
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError, NotFoundError
from victim_portal.services.sign_in.factors import factors_of
from victim_portal.services.sign_in.values import Factors, actor_of
from victim_portal.store import proposals as proposal_store
from victim_portal.store import staff as staff_store
from victim_portal.store.models import Unit, User

PAGE = 50


@dataclass(frozen=True)
class AccountLine:
    """One account in a list."""

    id: UUID
    full_name: str
    email: str
    role: Role
    unit_name: str
    active: bool
    invited: bool
    """Whether they have not chosen a password yet."""
    waits: bool
    """Whether a second person must agree before they are let in."""


@dataclass(frozen=True)
class AccountPage:
    """A page of accounts; `older` is what the next page comes after."""

    lines: tuple[AccountLine, ...]
    older: UUID | None


@dataclass(frozen=True)
class AccountView:
    """One account, and what the reader may do about it."""

    id: UUID
    first_name: str
    last_name: str
    email: str
    role: Role
    unit_name: str
    telephone: str
    hours: str
    hours_welsh: str
    speaks_welsh: bool
    active: bool
    invited: bool
    factors: Factors
    open_cases: int
    manages: str
    recovery_waits_since: datetime | None
    entry: EntryProposed | None
    may_change: bool
    may_recover: bool
    mine: bool

    @property
    def full_name(self) -> str:
        """Both names."""
        return f"{self.first_name} {self.last_name}"


def list_accounts(ctx: Context, actor: Actor, after: UUID | None = None) -> AccountPage:
    """A page of all accounts for an administrator, of their unit's for a manager.

    Raises NotAllowedError for everybody else.
    """
    every = may_manage_users(actor)
    if not every and (actor.role is not Role.MANAGER or actor.unit_id is None):
        raise NotAllowedError
    with ctx.store.writing() as uow:
        unit_id = None if every else actor.unit_id
        rows = staff_store.page_of_people(uow, unit_id, after, PAGE)
        waiting = proposal_store.accounts_waiting(uow, ctx.now())
        lines = tuple(
            AccountLine(
                user.id,
                f"{user.first_name} {user.last_name}",
                user.email,
                Role(user.role),
                unit_name,
                user.active,
                never_came_in(user),
                user.id in waiting,
            )
            for user, unit_name in rows[:PAGE]
        )
        audit.record(uow, actor, What.ACCOUNTS_LISTED, rows=len(lines))
        uow.commit()
    return AccountPage(lines, lines[-1].id if len(rows) > PAGE else None)


def account_view(ctx: Context, actor: Actor, user_id: UUID) -> AccountView:
    """One account; NotFoundError for one out of the actor's reach."""
    with ctx.store.writing() as uow:
        user = uow.get(User, user_id)
        if user is None:
            raise NotFoundError
        every = may_manage_users(actor)
        own_unit = actor.role is Role.MANAGER and actor.unit_id == user.unit_id is not None
        if not every and not own_unit:
            raise NotFoundError
        unit, managed = uow.get(Unit, user.unit_id), staff_store.unit_managed_by(uow, user.id)
        view = AccountView(
            id=user.id,
            first_name=user.first_name,
            last_name=user.last_name,
            email=user.email,
            role=Role(user.role),
            unit_name=unit.name if unit else "",
            telephone=user.telephone,
            hours=user.hours,
            hours_welsh=user.hours_welsh,
            speaks_welsh="cy" in user.languages,
            active=user.active,
            invited=never_came_in(user),
            factors=factors_of(uow, user.id),
            open_cases=staff_store.open_cases_of(uow, user.id),
            manages=managed.name if managed else "",
            recovery_waits_since=waits_since(ctx, uow, user.id),
            entry=entry_waiting(ctx, uow, actor, user),
            may_change=every,
            may_recover=may_help(ctx, uow, actor, user),
            mine=user.id == actor.user_id,
        )
        audit.record(uow, actor, What.ACCOUNT_VIEWED, user=str(user.id))
        uow.commit()
        return view


def any_accounts(ctx: Context) -> bool:
    """Whether anybody could sign in at all."""
    with ctx.store.reading() as uow:
        return staff_store.how_many(uow) > 0


def account_id(ctx: Context, email: str) -> UUID:
    """The account of an address, for the command line; NotFoundError when there is none."""
    with ctx.store.reading() as uow:
        user = staff_store.by_email(uow, email)
        if user is None:
            raise NotFoundError
        return user.id


def actor_for(ctx: Context, user_id: UUID) -> Actor:
    """An account as an actor, for commands that act through it; LookupError when unknown.

    Whoever runs the command is at the server itself, so it counts as proved.
    """
    with ctx.store.reading() as uow:
        user = uow.get(User, user_id)
        if user is None:
            raise LookupError("no such account")
        return replace(actor_of(user, "this machine"), proved_at=ctx.now())


def demo_account_emails(ctx: Context) -> list[str]:
    """The accounts that only a demo may have, by address."""
    with ctx.store.reading() as uow:
        return [user.email for user in staff_store.demo_accounts(uow)]
