"""Something that went out was wrong: its like is stopped, and whoever was reached is put right."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support.portal import Portal, keyring
from tests.support.senders import FakeSender
from tests.support.updates import EMAIL, MOBILE, told
from tests.support.walls import person, tasks_of, trail
from tests.support.wrong_news import (
    BOTH,
    GIVEN,
    OF_THE_DAY,
    TRUTH,
    begun,
    contents,
    corrections,
    send,
    view,
    wrong_news_of,
)
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    MessageState,
    Role,
    UpdateState,
)
from victim_portal.domain.wrong_news import Reached, Standing, WayOn, WhyNot
from victim_portal.randomness import SystemTokens
from victim_portal.services import wrong_news
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
)
from victim_portal.services.messages import requeue_held
from victim_portal.services.surges import list_surges
from victim_portal.services.two_people import decide_proposal, list_proposals
from victim_portal.services.wrong_news import going_on
from victim_portal.store.models import Incident, Message
from victim_portal.store.unit_of_work import Store


@pytest.fixture
def ben(town: Portal) -> Actor:
    return person(town, Role.MANAGER, first_name="Ben")


def test_one_action_stops_drafts_calls_records_and_freezes(town: Portal, ben: Actor) -> None:
    reached = [told(town, kinds=BOTH, number=one).approve() for one in range(3)]
    send(town)
    waiting = told(town, number=4).approve()
    held = told(town, number=5).approve()
    held.change_channel(suspended_at=town.ctx.now())
    send_nothing_more = FakeSender()
    reached[2].change_channel("mobile", suspended_at=town.ctx.now())
    reached[2].change_channel("email", ended_at=town.ctx.now())
    wrong_id = begun(town, reached[0], OF_THE_DAY)
    seen = view(town, wrong_id)
    assert seen.line.standing is Standing.READY
    assert seen.reached == {Reached.HANDED_OVER: 3, Reached.WAITED: 2}
    assert seen.ways == {WayOn.MESSAGE: 2, WayOn.CALL: 1, WayOn.NONE: 2}
    assert seen.why_not == {WhyNot.NO_SAFE_WAY: 1}
    assert (seen.stopped, seen.frozen) == (2, True)
    for case in (waiting, held):
        assert case.message().state == MessageState.CANCELLED
        assert (case.update().state, case.update().version) == (UpdateState.DRAFT, 2)
        assert "read_again" in case.tasks()
    assert "held_message" not in held.tasks()
    with town.ctx.store.reading() as uow:
        [incident] = uow.session.scalars(select(Incident))
    assert incident.due_at == town.ctx.now() + timedelta(hours=72)
    assert (incident.kind, incident.risk) == ("wrong_news", None)
    [ring] = tasks_of(town, "telephone")
    assert (ring.case_id, ring.due_on) == (reached[2].case_id, town.ctx.today())
    # Nothing goes before another manager agrees, and she can't agree with herself.
    assert send(town, send_nothing_more).taken == []
    with pytest.raises(ConflictError, match="yourself"):
        wrong_news.release(town.ctx, town.manager, wrong_id)
    [proposal] = list_proposals(town.ctx, ben)
    assert "Tell 3 people" in proposal.what
    with pytest.raises(ConflictError, match="own page"):
        decide_proposal(town.ctx, ben, proposal.id, agree=True)
    wrong_news.release(town.ctx, ben, wrong_id)
    sender = send(town)
    assert sorted(one.to for one in sender.taken) == sorted(
        [MOBILE, EMAIL, "+447700900124", "ana1@example.org"]
    )
    assert {one.state for one in corrections(town)} == {UpdateState.SENT, UpdateState.APPROVED}
    assert view(town, wrong_id).line.standing is Standing.DONE
    assert tasks_of(town, "wrong_news") == []
    for words in (TRUTH, "We told you something that was wrong.", "release of Pat Doe"):
        assert all(words in one for one in contents(town))


def test_a_released_correction_is_no_surge_and_thousands_need_no_other_release(
    portal: Portal,
) -> None:
    cases = [told(portal, kinds=BOTH, number=one).approve() for one in range(10)]
    send(portal)
    # One more would have parked them: the correction of these is as many again.
    wrong_id = begun(portal, cases[0], OF_THE_DAY)
    other = person(portal, Role.MANAGER, first_name="Ben")
    wrong_news.release(portal.ctx, other, wrong_id)
    with portal.ctx.store.reading() as uow:
        causes = list(uow.session.scalars(select(Message.cause)))
    assert causes.count(f"correction:{wrong_id}") == 20
    portal.clock.move(hours=2)
    fresh = told(portal, stage=Stage.RELEASED, number=50).approve()
    assert list_surges(portal.ctx, portal.manager) == ()
    assert len(send(portal).taken) == 21
    assert fresh.message().state == MessageState.HANDED_OVER


def test_nothing_of_its_kind_is_approved_or_sent_before_two_people_thaw_it(
    town: Portal, ben: Actor
) -> None:
    wrong = told(town).approve()
    send(town)
    other_day = told(town, number=1).approve()
    wrong_id = begun(town, wrong)
    assert other_day.message().state == MessageState.QUEUED
    sender = send(town)
    assert sender.taken == []
    message = other_day.message()
    assert (message.state, message.why_code) == (MessageState.HELD, "text_frozen")
    assert "frozen" in other_day.tasks()["held_message"].what
    draft = told(town, number=2)
    with pytest.raises(InvalidError, match="Two managers"):
        draft.approve()
    other_stage = told(town, stage=Stage.RELEASED, number=3).approve()
    # It isn't thawed while the correction waits, nor by one person.
    with pytest.raises(ConflictError, match="Release the correction first"):
        wrong_news.propose_thaw(town.ctx, town.manager, wrong_id, "The import is mended.")
    wrong_news.release(town.ctx, ben, wrong_id)
    requeue_held(town.ctx, town.officer, message.id)
    assert len(send(town).taken) == 2
    assert other_stage.message().state == MessageState.HANDED_OVER
    assert other_day.message().state == MessageState.HELD
    for empty in ("", " ", "x" * 1001):
        with pytest.raises(InvalidError):
            wrong_news.propose_thaw(town.ctx, town.manager, wrong_id, empty)
    with pytest.raises(ConflictError, match="Nobody proposes"):
        wrong_news.thaw(town.ctx, ben, wrong_id)
    wrong_news.propose_thaw(town.ctx, town.manager, wrong_id, "The import is mended.")
    with pytest.raises(ConflictError, match="yourself"):
        wrong_news.thaw(town.ctx, town.manager, wrong_id)
    assert wrong_news.thaw(town.ctx, ben, wrong_id) == 1
    assert len(send(town).taken) == 1
    assert other_day.message().state == MessageState.HANDED_OVER
    assert "held_message" not in other_day.tasks()
    draft.approve()
    with pytest.raises(ConflictError, match="frozen any more"):
        wrong_news.thaw(town.ctx, ben, wrong_id)


def test_pressing_twice_and_two_managers_begin_it_once(town: Portal, ben: Actor) -> None:
    case = told(town).approve()
    send(town)
    once = uuid4()
    given = (town.manager, case.reference, case.update_id, GIVEN)
    first = wrong_news.put_right(town.ctx, *given, once)
    assert wrong_news.put_right(town.ctx, *given, once) == first
    again = wrong_news.put_right(town.ctx, *given, uuid4())
    assert again == first
    other = wrong_news.put_right(town.ctx, ben, case.reference, case.update_id, OF_THE_DAY)
    assert other == first
    assert len(corrections(town)) == len(wrong_news_of(town)) == 1
    wrong_news.release(town.ctx, ben, first)
    with pytest.raises(ConflictError):
        wrong_news.release(town.ctx, ben, first)
    wrong_news.go_on(town.ctx, first, 9)
    assert len(send(town).taken) == 1
    assert len(trail(town, "text_frozen")) == len(trail(town, "wrong_news_released")) == 1


class BrokenError(Exception):
    """A batch that a crash cut short."""


def test_what_broke_off_goes_on_where_it_stopped(
    town: Portal, ben: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("victim_portal.services.wrong_news.going_on.AT_ONCE", 3)
    cases = [told(town, number=one).approve() for one in range(10)]
    send(town)

    def broken_at_third(name: str, work: Callable[[], object]) -> None:
        real, turns = getattr(going_on, name), []

        def some(*given: Any) -> bool:
            turns.append(1)
            if len(turns) == 3:
                raise BrokenError
            return bool(real(*given))

        with monkeypatch.context() as patch:
            patch.setattr(going_on, name, some)
            with pytest.raises(BrokenError):
                work()

    broken_at_third("gather_some", lambda: begun(town, cases[0], OF_THE_DAY))
    [wrong] = wrong_news_of(town)
    assert wrong.standing == Standing.GATHERING
    with pytest.raises(ConflictError, match="looked at"):
        wrong_news.release(town.ctx, ben, wrong.id)
    while wrong_news.go_on_with_all(town.ctx):
        pass
    broken_at_third("queue_some", lambda: wrong_news.release(town.ctx, ben, wrong.id))
    assert wrong_news_of(town)[0].standing == Standing.RELEASING
    while wrong_news.go_on_with_all(town.ctx):
        pass
    assert view(town, wrong.id).line.standing is Standing.DONE
    assert len(corrections(town)) == 10
    sent = send(town)
    assert len(sent.taken) == len({one.to for one in sent.taken}) == 10


def test_whoever_may_have_been_reached_reads_words_that_are_true_either_way(
    portal: Portal,
) -> None:
    case = told(portal).approve()
    with portal.ctx.store.writing() as uow:
        message = uow.get(Message, case.message().id)
        assert message is not None
        message.state = MessageState.UNCERTAIN.value
        uow.commit()
    wrong_id = begun(portal, case)
    assert view(portal, wrong_id).reached == {Reached.PERHAPS: 1}
    [content] = contents(portal)
    assert "We may have told you something that was wrong." in content


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each gave, begun in the same moment."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        gate.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [one.result() for one in [pool.submit(run, work) for work in works]]


def test_two_managers_and_two_workers_in_the_same_moment_do_nothing_twice(
    town: Portal, ben: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("victim_portal.services.wrong_news.going_on.AT_ONCE", 2)
    monkeypatch.setattr("victim_portal.services.wrong_news.going_on.IN_A_REQUEST", 1)
    # Ids of a seed aren't made for threads.
    ctx = replace(town.ctx, store=Store(town.engine, keyring(), town.clock, SystemTokens()))
    cases = [told(town, number=one).approve() for one in range(8)]
    send(town)

    def begin(actor: Actor) -> UUID:
        case = cases[0]
        given = (case.reference, case.update_id, OF_THE_DAY)
        return wrong_news.put_right(ctx, actor, *given)

    first, second = at_once(lambda: begin(town.manager), lambda: begin(ben))
    assert first == second
    [wrong] = wrong_news_of(town)
    at_once(*[lambda: wrong_news.go_on(ctx, wrong.id, 9)] * 3)
    assert len(corrections(town)) == 8
    assert wrong.proposed_by_id is not None
    other = ben if wrong.proposed_by_id == town.manager.user_id else town.manager
    wrong_news.release(ctx, other, wrong.id)
    sender = FakeSender()
    at_once(
        *[lambda: wrong_news.go_on(ctx, wrong.id, 9)] * 2,
        *[
            lambda name=name: deliver_due(ctx, sender.senders, name, 3)  # type: ignore[misc]
            for name in ("one", "two")
        ],
    )
    send(town, sender)
    assert len(sender.taken) == len({one.to for one in sender.taken}) == 8
    assert view(town, wrong.id).line.standing is Standing.DONE
