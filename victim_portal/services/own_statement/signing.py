"""Signing what she wrote, taking it back, and saying it to an officer instead."""

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.own_statement import DraftEnd, OwnOffer
from victim_portal.domain.representations import (
    ReadingPreference,
    WrittenBy,
)
from victim_portal.domain.vocabulary import Language
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.values import Visitor
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.messages import asks
from victim_portal.services.own_statement.drafting import end
from victim_portal.services.own_statement.rows import (
    again,
    case_of,
    draft_of,
    need_offer,
    offered,
)
from victim_portal.services.own_statement.values import (
    CHANGED,
    EMPTY,
    LONGEST_SUPPORT,
    TOO_LONG,
)
from victim_portal.services.own_statement.words import words_of
from victim_portal.services.representations.family import ask_for_note, family_note_missing
from victim_portal.services.representations.rows import current_statement, words_digest
from victim_portal.services.representations.versions import (
    Wishes,
    keep_version,
    withdraw_versions,
)
from victim_portal.services.sanitise import storable
from victim_portal.store import representations as statement_store

SIGNED, TAKEN_BACK, BY_MOUTH = "own_statement", "own_withdrawal", "take_statement"


def choose_preference(
    ctx: Context,
    visitor: Visitor,
    preference: ReadingPreference,
    *,
    observing: bool | None = None,
    support: str = "",
) -> None:
    """How she wants it to be heard, whether she wants to observe, and what would help her.

    Raises NotFoundError where there is no draft, InvalidError for `support` where it is too long.
    """
    support = storable(support).strip()
    if len(support) > LONGEST_SUPPORT:
        raise InvalidError({"support": TOO_LONG})
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        draft = draft_of(uow, case)
        now = (draft.preference, draft.observing, draft.support or "")
        if now != (preference.value, observing, support):
            draft.preference, draft.observing = preference.value, observing
            draft.support = support or None
            audit.record(
                uow,
                THE_PERSON,
                What.DRAFT_SAVED,
                case.id,
                draft=str(draft.id),
                part="preference",
                version=0,
                outcome="kept",
            )
        uow.commit()


def sign(ctx: Context, visitor: Visitor, seen: str) -> int:
    """Sign the draft as it was read back to her; gives the number of the version.

    `seen` is the digest of what she read. What she marked stands in the withheld part with its
    reasons, and in nothing else. Raises NotFoundError where there is no draft, ConflictError
    where it isn't what she read, InvalidError with a code: `offer`, `words`, `choice` (two
    texts of a part), `worry` or `preference`.
    """
    return again(lambda: _sign(ctx, visitor, seen))


def _sign(ctx: Context, visitor: Visitor, seen: str) -> int:
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        draft = draft_of(uow, case)
        need_offer(ctx, uow, case)
        words = words_of(uow, draft)
        if words_digest(words.body, words.withheld) != seen:
            raise ConflictError(CHANGED)
        if draft.preference is None:
            raise InvalidError({"preference": EMPTY})
        statement = keep_version(
            ctx,
            uow,
            THE_PERSON,
            case,
            words,
            written_by=WrittenBy.VICTIM,
            preference=ReadingPreference(draft.preference),
            language=Language(draft.language),
            signed_on=ctx.today(),
            wishes=Wishes(draft.observing, draft.support or ""),
        )
        end(ctx, uow, case, draft, DraftEnd.SIGNED)
        tasks.raise_for_case(
            uow,
            THE_PERSON,
            case,
            SIGNED,
            "They signed a statement on their own pages: read it and make the files for those "
            "who decide",
            "Victims' Code, Right 11",
            asks.working_day(ctx),
        )
        uow.flush()
        if family_note_missing(uow, case, statement):
            ask_for_note(ctx, uow, THE_PERSON, case)
        uow.commit()
        return statement.version


def withdraw(ctx: Context, visitor: Visitor) -> None:
    """Take back the statement that stands, at once; taken back twice is taken back.

    An officer rings her and tells those who have it. Raises InvalidError for `offer` once the
    hearing has been: it can't be unheard.
    """
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        current = current_statement(statement_store.statements(uow, case.id))
        if current is not None and current.person_id == case.person_id:
            offer, _ = offered(ctx, uow, case)
            if offer is OwnOffer.HEARD:
                raise InvalidError({"offer": offer.value})
            withdraw_versions(ctx, uow, THE_PERSON, case)
            tasks.raise_for_case(
                uow,
                THE_PERSON,
                case,
                TAKEN_BACK,
                "They withdrew their statement on their own pages: ring them by their plan, and "
                "tell whoever has it",
                "Nobody but they themselves may take their words back",
                asks.working_day(ctx),
            )
        uow.commit()


def say_it(ctx: Context, visitor: Visitor) -> None:
    """She wants to say it to an officer, who writes it down and reads it back.

    Where a manager decides first whether there is one, the manager is asked. Raises
    InvalidError for `offer` where none can be made now.
    """
    with ctx.store.writing() as uow:
        case = case_of(uow, visitor)
        offer, _ = offered(ctx, uow, case)
        if offer not in (OwnOffer.OPEN, OwnOffer.ASK_US):
            raise InvalidError({"offer": offer.value})
        first = offer is OwnOffer.ASK_US
        audit.record(uow, THE_PERSON, What.STATEMENT_BY_MOUTH, case.id)
        tasks.raise_for_case(
            uow,
            THE_PERSON,
            case,
            BY_MOUTH,
            "They ask to make a statement, on a case by discretion: decide whether it goes to the "
            "Parole Board, and have them rung by their plan"
            if first
            else "They want to say their statement: ring them by their plan, write it down and "
            "read it back",
            "Victims' Code, Right 11",
            asks.working_day(ctx),
            manager=first,
        )
        uow.commit()
