"""One referral becomes a person, an offender, a sentence and a case with its clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain import duplicates
from victim_portal.domain.access import Actor
from victim_portal.domain.eligibility import Eligibility, Referred, decide
from victim_portal.domain.referrals import ReferralRow, row_values, values_digest
from victim_portal.domain.vocabulary import ChannelKind, Enrolment, Route
from victim_portal.services import audit
from victim_portal.services.allocation.queueing import queue_due_on
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.referrals.followup import (
    OFFENDER_DIFFERS,
    flag_duplicates,
    leave_tasks,
)
from victim_portal.services.referrals.known import (
    Known,
    offender_details,
    person_details,
    reference_index,
)
from victim_portal.services.safe_contact import unplanned_channel
from victim_portal.services.units import NO_UNIT as NO_UNIT
from victim_portal.services.units import unit_of_row
from victim_portal.store import conflicts as conflict_store
from victim_portal.store import search
from victim_portal.store.models import (
    Case,
    Offender,
    Person,
    Referral,
    Sentence,
    Unit,
)
from victim_portal.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Received:
    """What came of one new referral.

    `flagged` holds what the actor may be told of; `new_unit` is the name of a unit that
    wasn't known before, or empty.
    """

    reference: str
    route: Route
    flagged: tuple[str, ...]
    new_unit: str


class Intake:
    """Takes the new referrals of one batch in; `offender_ids` are whom they were about."""

    def __init__(self, ctx: Context, uow: UnitOfWork, actor: Actor, known: Known) -> None:
        self.ctx = ctx
        self.uow = uow
        self.actor = actor
        self.known = known
        self._queue_due = queue_due_on(ctx)
        self.offender_ids: set[UUID] = set()

    def receive(
        self, row: ReferralRow, source: str, unit_name: str, officer_id: UUID | None
    ) -> Received:
        """Add the referral; the case goes to the officer, or to its unit's queue."""
        uow, ctx = self.uow, self.ctx
        unit, new_unit = self._unit(unit_name)
        offender, offender_differs = self._offender(row)
        self.offender_ids.add(offender.id)
        if officer_id is not None and officer_id in conflict_store.staff_of(uow, offender.id):
            # Whoever typed it has a conflict of interest, and would never see it again.
            officer_id = None
        candidates = self.known.candidates(row, offender)
        sentence = self._sentence(row, offender)
        person = self._person(row)
        route = decide(
            Referred(
                row.relationship,
                row.offence_category,
                row.sentence_type,
                row.sentenced_on,
                row.custodial_term,
            ),
            ctx.policy,
        )
        case = self._case(row, person, sentence, unit, route, officer_id)
        referral = Referral(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=person.id,
            reference=row.referral_reference,
            reference_index=reference_index(uow, row),
            received_on=row.received_on,
            row=row_values(row),
            row_digest=digest_of(uow, row),
            source=source,
            recorded_by=self.actor.name,
            recorded_at=ctx.now(),
        )
        uow.add(referral)
        self.known.referrals[referral.reference_index] = referral
        alike = flag_duplicates(ctx, uow, self.actor, row, case, candidates, unit.name)
        self.known.learn_case(
            case, person, duplicates.Parties(person_details(row), offender_details(row))
        )
        leave_tasks(
            ctx,
            uow,
            self.actor,
            case,
            row.sentenced_on,
            route,
            offender_differs=offender_differs,
            duplicate=alike.to_decide,
        )
        audit.record(
            uow,
            self.actor,
            What.REFERRAL_RECEIVED,
            case.id,
            referral=str(referral.id),
            source=source,
            route=route.route.value,
            rule=route.rule_id,
            policy=ctx.policy.version,
        )
        flagged = (*alike.told, OFFENDER_DIFFERS) if offender_differs else alike.told
        return Received(case.reference, route.route, flagged, unit.name if new_unit else "")

    def _unit(self, name: str) -> tuple[Unit, bool]:
        return unit_of_row(self.ctx, self.uow, self.actor, self.known.units, name, "a referral")

    def _offender(self, row: ReferralRow) -> tuple[Offender, bool]:
        """The offender of a row, and whether what the row tells differs from what is known."""
        found = self.known.offender_of(row)
        if found is not None:
            differs = self.known.differs(row, found)
            if not differs:
                self.known.learn_numbers(row, found)
            return found, differs
        uow, keys = self.uow, self.uow.keyring
        offender_id = uow.tokens.uuid()
        uow.vault.admit(offender_id)
        offender = Offender(
            id=offender_id,
            first_name=row.offender_first_name or None,
            last_name=row.offender_last_name,
            born_on=row.offender_date_of_birth,
            prison_number=row.prison_number or None,
            prison_number_index=(
                keys.exact("prison number", row.prison_number) if row.prison_number else None
            ),
            crn=row.crn or None,
            crn_index=keys.exact("crn", row.crn) if row.crn else None,
            created_at=self.ctx.now(),
        )
        uow.add(offender)
        search.index_offender(uow, offender)
        self.known.learn_offender(offender)
        return offender, False

    def _sentence(self, row: ReferralRow, offender: Offender) -> Sentence:
        found = self.known.sentence_of(offender, row)
        if found is not None:
            return found
        sentence = Sentence(
            id=self.uow.tokens.uuid(),
            offender_id=offender.id,
            sentence_type=row.sentence_type.value,
            offence_category=row.offence_category.value,
            offence=row.offence or None,
            sentenced_on=row.sentenced_on,
            court=row.court or None,
            custodial_term=str(row.custodial_term) if row.custodial_term else None,
            minimum_term=str(row.minimum_term) if row.minimum_term else None,
            created_at=self.ctx.now(),
        )
        self.uow.add(sentence)
        self.known.learn_sentence(sentence)
        return sentence

    def _person(self, row: ReferralRow) -> Person:
        uow = self.uow
        person_id = uow.tokens.uuid()
        uow.vault.admit(person_id)
        person = Person(
            id=person_id,
            first_name=row.victim_first_name or None,
            last_name=row.victim_last_name,
            born_on=row.victim_date_of_birth,
            language=row.language.value,
            protected_identity=False,
            created_at=self.ctx.now(),
        )
        uow.add(person)
        search.index_person(uow, person)
        address = "\n".join(part for part in (row.address, row.postcode) if part)
        given = (
            (ChannelKind.EMAIL, row.email),
            (ChannelKind.MOBILE, row.mobile),
            (ChannelKind.POST, address),
        )
        for kind, value in given:
            if value:
                uow.add(unplanned_channel(self.ctx, uow, person, kind, value))
        return person

    def _case(
        self,
        row: ReferralRow,
        person: Person,
        sentence: Sentence,
        unit: Unit,
        route: Eligibility,
        officer_id: UUID | None,
    ) -> Case:
        ctx = self.ctx
        case = Case(
            id=self.uow.tokens.uuid(),
            reference=self.uow.tokens.case_reference(),
            person_id=person.id,
            offender_id=sentence.offender_id,
            sentence_id=sentence.id,
            relationship=row.relationship.value,
            unit_id=unit.id,
            officer_id=officer_id,
            officer_active=True if officer_id else None,
            queued_since=None if officer_id else ctx.now(),
            queue_due_on=None if officer_id else self._queue_due,
            restricted=False,
            route=route.route.value,
            route_rule=route.rule_id,
            route_reason=route.reason,
            enrolment=Enrolment.NOT_OFFERED.value,
            enrolment_version=1,
            received_on=row.received_on,
            opened_on=ctx.now(),
        )
        self.uow.add(case)
        return case


def digest_of(uow: UnitOfWork, row: ReferralRow) -> bytes:
    """What two referrals that say the same have in common; keyed, so it can be stored."""
    return digest_of_values(uow, row_values(row))


def digest_of_values(uow: UnitOfWork, values: Mapping[str, str]) -> bytes:
    """The same of a row as it was kept."""
    return uow.keyring.exact("referral row", values_digest(values))
