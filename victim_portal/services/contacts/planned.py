"""The plan of first contact of a case, in the caller's unit of work."""

from victim_portal.domain.first_contact import FirstContactPlan, plan_first_contact
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services.contacts.tried import Round
from victim_portal.services.context import Context
from victim_portal.services.usable_ways import referral_doubt, ways_of
from victim_portal.store import people as people_store
from victim_portal.store.models import Case
from victim_portal.store.unit_of_work import UnitOfWork


def plan_of_contact(ctx: Context, uow: UnitOfWork, case: Case, now: Round) -> FirstContactPlan:
    """The steps of the round that a case is in, as they stand today."""
    return plan_first_contact(
        ctx.policy.first_contact(now.began_on),
        now.tried,
        ways_of(people_store.channels_of(uow, case.person_id), referral_doubt(uow, case)),
        Enrolment(case.enrolment),
        now.began_on,
        ctx.today(),
        ctx.bank_holidays,
        closed=case.closed_at is not None,
        heard_since=now.heard_since,
    )
