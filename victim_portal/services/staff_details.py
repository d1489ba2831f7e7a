"""What a victim is told of a member of staff: the number to ring, when, and in which language.

They stand in every letter and message of that person's cases, so a change is planned through
to the drafts at once, and what was approved with the old number is read again first.
"""

from dataclasses import dataclass

from victim_portal.domain.access import Actor, may_manage_users
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.contact_values import normal_phone
from victim_portal.services.context import Context
from victim_portal.services.cover import NOT_OF_UNIT, may_cover, put_cover
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.planning import replanned
from victim_portal.services.proof import need_proof
from victim_portal.store import cases as case_store
from victim_portal.store import staff as staff_store
from victim_portal.store.models import User
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

LONGEST_HOURS = 100
"""As many characters as the hours may have; they stand in a text message."""
CHANGED_MEANWHILE = (
    "Somebody changed one of their cases in the same moment. Nothing was saved: try again."
)


@dataclass(frozen=True)
class StaffDetails:
    """What is to change about a member of staff; None leaves it as it stands.

    `covered_by` is the address of the colleague who covers while they are away, "" for nobody.
    """

    telephone: str | None = None
    hours: str | None = None
    hours_welsh: str | None = None
    speaks_welsh: bool | None = None
    covered_by: str | None = None


def change_details(ctx: Context, actor: Actor, email: str, given: StaffDetails) -> bool:
    """Change a colleague's details and plan again what names them; whether anything was new.

    Raises NotFoundError for an unknown address, InvalidError with sentences for `telephone`,
    `hours`, `hours_welsh` and `covered_by`, under "" where nothing was given, NotAllowedError,
    ConflictError when one of the cases was changed in the same moment, and NeedsProofError.
    """
    if not may_manage_users(actor):
        raise NotAllowedError
    need_proof(ctx, actor)
    wanted = _checked(given)
    with ctx.store.writing() as uow:
        user = staff_store.by_email(uow, email)
        if user is None:
            raise NotFoundError
        covered = _cover(uow, actor, user, given.covered_by)
        if all(getattr(user, name) == value for name, value in wanted.items()):
            if covered:
                uow.commit()
            return covered
        for name, value in wanted.items():
            setattr(user, name, value)
        audit.record(uow, actor, What.USER_CHANGED, user=str(user.id))
        try:
            replanned(ctx, uow, actor, case_store.open_naming(uow, user.id))
            uow.commit()
        except LostUpdateError:
            raise ConflictError(CHANGED_MEANWHILE) from None
        return True


def _cover(uow: UnitOfWork, actor: Actor, user: User, covered_by: str | None) -> bool:
    """Put the cover right, where one is given; whether it changed. InvalidError for it."""
    if covered_by is None:
        return False
    cover = staff_store.by_email(uow, covered_by) if covered_by.strip() else None
    if covered_by.strip() and (cover is None or not may_cover(cover, user)):
        raise InvalidError({"covered_by": NOT_OF_UNIT})
    return put_cover(uow, actor, user, cover)


def _checked(given: StaffDetails) -> dict[str, str]:
    """The columns that change, with their values in the form that is stored."""
    wanted: dict[str, str] = {}
    problems: dict[str, str] = {}
    if given.telephone is not None:
        try:
            wanted["telephone"] = normal_phone(given.telephone)
        except ValueError as error:
            problems["telephone"] = str(error)
    for name, hours in (("hours", given.hours), ("hours_welsh", given.hours_welsh)):
        if hours is not None:
            wanted[name] = hours.strip()
            problem = _hours_problem(wanted[name])
            if problem:
                problems[name] = problem
    if given.speaks_welsh is not None:
        wanted["languages"] = "en cy" if given.speaks_welsh else "en"
    if not wanted and not problems and given.covered_by is None:
        problems[""] = (
            "Say what is to change: a telephone number, hours, or whether they speak Welsh."
        )
    if problems:
        raise InvalidError(problems)
    return wanted


def _hours_problem(hours: str) -> str:
    if not hours:
        return "Enter when they can be rung, like Monday to Friday, 9am to 5pm."
    if len(hours) > LONGEST_HOURS:
        return f"The hours must have at most {LONGEST_HOURS} characters."
    if not hours.isprintable():
        return "The hours must be one line of plain text."
    return ""
