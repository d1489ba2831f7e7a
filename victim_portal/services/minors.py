"""Who is written to and spoken with for somebody under 18, and why."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.minors import SpokenWith, is_under_18
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import Case, Person
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

UNDECIDED = (
    "They are under 18, and it isn't recorded yet who is written to and spoken with. Record it "
    "first."
)
LONGEST_WHY = 500
CHANGED_MEANWHILE = (
    "Somebody else changed what is recorded of this person. Nothing was saved: look at it as it "
    "stands now, then send it again."
)


@dataclass(frozen=True)
class MinorView:
    """Somebody under 18. `who` is None while nobody decided; `why` and `by` come with it."""

    who: SpokenWith | None
    why: str = field(repr=False)
    by: str
    on: date | None


def minor_of(ctx: Context, person: Person | None) -> MinorView | None:
    """How it stands for a person under 18; None for everybody else."""
    if person is None or not is_under_18(person.born_on, ctx.today()):
        return None
    kept = person.spoken_with or {}
    return MinorView(
        who=SpokenWith(kept["who"]) if kept else None,
        why=kept.get("why", ""),
        by=kept.get("by", ""),
        on=date.fromisoformat(kept["on"]) if kept else None,
    )


def spoken_with(ctx: Context, person: Person | None) -> SpokenWith | None:
    """Who is written to and spoken with, where a person is under 18 and it was decided."""
    minor = minor_of(ctx, person)
    return minor.who if minor is not None else None


def doubt_about_age(ctx: Context, uow: UnitOfWork, case: Case) -> str:
    """Why nothing may be posted on a case of somebody under 18 yet, as a sentence; or ""."""
    minor = minor_of(ctx, uow.get(Person, case.person_id))
    return UNDECIDED if minor is not None and minor.who is None else ""


def minor_for_form(ctx: Context, actor: Actor, reference: str) -> tuple[MinorView, int]:
    """How it stands, and the version of the person's record; the view is recorded.

    NotFoundError out of reach, and for an adult.
    """
    with ctx.store.writing() as uow:
        case, person = _minor(ctx, uow, actor, reference)
        minor = minor_of(ctx, person)
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        if minor is None:
            raise NotFoundError
        return minor, person.row_version


def record_spoken_with(
    ctx: Context,
    actor: Actor,
    reference: str,
    who: SpokenWith,
    why: str,
    seen_version: int,
    once: UUID | None = None,
) -> None:
    """Keep who is written to and spoken with for somebody under 18, with the reason.

    Raises InvalidError for `why`, ConflictError when somebody changed the record since
    `seen_version`, NotFoundError out of reach and for an adult.
    """
    why = why.strip()
    if not why:
        raise InvalidError({"why": "Enter why."})
    if len(why) > LONGEST_WHY:
        raise InvalidError({"why": f"The reason must be {LONGEST_WHY} characters or fewer."})
    try:
        with ctx.store.writing() as uow:
            case, person = _minor(ctx, uow, actor, reference)
            said = saying("spoken_with", reference, who, why)
            if already_done(uow, once, said) is not None:
                return
            if person.row_version != seen_version:
                raise ConflictError(CHANGED_MEANWHILE)
            person.spoken_with = {
                "who": who.value,
                "why": why,
                "by": actor.name,
                "on": ctx.today().isoformat(),
            }
            audit.record(uow, actor, What.SPOKEN_WITH_RECORDED, case.id, who=who.value)
            remember(uow, once, who.value, said)
            uow.commit()
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None


def _minor(ctx: Context, uow: UnitOfWork, actor: Actor, reference: str) -> tuple[Case, Person]:
    case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
    person = uow.get(Person, case.person_id)
    if person is None or not is_under_18(person.born_on, ctx.today()):
        raise NotFoundError
    return case, person
