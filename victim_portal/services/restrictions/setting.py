"""Restricting a case, who may see it, and proposing that the restriction is lifted."""

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import Role, TwoPersonAct
from victim_portal.services import audit, ending_releases
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.names import UNREADABLE, full_name
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import case_within_reach
from victim_portal.services.restrictions.naming import (
    CHOOSE,
    MEANWHILE,
    NOT_RESTRICTED,
    able,
    add_reader,
    hand_over_tasks,
    named_ids,
)
from victim_portal.services.restrictions.values import (
    NamedReader,
    RestrictionInput,
    RestrictionView,
)
from victim_portal.services.two_people.proposing import propose
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import glass as glass_store
from victim_portal.store import proposals as proposal_store
from victim_portal.store import walls as store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Restriction, Unit, User
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

LONGEST_REASON = 1000
SAY_WHY = f"Say why, in at most {LONGEST_REASON:,} characters."
ALREADY = "This case is restricted already."
NO_OFFICER = "Give the case to an officer first: in the queue, nobody could see it."


def restrict_case(ctx: Context, actor: Actor, reference: str, given: RestrictionInput) -> None:
    """A manager opens a case to named people only, at once.

    Its officer and the manager who does it are always among them. What others had to do on it
    goes to the officer; broken glass over it and what was released of it end. Raises
    InvalidError with sentences for `why`, `names` and the whole; ConflictError where it is
    restricted; NotFoundError out of reach.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            if case.restricted:
                raise ConflictError(ALREADY)
            _check(uow, case, given)
            case.restricted = True
            restriction = Restriction(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                set_by=actor.name,
                set_at=ctx.now(),
            )
            restriction.why = given.why.strip()
            uow.add(restriction)
            named = given.names | ({actor.user_id} if actor.user_id else set())
            for user_id in sorted(named - {case.officer_id}):
                add_reader(uow, actor, case, user_id)
            hand_over_tasks(uow, case, keep=named_ids(uow, case))
            glass_store.end_over(uow, case.id)
            ending_releases.end_of_case(uow, actor, case)
            store.forget(uow, case.id)
            audit.record(
                uow,
                actor,
                What.CASE_RESTRICTED,
                case.id,
                restriction=str(restriction.id),
                named=len(named_ids(uow, case)),
            )
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(MEANWHILE) from None


def restriction_view(ctx: Context, actor: Actor, reference: str) -> RestrictionView:
    """Who may see a case, for a manager who decides on it; the view is recorded.

    Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
        restriction = store.live_restriction(uow, case.id)
        waiting = proposal_store.open_with_key(uow, TwoPersonAct.LIFT_RESTRICTION, str(case.id))
        view = RestrictionView(
            reference=case.reference,
            restricted=case.restricted,
            why=_why(restriction),
            set_by=restriction.set_by if restriction else "",
            set_at=restriction.set_at if restriction else None,
            named=_named(uow, case) if case.restricted else (),
            able=tuple(able(uow, case).items()),
            lifting_until=waiting.expires_at
            if waiting is not None and waiting.expires_at > ctx.now()
            else None,
            has_officer=case.officer_id is not None,
        )
        audit.record(uow, actor, What.READERS_VIEWED, case.id, named=len(view.named))
        uow.commit()
    return view


def propose_lifting(ctx: Context, actor: Actor, reference: str, why: str) -> None:
    """A manager proposes that a restriction is lifted; a second person decides.

    Raises InvalidError (`why`), ConflictError where one waits already or the case isn't
    restricted, NotFoundError out of reach, NeedsProofError.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.DECIDE_AS_MANAGER)
            need_proof(ctx, actor)
            restriction = store.live_restriction(uow, case.id)
            if not case.restricted or restriction is None:
                raise ConflictError(NOT_RESTRICTED)
            if not why.strip() or len(why.strip()) > LONGEST_REASON:
                raise InvalidError({"why": SAY_WHY})
            propose(
                ctx,
                uow,
                actor,
                TwoPersonAct.LIFT_RESTRICTION,
                str(case.id),
                why.strip(),
                {"restriction": str(restriction.id)},
                case=case,
                unit_id=case.unit_id,
            )
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(MEANWHILE) from None


def _check(uow: UnitOfWork, case: Case, given: RestrictionInput) -> None:
    problems = {}
    if case.officer_id is None:
        problems[""] = NO_OFFICER
    if not given.why.strip() or len(given.why.strip()) > LONGEST_REASON:
        problems["why"] = SAY_WHY
    if not given.names <= able(uow, case).keys() | named_ids(uow, case):
        problems["names"] = CHOOSE
    if problems:
        raise InvalidError(problems)


def _why(restriction: Restriction | None) -> str:
    try:
        return (restriction.why or "") if restriction else ""
    except UnreadableError:
        return UNREADABLE


def _named(uow: UnitOfWork, case: Case) -> tuple[NamedReader, ...]:
    shut = conflict_store.staff_of(uow, case.offender_id)
    managers = [one.id for one in store.able_managers(uow, case)]
    rows = store.readers(uow, case.id)
    found = [
        NamedReader(
            user_id=user.id,
            name=full_name(user.first_name, user.last_name),
            role=Role(user.role),
            unit_name=unit.name if unit else "",
            named_by=reader.named_by,
            named_at=reader.named_at,
            always=user.id == case.officer_id,
            may_end=managers != [user.id],
            conflict=user.id in shut,
            active=user.active,
        )
        for reader, user, unit in rows
    ]
    officer = uow.get(User, case.officer_id)
    if officer is not None and officer.id not in {user.id for _, user, _ in rows}:
        unit = uow.get(Unit, officer.unit_id)
        mine = NamedReader(
            user_id=officer.id,
            name=full_name(officer.first_name, officer.last_name),
            role=Role(officer.role),
            unit_name=unit.name if unit else "",
            named_by="",
            named_at=None,
            always=True,
            may_end=False,
            conflict=officer.id in shut,
            active=officer.active,
        )
        found.insert(0, mine)
    return tuple(found)
