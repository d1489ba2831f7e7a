"""Reports come in any order and more than once; codes belong to exactly one remedy."""

import itertools
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.provider_status import (
    PERMANENT,
    TWILIO_FAULTS,
    TWILIO_STATUS,
    Fault,
    after_report,
)
from victim_portal.domain.vocabulary import MessageState

OUTBOUND = [status for status, state in TWILIO_STATUS.items() if state is not None]
# The statuses of Twilio's Message resource.
DOCUMENTED = {
    "accepted",
    "scheduled",
    "canceled",
    "queued",
    "sending",
    "sent",
    "failed",
    "delivered",
    "undelivered",
    "receiving",
    "received",
    "read",
    "partially_delivered",
}


def after(reports: list[str], current: MessageState = MessageState.CLAIMED) -> MessageState:
    for report in reports:
        current = after_report(current, report)
    return current


def test_every_documented_status_is_known() -> None:
    assert set(TWILIO_STATUS) == DOCUMENTED


@pytest.mark.parametrize(
    "before",
    [
        MessageState.QUEUED,
        MessageState.CLAIMED,
        MessageState.UNCERTAIN,
        MessageState.FAILED_FOR_NOW,
        MessageState.CANCELLED,
        MessageState.HELD,
    ],
)
def test_any_report_proves_that_the_provider_has_the_message(before: MessageState) -> None:
    assert after_report(before, "queued") is MessageState.HANDED_OVER


@pytest.mark.parametrize("late", ["accepted", "queued", "sending", "sent"])
def test_a_late_report_changes_nothing(late: str) -> None:
    assert after_report(MessageState.DELIVERED, late) is MessageState.DELIVERED
    assert after_report(MessageState.FAILED_FOR_GOOD, late) is MessageState.FAILED_FOR_GOOD


def test_delivery_is_believed_before_and_after_a_failure() -> None:
    for order in itertools.permutations(["sent", "undelivered", "delivered"]):
        assert after(list(order)) is MessageState.DELIVERED


@pytest.mark.parametrize("inbound", ["receiving", "received"])
def test_inbound_words_say_nothing_of_an_outgoing_message(inbound: str) -> None:
    assert after_report(MessageState.UNCERTAIN, inbound) is MessageState.UNCERTAIN


def test_an_unknown_status_is_loud() -> None:
    with pytest.raises(KeyError):
        after_report(MessageState.HANDED_OVER, "teleported")


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(OUTBOUND), min_size=1, max_size=6), st.randoms(use_true_random=False)
)
def test_order_and_repetition_make_no_difference(reports: list[str], random: Random) -> None:
    shuffled = [*reports, *reports[:2]]
    random.shuffle(shuffled)
    assert after(shuffled) is after(reports)


@pytest.mark.parametrize("code", [21211, 21610, 21614, 21408, 30003, 30005, 30006])
def test_numbers_that_cannot_be_texted_are_permanent(code: int) -> None:
    assert TWILIO_FAULTS[code] in PERMANENT


def test_stop_is_told_apart_and_rates_and_accounts_are_tried_again() -> None:
    assert [code for code, fault in TWILIO_FAULTS.items() if fault is Fault.STOPPED] == [21610]
    assert TWILIO_FAULTS[20429] is Fault.RATE
    assert not {Fault.RATE, Fault.NETWORK, Fault.ACCOUNT} & PERMANENT
