"""The rows of one invented case: the person, the case, what was said and how it was answered."""

from datetime import timedelta
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.closing import ClosingReason
from victim_portal.domain.eligibility import Referred, decide
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.invented import PUT_OFF, InventedCase
from victim_portal.domain.referrals import COLUMNS
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import ContactMethod, Enrolment
from victim_portal.services import audit, tasks
from victim_portal.services.allocation.queueing import queue_due_on
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.referrals.followup import soon
from victim_portal.services.referrals.intake import digest_of_values
from victim_portal.services.referrals.known import index_of_reference
from victim_portal.services.seeding.about import MAKER, About, at_noon, number_of, term
from victim_portal.services.seeding.channels import make_channels
from victim_portal.services.seeding.telling import tell
from victim_portal.store import bulk, search
from victim_portal.store.models import (
    Case,
    ContactLog,
    EnrolmentStep,
    Person,
    Preference,
    Referral,
)
from victim_portal.store.unit_of_work import UnitOfWork

CONSENT = "Yes. Please tell me."
SOURCE = "invented"
DECIDED_WITHIN = timedelta(days=30)


def reference_of(seed: int, number: int) -> str:
    """The referral's reference: by it an invented case is known again."""
    return f"INVENTED-{seed}-{number}"


def index_of(uow: UnitOfWork, seed: int, number: int) -> bytes:
    """What that reference is found by."""
    return index_of_reference(uow, reference_of(seed, number))


def make_case(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    seed: int,
    one: InventedCase,
    about: About,
    office: tuple[UUID, UUID],
) -> Case:
    """Add one case with everything around it; `office` is its officer and unit."""
    person_id = _person(ctx, uow, one)
    case = _case(ctx, uow, actor, one, person_id, about, office)
    _referral(ctx, uow, actor, seed, one, case)
    for number, (state, on) in enumerate(one.steps, start=1):
        before = one.steps[number - 2][0] if number > 1 else Enrolment.NOT_OFFERED
        joins = state in IN_SCHEME
        bulk.add(
            uow,
            EnrolmentStep,
            case_id=case.id,
            person_id=person_id,
            number=number,
            moved_from=before.value,
            moved_to=state.value,
            on=on,
            how=(ContactMethod.LETTER if number == 1 else ContactMethod.TELEPHONE).value,
            deferred_until=case.deferred_until if state is Enrolment.DEFERRED else None,
            level=one.level.value if joins else None,
            consent_shown="What joining means was read out." if joins else None,
            consent_words=CONSENT if joins else None,
            recorded_by=MAKER,
            recorded_at=at_noon(on),
        )
    for contact in one.contacts:
        bulk.add(
            uow,
            ContactLog,
            case_id=case.id,
            person_id=person_id,
            on=contact.on,
            inward=contact.inward,
            method=contact.method.value,
            outcome=contact.outcome.value,
            recorded_by=MAKER,
            recorded_at=at_noon(contact.on),
        )
    channels = make_channels(ctx, uow, one, person_id)
    if one.enrolment in IN_SCHEME:
        _preference(ctx, uow, one, case)
    for told in one.told:
        tell(ctx, uow, one, case, about, channels, told)
    return case


def _person(ctx: Context, uow: UnitOfWork, one: InventedCase) -> UUID:
    person_id = uow.tokens.uuid()
    uow.vault.admit(person_id)
    bulk.add(
        uow,
        Person,
        id=person_id,
        first_name=one.first_name,
        last_name=one.last_name,
        born_on=one.born_on,
        language=one.language.value,
        protected_identity=one.protected,
        created_at=ctx.now(),
    )
    if not one.protected:
        named = (one.first_name, one.last_name, one.born_on)
        search.index_names(uow, "person", person_id, *named)
    return person_id


def _case(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    one: InventedCase,
    person_id: UUID,
    about: About,
    office: tuple[UUID, UUID],
) -> Case:
    officer_id, unit_id = office
    passed = one.sentence
    length = Term.parse(term(passed.months) or "") if passed.months else None
    route = decide(
        Referred(one.relationship, passed.category, passed.kind, passed.on, length), ctx.policy
    )
    put_off = one.steps[-1][1] + PUT_OFF if one.enrolment is Enrolment.DEFERRED else None
    case = uow.add(
        Case(
            id=uow.tokens.uuid(),
            reference=uow.tokens.case_reference(),
            person_id=person_id,
            offender_id=about.offender_id,
            sentence_id=about.sentence_id,
            relationship=one.relationship.value,
            unit_id=unit_id,
            officer_id=None if one.queued else officer_id,
            officer_active=None if one.queued else True,
            queued_since=ctx.now() if one.queued else None,
            queue_due_on=queue_due_on(ctx) if one.queued else None,
            restricted=one.restricted,
            route=route.route.value,
            route_rule=route.rule_id,
            route_reason=route.reason,
            enrolment=one.enrolment.value,
            enrolment_version=1 + len(one.steps),
            deferred_until=put_off,
            received_on=one.received_on,
            first_contact_on=one.spoke_on,
            opened_on=at_noon(one.received_on),
            closed_at=at_noon(one.closed_on) if one.closed_on else None,
            closed_why=ClosingReason.SENTENCE_OVER.value if one.closed_on else None,
            retain_from=one.closed_on,
        )
    )
    if route.needs_decision and ctx.today() - one.received_on < DECIDED_WITHIN:
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "decide_route",
            "Decide by which route the case stands in the scheme",
            route.reason[:120],
            soon(ctx),
            manager=True,
            new_case=True,
        )
    return case


def _referral(
    ctx: Context, uow: UnitOfWork, actor: Actor, seed: int, one: InventedCase, case: Case
) -> None:
    passed = one.sentence
    prison, crn = number_of(seed, one.offender_number)
    values = dict.fromkeys(COLUMNS, "") | {
        "referral_reference": reference_of(seed, one.number),
        "received_on": one.received_on.isoformat(),
        "victim_first_name": one.first_name,
        "victim_last_name": one.last_name,
        "victim_date_of_birth": one.born_on.isoformat() if one.born_on else "",
        "relationship": one.relationship.value,
        "language": one.language.value,
        "offender_first_name": one.offender_first_name,
        "offender_last_name": one.offender_last_name,
        "offender_date_of_birth": one.offender_born_on.isoformat(),
        "prison_number": prison,
        "crn": crn,
        "offence": passed.offence,
        "offence_category": passed.category.value,
        "sentence_type": passed.kind.value,
        "sentenced_on": passed.on.isoformat(),
        "court": passed.court,
        "custodial_term": term(passed.months) or "",
    }
    referral_id = bulk.add(
        uow,
        Referral,
        case_id=case.id,
        person_id=case.person_id,
        reference=values["referral_reference"],
        reference_index=index_of(uow, seed, one.number),
        received_on=one.received_on,
        row=values,
        row_digest=digest_of_values(uow, values),
        source=SOURCE,
        recorded_by=MAKER,
        recorded_at=at_noon(one.received_on),
    )
    audit.record(
        uow,
        actor,
        What.REFERRAL_RECEIVED,
        case.id,
        referral=str(referral_id),
        source=SOURCE,
        route=case.route,
        rule=case.route_rule,
        policy=ctx.policy.version,
    )


def _preference(ctx: Context, uow: UnitOfWork, one: InventedCase, case: Case) -> None:
    bulk.add(
        uow,
        Preference,
        case_id=case.id,
        person_id=case.person_id,
        level=one.level.value,
        call_first=one.call_first,
        windows=[],
        dates_to_avoid=list(one.dates_to_avoid) or None,
        formats=[],
        version=1,
        changed_at=ctx.now(),
    )
