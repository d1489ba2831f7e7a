"""A code comes back: read out to an officer, or typed into a text by the person."""

from dataclasses import dataclass, replace
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days, end_of_day
from victim_portal.domain.verification import (
    MOST_TRIES,
    CodeStanding,
    Tried,
    codes_in,
    judge,
    typed_code,
)
from victim_portal.domain.vocabulary import ContactMethod, VerificationWay
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.channels.plans import channel_within_reach
from victim_portal.services.channels.verifying import LOCKED, mark_verified, note_contact
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.messages.codes import end_code, life_of
from victim_portal.services.once import already_done, remember
from victim_portal.services.verification.facts import is_code
from victim_portal.store import verification as code_store
from victim_portal.store.models import Case, Channel, Verification
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

READ_BACK, TYPED, BY_LETTER = "code_read_back", "code_typed", "letter_code"
HOW = {"voice": ContactMethod.TELEPHONE, "in_person": ContactMethod.VISIT}
NOT_POSTED = "The letter with this code isn't recorded as posted. Record first when it was."
TOO_SOON = (
    "The letter with this code can't have come yet: it counts from the next working day after "
    "it was posted."
)
NONE_OUT = "No code was sent to it. Send one first."
_ENDED = {
    "used": "This code was used already.",
    "suspended": "It was stopped after this code was sent. Agree on it again, then send a new one.",
    "plan_changed": "The plan was changed after this code was sent. Send a new one.",
    "held": "This code was never sent. Look at your tasks for the reason, then send a new one.",
    "letter_returned": "The letter with this code came back. Check the address with them.",
    "letter_discarded": "The letter with this code was discarded. Make a new one.",
}
_SENTENCES = {
    Tried.LOCKS: f"That isn't the code. It was the {MOST_TRIES}th wrong number: this code is "
    "locked. Find out who is there before you send a new one.",
    Tried.LOCKED: f"This code is locked after {MOST_TRIES} wrong numbers. Find out who is there "
    "before you send a new one.",
    Tried.EXPIRED: "This code is too old. Send a new one.",
    Tried.PLAN_CHANGED: _ENDED["plan_changed"],
}


@dataclass(frozen=True)
class TryResult:
    """What a try came to, with a sentence for the officer; empty for the right code."""

    tried: Tried
    sentence: str = ""


def enter_code(
    ctx: Context,
    actor: Actor,
    reference: str,
    channel_id: UUID,
    typed: str,
    how: str,
    once: UUID | None = None,
) -> None:
    """Verify a channel by the code that they read out; spaces don't matter.

    `how` is "voice" or "in_person". A form that is sent twice is one try. Raises
    InvalidError for `code` with why it doesn't count (a wrong one is a try, and the fifth
    locks it), ConflictError when somebody else entered one in the same moment, NotFoundError
    out of reach.
    """
    try:
        with ctx.store.writing() as uow:
            case, channel = channel_within_reach(uow, actor, reference, channel_id)
            code = _read(typed, how)
            done = already_done(uow, once)
            if done is not None:
                if done != Tried.RIGHT:
                    raise InvalidError({"code": done})
                return
            _check_posted(ctx, uow, channel)
            way, result = _try(ctx, uow, actor, case, channel, code)
            if result.tried is Tried.RIGHT:
                verified_how = BY_LETTER if way is VerificationWay.LETTER else READ_BACK
                mark_verified(ctx, uow, actor, case, channel, verified_how)
                note_contact(ctx, uow, actor, case, channel, HOW[how])
            remember(uow, once, result.sentence or Tried.RIGHT.value)
            # A wrong try is kept too: it counts.
            uow.commit()
    except LostUpdateError:
        raise ConflictError(
            "Somebody else changed this, or entered a code, at the same moment. Look again."
        ) from None
    if result.tried is not Tried.RIGHT:
        raise InvalidError({"code": result.sentence})


def _read(typed: str, how: str) -> str:
    code = typed_code(typed)
    problems = {} if how in HOW else {"how": "Choose how they told you the code."}
    if code is None:
        problems["code"] = "Enter the six digits that they read out."
    if problems or code is None:
        raise InvalidError(problems)
    return code


