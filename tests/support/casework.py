"""Short ways to bring an invented case to where a test starts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from uuid import UUID

from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.contact import Window
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    Enrolment,
    Language,
    Level,
)
from victim_portal.services.cases import CaseView, case_view
from victim_portal.services.channels import ChannelInput, add_channel, mark_verified
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.delivery import deliver_due
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.key_dates import type_key_dates
from victim_portal.services.planning import PlanDifference, replan
from victim_portal.services.reach import case_within_reach
from victim_portal.services.referrals import receive_typed
from victim_portal.services.updates import (
    EditedWords,
    UpdateView,
    approve_update,
    update_view,
)
from victim_portal.store.models import Channel

REFERRAL = {
    "referral_reference": "WCU-1",
    "received_on": "2026-11-10",
    "victim_first_name": "Mary",
    "victim_last_name": "Ash",
    "victim_date_of_birth": "1990-01-02",
    "relationship": "victim",
    "language": "en",
    "offender_first_name": "John",
    "offender_last_name": "Oak",
    "offender_date_of_birth": "1980-01-01",
    "prison_number": "A1234BC",
    "crn": "X123456",
    "offence": "Wounding with intent",
    "offence_category": "violent",
    "sentence_type": "SDS",
    "sentenced_on": "2026-11-02",
    "court": "Winchester",
    "custodial_term": "P8Y",
    "unit": "Hampshire",
}
MOBILE = "07700 900123"
EMAIL = "mary.ash@example.org"
FIRST = Stage.SENTENCE_EXPLAINED
OFFERED_ON, ANSWERED_ON = date(2026, 11, 12), date(2026, 11, 13)


def received(portal: Portal, **changes: str) -> str:
    """A case that has just been referred; its reference."""
    return receive_typed(portal.ctx, portal.officer, {**REFERRAL, **changes})


def answered(portal: Portal, reference: str, state: Enrolment, on: date, **more: object) -> None:
    """An answer by telephone; who joins was read the English words."""
    given = {"how": ContactMethod.TELEPHONE, **more}
    if state in IN_SCHEME:
        given.setdefault("shown_in", Language.ENGLISH)
    record_answer(portal.ctx, portal.officer, reference, AnswerInput(state, on, **given))  # type: ignore[arg-type]  # whatever the test gives


def opted_in(portal: Portal, level: Level = Level.KEY_STAGES, **changes: str) -> str:
    """A case whose victim has opted in."""
    reference = received(portal, **changes)
    answered(portal, reference, Enrolment.OFFERED, OFFERED_ON, how=ContactMethod.LETTER)
    answered(
        portal,
        reference,
        Enrolment.OPTED_IN,
        ANSWERED_ON,
        level=level,
        consent_words="Yes, please tell me.",
    )
    return reference


def unanswered(portal: Portal, reference: str) -> None:
    """Three letters, two weeks apart, that nobody answers; the clock moves on by four weeks."""
    for days in (0, 14, 14):
        portal.clock.move(days=days, minutes=1)
        letter = ContactInput(ContactMethod.LETTER, ContactOutcome.SENT, portal.ctx.today())
        record_contact(portal.ctx, portal.officer, reference, replace(letter, elsewhere=True))


def mobile(**changes: object) -> ChannelInput:
    """A mobile for texts at any time."""
    given: dict[str, object] = {
        "value": MOBILE,
        "uses": frozenset({ChannelUse.SMS, ChannelUse.CALL}),
        "any_time": True,
    }
    return ChannelInput(ChannelKind.MOBILE, **{**given, **changes})  # type: ignore[arg-type]  # whatever the test gives


def email(**changes: object) -> ChannelInput:
    """An e-mail address for messages at any time."""
    given: dict[str, object] = {
        "value": EMAIL,
        "uses": frozenset({ChannelUse.EMAIL}),
        "any_time": True,
    }
    return ChannelInput(ChannelKind.EMAIL, **{**given, **changes})  # type: ignore[arg-type]  # whatever the test gives


def reachable(portal: Portal, reference: str, *channels: ChannelInput) -> list[UUID]:
    """Agree on channels (a mobile and an e-mail address if none are given) that are verified.

    No code goes out for it: tests of what is sent begin with an empty queue.
    """
    added = []
    for given in channels or (mobile(), email()):
        agreed = replace(given, agreed=given.agreed or ContactMethod.TELEPHONE)
        channel_id = add_channel(portal.ctx, portal.officer, reference, agreed)
        verified(portal, reference, channel_id)
        added.append(channel_id)
    return added


def verified(portal: Portal, reference: str, channel_id: UUID) -> None:
    """What a code that was read back leaves, without the code."""
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        channel = uow.get(Channel, channel_id)
        assert channel is not None
        landline = channel.kind == ChannelKind.LANDLINE
        how = "spoken" if landline else "code_read_back"
        mark_verified(portal.ctx, uow, portal.officer, case, channel, how)
        uow.commit()


def dated(portal: Portal, reference: str, **dates: str) -> None:
    """Type key dates, over whatever is there; doubts are accepted."""
    seen = view(portal, reference).key_dates.newest
    given: Mapping[str, date] = {code: date.fromisoformat(text) for code, text in dates.items()}
    version = seen.version if seen else 0
    type_key_dates(portal.ctx, portal.officer, reference, given, version, True)


def ready(portal: Portal, **changes: str) -> str:
    """Opted in, reachable by text and e-mail, with key dates far ahead."""
    reference = opted_in(portal, Level.KEY_STAGES, **changes)
    reachable(portal, reference)
    dated(portal, reference, CRD="2031-11-01", SLED="2034-11-01")
    return reference


def view(portal: Portal, reference: str) -> CaseView:
    """The case as its officer sees it."""
    return case_view(portal.ctx, portal.officer, reference)


def update_of(portal: Portal, reference: str, stage: Stage) -> UpdateView:
    """The case's newest update of a stage."""
    found = [one.id for one in view(portal, reference).updates if one.stage is stage]
    assert found, f"no {stage} among {[u.stage for u in view(portal, reference).updates]}"
    return update_view(portal.ctx, portal.officer, reference, found[-1])


def task_kinds(portal: Portal, reference: str) -> list[str]:
    """What is to be done on the case."""
    return sorted(task.kind for task in view(portal, reference).tasks)


def approve(portal: Portal, reference: str, stage: Stage = FIRST) -> int:
    """Have the update of a stage approved as it stands; how many messages that queues."""
    update = update_of(portal, reference, stage)
    return approve_update(portal.ctx, portal.officer, reference, update.id, update.version)


def edited(update: UpdateView, **words: str) -> EditedWords:
    """An update's words with some of them changed."""
    texts = ("notice_sms", "notice_subject", "notice_email", "content_subject", "content")
    return EditedWords(**{name: words.get(name, getattr(update, name)) for name in texts})


def delivered(portal: Portal) -> list[str]:
    """The words that a round of the worker sends."""
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    return [getattr(one, "body", "") or getattr(one, "text", "") for one in sender.taken]


def planned_again(portal: Portal, reference: str) -> PlanDifference:
    """What planning the case again does."""
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        difference = replan(portal.ctx, uow, portal.officer, case)
        uow.commit()
    return difference


def evenings() -> Window:
    """Weekdays, six to eight."""
    return Window(frozenset(range(5)), time(18), time(20))
