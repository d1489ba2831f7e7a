"""A message that passes the last look, and ways to spoil it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from victim_portal.domain.contact import ChannelStanding, ContactPlan, Window
from victim_portal.domain.last_look import Hold, HoldReason, LookFacts, look
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, Enrolment, Language, Level

ORIGIN = "https://update.example.org"
EVERY_DAY = frozenset(range(7))
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)  # a Tuesday
PERSON, STRANGER = UUID(int=1), UUID(int=2)
PLAN = ContactPlan(frozenset({ChannelUse.SMS}), (Window(EVERY_DAY, time(9), time(17)),))
STANDING = ChannelStanding(
    kind=ChannelKind.MOBILE,
    plan=PLAN,
    language=Language.ENGLISH,
    verified_at=NOW - timedelta(days=9),
    confirmed_at=NOW - timedelta(days=9),
    review_on=date(2027, 11, 14),
)
FACTS = LookFacts(
    standing=STANDING,
    use=ChannelUse.SMS,
    recipient_id=PERSON,
    channel_person_id=PERSON,
    case_person_id=PERSON,
    approved=True,
    approved_facts={"key_dates": "3"},
    current_facts={"key_dates": "3"},
    case_open=True,
    enrolment=Enrolment.OPTED_IN,
    level=Level.KEY_STAGES,
    stage_levels=frozenset({Level.KEY_STAGES}),
    language=Language.ENGLISH,
    body=f"There is news for you. Read it at {ORIGIN}/n/abc. Ann",
    allowed_origin=ORIGIN,
    private_names=frozenset({"Pat Doe", "Doe"}),
    never_say=frozenset({"Greyfield"}),
)


def changed(**changes: Any) -> LookFacts:
    return replace(FACTS, **changes)


def held(facts: LookFacts, now: datetime = NOW) -> HoldReason:
    verdict = look(facts, now)
    assert isinstance(verdict, Hold), verdict
    assert verdict.sentence.endswith(".")
    return verdict.reason
