"""The last look at a code: every rule but the verification itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.support.last_look import NOW, STANDING, STRANGER, changed, held
from victim_portal.domain.last_look import HoldReason, Send, Wait, look
from victim_portal.domain.vocabulary import ChannelUse, Enrolment, Language

FRESH = replace(STANDING, verified_at=None)
CODE = changed(
    standing=FRESH,
    verification=True,
    approved_facts={"plan": "4"},
    current_facts={"plan": "4"},
    level=None,
    stage_levels=frozenset(),
    body="Hello Ana. Ann will ask you for this number: 482 913. Ann",
)


def test_a_code_goes_to_a_channel_that_is_not_verified_yet() -> None:
    assert look(CODE, NOW) == Send()
    assert look(replace(CODE, standing=STANDING), NOW) == Send()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"standing": replace(FRESH, suspended_at=NOW)}, HoldReason.CHANNEL_NOT_SAFE),
        ({"standing": replace(FRESH, ended_at=NOW)}, HoldReason.CHANNEL_NOT_SAFE),
        ({"standing": replace(FRESH, confirmed_at=None)}, HoldReason.CHANNEL_NOT_SAFE),
        ({"standing": replace(FRESH, review_on=None)}, HoldReason.CHANNEL_NOT_SAFE),
        ({"standing": replace(FRESH, review_on=date(2026, 11, 23))}, HoldReason.CHANNEL_NOT_SAFE),
        ({"use": ChannelUse.CALL}, HoldReason.CHANNEL_NOT_SAFE),
        ({"approved": False}, HoldReason.NOT_APPROVED),
        ({"approved_facts": {}, "current_facts": {}}, HoldReason.FACTS_CHANGED),
        ({"current_facts": {"plan": "5"}}, HoldReason.FACTS_CHANGED),
        ({"not_after": NOW - timedelta(seconds=1)}, HoldReason.TOO_LATE),
        ({"case_open": False}, HoldReason.CASE_CLOSED),
        ({"enrolment": Enrolment.OPTED_OUT}, HoldReason.VICTIM_SAID_NO),
        ({"enrolment": Enrolment.OFFERED}, HoldReason.NOT_ENROLLED),
        ({"language": Language.WELSH}, HoldReason.LANGUAGE_DIFFERS),
        ({"body": "Your offender: 482 913"}, HoldReason.UNFIT_WORDS),
        ({"recipient_id": STRANGER}, HoldReason.WRONG_PERSON),
        ({"recipient_id": STRANGER, "channel_person_id": STRANGER}, HoldReason.WRONG_PERSON),
    ],
)
def test_every_rule_but_the_verification_holds_for_a_code_too(
    change: dict[str, Any], reason: HoldReason
) -> None:
    assert held(replace(CODE, **change)) is reason


def test_a_code_waits_for_the_safe_hours_and_for_nothing_else() -> None:
    evening = datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert look(CODE, evening) == Wait(datetime(2026, 11, 25, 9, tzinfo=UTC))
    wishes = replace(CODE, avoid_dates=frozenset({NOW.date()}), heads_up_first=True)
    assert look(wishes, NOW) == Send()


def test_a_code_and_no_news_goes_to_whoever_stands_beside_them() -> None:
    beside = {"recipient_id": STRANGER, "channel_person_id": STRANGER}
    theirs = replace(CODE, beside=frozenset({STRANGER}), **beside)
    assert look(theirs, NOW) == Send()
    news = changed(beside=frozenset({STRANGER}), **beside)
    assert held(news) is HoldReason.WRONG_PERSON
