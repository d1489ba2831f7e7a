"""What became of a letter: posted by a person, come back, or thrown away before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.calendar import LONDON, london_date
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    LetterKind,
    UpdateState,
)
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.contacts import ContactInput, Logged, keep_contact, log_contact
from victim_portal.services.context import Context
from victim_portal.services.enrolment import record_offer
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.incidents import open_incident
from victim_portal.services.letter_tasks import POST, STOP_LETTER
from victim_portal.services.letters.choosing import OFFERING
from victim_portal.services.letters.rules import letter_doubts, refusal
from victim_portal.services.messages.codes import end_code, note_code_sent
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.updates.telling import mark_told
from victim_portal.store import letters as letter_store
from victim_portal.store.models import Case, Channel, Letter, Update, Verification
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

CHANGED_MEANWHILE = (
    "Somebody else changed this case in the same moment. Nothing of yours was saved: look at "
    "the letter as it stands now."
)
DISCARDED = "This letter was discarded, so it can't be posted. Make it again."
NOT_POSTED = "This letter wasn't posted, so it can't come back."
POSTED = "This letter was posted, so it can't be discarded."
DOUBTED = "It shouldn't go any more. Tick this only if it was in the post before that changed."


def post_letter(
    ctx: Context,
    actor: Actor,
    reference: str,
    letter_id: UUID,
    on: date,
    already_gone: bool = False,
) -> None:
    """Record that a letter was posted on a day; a second time does nothing.

    One that offers the scheme is the offer, too, and one with news tells it. A letter that
    shouldn't go any more is only recorded with `already_gone`: it was in the post before
    something changed, and then a task asks to look at what it may have done; so it is where
    they have said no since. Raises InvalidError (`on`, `already_gone`), ConflictError,
    NotFoundError out of reach.
    """
    with _no_lost_update(), ctx.store.writing() as uow:
        case, letter, channel = letter_within_reach(uow, actor, reference, letter_id)
        if letter.posted_on is not None:
            return
        if letter.discarded_at is not None:
            raise ConflictError(DISCARDED)
        _check_day(ctx, on, london_date(letter.made_at), "before the letter was made")
        doubts = bool(refusal(case)) or bool(letter_doubts(ctx, uow, case, letter, channel))
        if doubts and not already_gone:
            raise InvalidError({"already_gone": DOUBTED})
        _post(ctx, uow, actor, case, letter, channel, on)
        if not doubts:
            _tell(ctx, uow, actor, case, letter, on)
        else:
            _ask_about_gone(ctx, uow, actor, case, letter)
        uow.commit()


def return_letter(
    ctx: Context,
    actor: Actor,
    reference: str,
    letter_id: UUID,
    on: date,
    note: str = "",
    opened: bool = False,
) -> None:
    """Record that a letter came back; a second time does nothing.

    Its address is stopped, a task asks for another way, and it counts as no attempt any
    more. One that had been opened may have been read by somebody else: an incident with its
    clock. Raises InvalidError (`on`, `note`), ConflictError, NotFoundError out of reach.
    """
    with _no_lost_update(), ctx.store.writing() as uow:
        case, letter, _ = letter_within_reach(uow, actor, reference, letter_id)
        if letter.returned_on is not None:
            return
        if letter.posted_on is None:
            raise ConflictError(NOT_POSTED)
        _check_day(ctx, on, letter.posted_on, "before the letter was posted")
        given = ContactInput(
            ContactMethod.LETTER, ContactOutcome.RETURNED, on, letter_id=letter.id, note=note
        )
        keep_contact(ctx, uow, actor, case, given)
        if opened:
            open_incident(
                ctx,
                uow,
                actor,
                case,
                "letter_opened",
                "A letter came back opened: find out who may have read it, and report it",
                note,
            )
        uow.commit()


def discard_letter(ctx: Context, actor: Actor, reference: str, letter_id: UUID) -> None:
    """Throw a letter away that wasn't posted; its words stay in the record.

    A code in it no longer counts. Raises ConflictError for one that was posted,
    NotFoundError out of reach; a second time does nothing.
    """
    with _no_lost_update(), ctx.store.writing() as uow:
        case, letter, _ = letter_within_reach(uow, actor, reference, letter_id)
        if letter.posted_on is not None:
            raise ConflictError(POSTED)
        if letter.discarded_at is not None:
            return
        letter.discarded_at = ctx.now()
        code = uow.get(Verification, letter.verification_id)
        if code is not None:
            end_code(ctx, code, "letter_discarded")
        audit.record(uow, actor, What.LETTER_DISCARDED, case.id, letter=str(letter.id))
        tasks.settle(uow, actor, POST, case, key=str(letter.id))
        tasks.settle(uow, actor, STOP_LETTER, case, key=str(letter.id))
        uow.commit()


def letter_within_reach(
    uow: UnitOfWork, actor: Actor, reference: str, letter_id: UUID
) -> tuple[Case, Letter, Channel]:
    """A letter of the case with its address, for nobody else to change; else NotFoundError."""
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    letter = letter_store.locked(uow, letter_id)
    channel = uow.get(Channel, letter.channel_id) if letter is not None else None
    if letter is None or channel is None or letter.case_id != case.id:
        raise NotFoundError
    return case, letter, channel


def _post(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    letter: Letter,
    channel: Channel,
    on: date,
) -> None:
    letter.posted_on = on
    tasks.settle(uow, actor, POST, case, key=str(letter.id))
    tasks.settle(uow, actor, STOP_LETTER, case, key=str(letter.id))
    kind = LetterKind(letter.kind)
    offers = kind in OFFERING and not letter.neutral
    audit.record(uow, actor, What.LETTER_POSTED, case.id, letter=str(letter.id), on=on.isoformat())
    log_contact(
        ctx,
        uow,
        actor,
        case,
        Logged(
            ContactMethod.LETTER,
            ContactOutcome.SENT,
            on,
            channel_id=channel.id,
            with_id=channel.person_id if channel.person_id != case.person_id else None,
            letter_id=letter.id,
            visit_offered=offers and kind is LetterKind.SECOND,
        ),
    )
    # A neutral letter offers nothing. The last letter ends what "no response" has ended.
    reopens = kind is LetterKind.DOOR_OPEN and case.enrolment == Enrolment.NO_RESPONSE
    if offers and not reopens:
        record_offer(ctx, uow, actor, case, on, ContactMethod.LETTER)
    code = uow.get(Verification, letter.verification_id)
    if code is not None:
        note_code_sent(ctx, code, _moment_of(ctx, on, code.made_at))


def _tell(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, letter: Letter, on: date
) -> None:
    """A letter with news tells it, unless messages or a call did before: then it stays so."""
    update = uow.get(Update, letter.update_id)
    if update is not None and update.state == UpdateState.APPROVED:
        mark_told(ctx, uow, actor, case, update, on, ContactMethod.LETTER)
        replan(ctx, uow, actor, case)


def _moment_of(ctx: Context, on: date, earliest: datetime) -> datetime:
    """When a letter that was posted on a day left: noon of it, or now where it is today."""
    if on == ctx.today():
        return ctx.now()
    return max(earliest, datetime.combine(on, time(12), LONDON))


def _ask_about_gone(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, letter: Letter
) -> None:
    tasks.raise_for_case(
        uow,
        actor,
        case,
        "check_letter",
        "A letter was in the post before something in it changed: think about who may get it, "
        "and put it right with them",
        "Nothing wrong that went out stays uncorrected",
        ctx.today(),
        key=str(letter.id),
        letter=str(letter.id),
    )


def _check_day(ctx: Context, on: date, earliest: date, before: str) -> None:
    if on > ctx.today():
        raise InvalidError({"on": "The date must be today or in the past."})
    if on < earliest:
        raise InvalidError({"on": f"The date is {before}."})


@contextmanager
def _no_lost_update() -> Iterator[None]:
    try:
        yield
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None
