"""What these use cases share: getting at the case, the draft, its parts."""

from collections.abc import Callable
from typing import TypeVar

from victim_portal.domain.own_statement import (
    OwnOffer,
    ReviewFacts,
    StatementPart,
    is_in,
    joined,
    own_offer,
    without,
)
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.vocabulary import Route
from victim_portal.services.context import Context
from victim_portal.services.door.values import Visitor
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.representations.rows import offer_of
from victim_portal.services.reviews.deadlines import decision_on_of
from victim_portal.store import offenders as offender_store
from victim_portal.store import voice as store
from victim_portal.store.models import Case, DraftPart, DraftWorry, Review, StatementDraft
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

Answer = TypeVar("Answer")
TRIES = 3
HOSPITAL = frozenset({Route.HOSPITAL_RESTRICTED, Route.HOSPITAL_UNRESTRICTED})


def again(act: Callable[[], Answer]) -> Answer:
    """Do it again where another page was at the same draft in the same moment: nothing is lost."""
    for _ in range(TRIES - 1):
        try:
            return act()
        except (LostUpdateError, ConstraintError):
            continue
    return act()


def case_of(uow: UnitOfWork, visitor: Visitor) -> Case:
    """The case whose person is there, or NotFoundError."""
    case = uow.get(Case, visitor.case_id)
    if case is None or case.person_id != visitor.person_id:
        raise NotFoundError
    return case


def offered(ctx: Context, uow: UnitOfWork, case: Case) -> tuple[OwnOffer, Review | None]:
    """What she is told of a statement now, and the review in which it would be heard."""
    review = offender_store.open_review(uow, case.offender_id)
    facts = None
    if review is not None:
        decided = decision_on_of(uow, review) is not None
        facts = ReviewFacts(review.hearing_on, decided)
    hospital = Route(case.route) in HOSPITAL
    return own_offer(offer_of(uow, case), facts, ctx.today(), in_hospital=hospital), review


def need_offer(ctx: Context, uow: UnitOfWork, case: Case) -> None:
    """Refuse where no statement can be made now: InvalidError for `offer`, with what it is."""
    offer, _ = offered(ctx, uow, case)
    if offer is not OwnOffer.OPEN:
        raise InvalidError({"offer": offer.value})


def lighter(review: Review | None) -> bool:
    """Whether a review looks at lighter rules only."""
    return review is not None and review.kind == ReviewKind.PRE_TARIFF


def draft_of(uow: UnitOfWork, case: Case) -> StatementDraft:
    """The draft that stands, locked, or NotFoundError."""
    found = store.locked_draft(uow, case.id)
    if found is None or found.person_id != case.person_id:
        raise NotFoundError
    return found


def part_row(
    uow: UnitOfWork,
    draft: StatementDraft,
    known: dict[str, DraftPart],
    part: StatementPart,
) -> DraftPart:
    """The row of a part, made where there is none yet."""
    if part.value not in known:
        known[part.value] = uow.add(
            DraftPart(
                id=uow.tokens.uuid(),
                draft_id=draft.id,
                case_id=draft.case_id,
                person_id=draft.person_id,
                part=part.value,
                version=0,
                page_from=0,
            )
        )
    return known[part.value]


def texts(known: dict[str, DraftPart]) -> dict[StatementPart, str]:
    """The texts of a draft's parts, in order."""
    return {part: (known[part].words or "") if part in known else "" for part in StatementPart}


def whole(by_part: dict[StatementPart, str]) -> str:
    """Everything that she wrote, as one text."""
    return joined(by_part.values())


def served(by_part: dict[StatementPart, str], worries: list[DraftWorry]) -> str:
    """What the other person would read: nothing that is marked stands in it, in whatever part."""
    passages = [worry.passage or "" for worry in worries]
    return without(joined(without(text, passages) for text in by_part.values()), passages)


def stands(worry: DraftWorry, by_part: dict[StatementPart, str]) -> bool:
    """Whether a marked passage still stands in its part."""
    return is_in(worry.passage or "", by_part[StatementPart(worry.part)])
