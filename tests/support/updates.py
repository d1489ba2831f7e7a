"""A case whose update an officer has approved, made of rows so that each fact is in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tests.support.portal import Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Enrolment, Language, Level
from victim_portal.services.safe_contact import value_index
from victim_portal.services.updates import approve_update
from victim_portal.store import planning
from victim_portal.store.models import (
    AuditEvent,
    Case,
    Channel,
    KeyDate,
    KeyDates,
    Message,
    Offender,
    Person,
    Preference,
    Receipt,
    Sentence,
    Task,
    Update,
    User,
)
from victim_portal.store.unit_of_work import UnitOfWork

MOBILE = "+447700900123"
EMAIL = "ana@example.org"
SMS = "Hello Ana. There is news for you. Please ring Sam on 020 7946 0123. Sam"
SUBJECT = "Please ring Sam"
TEXT = "Hello Ana,\n\nThere is news for you.\n\nPlease ring me on 020 7946 0123.\n\nSam\n"


@dataclass(frozen=True)
class Told:
    """One case with an update; `ids` of its rows."""

    portal: Portal
    reference: str
    case_id: UUID
    person_id: UUID
    update_id: UUID
    channels: dict[str, UUID]

    def approve(self, actor: Actor | None = None, version: int = 1) -> "Told":
        """Have the update approved, which queues its messages."""
        portal = self.portal
        approve_update(portal.ctx, actor or portal.officer, self.reference, self.update_id, version)
        return self

    def change(self, kind: type[Any], row_id: UUID, **values: Any) -> None:
        """Change a row behind the services' back, as a rule that was forgotten would."""
        with self.portal.ctx.store.writing() as uow:
            row = uow.get(kind, row_id)
            assert row is not None
            uow.vault.fetch([self.person_id])
            for name, value in values.items():
                setattr(row, name, value)
            uow.commit()

    def change_case(self, **values: Any) -> None:
        self.change(Case, self.case_id, **values)

    def change_channel(self, kind: str = "mobile", **values: Any) -> None:
        self.change(Channel, self.channels[kind], **values)

    def change_preference(self, **values: Any) -> None:
        self.change(Preference, self._one(Preference).id, **values)

    def new_key_dates(self, code: str = "CRD", falls_on: date = date(2027, 6, 1)) -> None:
        """A new version of the key dates, with nobody planning the case again."""
        with self.portal.ctx.store.writing() as uow:
            case = uow.get(Case, self.case_id)
            assert case is not None
            add_key_dates(uow, case.offender_id, 2, code, falls_on)
            uow.commit()

    def message(self, kind: str = "sms") -> Message:
        """The message of a kind as it stands, its sealed words opened."""
        (found,) = (one for one in self.messages() if one.kind == kind)
        return found

    def messages(self) -> list[Message]:
        return self._all(Message)

    def update(self) -> Update:
        found: Update = self._one(Update)
        return found

    def channel(self, kind: str = "mobile") -> Channel:
        with self.portal.ctx.store.reading() as uow:
            found = uow.get(Channel, self.channels[kind])
            assert found is not None
            return found

    def receipts(self) -> list[tuple[str, str]]:
        rows = self._all(Receipt, by_case=False)
        return sorted((row.rung, row.source) for row in rows)

    def tasks(self) -> dict[str, Task]:
        """Open tasks of the case by kind."""
        return {row.kind: row for row in self._all(Task) if row.done_at is None}

    def audit(self, what: str) -> list[dict[str, Any]]:
        return [row.details for row in self._all(AuditEvent) if row.what == what]

    def _one(self, kind: type[Any]) -> Any:
        (found,) = self._all(kind)
        return found

    def _all(self, kind: type[Any], by_case: bool = True) -> list[Any]:
        query = select(kind)
        if by_case:
            query = query.where(kind.case_id == self.case_id)
        with self.portal.ctx.store.reading() as uow:
            return list(uow.session.scalars(query))


