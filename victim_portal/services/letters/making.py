"""Making a letter of first contact, with exactly the words that were read before."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_working_days
from victim_portal.domain.vocabulary import LetterKind
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.letter_tasks import ask_to_post
from victim_portal.services.letters.choosing import (
    addresses_of,
    asked_case,
    refusals,
    seen_of,
)
from victim_portal.services.letters.rules import must_check
from victim_portal.services.letters.values import LetterInput, LetterShape, LetterText
from victim_portal.services.letters.words import write
from victim_portal.services.once import already_done, remember, saying
from victim_portal.store import letters as letter_store
from victim_portal.store.models import Case, Channel, Letter, Update
from victim_portal.store.unit_of_work import UnitOfWork

CHOOSE = "Choose the address to write to."
CHECK = "Check name, spelling and address, and whether it is safe to write there. Then tick this."
READ_AGAIN = (
    "These aren't the words that you read. Read them as they stand now, then make the letter."
)
MAKE_AGAIN = "make_letter_again"
"""The task that asks for a letter in the place of one that turned out to be wrong."""


def make_letter(
    ctx: Context,
    actor: Actor,
    reference: str,
    kind: LetterKind,
    given: LetterInput,
    once: UUID | None = None,
) -> UUID:
    """Make a letter with exactly the words that were read; it waits to be posted.

    Raises InvalidError with sentences (fields `channel`, `checked`, `language` or ""),
    ConflictError where the words aren't the ones that were read, NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case, _ = asked_case(uow, actor, reference, kind)
        said = saying("make_letter", reference, kind, given)
        done = already_done(uow, once, said)
        if done is not None:
            return UUID(done)
        # Two officers who make one letter in the same moment make one.
        uow.only_one_for(case.id)
        usable, _ = addresses_of(uow, case)
        channel = next((one for one in usable if one.id == given.channel_id), None)
        refused = refusals(ctx, uow, case, kind)
        problems = {"": " ".join(refused)} if refused else {}
        if channel is None:
            problems["channel"] = CHOOSE
        elif must_check(ctx, channel) and not given.checked:
            problems["checked"] = CHECK
        if channel is None or problems:
            raise InvalidError(problems)
        shape = LetterShape(kind, given.language, given.neutral, given.large_print)
        text = write(ctx, uow, case, channel, shape)
        if given.seen != seen_of(text):
            raise ConflictError(READ_AGAIN)
        letter = keep(ctx, uow, actor, case, channel, shape, text)
        _settle_again(uow, actor, case, kind)
        remember(uow, once, str(letter.id), said)
        uow.commit()
        return letter.id


def keep(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    channel: Channel,
    shape: LetterShape,
    text: LetterText,
    verification_id: UUID | None = None,
    update: Update | None = None,
) -> Letter:
    """A letter with these words, in the caller's transaction; it is the addressee's own.

    `update` is the one whose news it carries, as it stands.
    """
    letter = Letter(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=channel.person_id,
        channel_id=channel.id,
        verification_id=verification_id,
        update_id=update.id if update is not None else None,
        update_version=update.version if update is not None else None,
        kind=shape.kind.value,
        language=shape.language.value,
        large_print=shape.large_print,
        neutral=shape.neutral,
        words=text.as_json(),
        made_by=actor.name,
        made_at=ctx.now(),
    )
    uow.add(letter)
    uow.flush()
    audit.record(
        uow,
        actor,
        What.LETTER_MADE,
        case.id,
        letter=str(letter.id),
        kind=letter.kind,
        channel=str(channel.id),
        # Keyed: six digits of a code could be found by trying.
        digest=uow.keyring.audit_code(text.canonical()).hex(),
    )
    due_on = add_working_days(ctx.today(), 1, ctx.bank_holidays)
    ask_to_post(uow, actor, case, letter.id, due_on)
    return letter


def _settle_again(uow: UnitOfWork, actor: Actor, case: Case, kind: LetterKind) -> None:
    for letter in letter_store.of_case(uow, case.id):
        if letter.kind == kind and letter.discarded_at is not None:
            tasks.settle(uow, actor, MAKE_AGAIN, case, key=str(letter.id))
