"""An officer leaves: planned, told ahead, handed over whole, and shut out on the moment."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from tests.support import casework
from tests.support.portal import CLI, PASSWORD, Portal
from tests.support.senders import FakeSender
from tests.support.signing_in import whole_session
from tests.support.updates import told
from tests.support.web import MANAGER, OFFICER, client_for
from victim_portal import worker
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Role, UpdateState
from victim_portal.ports import OutgoingSms
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.services.errors import InvalidError, NotAllowedError, NotFoundError
from victim_portal.services.leaving import (
    call_off,
    choose_successors,
    hand_over_due,
    hand_over_now,
    handover_sheet,
    leaving_view,
    list_leavings,
    plan_leaving,
)
from victim_portal.services.offenders import ConflictInput, declare_conflict
from victim_portal.services.sign_in import whose_session
from victim_portal.services.tasks import list_tasks
from victim_portal.store.models import Case, Leaving, Task, Update, User


def at(portal: Portal, **ahead: int) -> datetime:
    return portal.ctx.now() + timedelta(**ahead)


def sam(portal: Portal) -> UUID:
    assert portal.officer.user_id is not None
    return portal.officer.user_id


def mine(portal: Portal, number: int) -> str:
    """A case of Sam's whose victim has joined."""
    return casework.opted_in(
        portal,
        referral_reference=f"WCU-{number}",
        victim_first_name=f"Mary{number}",
        victim_date_of_birth=f"19{60 + number}-01-02",
        prison_number=f"A{1000 + number}BC",
        crn=f"X{100000 + number}",
    )


def holders(portal: Portal) -> dict[str, UUID | None]:
    with portal.ctx.store.reading() as uow:
        rows = uow.session.execute(select(Case.reference, Case.officer_id))
        return dict(iter(rows))


def nobody_stands_alone(portal: Portal) -> None:
    """Every open case has an active officer, or a place in a queue with a date and a task."""
    with portal.ctx.store.reading() as uow:
        for case in uow.session.scalars(select(Case).where(Case.closed_at.is_(None))):
            officer = uow.get(User, case.officer_id)
            if officer is not None:
                assert officer.active
                continue
            assert case.queued_since is not None
            assert case.queue_due_on is not None
            kinds = select(Task.kind).where(Task.case_id == case.id, Task.done_at.is_(None))
            assert "allocate_case" in set(uow.session.scalars(kinds))


def test_planned_told_ahead_and_handed_over_at_the_moment(town: Portal) -> None:
    references = [mine(town, number) for number in range(4)]
    leaves = at(town, days=14)
    plan_leaving(town.ctx, town.manager, sam(town), leaves)
    page = leaving_view(town.ctx, town.manager, sam(town))
    assert {case.reference for case in page.cases} == set(references)
    assert {case.officer_name for case in page.cases} == {"Nia Evans"}
    [view] = [one for one in list_leavings(town.ctx, town.manager) if one.leaves_at]
    assert (view.user_id, view.open_cases) == (sam(town), 4)
    tells = [one for one in list_tasks(town.ctx, town.officer) if one.kind == "tell_new_officer"]
    assert {one.case_reference for one in tells} == set(references)
    assert hand_over_due(town.ctx) == 0
    town.clock.move(days=14, minutes=1)
    assert hand_over_due(town.ctx) == 1
    assert set(holders(town).values()) == {town.colleague.user_id}
    with town.ctx.store.reading() as uow:
        user = uow.get(User, sam(town))
        assert user is not None
        assert not user.active
    # Whoever takes over does what is left, and is asked once for each.
    kinds = [one.kind for one in list_tasks(town.ctx, town.colleague)]
    assert kinds.count("tell_new_officer") == 4
    nobody_stands_alone(town)
    assert hand_over_due(town.ctx) == 0


def test_the_access_ends_on_the_moment_though_no_worker_runs(portal: Portal) -> None:
    mine(portal, 1)
    token = whole_session(portal.ctx, OFFICER, PASSWORD)
    assert whose_session(portal.ctx, token) == sam(portal)
    plan_leaving(portal.ctx, portal.manager, sam(portal), at(portal, minutes=5))
    assert whose_session(portal.ctx, token) == sam(portal)
    client = client_for(portal, OFFICER)
    assert client.get("/today").status == 200
    portal.clock.move(minutes=5)
    assert whose_session(portal.ctx, token) is None
    assert client.http.get("/today").status_code == 302
    answer = client_for(portal, MANAGER).get("/leaving")
    assert "Sam Carter" in answer.text
    page = client.get("/sign-in").submit({"email": OFFICER, "password": PASSWORD})
    assert page.errors


