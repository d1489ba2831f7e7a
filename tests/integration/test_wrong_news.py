"""Something that went out was wrong: its like is stopped, and whoever was reached is put right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.senders import FakeSender
from tests.support.updates import EMAIL, MOBILE, Told, add_key_dates, told
from tests.support.walls import person, tasks_of, trail
from victim_portal.domain.access import Actor
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    Enrolment,
    Language,
    MessageState,
    Role,
    UpdateState,
)
from victim_portal.domain.wrong_news import Reached, Siblings, Standing, WayOn, WhyNot
from victim_portal.services import wrong_news
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.messages import requeue_held
from victim_portal.services.planning import replan
from victim_portal.services.surges import list_surges
from victim_portal.services.two_people import decide_proposal, list_proposals
from victim_portal.services.updates import (
    EditedWords,
    approve_update,
    cancel_update,
    edit_update,
    record_telling,
    update_view,
)
from victim_portal.services.wrong_news import Given, going_on
from victim_portal.store.models import Case, Incident, Message, Task, Update, WrongNews

BOTH = (ChannelKind.MOBILE, ChannelKind.EMAIL)
TRUTH = "No date has been set. We will tell you when there is one."
TRUTH_WELSH = "Nid oes dyddiad wedi'i bennu. Byddwn yn dweud wrthych pan fydd un."
GIVEN = Given(Siblings.ALONE, "The date was of somebody else.", TRUTH, TRUTH_WELSH, personal=True)
OF_THE_DAY = replace(GIVEN, siblings=Siblings.DAY)


@pytest.fixture
def ben(town: Portal) -> Actor:
    return person(town, Role.MANAGER, first_name="Ben")


def send(portal: Portal, sender: FakeSender | None = None) -> FakeSender:
    sender = sender or FakeSender()
    while deliver_due(portal.ctx, sender.senders, "one", 500).moved:
        pass
    return sender


def begun(portal: Portal, case: Told, given: Given = GIVEN) -> UUID:
    return wrong_news.put_right(portal.ctx, portal.manager, case.reference, case.update_id, given)


def view(portal: Portal, wrong_id: UUID) -> wrong_news.WrongView:
    return wrong_news.wrong_news_view(portal.ctx, portal.manager, wrong_id)


def corrections(portal: Portal) -> list[Update]:
    with portal.ctx.store.reading() as uow:
        query = select(Update).where(Update.plan_key.like("correction:%"))
        return list(uow.session.scalars(query.order_by(Update.case_id)))


def contents(portal: Portal) -> list[str]:
    with portal.ctx.store.reading() as uow:
        query = select(Update).where(Update.plan_key.like("correction:%"))
        return [one.content or "" for one in uow.session.scalars(query)]


def wrong_news_of(portal: Portal) -> list[WrongNews]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(WrongNews)))


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


def test_a_message_in_a_workers_hands_counts_as_reached(portal: Portal) -> None:
    case = told(portal).approve()
    sender = FakeSender(meanwhile=lambda _: begun(portal, case) and None)
    deliver_due(portal.ctx, sender.senders, "one")
    assert len(sender.taken) == 1
    [wrong] = wrong_news_of(portal)
    assert view(portal, wrong.id).reached == {Reached.PERHAPS: 1}
    assert case.message().state == MessageState.HANDED_OVER
    assert len(corrections(portal)) == 1


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("closed", [True, False])
def test_nothing_is_sent_against_a_no_and_a_manager_decides(
    town: Portal, ben: Actor, when: str, closed: bool
) -> None:
    case = told(town).approve()
    send(town)

    def say_no() -> None:
        if closed:
            case.change_case(closed_at=town.ctx.now(), closed_why="person_died")
        else:
            case.change_case(enrolment=Enrolment.OPTED_OUT.value)

    if when == "before":
        say_no()
    wrong_id = begun(town, case)
    if when == "after":
        say_no()
    wrong_news.release(town.ctx, ben, wrong_id)
    assert send(town).taken == []
    [task] = tasks_of(town, "decide_correction")
    assert (task.for_role, task.managers_own) == (Role.MANAGER, True)
    seen = view(town, wrong_id)
    assert seen.why_not == {WhyNot.CASE_CLOSED if closed else WhyNot.SAID_NO: 1}
    assert seen.line.standing is Standing.DONE


def test_whoever_is_no_longer_reached_safely_at_the_release_is_rung(
    town: Portal, ben: Actor
) -> None:
    case = told(town).approve()
    send(town)
    wrong_id = begun(town, case)
    case.change_channel(suspended_at=town.ctx.now())
    wrong_news.release(town.ctx, ben, wrong_id)
    assert send(town).taken == []
    [task] = tasks_of(town, "telephone")
    [correction] = corrections(town)
    assert task.about == {"update": str(correction.id)}
    [line] = wrong_news.call_list(town.ctx, town.manager, wrong_id).calls
    assert (line.reference, line.why_not, line.told) == (case.reference, WhyNot.NO_SAFE_WAY, False)
    record_telling(
        town.ctx,
        town.officer,
        case.reference,
        correction.id,
        town.ctx.today(),
        ContactMethod.TELEPHONE,
        correction.version,
    )
    assert tasks_of(town, "telephone") == []
    assert wrong_news.call_list(town.ctx, town.manager, wrong_id).calls[0].told


def test_whoever_was_told_by_a_person_is_told_by_a_person(portal: Portal) -> None:
    case = told(portal)
    record_telling(
        portal.ctx,
        portal.officer,
        case.reference,
        case.update_id,
        portal.ctx.today(),
        ContactMethod.TELEPHONE,
        1,
    )
    wrong_id = begun(portal, case)
    assert view(portal, wrong_id).reached == {Reached.TOLD: 1}
    [line] = wrong_news.call_list(portal.ctx, portal.manager, wrong_id).calls
    assert line.why_not is WhyNot.TOLD_BY_PERSON


def test_welsh_readers_read_welsh_or_are_rung(portal: Portal) -> None:
    other = person(portal, Role.MANAGER, first_name="Ben")
    cases = [told(portal, language=Language.WELSH, number=one).approve() for one in range(2)]
    send(portal)
    first = begun(portal, cases[0])
    [content] = contents(portal)
    assert TRUTH_WELSH in content
    assert "Dywedom rywbeth" in content
    wrong_news.release(portal.ctx, other, first)
    assert len(send(portal).taken) == 1
    second = begun(portal, cases[1], replace(GIVEN, truth_welsh=""))
    assert view(portal, second).why_not == {WhyNot.WELSH_UNREVIEWED: 1}
    wrong_news.release(portal.ctx, other, second)
    assert send(portal).taken == []
    assert len(tasks_of(portal, "telephone")) == 1


def test_what_came_of_one_event_is_wrong_together(portal: Portal) -> None:
    event = uuid4()
    mine, other, elsewhere = (told(portal, stage=Stage.RELEASED, number=one) for one in range(3))
    for case in (mine, other):
        said = {"outcome": None, "event_id": str(event)}
        case.change(Update, case.update_id, said=said, plan_key=f"released:{event}")
    for case in (mine, other, elsewhere):
        case.approve()
    send(portal)
    shown = wrong_news.what_is_wrong(portal.ctx, portal.manager, mine.reference, mine.update_id)
    assert {one.siblings: one.updates for one in shown.choices} == {
        Siblings.ALONE: 1,
        Siblings.CAUSE: 2,
        Siblings.DAY: 3,
    }
    assert {one.reference for one in shown.candidates} == {other.reference, elsewhere.reference}
    wrong_id = begun(portal, mine, replace(GIVEN, siblings=Siblings.CAUSE))
    assert {one.case_id for one in corrections(portal)} == {mine.case_id, other.case_id}
    assert view(portal, wrong_id).reached == {Reached.HANDED_OVER: 2}


def test_others_are_chosen_by_hand_and_only_of_ones_own(portal: Portal) -> None:
    cases = [told(portal, number=one).approve() for one in range(3)]
    far = told(portal, number=7, stage=Stage.RELEASED).approve()
    send(portal)
    chosen = replace(GIVEN, siblings=Siblings.CHOSEN, chosen=frozenset({cases[2].update_id}))
    with pytest.raises(InvalidError, match="list"):
        begun(portal, cases[0], replace(chosen, chosen=frozenset({far.update_id})))
    begun(portal, cases[0], chosen)
    assert {one.case_id for one in corrections(portal)} == {cases[0].case_id, cases[2].case_id}


def test_what_changes_after_the_release_holds_it(town: Portal, ben: Actor) -> None:
    case = told(town).approve()
    send(town)
    wrong_id = begun(town, case)
    # Put right while it waits: the second manager agrees to what is true then.
    case.new_key_dates()
    wrong_news.release(town.ctx, ben, wrong_id)
    with town.ctx.store.writing() as uow:
        row = uow.get(Case, case.case_id)
        assert row is not None
        add_key_dates(uow, row.offender_id, 3, "CRD", date(2028, 1, 1))
        uow.commit()
    assert send(town).taken == []
    assert "held_message" in case.tasks()


def test_no_plan_and_no_officer_takes_a_correction_away(portal: Portal) -> None:
    case = told(portal).approve()
    send(portal)
    wrong_id = begun(portal, case)
    with portal.ctx.store.writing() as uow:
        row = uow.get(Case, case.case_id)
        assert row is not None
        replan(portal.ctx, uow, portal.officer, row)
        uow.commit()
    [correction] = corrections(portal)
    assert correction.state == UpdateState.DRAFT
    mine = (portal.ctx, portal.officer, case.reference, correction.id)
    words = EditedWords("a", "b", "c", "d", "e")
    for act in (
        lambda: approve_update(*mine, correction.version),
        lambda: edit_update(*mine, words, correction.version),
        lambda: cancel_update(*mine, "No.", correction.version),
    ):
        with pytest.raises(ConflictError, match="Two managers"):
            act()
    assert update_view(*mine).state is UpdateState.DRAFT
    assert view(portal, wrong_id).line.standing is Standing.READY


def test_taken_back_it_may_be_begun_anew(town: Portal, ben: Actor) -> None:
    case = told(town).approve()
    rung = told(town, number=1).approve()
    send(town)
    rung.change_channel(suspended_at=town.ctx.now())
    wrong_id = begun(town, case, OF_THE_DAY)
    for empty in ("", "x" * 1001):
        with pytest.raises(InvalidError):
            wrong_news.take_back(town.ctx, ben, wrong_id, empty)
    wrong_news.take_back(town.ctx, ben, wrong_id, "These words are wrong as well.")
    assert tasks_of(town, "telephone") == tasks_of(town, "wrong_news") == []
    assert list_proposals(town.ctx, ben) == ()
    with pytest.raises(ConflictError):
        wrong_news.release(town.ctx, ben, wrong_id)
    assert {one.state for one in corrections(town)} == {UpdateState.CANCELLED}
    again = begun(town, case, replace(OF_THE_DAY, truth="Nothing has changed."))
    wrong_news.release(town.ctx, ben, again)
    assert len(send(town).taken) == 1
    with pytest.raises(ConflictError):
        wrong_news.take_back(town.ctx, ben, again, "Too late.")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("truth", " "),
        ("truth", "He is released on 3 March 2031."),
        ("truth", "Look at https://example.org/x"),
        ("truth", "Dear {person_name}, nothing is set."),
        ("truth_welsh", "Rhyddheir ef ar 3 Mawrth 2031."),
        ("truth", "x" * 3001),
        ("why", ""),
        ("why", "x" * 1001),
    ],
)
def test_words_that_cant_go_to_all_of_them_are_refused(
    portal: Portal, field: str, words: str
) -> None:
    case = told(portal).approve()
    send(portal)
    with pytest.raises(InvalidError) as refused:
        begun(portal, case, replace(GIVEN, **{field: words}))  # type: ignore[arg-type]  # a text
    assert list(refused.value.problems) == [field]
    assert wrong_news_of(portal) == []


def test_officers_tell_their_manager_and_strangers_see_nothing(portal: Portal) -> None:
    case = told(portal).approve()
    given = (case.reference, case.update_id)
    draft = told(portal, number=1)
    with pytest.raises(ConflictError, match="neither sent"):
        wrong_news.report_wrong(portal.ctx, portal.officer, draft.reference, draft.update_id)
    with pytest.raises(ConflictError, match="neither sent"):
        begun(portal, draft)
    wrong_news.report_wrong(portal.ctx, portal.officer, *given)
    wrong_news.report_wrong(portal.ctx, portal.officer, *given)
    [task] = tasks_of(portal, "was_wrong")
    assert (task.for_role, task.due_on) == (Role.MANAGER, portal.ctx.today())
    with pytest.raises(NotAllowedError):
        wrong_news.put_right(portal.ctx, portal.officer, *given, GIVEN)
    with pytest.raises(NotFoundError):
        wrong_news.put_right(portal.ctx, portal.stranger, *given, GIVEN)
    wrong_id = begun(portal, case)
    assert tasks_of(portal, "was_wrong") == []
    for act in (
        lambda: wrong_news.list_wrong_news(portal.ctx, portal.officer),
        lambda: wrong_news.wrong_news_view(portal.ctx, portal.officer, wrong_id),
        lambda: wrong_news.call_list(portal.ctx, portal.officer, wrong_id),
        lambda: wrong_news.release(portal.ctx, portal.officer, wrong_id),
        lambda: wrong_news.take_back(portal.ctx, portal.officer, wrong_id, "x"),
        lambda: wrong_news.propose_thaw(portal.ctx, portal.officer, wrong_id, "x"),
    ):
        with pytest.raises(NotAllowedError):
            act()
    with pytest.raises(NotFoundError):
        wrong_news.wrong_news_view(portal.ctx, portal.manager, uuid4())
    # A manager of another unit sees numbers, and none of its words of a case or its calls.
    seen = wrong_news.wrong_news_view(portal.ctx, portal.stranger, wrong_id)
    assert (seen.preview, seen.incident_id) == ("", None)
    assert wrong_news.call_list(portal.ctx, portal.stranger, wrong_id).calls == ()


def test_without_anybodys_data_in_wrong_hands_no_72_hours_run(portal: Portal) -> None:
    case = told(portal).approve()
    send(portal)
    begun(portal, case, replace(GIVEN, personal=False))
    with portal.ctx.store.reading() as uow:
        [incident] = uow.session.scalars(select(Incident))
        [task] = uow.session.scalars(select(Task).where(Task.kind == "incident"))
    assert (incident.risk, incident.case_id) == (False, case.case_id)
    assert task.managers_own


def test_a_wrong_correction_is_put_right_too(town: Portal, ben: Actor) -> None:
    case = told(town).approve()
    send(town)
    wrong_news.release(town.ctx, ben, begun(town, case))
    send(town)
    [first] = corrections(town)
    second = wrong_news.put_right(
        town.ctx, town.manager, case.reference, first.id, replace(GIVEN, siblings=Siblings.CAUSE)
    )
    assert view(town, second).reached == {Reached.HANDED_OVER: 1}
    wrong_news.release(town.ctx, ben, second)
    assert len(send(town).taken) == 1
