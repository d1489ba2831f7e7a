"""What the use cases on representations share: getting at rows, the texts in them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.licence_policy.offer import Offer
from victim_portal.domain.protected_values import ProtectedKind, ProtectedValue, find
from victim_portal.domain.representations import (
    StatementOffer,
    agreement_problem,
    statement_offered,
)
from victim_portal.domain.richtext import Block, from_json, to_json
from victim_portal.domain.submissions import Situation, impact_offer
from victim_portal.domain.vocabulary import Route, SentenceType
from victim_portal.domain.zones import areas_from, maps_problem
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.licence_policy import offer_of_version
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store.models import (
    Case,
    ConditionRequest,
    Person,
    Sentence,
    Statement,
)
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

LONGEST = 200_000
OWN_CODE = 8
"""Characters at most of the codes of the portal's own conditions; official ones are UUIDs."""
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


def person_of(uow: UnitOfWork, case: Case) -> Person:
    """The victim of a case."""
    person = uow.get(Person, case.person_id)
    if person is None:
        raise LookupError("a case without its person")
    return person


def request_of(uow: UnitOfWork, case: Case, number: int) -> ConditionRequest:
    """A request of a case, or NotFoundError."""
    found = store.request(uow, case.id, number)
    if found is None:
        raise NotFoundError
    return found


def areas_in(request: ConditionRequest) -> tuple[str, ...]:
    """The areas of a request's maps in words."""
    zone = request.zone
    return tuple(area["words"] for area in zone["areas"]) if zone else ()


def areas_in_words(request: ConditionRequest) -> tuple[str, ...]:
    """The same as lines below the wording; "map" is the same word in Welsh.

    The portal's own conditions have them in their wording, so that none are left to say.
    """
    areas = areas_in(request) if len(request.code) > OWN_CODE else ()
    return tuple(
        f"Map {number}: {words}" if len(areas) > 1 else f"Map: {words}"
        for number, words in enumerate(areas, start=1)
    )


def offers_of(uow: UnitOfWork, requests: Iterable[ConditionRequest]) -> dict[str, Offer]:
    """The versions that some requests stand on, by their names, each read once."""
    versions = {row.catalogue_version for row in requests}
    return {version: offer_of_version(uow, version) for version in sorted(versions)}


def whole_names(person: Person) -> list[str]:
    """The victim's first name or what they are called, with the surname."""
    firsts = [name for name in (person.first_name, person.called) if name]
    return [" ".join(filter(None, (first, person.last_name))) for first in dict.fromkeys(firsts)]


def agreement_missing(request: ConditionRequest, offer: Offer, person: Person) -> str:
    """Why a request can't be put forward for want of agreement; empty when it can.

    She agrees to maps, and to each map as it is, once it was looked at.
    `offer` is the version that it stands on. Words that hold the victim's whole name name her,
    whatever the condition.
    """
    condition = offer.get(request.code)
    if condition is None:
        return "Its condition is no longer in the catalogue: choose another one."
    missing = agreement_problem(
        condition,
        request.agreed_to_name,
        request.agreed_to_map,
        offer.alternative_to(condition),
        named_in_words=named_in_words(request, person),
    )
    return missing or maps_problem(areas_from(request.zone))


def named_in_words(request: ConditionRequest, person: Person) -> bool:
    """Whether the victim's whole name stands in what the offender would read."""
    said = "\n".join((request.wording or "", *areas_in(request)))
    names = [name for name in whole_names(person) if " " in name.strip()]
    return bool(find(said, [ProtectedValue(ProtectedKind.NAME, name) for name in names]))


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


def offer_to_officer(uow: UnitOfWork, case: Case) -> StatementOffer:
    """The same as an officer may take it: one of impact too, where others than the Board decide.

    Her own pages are about the Board: there she is told to ask the officer.
    """
    offer = offer_of(uow, case)
    sentence = uow.get(Sentence, case.sentence_id)
    if offer.offered or sentence is None:
        return offer
    now = Situation(Route(case.route), SentenceType(sentence.sentence_type), review_open=False)
    return impact_offer(now) or offer


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


def wrong_day(today: date, on: date, since: date) -> dict[str, str]:
    """Why something can't have happened on a day, for the field `on`; empty where it can.

    `since` is the day of what was recorded last.
    """
    if on > today:
        return {"on": "The date must be today or in the past."}
    if on < since:
        return {"on": "The date is before what was recorded last."}
    return {}


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
