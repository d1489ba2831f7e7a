"""One-time codes of an app (TOTP, RFC 6238): set up, shown once as a picture, spent once each."""

import secrets
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from uuid import UUID

import pyotp
import segno

from victim_portal.domain.one_time_codes import digits_of, open_steps, step_at
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.sign_in.factors import note_added, session_that_may_add
from victim_portal.services.sign_in.trying import Step
from victim_portal.services.sign_in.values import Confirmed
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store.models import Totp, User
from victim_portal.store.unit_of_work import UnitOfWork

ISSUER = "Victim Portal"
SECRET_BYTES = 20
NOT_THE_CODE = (
    "That is not the code that the app shows now. Check the time of your telephone, "
    "then enter the newest code"
)


@dataclass(frozen=True)
class CodeSecret:
    """What an app needs to make codes, before it is known to make the right ones."""

    secret: str = field(repr=False)
    email: str

    @property
    def typeable(self) -> str:
        """The secret in groups of four, for whoever can't use the picture."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    def picture(self) -> bytes:
        """The secret as a QR code: an SVG image without script or style."""
        uri = pyotp.TOTP(self.secret).provisioning_uri(name=self.email, issuer_name=ISSUER)
        out = BytesIO()
        segno.make(uri, error="m").save(out, kind="svg", scale=5, border=4, light="#fff")
        return out.getvalue()


def new_secret(ctx: Context) -> str:
    """A fresh secret in base 32; kept by nobody until a code of it was seen."""
    return b32encode(ctx.tokens.secret(SECRET_BYTES)).decode()


def whose_codes(ctx: Context, token: str) -> str:
    """The address under which the app will show its codes; raises as `add_codes` does."""
    with ctx.store.writing() as uow:
        return session_that_may_add(ctx, uow, token)[1].email


def add_codes(
    ctx: Context, token: str, secret: str, typed: str, came_from: str
) -> Confirmed | None:
    """Take an app into use whose code was typed; the one before it ends.

    Gives a confirmed session where one waited for this. Raises InvalidError (`code`),
    NeedsProofError, and NotFoundError for a session that may not.
    """
    with ctx.store.writing() as uow:
        session, user = session_that_may_add(ctx, uow, token)
        step = _step_of(secret, typed, ctx.now(), None)
        if step is None:
            raise InvalidError({"code": NOT_THE_CODE})
        before = sign_in_store.code_of(uow, user.id)
        if before is not None:
            before.ended_at = ctx.now()
            uow.flush()
        keep_secret(ctx, uow, user.id, secret, step)
        confirmed = note_added(ctx, uow, session, user, came_from, Step.CODE)
        uow.commit()
        return confirmed


def keep_secret(
    ctx: Context, uow: UnitOfWork, user_id: UUID, secret: str, last_step: int | None = None
) -> None:
    """Keep an app's secret, sealed under a key of its person's own."""
    if not uow.vault.knows(user_id):
        uow.vault.admit(user_id)
    uow.add(
        Totp(
            id=uow.tokens.uuid(),
            user_id=user_id,
            secret=secret,
            made_at=ctx.now(),
            confirmed_at=ctx.now(),
            last_step=last_step,
        )
    )


def spend_code(ctx: Context, uow: UnitOfWork, user_id: UUID, typed: str) -> bool:
    """Whether what was typed is a code of the person's app that nobody used before.

    It is spent by the commit; the same code at the same moment waits here and finds it spent.
    """
    uow.only_one_for(user_id)
    app = sign_in_store.code_of(uow, user_id)
    if app is None:
        return False
    step = _step_of(app.secret or "", typed, ctx.now(), app.last_step)
    if step is None:
        return False
    app.last_step = step
    return True


def demo_code(ctx: Context, uow: UnitOfWork, user: User) -> str | None:
    """The code of this moment for an account of the demo; None in production, always."""
    if ctx.production or not user.demo:
        return None
    app = sign_in_store.code_of(uow, user.id)
    if app is None:
        return None
    # The present one may be spent already, by whoever signs in twice within half a minute.
    open_now = open_steps(ctx.now(), app.last_step)
    here = step_at(ctx.now())
    step = here if here in open_now else max(open_now, default=here)
    return pyotp.HOTP(app.secret or "").at(step)


def _step_of(secret: str, typed: str, now: datetime, last_step: int | None) -> int | None:
    """The step whose code was typed, or None; every open step is compared, in the same time."""
    digits, found = digits_of(typed), None
    for step in open_steps(now, last_step):
        if secrets.compare_digest(pyotp.HOTP(secret).at(step), digits):
            found = step
    return found
