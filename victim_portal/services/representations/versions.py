"""Versions of a statement: one more is kept, or all of them are withdrawn."""

from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.access import THE_PERSON, Actor
from victim_portal.domain.parole import BEFORE_HEARING, AskKind
from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.richtext import Block, to_json
from victim_portal.domain.vocabulary import ContactMethod, Language
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.representations.rows import tell_recipients, words_digest
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store.models import Case, Statement
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Words:
    """What a version says: what is served, and what is withheld, with the reasons."""

    body: tuple[Block, ...] = field(repr=False)
    withheld: tuple[Block, ...] = field(repr=False)
    reasons: tuple[Block, ...] = field(repr=False)


@dataclass(frozen=True)
class Wishes:
    """What she wants for the day of the hearing, and why hers goes beside two others."""

    observing: bool | None = None
    support: str = field(default="", repr=False)
    family_note: str = field(default="", repr=False)


def keep_version(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    words: Words,
    *,
    written_by: WrittenBy,
    preference: ReadingPreference,
    language: Language,
    signed_on: date | None,
    read_back_on: date | None = None,
    wishes: Wishes | None = None,
) -> Statement:
    """Keep one more version, in the caller's transaction; the one before is replaced.

    What she wants for the day of the hearing (`wishes`) is kept with it: that she observes it is
    asked for at once, and nobody is reminded any more of a statement that is signed.
    """
    # These two know of each other: a review is asked for what a statement says.
    from victim_portal.services.reviews import asking, deadlines

    wanted = wishes or Wishes()
    before = store.statements(uow, case.id)
    review = offender_store.open_review(uow, case.offender_id)
    statement = Statement(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=case.person_id,
        review_id=review.id if review else None,
        version=before[0].version + 1 if before else 1,
        body=to_json(words.body),
        withheld=to_json(words.withheld) if words.withheld else None,
        withheld_reasons=to_json(words.reasons) if words.reasons else None,
        written_by=written_by.value,
        read_back_on=read_back_on,
        reading_preference=preference.value,
        language=language.value,
        observing=wanted.observing,
        support=wanted.support.strip() or None,
        # Said of a person and not of words: it holds for the version that follows.
        family_note=wanted.family_note.strip() or (before[0].family_note if before else None),
        signed_on=signed_on,
        words_digest=words_digest(words.body, words.withheld),
        recorded_by=actor.name,
        recorded_at=ctx.now(),
    )
    uow.add(statement)
    audit.record(
        uow,
        actor,
        What.STATEMENT_RECORDED,
        case.id,
        statement=str(statement.id),
        version=statement.version,
        digest=statement.words_digest,
    )
    tell_recipients(
        ctx,
        uow,
        actor,
        case,
        "There is a new version of the statement after an export: send it",
        "statement",
    )
    if signed_on is not None:
        for kind in BEFORE_HEARING:
            deadlines.reminded(uow, actor, case, kind)
    if wanted.observing and review is not None and signed_on is not None:
        cannot = asking.why_not_asked(ctx, uow, review, case, AskKind.OBSERVE)
        if not cannot:
            how = ContactMethod.VICTIM_PAGES if actor == THE_PERSON else None
            asking.want(ctx, uow, actor, case, review, AskKind.OBSERVE, ctx.today(), how)
    return statement


def withdraw_versions(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """Withdraw every version, in the caller's transaction, and have whoever has it told."""
    for statement in store.statements(uow, case.id):
        if statement.withdrawn_at is None:
            statement.withdrawn_at = ctx.now()
            audit.record(
                uow,
                actor,
                What.STATEMENT_WITHDRAWN,
                case.id,
                statement=str(statement.id),
                version=statement.version,
            )
    tell_recipients(
        ctx,
        uow,
        actor,
        case,
        "The statement was withdrawn after an export: tell whoever has it",
        "statement_withdrawn",
    )
