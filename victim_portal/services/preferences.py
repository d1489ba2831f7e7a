"""How somebody wants to be told, beside how much: whether by telephone first, and when never.

The level itself is consent and stands in `enrolment`. None of this stops urgent safety news,
nor what the law says they are told (`decisions.md`, section 1, in the design).
"""

from dataclasses import dataclass, field

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.avoided_days import read_avoided
from victim_portal.domain.contact import Window
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.planning import replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.safe_contact import window_from
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, Preference
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

SMALL_MOVES = (0, 1, 2, 3, 6)
"""By how many months a date may move without being told; 0 tells every change of month."""
FIRST_THE_LEVEL = "Record first that they want to hear, and how much."
CLOSED = "This case is closed. Have it opened again before you record this."
CHANGED_MEANWHILE = (
    "Somebody else changed how they want to be told. Nothing of yours was saved: look at it as "
    "it stands now, and save again."
)


@dataclass(frozen=True)
class PreferenceView:
    """How they want to be told. `avoided` holds `2027-03-09` or, for every year, `03-09`.

    `liked` are the days and hours that they chose on their own pages.
    """

    call_first: bool
    ignore_moves_up_to_months: int
    avoided: tuple[str, ...] = field(repr=False)
    version: int
    liked: tuple[Window, ...] = ()


@dataclass(frozen=True)
class PreferenceInput:
    """The same as it was typed: `avoided` has a day to a line."""

    call_first: bool
    ignore_moves_up_to_months: int
    avoided: str = field(repr=False)


def preference_of(row: Preference) -> PreferenceView:
    """A row as a plain value."""
    return PreferenceView(
        call_first=row.call_first,
        ignore_moves_up_to_months=row.ignore_moves_up_to_months,
        avoided=tuple(row.dates_to_avoid or ()),
        version=row.version,
        liked=tuple(window_from(one) for one in row.windows),
    )


def preferences_for_form(ctx: Context, actor: Actor, reference: str) -> PreferenceView:
    """How they want to be told; the view is recorded.

    Raises NotFoundError out of reach, ConflictError before it is known how much they want.
    """
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        row = case_store.preference(uow, case.id)
        if row is None:
            raise ConflictError(FIRST_THE_LEVEL)
        view = preference_of(row)
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
    return view


def record_preferences(
    ctx: Context, actor: Actor, reference: str, given: PreferenceInput, seen_version: int
) -> None:
    """Keep how they want to be told, and plan the case again at once.

    Raises InvalidError with a sentence for each field, NotFoundError out of reach,
    ConflictError when it changed in between (`seen_version`) or the level isn't known.
    """
    try:
        with ctx.store.writing() as uow:
            case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
            row = case_store.locked_preference(uow, case.id)
            if row is None:
                raise ConflictError(FIRST_THE_LEVEL)
            if case.closed_at is not None:
                raise InvalidError({"": CLOSED})
            avoided = _checked(given)
            now = preference_of(row)
            wanted = (given.call_first, given.ignore_moves_up_to_months, avoided)
            if wanted == (now.call_first, now.ignore_moves_up_to_months, now.avoided):
                return
            if row.version != seen_version:
                raise ConflictError(CHANGED_MEANWHILE)
            row.call_first = given.call_first
            row.ignore_moves_up_to_months = given.ignore_moves_up_to_months
            row.dates_to_avoid = list(avoided) or None
            note_changed(ctx, uow, actor, case, row)
            uow.commit()
    except (ConstraintError, LostUpdateError):
        raise ConflictError(CHANGED_MEANWHILE) from None


def note_changed(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, row: Preference) -> None:
    """What was changed on a row is a new version of it, on the record, and planned again.

    Works within the caller's transaction.
    """
    row.version += 1
    row.changed_at = ctx.now()
    audit.record(
        uow,
        actor,
        What.PREFERENCE_CHANGED,
        case.id,
        version=row.version,
        level=row.level,
    )
    replan(ctx, uow, actor, case)


def _checked(given: PreferenceInput) -> tuple[str, ...]:
    problems = {}
    avoided: tuple[str, ...] = ()
    if given.ignore_moves_up_to_months not in SMALL_MOVES:
        problems["ignore_moves"] = "Choose one of these"
    try:
        avoided = read_avoided(given.avoided)
    except ValueError as error:
        problems["avoided"] = str(error)
    if problems:
        raise InvalidError(problems)
    return avoided
