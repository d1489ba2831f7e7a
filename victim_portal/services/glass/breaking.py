"""Opening one case outside one's reach by naming it exactly, with a reason.

Whether a case doesn't exist, is restricted, or is about somebody over whom the asker has a
conflict of interest: the answer and the queries are the same. What it opens is another
matter: to officers and managers the case's page, to an auditor its words (`audit_trail`).
"""

from datetime import datetime, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, may_see_case
from victim_portal.domain.glass import GlassReason, Identifier, names_one_case
from victim_portal.domain.vocabulary import ChannelKind, Role
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.contact_values import normal_email, normal_phone
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.glass.values import Broken, GlassInput
from victim_portal.services.once import already_done, remember
from victim_portal.services.proof import need_proof
from victim_portal.services.reach import need, normal_reference, reach_of
from victim_portal.services.safe_contact import value_index
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import glass as store
from victim_portal.store import search
from victim_portal.store import sign_in as sign_in_store
from victim_portal.store import walls as wall_store
from victim_portal.store.glass import Named
from victim_portal.store.models import Case, GlassBreaking, SignInAttempt
from victim_portal.store.search import TokenKind
from victim_portal.store.unit_of_work import UnitOfWork

LONGEST_REASON = 1000
SHORTEST_OF_AUDITORS = 20
"""Nobody waits at an auditor's telephone: theirs is a whole sentence."""
COUNTED = timedelta(hours=1)
STEP = "break_glass"
SAME_ANSWER = (
    "No case can be opened with this. Check each detail with whoever gave it to you, or ask your "
    "manager."
)
THROTTLED = "You have tried too often. Wait an hour, or ask your manager."
NOT_ENOUGH = (
    "Enter the case reference, or two details of which at least one is the victim's: telephone "
    "number, email address, or last name with date of birth"
)
RULE = "Broken glass is looked at by a manager the same day"
PHONES = (ChannelKind.MOBILE, ChannelKind.LANDLINE)


def break_glass(ctx: Context, actor: Actor, given: GlassInput, once: UUID | None = None) -> Broken:
    """Open one case for reading, for as long as the policy says.

    Each try is counted and recorded before anything is looked up. The managers of the case's
    unit and of the breaker's have a task today. Raises InvalidError with sentences for each
    field, or with one for the whole (field "") where no case opens, whatever the cause;
    ConflictError after too many tries; NotAllowedError for other roles, NeedsProofError.
    """
    need(Permission.BREAK_GLASS, actor)
    need_proof(ctx, actor)
    _check(given, actor)
    with ctx.store.reading() as uow:
        done = _done_before(uow, once)
    if done is not None:
        return done
    by = _kinds(given)
    _count(ctx, actor, by)
    with ctx.store.writing() as uow:
        done = _done_before(uow, once)
        if done is not None:
            return done
        case = store.find(uow, actor.user_id, actor.unit_id, _named(uow, given, by))
        if case is None:
            raise InvalidError({"": SAME_ANSWER})
        if may_see_case(actor, reach_of(uow, case)):
            return Broken(case.reference, None)
        glass = _break(ctx, uow, actor, case, given, by)
        remember(uow, once, str(glass.id))
        uow.commit()
        return Broken(case.reference, glass.ends_at)


def broken_until(ctx: Context, actor: Actor, reference: str) -> datetime | None:
    """When the actor's broken glass over a case ends; None where there is none."""
    with ctx.store.reading() as uow:
        return wall_store.glass_of(uow, normal_reference(reference), actor.user_id)


def end_glass(ctx: Context, actor: Actor, reference: str) -> None:
    """Close a case again before the time is over; NotFoundError where no glass is broken."""
    need(Permission.BREAK_GLASS, actor)
    with ctx.store.writing() as uow:
        found = store.live_of(uow, normal_reference(reference), actor.user_id)
        if not found:
            raise NotFoundError
        for glass in found:
            glass.ends_at = ctx.now()
            audit.record(uow, actor, What.GLASS_ENDED, glass.case_id, glass=str(glass.id))
        uow.commit()


def _check(given: GlassInput, actor: Actor) -> None:
    problems: dict[str, str] = {}
    if given.reason is None:
        problems["reason"] = "Choose why you need to see this case"
    if not given.why.strip() or len(given.why.strip()) > LONGEST_REASON:
        problems["why"] = f"Say what happened, in at most {LONGEST_REASON:,} characters"
    elif actor.role is Role.AUDITOR and len(given.why.strip()) < SHORTEST_OF_AUDITORS:
        problems["why"] = f"Say why in at least {SHORTEST_OF_AUDITORS} characters"
    if bool(given.last_name.strip()) != (given.born_on is not None):
        missing = "last_name" if given.born_on else "born_on"
        problems[missing] = "Enter the last name and the date of birth together"
    for field, text, normal in (
        ("telephone", given.telephone, normal_phone),
        ("email", given.email, normal_email),
    ):
        if text.strip():
            try:
                normal(text)
            except ValueError as error:
                problems[field] = str(error)
    if not problems and not names_one_case(_kinds(given)):
        problems[""] = NOT_ENOUGH
    if problems:
        raise InvalidError(problems)


