"""Tries are counted in the database before anything is checked.

For each account one after the other, so that many at once don't all find the count low;
and each with its row before the slow check begins, so that one under way counts already.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.lock_out import (
    KNOWN_FOR,
    LONGEST_WAIT,
    LONGEST_WAIT_FOR_CODES,
    REMEMBERED,
    WITHIN,
    Try,
    must_wait,
)
from victim_portal.services.context import Context
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store.models import SignInAttempt
from victim_portal.store.unit_of_work import UnitOfWork


class Step(StrEnum):
    """What a try is about; each is counted by itself."""

    PASSWORD = "password"  # noqa: S105 - the name of a step
    CODE = "code"
    PASSKEY = "passkey"
    PROVIDER = "provider"
    PROOF = "proof"
    PASSWORD_CHANGE = "password_change"  # noqa: S105 - the name of a step
    WAITING = "waiting"
    """A try that was refused unlooked at: it counts against the address, not the account."""


CODES = (Step.CODE, Step.PROOF)


@dataclass(frozen=True)
class Tried:
    """A counted try, and whether it may be looked at."""

    id: UUID
    allowed: bool


def begin_try(ctx: Context, step: Step, email: str, came_from: str) -> Tried:
    """Count a try at an account (one that exists or not) and say whether it may go on."""
    now = ctx.now()
    with ctx.store.writing() as uow:
        account = account_index(uow, email)
        address = uow.keyring.exact("sign-in address", came_from)
        uow.only_one_for(UUID(bytes=account))
        tries = [
            Try(at, succeeded, here == address)
            for at, succeeded, here in sign_in_store.tries_at(uow, account, step, now - REMEMBERED)
        ]
        waits = must_wait(
            tries,
            now,
            known_here=sign_in_store.is_known_address(uow, account, address, now - KNOWN_FOR),
            failed_from_address=sign_in_store.failures_from(uow, address, now - WITHIN),
            longest=_longest(step),
        )
        attempt = SignInAttempt(
            id=uow.tokens.uuid(),
            at=now,
            account_index=account,
            address_index=address,
            succeeded=False,
            step=(Step.WAITING if waits else step).value,
        )
        uow.add(attempt)
        uow.commit()
        return Tried(attempt.id, allowed=not waits)


def note_success(uow: UnitOfWork, tried: Tried) -> None:
    """Mark a counted try as one that succeeded, in the transaction of what it opened."""
    attempt = uow.get(SignInAttempt, tried.id)
    if attempt is not None:
        attempt.succeeded = True


def add_success(ctx: Context, uow: UnitOfWork, step: Step, account: bytes, came_from: str) -> None:
    """Write a success that no try came before: a factor that was just set up, a provider."""
    uow.add(
        SignInAttempt(
            id=uow.tokens.uuid(),
            at=ctx.now(),
            account_index=account,
            address_index=uow.keyring.exact("sign-in address", came_from),
            succeeded=True,
            step=step.value,
        )
    )


def account_index(uow: UnitOfWork, email: str) -> bytes:
    """By what the tries at an account are found, whether it exists or not."""
    return uow.keyring.exact("sign-in account", email.strip().casefold())


def _longest(step: Step) -> timedelta:
    return LONGEST_WAIT_FOR_CODES if step in CODES else LONGEST_WAIT
