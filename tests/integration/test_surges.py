"""An hour that has far more news than any before is parked until two managers have looked."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import Told, told
from tests.support.walls import person, tasks_of, trail
from tests.support.web import MANAGER, client_for
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.surge import FEWEST
from victim_portal.domain.vocabulary import ChannelKind, MessageState, Role, UpdateState
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.messages import requeue_held
from victim_portal.services.messages.parking import park_a_surge
from victim_portal.services.surges import (
    let_surge_go,
    list_surges,
    propose_letting_go,
    stop_surge,
)
from victim_portal.services.two_people import decide_proposal, list_proposals
from victim_portal.store.models import Message, Surge, Update

BOTH = (ChannelKind.MOBILE, ChannelKind.EMAIL)
WHY = "The release of the tranche of 25 November, announced by the Ministry."


def queue_more(portal: Portal, case: Told, number: int, *, ago: timedelta = timedelta()) -> None:
    """What a job that went wrong would leave: copies of a message, as if each was approved."""
    with portal.ctx.store.writing() as uow:
        table = Message.__table__
        row = uow.session.execute(select(table).where(table.c.id == case.messages()[0].id)).one()
        rows = [
            {**row._mapping, "id": uuid4(), "send_key": f"again:{uuid4()}"} for _ in range(number)
        ]
        for one in rows:
            one["made_at"] = portal.ctx.now() - ago
        uow.session.execute(insert(table), rows)
        park_a_surge(portal.ctx, uow, portal.officer)
        uow.commit()


def states(portal: Portal) -> dict[str, int]:
    with portal.ctx.store.reading() as uow:
        found: dict[str, int] = {}
        for state in uow.session.scalars(select(Message.state)):
            found[state] = found.get(state, 0) + 1
        return found


def sent(portal: Portal) -> int:
    sender = FakeSender()
    while deliver_due(portal.ctx, sender.senders, "one", limit=500).moved:
        pass
    return len(sender.taken)


def test_the_evening_of_8000_sends_none(town: Portal) -> None:
    case = told(town, stage=Stage.PRE_RELEASE).approve()
    queue_more(town, case, 8_000)
    assert sent(town) == 0
    assert states(town) == {"held": 8_001}
    [surge] = list_surges(town.ctx, town.manager)
    assert (surge.parked, surge.counted, surge.threshold) == (8_001, 8_001, FEWEST)
    assert [line.approved_by for line in surge.lines] == ["Sam Carter"]
    [event] = trail(town, "surge_opened")
    assert event.details["counted"] == 8_001
    # Days later it still waits for people, and not for a moment that lets it slip out.
    town.clock.move(days=3)
    assert sent(town) == 0


def test_as_many_as_may_be_go_and_one_more_parks_them_all(portal: Portal) -> None:
    case = told(portal, stage=Stage.PRE_RELEASE).approve()
    queue_more(portal, case, FEWEST - 1)
    assert list_surges(portal.ctx, portal.manager) == ()
    # The one that is too many comes by an ordinary approval.
    told(portal, stage=Stage.PRE_RELEASE, number=1).approve()
    assert states(portal) == {"held": FEWEST + 1}
    [task] = tasks_of(portal, "surge")
    assert task.for_role == Role.MANAGER
    assert sent(portal) == 0


def test_news_that_frightens_nobody_isnt_counted(portal: Portal) -> None:
    case = told(portal, stage=Stage.ANNUAL_CONTACT).approve()
    queue_more(portal, case, 3 * FEWEST)
    assert list_surges(portal.ctx, portal.manager) == ()


def test_a_busy_month_lets_more_through(portal: Portal) -> None:
    case = told(portal, stage=Stage.PRE_RELEASE).approve()
    queue_more(portal, case, 15, ago=timedelta(days=9))
    portal.clock.move(hours=2)
    # Three times fifteen and the first one of two hours ago: not counted in this hour.
    queue_more(portal, case, 45)
    assert list_surges(portal.ctx, portal.manager) == ()
    queue_more(portal, case, 1)
    [surge] = list_surges(portal.ctx, portal.manager)
    assert (surge.threshold, surge.parked) == (45, 46)


def test_in_an_hour_of_its_own_nothing_is_left_of_a_surge(portal: Portal) -> None:
    case = told(portal, stage=Stage.PRE_RELEASE).approve()
    queue_more(portal, case, FEWEST)
    portal.clock.move(minutes=30)
    told(portal, stage=Stage.PRE_RELEASE, number=1).approve()
    assert len(list_surges(portal.ctx, portal.manager)) == 1
    portal.clock.move(hours=2)
    late = told(portal, stage=Stage.PRE_RELEASE, number=2).approve()
    assert late.message().state == MessageState.QUEUED
    # What was parked is no ordinary work either, and raises no later threshold.
    [surge] = list_surges(portal.ctx, portal.manager)
    assert surge.parked == FEWEST + 2


def test_urgent_news_among_it_is_told_by_telephone_at_once(portal: Portal) -> None:
    case = told(portal, stage=Stage.RECALLED).approve(portal.manager)
    queue_more(portal, case, FEWEST)
    assert sent(portal) == 0
    [task] = tasks_of(portal, "telephone")
    assert task.due_on == portal.ctx.today()
    assert task.for_user_id == portal.officer.user_id


def test_two_managers_let_it_go_and_the_last_look_still_decides(town: Portal) -> None:
    cases = [
        told(town, stage=Stage.PRE_RELEASE, kinds=BOTH, number=number).approve()
        for number in range(FEWEST // 2 + 1)
    ]
    [surge] = list_surges(town.ctx, town.manager)
    assert surge.parked == FEWEST + 2
    propose_letting_go(town.ctx, town.manager, surge.id, WHY)
    with pytest.raises(ConflictError):
        propose_letting_go(town.ctx, town.manager, surge.id, WHY)
    with pytest.raises(ConflictError, match="yourself"):
        let_surge_go(town.ctx, town.manager, surge.id)
    assert sent(town) == 0
    # In between, something that one of them rests on changed.
    cases[3].change(Update, cases[3].update_id, facts={"enrolment": 99})
    ben = person(town, Role.MANAGER, first_name="Ben")
    [theirs] = list_proposals(town.ctx, ben)
    assert f"Let {FEWEST + 2} messages go" in theirs.what
    with pytest.raises(ConflictError):
        decide_proposal(town.ctx, ben, theirs.id, agree=True)
    assert let_surge_go(town.ctx, ben, surge.id) == FEWEST + 2
    assert sent(town) == FEWEST
    assert states(town)["held"] == 2
    assert list_surges(town.ctx, ben) == ()
    assert tasks_of(town, "surge") == []
    # What was let go isn't counted again.
    told(town, stage=Stage.PRE_RELEASE, number=99).approve()
    assert list_surges(town.ctx, ben) == ()


def test_one_manager_stops_it_and_every_update_is_read_again(portal: Portal) -> None:
    case = told(portal, stage=Stage.PRE_RELEASE).approve()
    queue_more(portal, case, FEWEST)
    [surge] = list_surges(portal.ctx, portal.manager)
    propose_letting_go(portal.ctx, portal.manager, surge.id, WHY)
    assert stop_surge(portal.ctx, portal.manager, surge.id) == FEWEST + 1
    with portal.ctx.store.reading() as uow:
        update = uow.get(Update, case.update_id)
        assert update is not None
        assert update.state == UpdateState.DRAFT
    assert states(portal) == {"cancelled": FEWEST + 1}
    assert tasks_of(portal, "surge") == []
    ben = person(portal, Role.MANAGER, first_name="Ben")
    assert list_proposals(portal.ctx, ben) == ()
    for act in (
        lambda: let_surge_go(portal.ctx, ben, surge.id),
        lambda: stop_surge(portal.ctx, ben, surge.id),
        lambda: propose_letting_go(portal.ctx, ben, surge.id, WHY),
    ):
        with pytest.raises(ConflictError):
            act()


def test_what_was_stopped_can_be_approved_again_and_what_was_told_stays_told(
    portal: Portal,
) -> None:
    first = told(portal, stage=Stage.PRE_RELEASE, kinds=BOTH).approve()
    first.change(Update, first.update_id, state=UpdateState.SENT.value)
    for number in range(1, FEWEST // 2 + 1):
        last = told(portal, stage=Stage.PRE_RELEASE, kinds=BOTH, number=number).approve()
    [surge] = list_surges(portal.ctx, portal.manager)
    assert stop_surge(portal.ctx, portal.manager, surge.id) == FEWEST + 2
    with portal.ctx.store.reading() as uow:
        update = uow.get(Update, first.update_id)
        assert update is not None
        assert update.state == UpdateState.SENT
    portal.clock.move(hours=2)
    last.approve(version=2)
    assert sent(portal) == 2


def test_no_officer_sends_a_parked_message_by_themselves(portal: Portal) -> None:
    case = told(portal, stage=Stage.PRE_RELEASE).approve()
    queue_more(portal, case, FEWEST)
    with pytest.raises(ConflictError, match="two managers"):
        requeue_held(portal.ctx, portal.officer, case.messages()[0].id)
    with portal.ctx.store.reading() as uow:
        [surge] = uow.session.scalars(select(Surge))
    others: list[Actor] = [portal.officer, person(portal, Role.ADMINISTRATOR)]
    for actor in others:
        for call in (
            lambda who: list_surges(portal.ctx, who),
            lambda who: propose_letting_go(portal.ctx, who, surge.id, WHY),
            lambda who: let_surge_go(portal.ctx, who, surge.id),
            lambda who: stop_surge(portal.ctx, who, surge.id),
        ):
            with pytest.raises(NotAllowedError):
                call(actor)
    for empty in ("", " \n", "x" * 1001):
        with pytest.raises(InvalidError):
            propose_letting_go(portal.ctx, portal.manager, surge.id, empty)


def test_managers_do_it_on_their_pages(portal: Portal) -> None:
    assert "Nothing is parked." in client_for(portal, MANAGER).get("/parked").text
    case = told(portal, stage=Stage.PRE_RELEASE).approve()
    queue_more(portal, case, FEWEST)
    client = client_for(portal, MANAGER)
    tasks = client.get("/tasks")
    link = next(href for name, href in tasks.links.items() if name.startswith("Look at what"))
    page = client.get(link)
    assert f"{FEWEST + 1} messages, since" in page.text
    for words in ("Hampshire", "Sam Carter", "at most 20 were to be expected"):
        assert words in page.text
    for private in ("Ash", "Oak", "VC-"):
        assert private not in page.text
    link = next(href for name, href in page.links.items() if name.startswith("Propose to let"))
    page = client.get(link)
    assert "Say how you know" in page.submit({"why": " "}, button="Propose it").text
    done = page.submit({"why": WHY}, button="Propose it").follow()
    assert done.notices == ["Proposed. They go once another manager agrees."]
    [name] = re.findall(r"Stop them all \(.*?\)", " ".join(done.text.split()))
    gone = done.submit({}, button=name).follow()
    said = f"Stopped: {FEWEST + 1} messages. Their officers read the updates again."
    assert gone.notices == [said]