def test_called_off_they_stay_and_nobody_is_told(town: Portal) -> None:
    mine(town, 1)
    plan_leaving(town.ctx, town.manager, sam(town), at(town, days=3))
    call_off(town.ctx, town.manager, sam(town))
    assert not [t for t in list_tasks(town.ctx, town.officer) if t.kind == "tell_new_officer"]
    town.clock.move(days=4)
    assert hand_over_due(town.ctx) == 0
    assert set(holders(town).values()) == {sam(town)}
    with pytest.raises(NotFoundError):
        call_off(town.ctx, town.manager, sam(town))
    plan_leaving(town.ctx, town.manager, sam(town), at(town, days=3))


def test_the_moment_moves_and_lies_ahead(town: Portal) -> None:
    first, later = at(town, days=3), at(town, days=9)
    plan_leaving(town.ctx, town.manager, sam(town), first)
    plan_leaving(town.ctx, town.manager, sam(town), later)
    assert leaving_view(town.ctx, town.manager, sam(town)).leaves_at == later
    for wrong in (town.ctx.now(), at(town, days=-1), at(town, days=400)):
        with pytest.raises(InvalidError):
            plan_leaving(town.ctx, town.manager, sam(town), wrong)
    with town.ctx.store.reading() as uow:
        assert len(list(uow.session.scalars(select(Leaving)))) == 1


def test_who_gets_a_case_is_chosen_and_who_cannot_have_it_does_not(town: Portal) -> None:
    one, other = mine(town, 1), mine(town, 2)
    plan_leaving(town.ctx, town.manager, sam(town), at(town, days=3))
    choose_successors(town.ctx, town.manager, sam(town), {one: None})
    for wrong in (sam(town), town.manager.user_id, town.stranger.user_id):
        with pytest.raises(InvalidError) as caught:
            choose_successors(town.ctx, town.manager, sam(town), {other: wrong})
        assert list(caught.value.problems) == [f"officer-{other}"]
    with pytest.raises(InvalidError):
        choose_successors(town.ctx, town.manager, sam(town), {"VC-00000000": None})
    done = hand_over_now(town.ctx, town.manager, sam(town))
    assert (done.given, done.queued, done.left) == (1, 1, 0)
    found = holders(town)
    assert (found[one], found[other]) == (None, town.colleague.user_id)
    nobody_stands_alone(town)


def test_a_successor_with_a_conflict_by_then_gets_nothing(town: Portal) -> None:
    one = mine(town, 1)
    plan_leaving(town.ctx, town.manager, sam(town), at(town, days=3))
    conflict = ConflictInput(town.colleague.user_id, "They were neighbours.")
    with town.ctx.store.reading() as uow:
        offender_id = uow.session.scalar(select(Case.offender_id).where(Case.reference == one))
        assert offender_id is not None
    declare_conflict(town.ctx, town.manager, offender_id, conflict)
    hand_over_now(town.ctx, town.manager, sam(town))
    assert holders(town)[one] is None
    nobody_stands_alone(town)


def test_a_case_that_came_in_between_goes_over_too(town: Portal) -> None:
    mine(town, 1)
    plan_leaving(town.ctx, town.manager, sam(town), at(town, days=3))
    late = mine(town, 2)
    town.clock.move(days=3)
    hand_over_due(town.ctx)
    assert holders(town)[late] == town.colleague.user_id
    nobody_stands_alone(town)


def test_a_restricted_case_waits_for_its_manager_and_nobody_gets_in(town: Portal) -> None:
    one = mine(town, 1)
    plan_leaving(town.ctx, town.manager, sam(town), at(town, days=3))
    choose_successors(town.ctx, town.manager, sam(town), {one: None})
    with town.ctx.store.writing() as uow:
        case = uow.session.scalar(select(Case).where(Case.reference == one))
        assert case is not None
        case.restricted = True
        uow.commit()
    town.clock.move(days=3)
    assert hand_over_due(town.ctx) == 1
    assert hand_over_due(town.ctx) == 1
    with town.ctx.store.reading() as uow:
        tasks = select(Task).where(Task.kind == "give_restricted", Task.done_at.is_(None))
        assert len(list(uow.session.scalars(tasks))) == 1
    assert holders(town)[one] == sam(town)


