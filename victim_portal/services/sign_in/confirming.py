"""The second half of signing in: a one-time code or a passkey makes a session whole."""

from collections.abc import Callable

from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.sign_in import passkeys
from victim_portal.services.sign_in.codes import spend_code
from victim_portal.services.sign_in.sessions import confirm
from victim_portal.services.sign_in.trying import Step, begin_try
from victim_portal.services.sign_in.values import Confirmed, actor_of, digest, is_half_way
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store.models import StaffSession, User
from victim_portal.store.unit_of_work import UnitOfWork

Check = Callable[[UnitOfWork, StaffSession, User], bool]


def confirm_with_code(ctx: Context, token: str, typed: str, came_from: str) -> Confirmed | None:
    """A whole session for a session half-way in and a code of its person's app.

    None for every refusal: a wrong or spent code, too many tries, a session that waited for
    too long.
    """
    return _confirm(
        ctx, token, came_from, Step.CODE, lambda uow, _, user: spend_code(ctx, uow, user.id, typed)
    )


def confirm_with_passkey(ctx: Context, token: str, answer: str, came_from: str) -> Confirmed | None:
    """The same for the answer that a browser gave to `passkeys.ask`, as JSON."""
    return _confirm(
        ctx,
        token,
        came_from,
        Step.PASSKEY,
        lambda uow, session, user: passkeys.spend_answer(ctx, uow, session, user, answer),
    )


def _confirm(ctx: Context, token: str, came_from: str, how: Step, check: Check) -> Confirmed | None:
    with ctx.store.reading() as uow:
        found = sign_in_store.session_with(uow, digest(token))
    if found is None or not is_half_way(*found, ctx.now()):
        return None
    tried = begin_try(ctx, how, found[1].email, came_from)
    with ctx.store.writing() as uow:
        # Two answers at once come in one after the other, and the first one counts.
        uow.only_one_for(found[1].id)
        found = sign_in_store.session_with(uow, digest(token))
        if found is None or not is_half_way(*found, ctx.now()):
            return None
        session, user = found
        if not tried.allowed or not check(uow, session, user):
            who = actor_of(user, came_from)
            why = "wrong" if tried.allowed else "throttled"
            audit.record(uow, who, What.SECOND_FACTOR_REFUSED, session=str(session.id), why=why)
            uow.commit()
            return None
        confirmed = confirm(ctx, uow, session, user, came_from, how, tried)
        uow.commit()
        return confirmed
