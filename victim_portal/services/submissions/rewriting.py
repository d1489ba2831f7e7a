"""A statement in which one passage was settled with her: another version, which she agreed to."""

from dataclasses import replace
from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.richtext import Block, BlockKind, Run, with_words_replaced
from victim_portal.domain.submissions import PlaceKind
from victim_portal.domain.vocabulary import Language
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations.rows import blocks_of, may_take, offer_to_officer
from victim_portal.services.representations.statements import ASK_THE_MANAGER
from victim_portal.services.representations.versions import Wishes, Words, keep_version
from victim_portal.services.submissions.sources import Sources
from victim_portal.store.unit_of_work import UnitOfWork

EMPTY = "Nothing would be left of the statement: withdraw it instead, or put it in other words."
BEFORE_IT = "The date is before she signed what stands now."
NONE = "There is no statement that stands."


def rewrite_statement(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    sources: Sources,
    kind: PlaceKind,
    agreed_on: date,
    *,
    taken: str,
    instead: str,
    withheld_because: str | None,
) -> int:
    """Keep the version in which the words `taken` are changed as agreed; its number.

    In the caller's transaction. `withheld_because` puts the words into the withheld part, with
    that reason. Raises InvalidError (`taken`, `agreed_on`, `statement`).
    """
    statement = sources.statement
    if statement is None:
        raise InvalidError({"statement": NONE})
    offer = offer_to_officer(uow, sources.case)
    if not offer.offered or not may_take(uow, actor, sources.case, offer):
        raise InvalidError({"statement": ASK_THE_MANAGER if offer.offered else offer.reason})
    if statement.signed_on is not None and agreed_on < statement.signed_on:
        raise InvalidError({"agreed_on": BEFORE_IT})
    before = Words(
        blocks_of(statement.body),
        blocks_of(statement.withheld),
        blocks_of(statement.withheld_reasons),
    )
    words = _changed(before, kind, taken, instead)
    if withheld_because is not None:
        words = replace(
            words,
            withheld=(*words.withheld, _line(" ".join(taken.split()))),
            reasons=_with_reason(words.reasons, withheld_because),
        )
    if not words.body:
        raise InvalidError({"taken": EMPTY})
    if bool(words.withheld) != bool(words.reasons):
        raise InvalidError({"taken": "The material and its reasons stand or fall together."})
    dictated = statement.written_by == WrittenBy.DICTATED
    kept = keep_version(
        ctx,
        uow,
        actor,
        sources.case,
        words,
        written_by=WrittenBy(statement.written_by),
        preference=ReadingPreference(statement.reading_preference),
        language=Language(statement.language),
        signed_on=agreed_on,
        read_back_on=agreed_on if dictated else None,
        # Only words were settled: what she wants for the day of the hearing stays as it was.
        wishes=Wishes(statement.observing, statement.support or "", statement.family_note or ""),
    )
    return kept.version


def _changed(words: Words, kind: PlaceKind, taken: str, instead: str) -> Words:
    parts = {
        PlaceKind.STATEMENT: words.body,
        PlaceKind.MATERIAL: words.withheld,
        PlaceKind.REASONS: words.reasons,
    }
    changed = with_words_replaced(parts[kind], taken, instead)
    if changed is None:
        raise InvalidError({"taken": "These words don't stand there any more."})
    if kind is PlaceKind.STATEMENT:
        return replace(words, body=changed)
    if kind is PlaceKind.MATERIAL:
        return replace(words, withheld=changed)
    return replace(words, reasons=changed)


def _with_reason(reasons: tuple[Block, ...], because: str) -> tuple[Block, ...]:
    one = _line(because.strip())
    return reasons if one in reasons else (*reasons, one)


def _line(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, ((Run(text),),))
