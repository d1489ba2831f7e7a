"""Everything that may have changed since the approval, and keeps a message back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.support.fakes import NOON
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import Told, told
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.delivery import Round, deliver_due
from victim_portal.store import updates as update_store
from victim_portal.store.models import Message, Update


def run(portal: Portal, sender: FakeSender, name: str = "one", **more: Any) -> Round:
    return deliver_due(portal.ctx, sender.senders, name, **more)


@pytest.fixture
def sender() -> FakeSender:
    return FakeSender()


HOLDS: dict[str, tuple[str, Callable[[Told], None]]] = {
    "a date changed": ("facts_changed", lambda c: c.new_key_dates()),
    "a date went": ("facts_changed", lambda c: c.new_key_dates(code="SED")),
    "opted out": ("victim_said_no", lambda c: c.change_case(enrolment="opted_out")),
    "no contact": ("victim_said_no", lambda c: c.change_case(enrolment="do_not_contact")),
    "deferred": ("not_enrolled", lambda c: c.change_case(enrolment="deferred")),
    "closed": ("case_closed", lambda c: c.change_case(closed_at=NOON, closed_why="ended")),
    "suspended": ("channel_not_safe", lambda c: c.change_channel(suspended_at=NOON)),
    "ended": ("channel_not_safe", lambda c: c.change_channel(ended_at=NOON)),
    "unverified": ("channel_not_safe", lambda c: c.change_channel(verified_at=None)),
    "unconfirmed": ("channel_not_safe", lambda c: c.change_channel(confirmed_at=None)),
    "review due": ("channel_not_safe", lambda c: c.change_channel(review_on=date(2026, 11, 1))),
    "not for texts": ("channel_not_safe", lambda c: c.change_channel(uses=["call"])),
    "no hours": ("channel_not_safe", lambda c: c.change_channel(any_time=False)),
    "level": ("level_excludes", lambda c: c.change_preference(level="release_month_only")),
    "call first": ("heads_up_due", lambda c: c.change_preference(call_first=True)),
    "language": ("language_differs", lambda c: c.change_channel(language="cy")),
    "words edited": ("not_approved", lambda c: c.change(Update, c.update_id, notice_sms="Other")),
    "back to draft": (
        "not_approved",
        lambda c: c.change(Update, c.update_id, state="draft", approved_version=None),
    ),
    "cancelled": ("not_approved", lambda c: c.change(Update, c.update_id, state="cancelled")),
    "other words": ("not_approved", lambda c: c.change(Message, c.message().id, body="Other")),
    "unseen words edited": ("not_approved", lambda c: c.change(Update, c.update_id, content="?")),
    "another version": (
        "not_approved",
        lambda c: c.change(Update, c.update_id, version=2, approved_version=2),
    ),
    "a manager's": ("not_approved", lambda c: c.change(Update, c.update_id, needs_manager=True)),
    "a place": ("unfit_words", lambda c: _say(c, "Hello Ana. News from Winchester.")),
    "a day": ("unfit_words", lambda c: _say(c, "Hello Ana. Please ring on 3 March.")),
    "a name": ("unfit_words", lambda c: _say(c, "Hello Ana. News of Pat Doe.")),
    "another's person": (
        "wrong_person",
        lambda c: c.change(
            Message, c.message().id, channel_id=told(c.portal, number=1).channels["mobile"]
        ),
    ),
    "too late": (
        "too_late",
        lambda c: c.change(Message, c.message().id, deadline_on=date(2026, 11, 17)),
    ),
    "never a good time": (
        "no_time_fits",
        lambda c: _one_hour_after_the_end(c),
    ),
    "unreadable dates": (
        "unreadable",
        lambda c: c.change_preference(dates_to_avoid=["next Tuesday"]),
    ),
}


def _one_hour_after_the_end(case: Told) -> None:
    monday = {"days": [0], "start": "09:00", "end": "10:00"}
    case.change_channel(any_time=False, windows=[monday])
    case.change(Message, case.message().id, deadline_on=date(2026, 11, 20))


def _say(case: Told, words: str) -> None:
    """Words that got past the approval: their digest and their message fit."""
    from victim_portal.services.updates.reading import words_digest

    case.change(Update, case.update_id, notice_sms=words)
    case.change(Message, case.message().id, body=words)
    with case.portal.ctx.store.writing() as uow:
        update = uow.get(Update, case.update_id)
        assert update is not None
        update_store.approvals(uow, update.id)[0].words_digest = words_digest(update)
        uow.commit()


@pytest.mark.parametrize("what", HOLDS)
def test_what_changed_after_approval_holds(portal: Portal, sender: FakeSender, what: str) -> None:
    reason, change = HOLDS[what]
    kinds = (ChannelKind.MOBILE, ChannelKind.POST)
    stage = Stage.PAROLE_REVIEW_STARTED if what == "level" else Stage.PRE_RELEASE
    case = told(portal, kinds=kinds, stage=stage).approve()
    change(case)
    done = run(portal, sender)
    assert (done.held, done.moved, sender.taken) == (1, 1, [])
    message = case.message()
    assert (message.state, message.why_code, message.tries) == ("held", reason, 0)
    task = case.tasks()["held_message"]
    assert task.due_on == date(2026, 11, 18)
    assert task.about["message"] == str(message.id)
    # After a no it is a manager's to decide whether anything is said all the same.
    asked = None if reason == "victim_said_no" else portal.officer.user_id
    assert (task.for_user_id, task.managers_own) == (asked, asked is None)
    assert case.audit("message_state")[-1] == {
        "message": str(message.id),
        "state": "held",
        "why": reason,
    }
    portal.clock.move(days=1)
    assert run(portal, sender).moved == 0


def test_what_a_hold_says_to_staff_names_no_one_in_the_task(
    portal: Portal, sender: FakeSender
) -> None:
    case = told(portal).approve()
    _say(case, "Hello Ana. News of Pat Doe.")
    run(portal, sender)
    with portal.ctx.store.reading() as uow:
        message = uow.get(Message, case.message().id)
        assert message is not None
        assert "Doe" in (message.why or "")
    assert "Doe" not in case.tasks()["held_message"].what
