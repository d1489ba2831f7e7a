"""The rules of the histories do bite: a portal that lost one of its guards is found out."""

from typing import Any

import pytest

from tests.support.databases import sqlite_url
from tests.support.histories import History
from tests.support.histories_rules import holds
from tests.support.portal import Portal, make_portal
from victim_portal.domain.last_look import Send
from victim_portal.domain.vocabulary import (
    ContactMethod,
    Enrolment,
    Language,
    Level,
)
from victim_portal.services.allocation import assign_case, take_case
from victim_portal.services.delivery import claiming
from victim_portal.services.enrolment import AnswerInput, record_answer, recording
from victim_portal.services.letters import choosing
from victim_portal.services.offenders import conflicts
from victim_portal.services.referrals import (
    reopen_case,
    withdraw_referral,
)


class _Shared:
    """One database for every history; each history has a person of its own."""

    portal: Portal


@pytest.fixture(scope="module", autouse=True)
def _portal(tmp_path_factory: pytest.TempPathFactory) -> Any:
    _Shared.portal = make_portal(sqlite_url(tmp_path_factory.mktemp("histories")), migrated=True)
    yield
    _Shared.portal.engine.dispose()


def news_after_a_change(history: History) -> None:
    """The plan is narrowed between the approval and the worker's round."""
    history.go_well(0)
    assert history.channel("plan", 0, 0, "evenings") or history.channel("plan", 0, 1, "evenings")
    history.work(0)


def joined_without_a_word(history: History) -> None:
    for words, shown in (("", Language.ENGLISH), ("Yes, please.", None)):
        given = AnswerInput(
            Enrolment.OPTED_IN,
            history.ctx.today(),
            ContactMethod.TELEPHONE,
            level=Level.KEY_STAGES,
            shown_in=shown,
            consent_words=words,
        )
        history.do(record_answer, 0, 0, given)


def an_officer_knows_him(history: History) -> None:
    assert history.conflict("declare", 0, 0)


def a_letter_to_a_stopped_address(history: History) -> None:
    for one in range(len(history.channels(history.reference(0)))):
        history.channel("stop", 0, one)
    history.letter("make", 0, 0)


GUARDS = {
    news_after_a_change: (claiming, "verdict_on", lambda facts, now: Send()),
    joined_without_a_word: (recording, "check_answer", lambda *given, **more: []),
    an_officer_knows_him: (conflicts, "hand_over", lambda *given: (0, False)),
    a_letter_to_a_stopped_address: (choosing, "address_problem", lambda channel: ""),
}


@pytest.mark.parametrize("story", GUARDS)
def test_the_machine_finds_a_portal_that_lost_a_guard(
    monkeypatch: pytest.MonkeyPatch, story: Any
) -> None:
    """With the guard the story breaks nothing; without it, the rules of the histories do see it."""
    whole = History(_Shared.portal)
    story(whole)
    holds(whole)
    where, name, blind = GUARDS[story]
    monkeypatch.setattr(where, name, blind)
    broken = History(_Shared.portal)
    story(broken)
    with pytest.raises(AssertionError):
        holds(broken)


def test_each_act_can_be_done() -> None:
    """What is never reached can't be broken: a history in which each kind of act is done."""
    history = History(_Shared.portal)
    assert history.letter("make", 0, 0)
    assert history.letter("discard", 0, 0)
    assert history.letter("make", 0, 0)
    assert history.letter("post", 0, 0)
    history.go_well(0)
    history.work(0)
    assert history.sender.news == 1
    assert history.letter("return", 0, 0)
    assert history.supporter("add", 0)
    assert history.add(0, "sms", "any", beside=1)
    assert history.supporter("end", 0)
    assert history.correct("person", 0)
    assert history.correct("offender", 0)
    assert any(history.channel("right", 0, one) for one in range(8))
    assert any(history.channel("stop", 0, one) for one in range(8))
    assert any(history.channel("confirm", 0, one) for one in range(8))
    assert any(history.channel("end", 0, one) for one in range(8))
    history.twin(by_manager=True)
    assert history.do(take_case, 0, 1)
    assert history.conflict("declare", 0, 0)
    assert history.conflict("end", 2, 0)
    assert history.do(assign_case, 2, 0, history.actor(1).user_id)
    assert history.move(2, 1)
    holds(history)
    another = History(_Shared.portal)
    another.twin(by_manager=False)
    assert another.decide("same_case", 0)
    holds(another)
    third = History(_Shared.portal)
    assert third.do(withdraw_referral, 2, 0, "It was made in error.")
    assert third.do(reopen_case, 2, 0, "It was right after all.")
    holds(third)
