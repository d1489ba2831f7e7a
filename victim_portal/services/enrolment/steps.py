"""One step of the history of the offer and its answer."""

from victim_portal.domain.access import Actor
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import Enrolment
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.enrolment.consent import consent_words
from victim_portal.services.enrolment.values import AnswerInput
from victim_portal.store import cases as case_store
from victim_portal.store.models import Case, EnrolmentStep
from victim_portal.store.unit_of_work import UnitOfWork


def add_step(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    given: AnswerInput,
) -> EnrolmentStep:
    """Move the case and keep the step, in the caller's transaction.

    A step to where the case stands already is one more word on the same answer.
    """
    moved_from = case.enrolment
    joins = given.state in IN_SCHEME
    case.enrolment = given.state.value
    case.enrolment_version += 1
    case.deferred_until = given.deferred_until if given.state is Enrolment.DEFERRED else None
    step = EnrolmentStep(
        id=uow.tokens.uuid(),
        case_id=case.id,
        person_id=case.person_id,
        number=len(case_store.all_steps(uow, case.id)) + 1,
        moved_from=moved_from,
        moved_to=given.state.value,
        on=given.on,
        how=given.how.value,
        deferred_until=case.deferred_until,
        level=given.level.value if given.level and joins else None,
        consent_shown=consent_words(ctx, given.level, given.shown_in) or None if joins else None,
        consent_words=given.consent_words.strip() or None if joins else None,
        note=given.note.strip() or None,
        recorded_by=actor.name,
        recorded_at=ctx.now(),
    )
    uow.add(step)
    uow.flush()
    audit.record(
        uow,
        actor,
        What.ENROLMENT_MOVED,
        case.id,
        moved_from=moved_from,
        moved_to=case.enrolment,
        how=given.how.value,
        on=given.on.isoformat(),
    )
    return step