def test_what_was_approved_in_their_name_is_read_again_or_stands(town: Portal) -> None:
    news = told(town, stage=Stage.ANNUAL_CONTACT).approve()
    plan_leaving(town.ctx, town.manager, sam(town), at(town, days=3))
    hand_over_now(town.ctx, town.manager, sam(town))
    sender = FakeSender()
    worker.run(town.ctx, sender.senders, once=True)
    with town.ctx.store.reading() as uow:
        update = uow.get(Update, news.update_id)
        assert update is not None
        # The words named who has left: nothing of them goes, and somebody has it to read.
        assert update.state != UpdateState.SENT
    assert not [one for one in sender.taken if isinstance(one, OutgoingSms)]
    kinds = {task.kind for task in list_tasks(town.ctx, town.colleague)}
    assert kinds & {"read_again", "held_message", "plan_changed", "approved_withdrawn"}


def test_only_the_units_own_manager_plans_and_hands_over(town: Portal) -> None:
    acts = (
        lambda who: plan_leaving(town.ctx, who, sam(town), at(town, days=3)),
        lambda who: leaving_view(town.ctx, who, sam(town)),
        lambda who: hand_over_now(town.ctx, who, sam(town)),
        lambda who: call_off(town.ctx, who, sam(town)),
        lambda who: choose_successors(town.ctx, who, sam(town), {}),
    )
    for act in acts:
        for who in (town.officer, town.colleague, town.stranger):
            with pytest.raises((NotAllowedError, NotFoundError)):
                act(who)
    with pytest.raises(NotFoundError):
        plan_leaving(town.ctx, town.manager, UUID(int=7), at(town, days=3))


def test_nobody_who_leaves_is_proposed_or_given_more(town: Portal) -> None:
    new = NewUser("lea@example.org", "Lea", "Fox", Role.OFFICER, "Hampshire", PASSWORD)
    lea = accounts.add_user(town.ctx, CLI, new)
    mine(town, 1)
    plan_leaving(town.ctx, town.manager, lea, at(town, days=3))
    plan_leaving(town.ctx, town.manager, sam(town), at(town, days=3))
    page = leaving_view(town.ctx, town.manager, sam(town))
    assert {case.officer_name for case in page.cases} == {"Nia Evans"}
    assert [name for _, name in page.others] == ["Nia Evans"]


def test_the_sheet_says_what_no_file_says_at_a_glance(town: Portal) -> None:
    reference = casework.ready(town)
    sheet = handover_sheet(town.ctx, town.colleague, reference)
    assert sheet.person_name == "Mary Ash"
    assert sheet.ways
    assert sheet.planned
    with pytest.raises(NotFoundError):
        handover_sheet(town.ctx, town.stranger, reference)


def test_the_pages(portal: Portal) -> None:
    reference = mine(portal, 1)
    client = client_for(portal, MANAGER)
    page = client.get("/leaving").follow("Sam Carter")
    page = page.submit({"on-day": "30", "on-month": "11", "on-year": "2026"}, button="Plan it")
    assert page.errors
    page = page.submit(
        {"on-day": "30", "on-month": "11", "on-year": "2026", "at": "5pm"}, button="Plan it"
    ).follow()
    assert page.notices == ["Planned. Look at who gets each case."]
    assert "30 November 2026" in page.text
    with portal.ctx.store.reading() as uow:
        [row] = uow.session.scalars(select(Leaving))
        assert row.leaves_at == datetime(2026, 11, 30, 17, tzinfo=UTC)
    page = page.submit({f"officer-{reference}": "queue"}, button="Save who gets each case").follow()
    assert page.notices == ["Saved."]
    sheet = client.get(f"/cases/{reference}/handover")
    assert "How to speak to them" in sheet.text
    page = page.submit({}, button="Hand over now").follow()
    assert page.notices == ["Handed over: 0. Put in the queue: 1."]
    assert "Sam Carter" not in page.text


def test_the_database_keeps_one_leaving_for_each_and_no_case_with_nobody(town: Portal) -> None:
    reference = mine(town, 1)
    plan_leaving(town.ctx, town.manager, sam(town), at(town, days=3))
    statements = (
        'UPDATE "case" SET officer_id = NULL, officer_active = NULL WHERE reference = :of',
        "UPDATE \"user\" SET active = false WHERE first_name = 'Sam' AND :of = :of",
    )
    for statement in statements:
        with pytest.raises(Exception, match=r"(?i)constraint|violates"), town.engine.begin() as raw:
            raw.execute(text(statement), {"of": reference})
    nobody_stands_alone(town)
