"""Single-use links: an invitation to a new colleague, a way back in for one who is locked out.

The link is shown once, to whoever made it, and only its digest is kept. It ends when it is
used, after 72 hours, or when another one is made for the same person.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, ActorKind
from victim_portal.domain.passwords import shortest_for
from victim_portal.domain.staff_notices import NoticeKind
from victim_portal.domain.vocabulary import InvitationKind, Role
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import (
    InvalidError,
)
from victim_portal.services.sign_in import sessions
from victim_portal.services.sign_in.own_account import new_password_problem
from victim_portal.services.sign_in.values import actor_of, digest, fresh_token, unlink
from victim_portal.services.staff_notices import tell
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store.models import Invitation, User
from victim_portal.store.unit_of_work import UnitOfWork

LASTS = timedelta(hours=72)


@dataclass(frozen=True)
class MadeLink:
    """A link to hand over, shown this once."""

    url: str = field(repr=False)
    expires_at: datetime
    full_name: str


@dataclass(frozen=True)
class OpenLink:
    """What the page of a link that still counts says."""

    kind: InvitationKind
    first_name: str
    email: str
    shortest: int


def make_link(
    ctx: Context, uow: UnitOfWork, actor: Actor, user: User, kind: InvitationKind, how: str = ""
) -> MadeLink:
    """Add a link to the unit of work; the ones made for the person before end.

    `how` is a code for how the maker knows that it is them.
    """
    sign_in_store.end_links(uow, user.id, ctx.now())
    token = fresh_token(ctx)
    link = Invitation(
        id=uow.tokens.uuid(),
        user_id=user.id,
        kind=kind.value,
        token_digest=digest(token),
        made_by=actor.name[:120],
        made_at=ctx.now(),
        expires_at=ctx.now() + LASTS,
    )
    uow.add(link)
    audit.record(uow, actor, What.LINK_MADE, user=str(user.id), kind=kind.value, how=how)
    tell(ctx, uow, user.id, NoticeKind.LINK_MADE)
    return MadeLink(
        f"{ctx.base_url}/welcome/{token}",
        link.expires_at,
        f"{user.first_name} {user.last_name}",
    )


def open_link(ctx: Context, token: str) -> OpenLink | None:
    """What a link is for, or None for one that was used, is over, or never was."""
    with ctx.store.reading() as uow:
        found = sign_in_store.link_with(uow, digest(token))
    if found is None or not _counts(*found, ctx.now()):
        return None
    link, user = found
    return OpenLink(
        InvitationKind(link.kind), user.first_name, user.email, shortest_for(Role(user.role))
    )


def redeem(
    ctx: Context, token: str, password: str, came_from: str, browser: str = ""
) -> str | None:
    """Set the password that a link's person chose, and begin a session half-way in.

    Gives the session's token, or None for a link that doesn't count (any more). A recovery
    ends every session and second factor of the account, and its link to the provider.
    Raises InvalidError (`password`), after which the link still counts.
    """
    with ctx.store.reading() as uow:
        found = sign_in_store.link_with(uow, digest(token))
    if found is None or not _counts(*found, ctx.now()):
        _refuse(ctx, came_from)
        return None
    problem = new_password_problem(found[1], password)
    if problem:
        raise InvalidError({"password": problem})
    fresh = ctx.passwords.hash(password)
    begun = _redeem(ctx, token, found[0].id, fresh, came_from, browser)
    if begun is None:
        _refuse(ctx, came_from)
    return begun


def _redeem(
    ctx: Context, token: str, link_id: UUID, fresh: str, came_from: str, browser: str
) -> str | None:
    with ctx.store.writing() as uow:
        # Used twice in the same moment, the second finds it used.
        uow.only_one_for(link_id)
        found = sign_in_store.link_with(uow, digest(token))
        if found is None or not _counts(*found, ctx.now()):
            return None
        link, user = found
        link.used_at = ctx.now()
        user.password_hash, user.password_changed_at = fresh, ctx.now()
        sign_in_store.end_sessions(uow, user.id, ctx.now(), link.kind)
        sign_in_store.end_factors(uow, user.id, ctx.now())
        if link.kind == InvitationKind.RECOVERY:
            unlink(user)
        audit.record(uow, actor_of(user, came_from), What.LINK_REDEEMED, kind=link.kind)
        tell(ctx, uow, user.id, NoticeKind.LINK_USED)
        begun = sessions.begin(ctx, uow, user, came_from, browser)
        uow.commit()
        return begun


def _refuse(ctx: Context, came_from: str) -> None:
    with ctx.store.writing() as uow:
        nobody = Actor(ActorKind.STAFF, "nobody", came_from=came_from)
        audit.record(uow, nobody, What.LINK_REFUSED, why="spent")
        uow.commit()


def _counts(link: Invitation, user: User, now: datetime) -> bool:
    unused = link.used_at is None and link.ended_at is None
    return unused and user.active and now <= link.expires_at
