"""Passkeys (WebAuthn): asked for, added, named, used, removed.

A question (challenge) stands in the session, for five minutes and one answer. The key must
have known its person, by a PIN or a finger, so that it is two factors by itself.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from victim_portal.domain.staff_notices import NoticeKind
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.proof import need_proof
from victim_portal.services.sign_in.codes import ISSUER
from victim_portal.services.sign_in.factors import factors_of, note_added, session_that_may_add
from victim_portal.services.sign_in.trying import Step
from victim_portal.services.sign_in.values import (
    CHALLENGE,
    MOST_PASSKEYS,
    Confirmed,
    actor_of,
    digest,
    is_half_way,
    is_open,
)
from victim_portal.services.staff_notices import tell
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store.models import Passkey, StaffSession, User
from victim_portal.store.unit_of_work import ConstraintError, UnitOfWork

LONGEST_NAME = 60
MOST_ANSWER = 20_000
ENOUGH = f"You have {MOST_PASSKEYS} passkeys already. Remove one before you add another."
LAST_ONE = "This is your only second factor. Set up another one before you remove it."
NOT_TAKEN = "The passkey could not be added. Try again, or use an app for codes instead"
NOT_THE_PAGE = WebAuthnException, ValueError, KeyError, TypeError


@dataclass(frozen=True)
class PasskeyView:
    """A passkey as its owner sees it."""

    id: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


def ask(ctx: Context, token: str) -> str:
    """Put a question to the person's passkeys; gives the browser's options as JSON.

    For a session half-way in or an open one; NotFoundError for every other and for whoever
    has no passkey.
    """
    with ctx.store.writing() as uow:
        session, user = _session(ctx, uow, token)
        keys = sign_in_store.passkeys_of(uow, user.id)
        if not keys:
            raise NotFoundError
        options = generate_authentication_options(
            rp_id=_host(ctx),
            challenge=_new_challenge(ctx, session),
            allow_credentials=[_descriptor(key) for key in keys],
            user_verification=UserVerificationRequirement.REQUIRED,
        )
        uow.commit()
        return options_to_json(options)


def ask_for_new(ctx: Context, token: str) -> str:
    """Ask the browser to make a passkey; gives its options as JSON.

    Raises NotFoundError and NeedsProofError for a session that may not, and ConflictError
    for whoever has as many as one may have.
    """
    with ctx.store.writing() as uow:
        session, user = session_that_may_add(ctx, uow, token)
        keys = sign_in_store.passkeys_of(uow, user.id)
        if len(keys) >= MOST_PASSKEYS:
            raise ConflictError(ENOUGH)
        options = generate_registration_options(
            rp_id=_host(ctx),
            rp_name=ISSUER,
            user_id=user.id.bytes,
            user_name=user.email,
            user_display_name=f"{user.first_name} {user.last_name}",
            challenge=_new_challenge(ctx, session),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[_descriptor(key) for key in keys],
        )
        uow.commit()
        return options_to_json(options)


def add_passkey(
    ctx: Context, token: str, answer: str, name: str, came_from: str
) -> Confirmed | None:
    """Take a passkey into use; gives a confirmed session where one waited for this.

    Raises InvalidError (`answer`, `name`), ConflictError, NeedsProofError and NotFoundError.
    """
    named = " ".join(name.split())
    if not named or len(named) > LONGEST_NAME:
        raise InvalidError({"name": "Enter a name for the passkey, of at most 60 characters"})
    with ctx.store.writing() as uow:
        session, user = session_that_may_add(ctx, uow, token)
        if len(sign_in_store.passkeys_of(uow, user.id)) >= MOST_PASSKEYS:
            raise ConflictError(ENOUGH)
        challenge = _spend_challenge(ctx, session)
        try:
            credential = parse_registration_credential_json(answer[:MOST_ANSWER])
            made = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=_host(ctx),
                expected_origin=ctx.base_url,
                require_user_verification=True,
            )
        except NOT_THE_PAGE:
            raise InvalidError({"answer": NOT_TAKEN}) from None
        uow.add(
            Passkey(
                id=uow.tokens.uuid(),
                user_id=user.id,
                credential_id=made.credential_id,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                name=named,
                transports=[each.value for each in credential.response.transports or []],
                made_at=ctx.now(),
            )
        )
        try:
            uow.flush()
        except ConstraintError:
            raise InvalidError({"answer": NOT_TAKEN}) from None
        confirmed = note_added(ctx, uow, session, user, came_from, Step.PASSKEY)
        uow.commit()
        return confirmed


def remove_passkey(ctx: Context, token: str, passkey_id: UUID, came_from: str) -> None:
    """Take one of the person's passkeys out of use; never their only second factor.

    Raises NotFoundError, ConflictError, and NeedsProofError.
    """
    with ctx.store.writing() as uow:
        found = sign_in_store.session_with(uow, digest(token))
        if found is None or not is_open(*found, ctx.now()):
            raise NotFoundError
        session, user = found
        who = actor_of(user, came_from, session)
        need_proof(ctx, who)
        uow.only_one_for(user.id)
        key = uow.get(Passkey, passkey_id)
        if key is None or key.user_id != user.id or key.ended_at is not None:
            raise NotFoundError
        factors = factors_of(uow, user.id)
        if not factors.code and factors.passkeys == 1:
            raise ConflictError(LAST_ONE)
        key.ended_at = ctx.now()
        audit.record(uow, who, What.FACTOR_REMOVED, kind=Step.PASSKEY.value)
        tell(ctx, uow, user.id, NoticeKind.PASSKEY_REMOVED)
        uow.commit()


def spend_answer(
    ctx: Context, uow: UnitOfWork, session: StaffSession, user: User, answer: str
) -> bool:
    """Whether an answer is of one of the person's passkeys, to the session's own question.

    The question is spent by the commit, whatever comes of it.
    """
    challenge = _spend_challenge(ctx, session)
    keys = {key.credential_id: key for key in sign_in_store.passkeys_of(uow, user.id)}
    try:
        credential = parse_authentication_credential_json(answer[:MOST_ANSWER])
        key = keys[credential.raw_id]
        used = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=_host(ctx),
            expected_origin=ctx.base_url,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except NOT_THE_PAGE:
        return False
    key.sign_count, key.used_at = used.new_sign_count, ctx.now()
    return True


def _session(ctx: Context, uow: UnitOfWork, token: str) -> tuple[StaffSession, User]:
    found = sign_in_store.session_with(uow, digest(token))
    if found is None:
        raise NotFoundError
    if not is_half_way(*found, ctx.now()) and not is_open(*found, ctx.now()):
        raise NotFoundError
    return found


def _new_challenge(ctx: Context, session: StaffSession) -> bytes:
    challenge = ctx.tokens.secret(32)
    session.challenge = challenge
    session.challenge_ends_at = ctx.now() + CHALLENGE
    return challenge


def _spend_challenge(ctx: Context, session: StaffSession) -> bytes:
    """The session's question, which counts no more; fresh randomness when there is none."""
    challenge, ends = session.challenge, session.challenge_ends_at
    session.challenge = session.challenge_ends_at = None
    if challenge is None or ends is None or ctx.now() > ends:
        # Nobody can have signed this, so the check fails as it does for a wrong answer.
        return ctx.tokens.secret(32)
    return challenge


def _descriptor(key: Passkey) -> PublicKeyCredentialDescriptor:
    known = {each.value: each for each in AuthenticatorTransport}
    transports = [known[name] for name in key.transports if name in known]
    return PublicKeyCredentialDescriptor(id=key.credential_id, transports=transports or None)


def _host(ctx: Context) -> str:
    return urlsplit(ctx.base_url).hostname or ""
