"""What an invented person was told: the update, its message, and how far up it got."""

from datetime import datetime, timedelta
from uuid import UUID

from victim_portal.domain.invented import InventedCase, Told
from victim_portal.domain.ladder import Rung
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.domain.wording import WordingFacts, draft
from victim_portal.services.context import Context
from victim_portal.services.seeding.about import MAKER, About, at_noon
from victim_portal.services.seeding.channels import Way
from victim_portal.services.updates.causes import PLAN
from victim_portal.store import bulk
from victim_portal.store.models import Case, Message, Receipt, Update
from victim_portal.store.unit_of_work import UnitOfWork


def tell(
    ctx: Context,
    uow: UnitOfWork,
    one: InventedCase,
    case: Case,
    about: About,
    ways: list[Way],
    told: Told,
) -> None:
    """Add one update that was told on its day, by message where there is a way, else by a call."""
    month = _month(one, told)
    key = _key(told, about)
    if key is None:
        return
    words = draft(
        told.stage,
        WordingFacts(
            person_name=one.first_name,
            offender_name=f"{one.offender_first_name} {one.offender_last_name}",
            officer_first_name="Sam",
            officer_phone="07700 900000",
            officer_hours="Monday to Friday, 9am to 5pm",
            month=month,
            anchor_code=told.code,
        ),
        one.language,
        ctx.speaker(one.language),
    )
    at = at_noon(told.on)
    update_id = bulk.add(
        uow,
        Update,
        case_id=case.id,
        person_id=case.person_id,
        stage=told.stage.value,
        plan_key=key,
        state=UpdateState.SENT.value,
        window_opens=told.on - timedelta(days=14),
        window_closes=told.on + timedelta(days=14),
        anchor_code=told.code,
        anchor_month=str(month) if month else None,
        said={"previous_month": None, "outcome": None, "event_id": None, "on_licence": True},
        needs_manager=False,
        reason="Told by the plan.",
        facts={"enrolment": case.enrolment_version}
        | ({f"key_date:{told.code}": 1} if told.code else {}),
        language=one.language.value,
        text_versions={},
        notice_sms=words.notice_sms,
        notice_subject=words.notice_subject,
        notice_email=words.notice_email,
        content_subject=words.content_subject,
        content=words.content,
        version=1,
        approved_version=1,
        sent_on=told.on,
        told_how=None if ways else "telephone",
        told_by=None if ways else MAKER,
        decided_at=None if ways else at,
        changed_at=at,
    )
    if ways:
        way = ways[0]
        sms = way.kind == "sms"
        subject = None if sms else words.notice_subject
        body = words.notice_sms if sms else words.notice_email
        _carry(uow, case, update_id, way, subject, body, told, at, one)


def _key(told: Told, about: About) -> str | None:
    """The key by which the plan knows the update; none where nothing happened yet."""
    match told.stage:
        case Stage.ANNUAL_CONTACT:
            return f"{told.stage}:{YearMonth.of(told.on)}"
        case Stage.RELEASED:
            return f"{told.stage}:{about.release_id}" if about.release_id else None
        case _:
            return f"{told.stage}:{told.code}" if told.code else told.stage.value


def _month(one: InventedCase, told: Told) -> YearMonth | None:
    dates = dict(one.sentence.dates)
    day = dates.get(told.code) or (dates.get("CRD") if told.stage is Stage.RELEASED else None)
    return YearMonth.of(day) if day else None


def _carry(
    uow: UnitOfWork,
    case: Case,
    update_id: UUID,
    way: Way,
    subject: str | None,
    body: str,
    told: Told,
    at: datetime,
    one: InventedCase,
) -> None:
    message_id = bulk.add(
        uow,
        Message,
        update_id=update_id,
        update_version=1,
        case_id=case.id,
        person_id=case.person_id,
        channel_id=way.channel_id,
        kind=way.kind,
        cause=PLAN,
        send_key=f"{update_id}:1:{way.channel_id}",
        state=MessageState.DELIVERED.value,
        language=one.language.value,
        subject=subject,
        body=body,
        deadline_on=told.on + timedelta(days=14),
        next_try_at=at,
        tries=1,
        provider_reference=None,
        handed_over_at=at,
        made_at=at,
        changed_at=at,
    )
    rungs = [Rung.HANDED_OVER, Rung.DELIVERED] + [Rung.OPENED] * told.opened
    for rung in rungs:
        bulk.add(
            uow,
            Receipt,
            message_id=message_id,
            person_id=case.person_id,
            rung=rung.value,
            source="portal" if rung is Rung.OPENED else "answer",
            at=at,
        )
