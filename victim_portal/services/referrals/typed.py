"""A referral typed by an officer: the same rule as the file, one row at a time."""

from collections.abc import Mapping
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, may_see_case
from victim_portal.domain.referrals import ReferralRow, RowRefused, check_row
from victim_portal.domain.vocabulary import Role
from victim_portal.services.contact_values import normal_email, normal_mobile
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.once import already_done, remember, saying
from victim_portal.services.reach import need, reach_of
from victim_portal.services.reconciliation.following import follow_referrals
from victim_portal.services.referrals.followup import ask_about_withdrawn
from victim_portal.services.referrals.intake import NO_UNIT, Intake, digest_of
from victim_portal.services.referrals.known import Known, reference_index
from victim_portal.store import staff as staff_store
from victim_portal.store.allocation import withdrawn_cases
from victim_portal.store.models import Referral, Unit
from victim_portal.store.unit_of_work import ConstraintError, LostUpdateError, UnitOfWork

HERE_ALREADY = "A referral with this reference is here already."
WAS_WITHDRAWN = (
    "A referral with this reference was withdrawn. The manager of its unit has a task now, to "
    "decide whether the case is opened again."
)


def receive_typed(
    ctx: Context, actor: Actor, values: Mapping[str, str], once: UUID | None = None
) -> str:
    """Take a typed referral in and return the new case's reference.

    `values` are the file's columns as typed. An officer gets the case; a manager's goes
    to the unit's queue. The same form sent twice gives the same case. Raises
    InvalidError with a sentence for each column, and NotAllowedError.
    """
    need(Permission.IMPORT, actor)
    row = check_row(values, ctx.today(), normal_mobile, normal_email)
    if isinstance(row, RowRefused):
        raise InvalidError({error.column: error.reason for error in row.errors})
    try:
        return _receive(ctx, actor, row, once)
    except (ConstraintError, LostUpdateError):
        # The same form, or the same reference, came in at the same moment: answer as after it.
        return _receive(ctx, actor, row, once)


def other_units(ctx: Context, actor: Actor) -> tuple[str, ...]:
    """The names of the units, but for the actor's own, to send a referral to."""
    need(Permission.IMPORT, actor)
    with ctx.store.reading() as uow:
        return tuple(u.name for u in staff_store.units(uow) if u.active and u.id != actor.unit_id)


def _receive(ctx: Context, actor: Actor, row: ReferralRow, once: UUID | None) -> str:
    with ctx.store.writing() as uow:
        said = saying("receive", row)
        done = already_done(uow, once, said)
        if done is not None:
            return done
        own = uow.get(Unit, actor.unit_id)
        unit_name = row.unit or (own.name if own else "")
        known = Known(uow, [row], {unit_name, NO_UNIT})
        earlier = known.referrals.get(reference_index(uow, row))
        if earlier is not None:
            raise InvalidError(
                {"referral_reference": _known_already(ctx, uow, actor, row, earlier)}
            )
        intake = Intake(ctx, uow, actor, known)
        received = intake.receive(row, "typed", unit_name, _officer(actor, own, unit_name))
        follow_referrals(ctx, uow, actor, intake.offender_ids)
        remember(uow, once, received.reference, said)
        uow.commit()
    return received.reference


def _known_already(
    ctx: Context, uow: UnitOfWork, actor: Actor, row: ReferralRow, earlier: Referral
) -> str:
    """What to say about a known reference; of a withdrawn one its manager is asked."""
    case = withdrawn_cases(uow, [earlier.case_id]).get(earlier.case_id)
    if case is None:
        return HERE_ALREADY
    ask_about_withdrawn(ctx, uow, actor, case, earlier, digest_of(uow, row))
    uow.commit()
    return WAS_WITHDRAWN if may_see_case(actor, reach_of(uow, case)) else HERE_ALREADY


def _officer(actor: Actor, own: Unit | None, unit_name: str) -> UUID | None:
    """The officer who typed it, when the case is for their own unit."""
    if actor.role is not Role.OFFICER or own is None:
        return None
    return actor.user_id if staff_store.unit_key(unit_name) == own.name_key else None
