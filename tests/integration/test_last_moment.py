"""What happens between the last look and the provider, and what nobody wants any more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.support.fakes import RunningClock
from tests.support.portal import Portal, keyring
from tests.support.senders import FakeSender, not_sent
from tests.support.texting import TwilioSmsSender
from tests.support.twilio_double import TwilioDouble
from tests.support.twilio_wire import ACCOUNT_SID
from tests.support.updates import MOBILE, told
from tests.support.wrong_news import send
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind, ContactMethod, ContactOutcome
from victim_portal.ports import HandOver, Outcome, OutgoingSms
from victim_portal.services import callbacks
from victim_portal.services.channels import suspend_channel
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.delivery import FaultPoint, Senders, deliver_due
from victim_portal.services.updates import record_telling
from victim_portal.store.unit_of_work import Store

DOUBT = HandOver(Outcome.UNCERTAIN, code="500", reason="It failed.")
STOPPED = HandOver(Outcome.REFUSED, code="21610", reason="STOP")
BY_DAY = [{"days": [0, 1, 2, 3, 4, 5, 6], "start": "09:00", "end": "16:00"}]


class NothingThere:
    """A provider that was asked, and has nothing."""

    def find(self, to: str) -> list[object]:
        return []


def _rounds(portal: Portal, sender: FakeSender, number: int) -> None:
    senders = Senders(sender, sender, NothingThere())  # type: ignore[arg-type]  # it finds nothing
    for _ in range(number):
        deliver_due(portal.ctx, senders, "one")
        portal.clock.move(minutes=3)


def _ring(portal: Portal, reference: str, update_id: UUID) -> None:
    on, how = portal.ctx.today(), ContactMethod.TELEPHONE
    record_telling(portal.ctx, portal.officer, reference, update_id, on, how, 1)


def test_what_was_told_while_it_was_in_doubt_never_goes(town: Portal) -> None:
    case = told(town, stage=Stage.RECALLED, needs_manager=True).approve(town.manager)
    sender = FakeSender([DOUBT])
    _rounds(town, sender, 1)
    assert case.message().state == "uncertain"
    _ring(town, case.reference, case.update_id)
    assert "uncertain_message" not in case.tasks()
    _rounds(town, sender, 8)
    assert len(sender.taken) == 1
    assert (case.message().state, case.message().why_code) == ("cancelled", "told_in_person")
    assert "held_message" not in case.tasks()


def test_what_was_told_while_it_was_in_the_workers_hand_is_not_tried_again(portal: Portal) -> None:
    case = told(portal).approve(portal.manager)

    def ring(_: object) -> None:
        if len(sender.taken) == 1:
            _ring(portal, case.reference, case.update_id)

    sender = FakeSender([not_sent()], meanwhile=ring)
    _rounds(portal, sender, 6)
    assert len(sender.taken) == 1
    assert case.message().state == "cancelled"


def test_the_email_of_news_they_were_spoken_to_about_is_dropped(portal: Portal) -> None:
    case = told(portal, kinds=(ChannelKind.MOBILE, ChannelKind.EMAIL)).approve(portal.manager)
    sender = FakeSender()
    _rounds(portal, sender, 1)
    assert {one.state for one in case.messages()} == {"handed_over"}
    _ring(portal, case.reference, case.update_id)
    with portal.ctx.store.writing() as uow:
        row = uow.get(type(case.message("email")), case.message("email").id)
        assert row is not None
        row.state, row.handed_over_at = "queued", None
        uow.commit()
    _rounds(portal, sender, 1)
    assert len(sender.taken) == 2
    assert case.message("email").why_code == "told_in_person"


class Slow:
    """Time that passes between the last look and the send."""

    def __init__(self, portal: Portal, seconds: float) -> None:
        self.portal, self.seconds = portal, seconds

    def hit(self, point: FaultPoint) -> None:
        if point is FaultPoint.BEFORE_SEND:
            self.portal.clock.move(seconds=self.seconds)


@pytest.mark.parametrize(("seconds", "goes"), [(9, True), (10, False), (25, False)])
def test_nothing_leaves_once_the_safe_hours_are_over(
    portal: Portal, seconds: float, goes: bool
) -> None:
    case = told(portal)
    case.change_channel(any_time=False, windows=BY_DAY)
    case.approve(portal.manager)
    portal.clock.set(datetime(2026, 11, 19, 15, 59, 50, tzinfo=UTC))
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "one", faults=Slow(portal, seconds))
    assert bool(sender.taken) is goes
    assert case.message().state == ("handed_over" if goes else "queued")
    if not goes:
        assert deliver_due(portal.ctx, sender.senders, "one").waiting == 1
        assert case.message().next_try_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    else:
        (text,) = sender.taken
        assert isinstance(text, OutgoingSms)
        assert text.not_from == datetime(2026, 11, 19, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "seconds"), [(None, 900), (3600, 900), (90, 90), (0.5, 1), (-60, 1)]
)
def test_a_text_is_worth_nothing_once_the_hours_are_over(
    portal: Portal, left: float | None, seconds: int
) -> None:
    now = portal.clock.now()
    ends = None if left is None else now + timedelta(seconds=left)
    with TwilioDouble(now=portal.clock.now) as twilio:
        sender = TwilioSmsSender(
            ACCOUNT_SID,
            twilio.auth_token,
            messaging_service_sid=twilio.messaging_service_sid,
            api_base_url=twilio.base_url,
            now=lambda: now,
        )
        handed = sender.send(OutgoingSms(portal.ctx.tokens.uuid(), MOBILE, "Hello", ends))
        assert handed.outcome is Outcome.ACCEPTED
        assert twilio.ledger[0].form["ValidityPeriod"] == str(seconds)


def test_suspicion_after_a_stop_is_an_incident_too(portal: Portal) -> None:
    case = told(portal).approve(portal.manager)
    send(portal)
    callbacks.record_inbound(portal.ctx, MOBILE, "STOP", "SM1")
    assert "incident" not in case.tasks()
    for _ in range(2):
        number = case.channels["mobile"]
        suspend_channel(portal.ctx, portal.officer, case.reference, number, "Her ex has it")
    assert "incident" in case.tasks()
    assert len(case.audit("incident_opened")) == 1


def test_suspicion_that_is_said_twice_is_one_incident_while_time_goes_on(portal: Portal) -> None:
    case = told(portal).approve(portal.manager)
    send(portal)
    clock = RunningClock(portal.clock.now())
    store = Store(portal.engine, keyring(), clock, portal.ctx.tokens)
    ctx = replace(portal.ctx, clock=clock, store=store)
    for _ in range(2):
        suspend_channel(ctx, portal.officer, case.reference, case.channels["mobile"], "Her ex")
    assert len(case.audit("incident_opened")) == 1


def test_whoever_else_has_a_number_that_was_wrong_is_asked_before_anything_goes(
    portal: Portal,
) -> None:
    one, other, apart = told(portal), told(portal), told(portal, number=7)
    for case in (one, other, apart):
        case.approve(portal.manager)
    wrong = ContactInput(
        ContactMethod.TELEPHONE,
        ContactOutcome.WRONG_NUMBER,
        portal.ctx.today(),
        channel_id=one.channels["mobile"],
    )
    record_contact(portal.ctx, portal.officer, one.reference, wrong)
    assert len(send(portal).taken) == 1, "that of the third number alone"
    assert (one.message().state, other.message().state) == ("held", "held")
    assert other.tasks()["confirm_channel"].what.startswith("The same number or address")
    assert other.channel().suspended_at is None
    assert "confirm_channel" not in apart.tasks()


def test_a_stop_that_a_refusal_shows_is_a_managers_decision_too(portal: Portal) -> None:
    case = told(portal, stage=Stage.RELEASED).approve(portal.manager)
    deliver_due(portal.ctx, FakeSender([STOPPED]).senders, "one")
    assert case.tasks()["urgent_but_stopped"].managers_own


def test_a_stop_that_a_report_shows_is_a_managers_decision_too(portal: Portal) -> None:
    case = told(portal, stage=Stage.RELEASED).approve(portal.manager)
    send(portal)
    form = {
        "MessageSid": case.message().provider_reference or "",
        "MessageStatus": "undelivered",
        "ErrorCode": "21610",
    }
    callbacks.record_status(portal.ctx, case.message().id, form)
    assert case.tasks()["urgent_but_stopped"].managers_own


def test_urgent_news_is_told_by_a_voice_beside_its_message(portal: Portal) -> None:
    stage = Stage.ESCAPE_OR_RELEASE_IN_ERROR
    case = told(portal, stage=stage, needs_manager=True).approve(portal.manager)
    assert case.tasks()["telephone"].due_on == portal.ctx.today()
    send(portal)
    assert case.message().state == "handed_over"
    assert "telephone" in case.tasks(), "a text that went says nothing of whether they know"
    _ring(portal, case.reference, case.update_id)
    assert "telephone" not in case.tasks()
    assert "telephone" not in told(portal, number=1).approve(portal.manager).tasks()