def _kinds(given: GlassInput) -> tuple[Identifier, ...]:
    texts = {
        Identifier.REFERENCE: given.reference,
        Identifier.PRISON_NUMBER: given.prison_number,
        Identifier.CRN: given.crn,
        Identifier.TELEPHONE: given.telephone,
        Identifier.EMAIL: given.email,
        Identifier.BORN_SURNAME: search.plain_name(given.last_name) if given.born_on else "",
    }
    return tuple(kind for kind, text in texts.items() if text.strip())


def _count(ctx: Context, actor: Actor, by: tuple[Identifier, ...]) -> None:
    """Count the try before it is made, and refuse one too many.

    It stands among the tries to sign in, under an index of its own kind: both are throttled
    the same way.
    """
    if actor.user_id is None:
        raise NotFoundError
    limit = ctx.policy.glass(ctx.today()).tries_an_hour
    with ctx.store.writing() as uow:
        uow.only_one_for(actor.user_id)
        who = uow.keyring.exact("break glass", str(actor.user_id))
        tried = sign_in_store.failures_from(uow, who, ctx.now() - COUNTED)
        throttled = tried >= limit
        uow.add(
            SignInAttempt(
                id=uow.tokens.uuid(),
                at=ctx.now(),
                account_index=who,
                address_index=who,
                succeeded=False,
                step=STEP,
            )
        )
        audit.record(uow, actor, What.GLASS_TRIED, by="+".join(by), throttled=throttled)
        uow.commit()
    if throttled:
        raise ConflictError(THROTTLED)


def _named(uow: UnitOfWork, given: GlassInput, by: tuple[Identifier, ...]) -> Named:
    telephone = normal_phone(given.telephone) if given.telephone.strip() else ""
    email = normal_email(given.email) if given.email.strip() else ""
    tokens = search.name_tokens(uow.keyring, "person", None, given.last_name, given.born_on)
    exactly = (TokenKind.SURNAME, TokenKind.BORN_SURNAME_SOUND)
    return Named(
        given=frozenset(by),
        reference=normal_reference(given.reference),
        prison_number=uow.keyring.exact("prison number", _plain(given.prison_number)),
        crn=uow.keyring.exact("crn", _plain(given.crn)),
        telephone=[value_index(uow, kind, telephone) for kind in PHONES],
        email=value_index(uow, ChannelKind.EMAIL, email),
        born_surname=[token for token in tokens if token[0] in exactly],
    )


def _plain(identifier: str) -> str:
    return "".join(identifier.split()).upper()


def _break(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    given: GlassInput,
    by: tuple[Identifier, ...],
) -> GlassBreaking:
    reason = given.reason or GlassReason.OTHER
    ends_at = ctx.now() + timedelta(minutes=ctx.policy.glass(ctx.today()).minutes)
    glass = GlassBreaking(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=case.person_id,
        user_id=actor.user_id,
        unit_id=actor.unit_id,
        found_by="+".join(by if by[0] is not Identifier.REFERENCE else by[:1]),
        at=ctx.now(),
        ends_at=ends_at,
    )
    glass.why = f"{reason}\n{given.why.strip()}"
    uow.add(glass)
    audit.record(
        uow,
        actor,
        What.GLASS_BROKEN,
        case.id,
        glass=str(glass.id),
        by=glass.found_by,
        reason=reason.value,
        ends_at=ends_at.isoformat(),
    )
    _tell_managers(ctx, uow, actor, case, glass)
    return glass


def _tell_managers(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, glass: GlassBreaking
) -> None:
    """Both units' managers look at it today; the breaker never looks at their own."""
    shut = conflict_store.staff_of(uow, case.offender_id) | {actor.user_id}
    what = f"{actor.name} opened a case by breaking the glass: say whether that was in order"
    told = False
    for unit_id in dict.fromkeys((case.unit_id, actor.unit_id)):
        if unit_id is None or all(one.id in shut for one in wall_store.managers_of(uow, unit_id)):
            continue
        told = True
        key = f"{glass.id}:{unit_id}"
        tasks.raise_for_unit(uow, actor, unit_id, tasks.BROKEN_GLASS, what, RULE, ctx.today(), key)
    if not told:
        tasks.raise_for_administrators(
            uow,
            actor,
            "glass_without_manager",
            f"{actor.name} opened a case by breaking the glass, and no manager may look at it: "
            "name a manager for the unit",
            RULE,
            ctx.today(),
            key=str(glass.id),
        )


def _done_before(uow: UnitOfWork, once: UUID | None) -> Broken | None:
    """What the same form opened the first time. It keeps an id: no reference outlives its case."""
    done = already_done(uow, once)
    glass = uow.get(GlassBreaking, UUID(done)) if done else None
    case = uow.get(Case, glass.case_id) if glass else None
    return Broken(case.reference, glass.ends_at) if glass and case else None