def told(
    portal: Portal,
    *,
    kinds: Sequence[ChannelKind] = (ChannelKind.MOBILE,),
    stage: Stage = Stage.PRE_RELEASE,
    number: int = 0,
    closes: date | None = None,
    needs_manager: bool = False,
    language: Language = Language.ENGLISH,
) -> Told:
    """A case with an open, drafted update and safe channels; `number` tells cases apart."""
    ctx = portal.ctx
    now, today = ctx.now(), ctx.today()
    with ctx.store.writing() as uow:
        person_id, offender_id = uow.tokens.uuid(), uow.tokens.uuid()
        for subject in (person_id, offender_id):
            uow.vault.admit(subject)

        def keep(row: Any) -> Any:
            uow.add(row)
            uow.flush()
            return row

        keep(
            Person(
                id=person_id,
                first_name="Ana",
                last_name="Moss-Reed",
                language=language.value,
                created_at=now,
            )
        )
        keep(Offender(id=offender_id, first_name="Pat", last_name="Doe", created_at=now))
        sentence = keep(
            Sentence(
                id=uow.tokens.uuid(),
                offender_id=offender_id,
                sentence_type="SDS",
                offence_category="violent",
                sentenced_on=date(2024, 3, 1),
                court="Winchester Crown Court",
                created_at=now,
            )
        )
        assert portal.officer.user_id is not None
        officer = uow.get(User, portal.officer.user_id)
        assert officer is not None
        case = keep(
            Case(
                id=uow.tokens.uuid(),
                reference=uow.tokens.case_reference(),
                person_id=person_id,
                offender_id=offender_id,
                sentence_id=sentence.id,
                relationship="victim",
                unit_id=officer.unit_id,
                officer_id=officer.id,
                officer_active=True,
                route="statutory",
                route_rule="twelve-months-or-more",
                route_reason="A long sentence.",
                enrolment=Enrolment.OPTED_IN.value,
                enrolment_version=3,
                received_on=date(2026, 9, 14),
                opened_on=now,
            )
        )
        keep(
            Preference(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=person_id,
                level=Level.KEY_STAGES.value,
                windows=[],
                formats=[],
                version=2,
                changed_at=now,
            )
        )
        add_key_dates(uow, offender_id, 1, "CRD", date(2027, 2, 10))
        channels = {
            kind.value: keep(_channel(uow, person_id, kind, number, language)).id for kind in kinds
        }
        update = keep(
            Update(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=person_id,
                stage=stage.value,
                plan_key=f"{stage.value}:{number}",
                state="draft",
                window_opens=today,
                window_closes=closes or today + timedelta(days=20),
                anchor_code="CRD",
                anchor_month="2027-02",
                said={"outcome": None},
                needs_manager=needs_manager,
                reason="The month of release is near.",
                facts={"enrolment": 3, "preference": 2, "key_date:CRD": 1},
                language=language.value,
                notice_sms=SMS,
                notice_subject=SUBJECT,
                notice_email=TEXT,
                content_subject="About the release",
                content="Pat Doe is due to be released in February 2027.",
                version=1,
                changed_at=now,
            )
        )
        # It stands outside any plan, which the worker would bring in step before it sends.
        planning.note_planned(uow, [case.id], date.max, portal.ctx.planned_by)
        uow.commit()
    return Told(portal, case.reference, case.id, person_id, update.id, channels)


def add_key_dates(
    uow: UnitOfWork, offender_id: UUID, version: int, code: str, falls_on: date
) -> None:
    """One version of key dates with one date."""
    made = uow.add(
        KeyDates(
            id=uow.tokens.uuid(),
            offender_id=offender_id,
            version=version,
            source="typed",
            status="TYPED",
            flags=[],
            received_at=uow.clock.now(),
            recorded_by="tester",
        )
    )
    uow.flush()
    uow.add(
        KeyDate(
            id=uow.tokens.uuid(),
            key_dates_id=made.id,
            code=code,
            falls_on=falls_on,
            since_version=version,
        )
    )
    uow.flush()


def _channel(
    uow: UnitOfWork, person_id: UUID, kind: ChannelKind, number: int, language: Language
) -> Channel:
    value = {
        ChannelKind.MOBILE: f"+447700900{number + 123:03d}",
        ChannelKind.EMAIL: f"ana{number or ''}@example.org",
        ChannelKind.POST: "14 Brookside Lane\nWinchester\nSO23 9ZZ",
    }[kind]
    sent = {ChannelKind.MOBILE: ChannelUse.SMS, ChannelKind.EMAIL: ChannelUse.EMAIL}
    now = uow.clock.now()
    return Channel(
        id=uow.tokens.uuid(),
        person_id=person_id,
        kind=kind.value,
        value=value,
        value_index=value_index(uow, kind, value),
        uses=[sent.get(kind, ChannelUse.LETTER).value],
        any_time=True,
        windows=[],
        language=language.value,
        verified_at=now,
        verified_how="spoken",
        confirmed_at=now,
        review_on=now.date() + timedelta(days=180),
        created_at=now,
    )
