"""Signing in through the organisation's provider, proving by it, linking an account to it.

It never makes an account. An identity that nobody linked is matched once, by an address that
the provider has verified, to an active account that has none; from then on by the identity
alone. Where the provider says nothing of a second factor, our own follows.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from victim_portal.domain.access import Actor, ActorKind
from victim_portal.domain.staff_notices import NoticeKind
from victim_portal.ports import ProviderAnswer, ProviderError, ProviderQuestion
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.sign_in import sessions
from victim_portal.services.sign_in.trying import Step
from victim_portal.services.sign_in.values import (
    Confirmed,
    actor_of,
    digest,
    is_open,
)
from victim_portal.services.staff_notices import tell
from victim_portal.services.staff_standing import may_enter
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store import staff as staff_store
from victim_portal.store.models import User
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

BACK = "/sign-in/provider/back"
LONGEST_IDENTITY = 400
CLOCKS_DIFFER = timedelta(minutes=1)
TAKEN = "This account of your organisation is linked to somebody else here."


@dataclass(frozen=True)
class ByProvider:
    """What the provider's word opened: a whole session, or one that waits for our own factor."""

    token: str = field(repr=False)
    confirmed: Confirmed | None


def ask_provider(ctx: Context, *, again: bool = False) -> ProviderQuestion:
    """Where to send a browser. Raises ProviderError, and NotFoundError without a provider."""
    if ctx.provider is None:
        raise NotFoundError
    return ctx.provider.ask(ctx.base_url + BACK, again=again)


def sign_in_by_provider(
    ctx: Context, question: ProviderQuestion, code: str, came_from: str, browser: str = ""
) -> ByProvider | None:
    """Begin a session for whom the provider names; None for every kind of refusal."""
    try:
        said, why = _answer(ctx, question, code), "unknown"
    except ProviderError as error:
        said, why = None, error.why
    with ctx.store.writing() as uow:
        user = _known(uow, said) if said else None
        if user is None or said is None or not may_enter(user, ctx.now()):
            nobody = Actor(ActorKind.STAFF, "nobody", came_from=came_from)
            audit.record(uow, nobody, What.SIGN_IN_REFUSED, why=f"provider_{why}")
            uow.commit()
            return None
        if user.provider_subject is None:
            _link(ctx, uow, user, said, actor_of(user, came_from))
        token = sessions.begin(ctx, uow, user, came_from, browser)
        confirmed = None
        if said.two_factors:
            uow.flush()
            found = sign_in_store.session_with(uow, digest(token))
            if found is not None:
                confirmed = sessions.confirm(ctx, uow, *found, came_from, Step.PROVIDER)
        uow.commit()
        return ByProvider(token, confirmed)


def prove_by_provider(
    ctx: Context,
    token: str,
    question: ProviderQuestion,
    code: str,
    asked_at: datetime,
    came_from: str,
) -> bool:
    """Prove a session by a fresh sign-in at the provider, of the account's own identity."""
    try:
        said = _answer(ctx, question, code)
    except ProviderError:
        said = None
    with ctx.store.writing() as uow:
        found = sign_in_store.session_with(uow, digest(token))
        if found is None or not is_open(*found, ctx.now()):
            return False
        session, user = found
        who, here = actor_of(user, came_from, session), str(session.id)
        fresh = said is not None and said.at is not None and said.at >= asked_at - CLOCKS_DIFFER
        proved = (
            said is not None
            and fresh
            and said.two_factors
            and user.provider_subject == _identity(said)
        )
        if proved:
            session.proved_at = ctx.now()
            audit.record(uow, who, What.IDENTITY_PROVED, session=here, how=Step.PROVIDER.value)
        else:
            audit.record(uow, who, What.IDENTITY_NOT_PROVED, session=here, why="provider")
        uow.commit()
        return proved


def link_provider(
    ctx: Context, token: str, question: ProviderQuestion, code: str, came_from: str
) -> None:
    """Link a signed-in person's account to who the provider says they are, on purpose.

    Raises NotFoundError when the session is over, NeedsProofError, ProviderError, and
    ConflictError for an identity that is somebody else's.
    """
    said = _answer(ctx, question, code)
    with ctx.store.writing() as uow:
        found = sign_in_store.session_with(uow, digest(token))
        if found is None or not is_open(*found, ctx.now()):
            raise NotFoundError
        session, user = found
        who = actor_of(user, came_from, session)
        need_proof(ctx, who)
        _link(ctx, uow, user, said, who)
        try:
            uow.flush()
        except ConstraintError:
            raise ConflictError(TAKEN) from None
        uow.commit()


def _answer(ctx: Context, question: ProviderQuestion, code: str) -> ProviderAnswer:
    if ctx.provider is None:
        raise NotFoundError
    said = ctx.provider.answer(question, ctx.base_url + BACK, code)
    if not said.subject or len(_identity(said)) > LONGEST_IDENTITY:
        raise ProviderError("no_subject")
    return said


def _known(uow: UnitOfWork, said: ProviderAnswer) -> User | None:
    user = staff_store.by_provider(uow, _identity(said))
    if user is not None:
        return user
    if not said.email or not said.email_verified:
        return None
    user = staff_store.by_email(uow, said.email)
    # An account that is linked to another identity stays with that one; one that was recovered
    # is linked by its own person, who is signed in.
    return user if user is not None and user.provider_subject is None else None


def _link(ctx: Context, uow: UnitOfWork, user: User, said: ProviderAnswer, who: Actor) -> None:
    user.provider_subject = _identity(said)
    audit.record(uow, who, What.PROVIDER_LINKED, user=str(user.id))
    tell(ctx, uow, user.id, NoticeKind.PROVIDER)


def _identity(said: ProviderAnswer) -> str:
    return f"{said.issuer} {said.subject}"
