"""The first half of signing in: an address and a password, every refusal the same."""

from victim_portal.domain.access import Actor, ActorKind
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.sign_in import sessions
from victim_portal.services.sign_in.factors import factors_of
from victim_portal.services.sign_in.trying import Step, begin_try, note_success
from victim_portal.services.sign_in.values import is_linked
from victim_portal.services.staff_standing import may_enter
from victim_portal.store import staff as staff_store
from victim_portal.store.models import User
from victim_portal.store.unit_of_work import UnitOfWork


def sign_in(
    ctx: Context, email: str, password: str, came_from: str, browser: str = ""
) -> str | None:
    """Begin a session that waits for its second factor, or None for every kind of refusal.

    An account that isn't there takes as long as one that is, and a wrong password never
    shows whether there is a second factor.
    """
    tried = begin_try(ctx, Step.PASSWORD, email, came_from)
    with ctx.store.reading() as uow:
        user = staff_store.by_email(uow, email)
    # The slow check holds no transaction; the try is counted already.
    checked = user.password_hash if user else None
    right = ctx.passwords.check(checked, password)
    let_in = user is not None and may_enter(user, ctx.now()) and right and tried.allowed
    dated = let_in and user is not None and ctx.passwords.is_dated(user.password_hash)
    fresh = ctx.passwords.hash(password) if dated else None
    with ctx.store.writing() as uow:
        user = staff_store.by_email(uow, email) if let_in else None
        # A password that was changed during the check is the one that counts.
        same = user is not None and user.password_hash == checked
        if user is None or not same or _is_left_to_the_provider(ctx, uow, user):
            refused = Actor(ActorKind.STAFF, "nobody", came_from=came_from)
            # Only the trail tells them apart: a right password is a thief's, or a habit.
            why = "provider_only" if same else "wrong" if tried.allowed else "throttled"
            audit.record(uow, refused, What.SIGN_IN_REFUSED, why=why)
            uow.commit()
            return None
        if fresh is not None:
            user.password_hash = fresh
        note_success(uow, tried)
        token = sessions.begin(ctx, uow, user, came_from, browser)
        uow.commit()
        return token


def _is_left_to_the_provider(ctx: Context, uow: UnitOfWork, user: User) -> bool:
    """Whether a password alone would be enough to set up the first second factor.

    Whoever always signs in by the provider has none here, for ever.
    """
    linked = ctx.provider is not None and is_linked(user)
    return linked and not factors_of(uow, user.id).any
