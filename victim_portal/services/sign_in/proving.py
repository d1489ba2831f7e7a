"""Proving again who is there: password and code, or a passkey that knew its person."""

from dataclasses import dataclass

from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.sign_in import passkeys
from victim_portal.services.sign_in.codes import demo_code, spend_code
from victim_portal.services.sign_in.factors import factors_of
from victim_portal.services.sign_in.trying import Step, Tried, begin_try, note_success
from victim_portal.services.sign_in.values import actor_of, digest, is_linked, is_open
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store.models import StaffSession, User
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class WaysToProve:
    """By what a session's person can prove that it is them."""

    password_and_code: bool
    passkey: bool
    provider: bool
    demo_code: str | None = None


def ways_to_prove(ctx: Context, token: str) -> WaysToProve:
    """What to offer on the page; nothing for a session that is over."""
    with ctx.store.reading() as uow:
        found = sign_in_store.session_with(uow, digest(token))
        if found is None or not is_open(*found, ctx.now()):
            return WaysToProve(False, False, False)
        user = found[1]
        factors = factors_of(uow, user.id)
        return WaysToProve(
            password_and_code=bool(user.password_hash) and factors.code,
            passkey=factors.passkeys > 0,
            provider=ctx.provider is not None and is_linked(user),
            demo_code=demo_code(ctx, uow, user),
        )


def prove(ctx: Context, token: str, password: str, typed: str, came_from: str) -> bool:
    """Prove a session by its person's password and a code; False for every refusal."""
    found = _open_session(ctx, token)
    if found is None:
        return False
    user = found[1]
    tried = begin_try(ctx, Step.PROOF, user.email, came_from)
    right = ctx.passwords.check(user.password_hash, password) and tried.allowed
    with ctx.store.writing() as uow:
        uow.only_one_for(user.id)
        again = sign_in_store.session_with(uow, digest(token))
        # A code isn't spent on a wrong password.
        proved = again is not None and right and spend_code(ctx, uow, again[1].id, typed)
        return _record(ctx, uow, again, tried, Step.CODE, came_from, proved=proved)


def prove_with_passkey(ctx: Context, token: str, answer: str, came_from: str) -> bool:
    """Prove a session by the answer of a passkey, which asks for its person's presence."""
    found = _open_session(ctx, token)
    if found is None:
        return False
    tried = begin_try(ctx, Step.PROOF, found[1].email, came_from)
    with ctx.store.writing() as uow:
        uow.only_one_for(found[1].id)
        again = sign_in_store.session_with(uow, digest(token))
        proved = (
            again is not None and tried.allowed and passkeys.spend_answer(ctx, uow, *again, answer)
        )
        return _record(ctx, uow, again, tried, Step.PASSKEY, came_from, proved=proved)


def _open_session(ctx: Context, token: str) -> tuple[StaffSession, User] | None:
    with ctx.store.reading() as uow:
        found = sign_in_store.session_with(uow, digest(token))
    return found if found and is_open(*found, ctx.now()) else None


def _record(
    ctx: Context,
    uow: UnitOfWork,
    found: tuple[StaffSession, User] | None,
    tried: Tried,
    how: Step,
    came_from: str,
    *,
    proved: bool,
) -> bool:
    if found is None:
        return False
    session, user = found
    who, here = actor_of(user, came_from, session), str(session.id)
    if proved:
        session.proved_at = ctx.now()
        note_success(uow, tried)
        audit.record(uow, who, What.IDENTITY_PROVED, session=here, how=how.value)
    else:
        why = "wrong" if tried.allowed else "throttled"
        audit.record(uow, who, What.IDENTITY_NOT_PROVED, session=here, why=why)
    uow.commit()
    return proved