def try_text(ctx: Context, uow: UnitOfWork, actor: Actor, channel: Channel, body: str) -> bool:
    """Verify a mobile by a text from it that holds its code; returns whether it did.

    Works within the caller's transaction. Each other number of six digits in it is a wrong
    try: a text with many of them locks the code.
    """
    live = code_store.live(uow, channel.id)
    case = uow.get(Case, live.case_id) if live is not None else None
    if live is None or case is None or live.way != VerificationWay.SMS:
        return False
    for code in codes_in(body):
        _, result = _try(ctx, uow, actor, case, channel, code)
        if result.tried is Tried.RIGHT:
            mark_verified(ctx, uow, actor, case, channel, TYPED)
            return True
        if result.tried is not Tried.WRONG:
            return False
    return False


def standing_of_code(
    ctx: Context, uow: UnitOfWork, channel: Channel, code: Verification
) -> tuple[CodeStanding, str]:
    """What a try at a code depends on, and why it ended, its letter's fate included."""
    standing = CodeStanding(
        tries=code.tries,
        expires_at=code.expires_at,
        plan_version=code.plan_version,
        plan_now=channel.plan_version,
        locked=code.locked_at is not None,
        ended=code.ended_at is not None or channel.suspended_at is not None,
    )
    why = code.ended_why or ("suspended" if channel.suspended_at is not None else "")
    if code.way != VerificationWay.LETTER or standing.ended:
        return standing, why
    letter = code_store.letter_of(uow, code.id)
    if letter is None or letter.discarded_at is not None:
        return replace(standing, ended=True), "letter_discarded"
    if letter.returned_on is not None:
        return replace(standing, ended=True), "letter_returned"
    if letter.posted_on is not None:
        last = end_of_day(letter.posted_on + life_of(ctx, VerificationWay.LETTER))
        return replace(standing, expires_at=min(code.expires_at, last)), ""
    return standing, ""


def _check_posted(ctx: Context, uow: UnitOfWork, channel: Channel) -> None:
    """What still lies in the office was read there, and not at the address.

    Nothing that was posted has come before the next working day.
    """
    row = code_store.live(uow, channel.id)
    if row is None or row.way != VerificationWay.LETTER or ctx.now() >= row.expires_at:
        return
    letter = code_store.letter_of(uow, row.id)
    if letter is None or letter.discarded_at is not None:
        return
    if letter.posted_on is None:
        raise InvalidError({"code": NOT_POSTED})
    back = letter.returned_on is not None
    if not back and ctx.today() < add_working_days(letter.posted_on, 1, ctx.bank_holidays):
        raise InvalidError({"code": TOO_SOON})


def _try(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel, code: str
) -> tuple[VerificationWay | None, TryResult]:
    row = code_store.live(uow, channel.id) or code_store.newest(uow, [channel.id]).get(channel.id)
    if row is None:
        return None, TryResult(Tried.ENDED, NONE_OUT)
    standing, why = standing_of_code(ctx, uow, channel, row)
    tried = judge(standing, is_code(uow, row, code), ctx.now())
    if tried in (Tried.WRONG, Tried.LOCKS):
        row.tries += 1
    if tried is Tried.LOCKS:
        row.locked_at = ctx.now()
        _ask_about_locked(ctx, uow, actor, case, channel)
    elif tried is Tried.RIGHT:
        row.used_at = ctx.now()
    elif tried is Tried.ENDED:
        end_code(ctx, row, why or "ended")
    audit.record(
        uow,
        actor,
        What.CODE_TRIED,
        case.id,
        verification=str(row.id),
        outcome=tried.value,
    )
    return VerificationWay(row.way), TryResult(tried, _sentence(tried, row, why))


def _sentence(tried: Tried, row: Verification, why: str) -> str:
    if tried is Tried.RIGHT:
        return ""
    if tried is Tried.WRONG:
        left = MOST_TRIES - row.tries
        return f"That isn't the code. {left} {'try is' if left == 1 else 'tries are'} left."
    if tried is Tried.ENDED:
        return _ENDED.get(why, "This code counts no more. Send a new one.")
    return _SENTENCES[tried]


def _ask_about_locked(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, channel: Channel
) -> None:
    tasks.raise_for_case(
        uow,
        actor,
        case,
        LOCKED,
        "Five wrong numbers were given for a code: find out who is there before anything is sent",
        "Nothing goes to an unverified channel",
        ctx.today(),
        key=str(channel.id),
        channel=str(channel.id),
    )
