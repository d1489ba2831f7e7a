"""Telling an exact day: words that name one need a manager's agreement, with their reason.

Two people decide it, the second a manager of the case who read the words: `decisions.md`
section 4 in the design, `domain.md` section 3 for the rule itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.overtaking import OvertakenBy
from victim_portal.domain.vocabulary import Decision, TwoPersonAct, UpdateState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.names import full_name
from victim_portal.services.overtaking import overtake
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import reach_of
from victim_portal.services.two_people.proposing import propose
from victim_portal.services.two_people.settling import settle
from victim_portal.services.updates.reading import update_within_reach
from victim_portal.services.updates.texts import days_of
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import proposals as proposal_store
from victim_portal.store import updates as update_store
from victim_portal.store import walls as wall_store
from victim_portal.store.models import (
    ExactDateAgreement,
    Proposal,
    Update,
    User,
)
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

LONGEST_REASON = 1000
SAY_WHY = f"Say why they need to know the day, in at most {LONGEST_REASON:,} characters."
NO_DAY = "These words name no day, so nobody has to agree to one."
NOT_A_DRAFT = "Only the words of a draft can be agreed to."
CHANGED = (
    "The words have changed since you read them. Nothing was agreed or asked: read them again."
)
NOT_ASKED = "Nobody has asked for this, or the words have changed since. Read them again."
NOT_THE_FIRST = "You asked for this yourself: another manager has to agree."
NOBODY_ELSE = "No other manager may decide on this case. Tell them the month."
AGREED_ALREADY = "A manager has agreed to these words already."


@dataclass(frozen=True)
class ExactDateView:
    """The days that an update's words name, and how far two people have come with them.

    `asked_why` is the first one's reason and `asked_by` their name, "" while nobody asked.
    """

    days: tuple[str, ...]
    agreed: bool
    asked_by: str
    asked_why: str = field(repr=False)
    may_agree: bool


def exact_date_asked(ctx: Context, actor: Actor, reference: str, update_id: UUID) -> ExactDateView:
    """The days in an update's words and who asked to tell them; the view is recorded.

    Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        waiting = _waiting(ctx, uow, update)
        first = uow.get(User, waiting.proposed_by_id) if waiting else None
        view = ExactDateView(
            days=days_of(update),
            agreed=update_store.exact_date_agreement(uow, update) is not None,
            asked_by=full_name(first.first_name, first.last_name) if first else "",
            asked_why=(waiting.why_about_person or "") if waiting else "",
            may_agree=waiting is not None
            and waiting.proposed_by_id != actor.user_id
            and is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)),
        )
        audit.update_viewed(uow, actor, update)
        uow.commit()
    return view


def ask_exact_date(
    ctx: Context, actor: Actor, reference: str, update_id: UUID, why: str, seen_version: int
) -> None:
    """Ask a manager to agree that a draft names a day; `why` is the first person's reason.

    Raises InvalidError (`why`), ConflictError where the words changed, name no day, or were
    asked for or agreed to already; NotFoundError out of reach.
    """
    with _at_once(), ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        _check(uow, update, seen_version)
        if not why.strip() or len(why.strip()) > LONGEST_REASON:
            raise InvalidError({"why": SAY_WHY})
        shut = conflict_store.staff_of(uow, case.offender_id)
        able = (
            wall_store.able_managers(uow, case)
            if case.restricted
            else wall_store.managers_of(uow, case.unit_id)
        )
        if not any(one.id != actor.user_id and one.id not in shut for one in able):
            raise ConflictError(NOBODY_ELSE)
        stale = proposal_store.open_with_key(uow, TwoPersonAct.TELL_EXACT_DATE, str(update.id))
        if stale is not None and stale.about.get("version") != update.version:
            # Asked about other words: it makes room, and nobody has refused anything.
            overtake(uow, actor, stale, OvertakenBy.WORDS_CHANGED)
        propose(
            ctx,
            uow,
            actor,
            TwoPersonAct.TELL_EXACT_DATE,
            str(update.id),
            why.strip(),
            {"update": str(update.id), "version": update.version},
            case=case,
            unit_id=case.unit_id,
        )
        uow.commit()


def agree_exact_date(
    ctx: Context, actor: Actor, reference: str, update_id: UUID, why: str, seen_version: int
) -> None:
    """A manager, never the one who asked, agrees to the words that they read; `why` is theirs.

    It holds for this version alone: words that are edited are asked for again. Raises
    InvalidError (`why`), ConflictError where the words changed or nobody asked,
    NotAllowedError for who doesn't decide on the case, NotFoundError out of reach,
    NeedsProofError.
    """
    with _at_once(), ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        if actor.user_id is None or not is_allowed(
            Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)
        ):
            raise NotAllowedError
        _check(uow, update, seen_version)
        waiting = _waiting(ctx, uow, update)
        if waiting is None:
            raise ConflictError(NOT_ASKED)
        if waiting.proposed_by_id == actor.user_id:
            raise ConflictError(NOT_THE_FIRST)
        if not why.strip() or len(why.strip()) > LONGEST_REASON:
            raise InvalidError({"why": SAY_WHY})
        need_proof(ctx, actor)
        settle(ctx, uow, actor, waiting, Decision.AGREED)
        agreement = ExactDateAgreement(
            id=uow.tokens.uuid(),
            update_id=update.id,
            person_id=update.person_id,
            proposal_id=waiting.id,
            version=update.version,
            agreed_by=actor.user_id,
            agreed_at=ctx.now(),
        )
        agreement.why = why.strip()
        uow.add(agreement)
        audit.record(
            uow,
            actor,
            What.EXACT_DATE_AGREED,
            case.id,
            update=str(update.id),
            version=update.version,
            proposal=str(waiting.id),
        )
        uow.commit()


def _check(uow: UnitOfWork, update: Update, seen_version: int) -> None:
    if update.version != seen_version:
        raise ConflictError(CHANGED)
    if update.state != UpdateState.DRAFT:
        raise ConflictError(NOT_A_DRAFT)
    if not days_of(update):
        raise ConflictError(NO_DAY)
    if update_store.exact_date_agreement(uow, update) is not None:
        raise ConflictError(AGREED_ALREADY)


def _waiting(ctx: Context, uow: UnitOfWork, update: Update) -> Proposal | None:
    """What waits for these very words."""
    found = proposal_store.open_with_key(uow, TwoPersonAct.TELL_EXACT_DATE, str(update.id))
    if found is None or found.expires_at <= ctx.now():
        return None
    return found if found.about.get("version") == update.version else None


@contextmanager
def _at_once() -> Iterator[None]:
    try:
        yield
    except (ConstraintError, LostUpdateError):
        raise ConflictError(CHANGED) from None
