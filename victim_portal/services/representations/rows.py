"""What the use cases on representations share: getting at rows, the texts in them."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.representations import StatementOffer, statement_offered
from victim_portal.domain.richtext import Block, from_json, to_json
from victim_portal.domain.vocabulary import Route, SentenceType
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store.models import Case, ConditionRequest, Sentence, Statement
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

LONGEST = 200_000
TOO_LONG = "This is too long: at most 200,000 characters."
CHANGED_MEANWHILE = "Somebody else changed this in the meantime. Look at it again."


@contextmanager
def writing(ctx: Context) -> Iterator[UnitOfWork]:
    """A unit of work whose lost races come back as a sentence for the person."""
    try:
        with ctx.store.writing() as uow:
            yield uow
    except (LostUpdateError, ConstraintError) as error:
        raise ConflictError(CHANGED_MEANWHILE) from error


def open_case(uow: UnitOfWork, actor: Actor, reference: str) -> Case:
    """A case within reach that can still be changed."""
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    if case.closed_at is not None:
        raise InvalidError({"case": "The case is closed: nothing more can be recorded on it."})
    return case


def request_of(uow: UnitOfWork, case: Case, number: int) -> ConditionRequest:
    """A request of a case, or NotFoundError."""
    found = store.request(uow, case.id, number)
    if found is None:
        raise NotFoundError
    return found


def current_statement(statements: Sequence[Statement]) -> Statement | None:
    """The version that stands: the newest, unless it was withdrawn.

    A version that was replaced doesn't come back when the later one is withdrawn.
    """
    newest = max(statements, key=lambda row: row.version, default=None)
    return newest if newest is not None and newest.withdrawn_at is None else None


def offer_of(uow: UnitOfWork, case: Case) -> StatementOffer:
    """Whether a statement to the Parole Board can be taken on a case."""
    sentence = uow.get(Sentence, case.sentence_id)
    if sentence is None:
        raise LookupError("a case without its sentence")
    review = offender_store.open_review(uow, case.offender_id)
    return statement_offered(
        Route(case.route), SentenceType(sentence.sentence_type), review_open=review is not None
    )


def may_take(uow: UnitOfWork, actor: Actor, case: Case, offer: StatementOffer) -> bool:
    """Whether this actor may take a statement that is offered."""
    if offer.needs_manager:
        reach = reach_of(uow, case)
        return offer.offered and is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach)
    return offer.offered


def blocks_of(stored: object) -> tuple[Block, ...]:
    """A stored text as its tree; nothing stored is an empty text."""
    return from_json(stored) if stored is not None else ()


def words_digest(body: Sequence[Block], withheld: Sequence[Block]) -> str:
    """SHA-256 over the canonical JSON of what was signed, the withheld part with it."""
    signed = {"body": to_json(body), "withheld": to_json(withheld)}
    canonical = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def date_problem(day: date | None, today: date) -> str:
    """Why a day can't be one on which something happened; empty when it can."""
    return "The date must be today or in the past." if day is not None and day > today else ""


def tell_recipients(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, what: str, key: str
) -> None:
    """Leave a task where what was exported is no longer what the victim wants to say."""
    if store.submissions(uow, case.id):
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "tell_recipients",
            what,
            "Nothing stale stays with those who decide",
            ctx.today(),
            key=key,
        )
