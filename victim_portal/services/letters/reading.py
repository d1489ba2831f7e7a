"""Looking at a letter, and taking its file to print."""

from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.domain.vocabulary import Language, LetterKind
from victim_portal.ports import RenderedPdf
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError
from victim_portal.services.letters.choosing import by_sign_or_speech, reads_easy_words
from victim_portal.services.letters.posting import letter_within_reach
from victim_portal.services.letters.rules import letter_doubts, refusal
from victim_portal.services.letters.values import (
    LetterLine,
    LetterState,
    LetterText,
    LetterView,
)
from victim_portal.services.letters.words import content_of
from victim_portal.services.minors import spoken_with
from victim_portal.store import letters as letter_store
from victim_portal.store.models import Case, Channel, Letter, Person
from victim_portal.store.unit_of_work import UnitOfWork

NOT_TO_PRINT = (
    "This letter shouldn't go any more, so it isn't printed. Discard it, and make it anew."
)


def letters_of(uow: UnitOfWork, case: Case) -> tuple[LetterLine, ...]:
    """The letters of a case, newest first, without their words."""
    return tuple(_line(letter) for letter in letter_store.of_case(uow, case.id))


def letter_view(ctx: Context, actor: Actor, reference: str, letter_id: UUID) -> LetterView:
    """One letter with its words, but for a code in it; the view is recorded.

    NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case, letter, channel = letter_within_reach(uow, actor, reference, letter_id)
        file = ctx.renderer.render_letter(content_of(letter))
        shown = LetterView(
            line=_line(letter),
            large_print=letter.large_print,
            made_by=letter.made_by,
            made_at=letter.made_at,
            text=LetterText.from_json(letter.words).without_code(),
            file_name=file.file_name,
            doubts=_doubts(ctx, uow, case, letter, channel),
            refused=refusal(case) if letter.posted_on is None else "",
            unprintable=file.unprintable,
            by_sign_or_speech=by_sign_or_speech(uow.get(Person, channel.person_id)),
            spoken_with=spoken_with(ctx, uow.get(Person, case.person_id)),
            easy_read=reads_easy_words(uow.get(Person, channel.person_id)),
            update_id=letter.update_id,
        )
        _record(uow, actor, case, letter, file)
        uow.commit()
        return shown


def letter_file(ctx: Context, actor: Actor, reference: str, letter_id: UUID) -> RenderedPdf:
    """A letter as a file to print; who took it is recorded.

    ConflictError for one that was discarded, or that shouldn't go any more and isn't posted;
    NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case, letter, channel = letter_within_reach(uow, actor, reference, letter_id)
        if letter.posted_on is None and (
            letter.discarded_at is not None
            or refusal(case)
            or _doubts(ctx, uow, case, letter, channel)
        ):
            raise ConflictError(NOT_TO_PRINT)
        file = ctx.renderer.render_letter(content_of(letter))
        _record(uow, actor, case, letter, file)
        uow.commit()
        return file


def _doubts(
    ctx: Context, uow: UnitOfWork, case: Case, letter: Letter, channel: Channel
) -> tuple[str, ...]:
    """What stands against a letter that still waits; nothing once it is gone or discarded."""
    if letter.posted_on is not None or letter.discarded_at is not None:
        return ()
    return letter_doubts(ctx, uow, case, letter, channel)


def _record(uow: UnitOfWork, actor: Actor, case: Case, letter: Letter, file: RenderedPdf) -> None:
    audit.record(uow, actor, What.LETTER_READ, case.id, letter=str(letter.id), sha256=file.sha256)


def _line(letter: Letter) -> LetterLine:
    return LetterLine(
        id=letter.id,
        kind=LetterKind(letter.kind),
        neutral=letter.neutral,
        language=Language(letter.language),
        state=_state(letter),
        made_on=london_date(letter.made_at),
        posted_on=letter.posted_on,
        returned_on=letter.returned_on,
    )


def _state(letter: Letter) -> LetterState:
    if letter.returned_on is not None:
        return LetterState.RETURNED
    if letter.posted_on is not None:
        return LetterState.POSTED
    return LetterState.DISCARDED if letter.discarded_at is not None else LetterState.WAITING
