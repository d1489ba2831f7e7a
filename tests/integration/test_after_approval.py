"""Whatever happens between approval and sending, no message goes out that fails a question.

`make histories` tells ten thousand of them; here it is some hundreds. Who judges is
`tests/support/oracle.py`, which knows the questions and none of the rules.
"""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from tests.histories.telling import BEGINNINGS, STEPS, Tally, portals, told_again
from tests.support.after_approval import ACTS, HOSTILE, World
from tests.support.portal import Portal
from victim_portal.domain.last_look import Send
from victim_portal.services.delivery import claiming

EXAMPLES = 300
# What alone makes it wrong to send, told with its number; and the question that it fails.
SPOILS: dict[str, tuple[int, str]] = {
    "dates": (0, "true"),
    "answer": (2, "wanted"),
    "answered again": (1, "true"),
    "asked again": (1, "true"),
    "closed": (0, "wanted"),
    "level": (0, "wanted"),
    "call first": (1, "wanted"),
    "days to avoid": (0, "wanted"),
    "turns 18": (1, "wanted"),
    "suspended": (0, "safe"),
    "ended": (0, "safe"),
    "verified": (0, "safe"),
    "confirmed": (2, "safe"),
    "review": (0, "safe"),
    "uses": (0, "safe"),
    "language": (2, "wanted"),
    "another's channel": (0, "safe"),
    "found wrong": (0, "true"),
    "other words": (0, "true"),
    "words edited": (0, "true"),
    "unseen words": (0, "true"),
    "version": (0, "true"),
    "back to draft": (0, "true"),
    "a manager's": (0, "true"),
    "rests on nothing": (0, "true"),
    "deadline": (0, "true"),
    "preferred hours": (2, "wanted"),
    "safe hours": (2, "safe"),
}


@pytest.mark.long
def test_nothing_goes_out_that_fails_a_question() -> None:
    tally = Tally()
    with portals() as each:

        @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
        @given(BEGINNINGS, STEPS)
        def tell(begin: tuple[int, int, bool, bool], steps: list[tuple[str, int]]) -> None:
            world = told_again(next(each), begin, steps)
            tally.add(world)
            assert world.provider.faults == []

        tell()
    assert tally.histories >= EXAMPLES
    assert tally.sent > EXAMPLES / 3
    assert len(tally.why) > 5


def test_histories_come_as_far_as_sending_and_holding(portal: Portal) -> None:
    tally = Tally()
    for begin, steps in (
        ((0, 0, False, False), []),
        ((0, 0, False, False), [("closed", 0)]),
        ((1, 4, True, True), [("time", 20), ("level", 0)]),
    ):
        tally.add(told_again(portal, begin, steps))
    assert (tally.histories, tally.sent, tally.faults) == (3, 4, [])


@pytest.mark.parametrize("act", SPOILS)
def test_who_judges_notices_what_the_last_look_would_let_through(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """The judge of the histories, where the last look says yes to everything."""
    number, question = SPOILS[act]
    stage = 1 if act == "level" else 0
    world = World.begun(portal, 0, stage, by_manager=False, fuller=False)
    world.do(act, number)
    assert world.done[act] == 1
    _says_yes(monkeypatch)
    world.work()
    assert any(fault.startswith(question) for fault in world.provider.faults)


def _says_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The look and the fence of an 18th birthday, which stands between it and the send."""
    told = claiming.look_facts
    monkeypatch.setattr(
        claiming, "look_facts", lambda *of: replace(told(*of), parents_way_ends_at=None)
    )
    monkeypatch.setattr(claiming, "verdict_on", lambda facts, now: Send())


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_who_judges_reads_hostile_words(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    world = World.begun(portal, 0, 0, by_manager=False, fuller=False)
    world.do("hostile words", number)
    _says_yes(monkeypatch)
    world.work()
    assert any(fault.startswith("fit") for fault in world.provider.faults)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_each_act_can_be_done(portal: Portal, act: str) -> None:
    world = World.begun(portal, 0, 0, by_manager=False, fuller=False)
    world.do(act, 1)
    assert world.done[act] == 1
