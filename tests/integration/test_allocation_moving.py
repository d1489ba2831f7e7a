"""A case moves to another unit: its people there know of it, and nothing stale goes out."""

from uuid import UUID, uuid4

import pytest

from tests.support import casework
from tests.support.allocation import (
    conflict,
    distinct,
    officer_elsewhere,
    queued,
    row_of,
    tasks_of,
)
from tests.support.portal import OTHER_UNIT, Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import MessageState, Role, UpdateState
from victim_portal.services.allocation import (
    move_case,
    move_choice,
    moved_before,
    moves_of,
    moving,
    show_queue,
    take_case,
)
from victim_portal.services.cases import case_view
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.tasks import list_tasks
from victim_portal.services.updates import update_view
from victim_portal.store import updates as update_store
from victim_portal.store.models import Case, Message, User
from victim_portal.store.unit_of_work import LostUpdateError

WHY = "They moved to Newcastle"


def there(portal: Portal) -> UUID:
    assert portal.stranger.unit_id is not None
    return portal.stranger.unit_id


def change(portal: Portal, reference: str, **values: object) -> None:
    """Change a case's row behind the portal's back."""
    with portal.ctx.store.writing() as uow:
        case = uow.get(Case, row_of(portal, reference).id)
        for name, value in values.items():
            setattr(case, name, value)
        uow.commit()


def messages_of(portal: Portal, reference: str) -> list[Message]:
    with portal.ctx.store.reading() as uow:
        updates = update_store.of_case(uow, row_of(portal, reference).id)
        return update_store.messages_of(uow, [one.id for one in updates])


@pytest.mark.parametrize("from_queue", [True, False])
def test_a_case_goes_to_the_other_units_queue_with_a_date(portal: Portal, from_queue: bool) -> None:
    reference = queued(portal) if from_queue else casework.received(portal)
    before = row_of(portal, reference)
    portal.clock.move(days=1)
    assert move_case(portal.ctx, portal.officer, reference, there(portal), WHY) == OTHER_UNIT
    after = row_of(portal, reference)
    assert (after.unit_id, after.officer_id, after.officer_active) == (there(portal), None, None)
    assert after.queued_since == portal.clock.now()
    assert after.queue_due_on is not None
    assert after.queue_due_on.isoformat() == "2026-11-23"
    assert (after.received_on, after.first_contact_on) == (before.received_on, None)
    (line,) = show_queue(portal.ctx, portal.stranger).lines
    assert line.reference == reference
    assert show_queue(portal.ctx, portal.manager).lines == ()
    with pytest.raises(NotFoundError):
        case_view(portal.ctx, portal.officer, reference)


def test_its_tasks_go_to_the_other_units_manager_and_then_to_its_officer(portal: Portal) -> None:
    reference = casework.received(portal, offence_category="other")
    due = tasks_of(portal, reference)["first_contact"].due_on
    move_case(portal.ctx, portal.officer, reference, there(portal), WHY)
    found = tasks_of(portal, reference)
    assert set(found) == {"decide_route", "first_contact", "allocate_case"}
    for task in found.values():
        assert (task.unit_id, task.for_user_id) == (there(portal), None)
        assert task.for_role == Role.MANAGER
    assert found["first_contact"].due_on == due
    assert len(list_tasks(portal.ctx, portal.stranger)) == 3
    assert list_tasks(portal.ctx, portal.manager) == []
    ola = officer_elsewhere(portal)
    take_case(portal.ctx, ola, reference)
    assert {task.kind for task in list_tasks(portal.ctx, ola)} == {"first_contact"}
    assert set(tasks_of(portal, reference)) == {"decide_route", "first_contact"}


def test_approved_words_fall_back_and_what_waited_is_stopped(portal: Portal) -> None:
    reference = casework.ready(portal)
    assert casework.approve(portal, reference) == 2
    update = casework.update_of(portal, reference, casework.FIRST)
    move_case(portal.ctx, portal.officer, reference, there(portal), WHY)
    as_it_stands = update_view(portal.ctx, portal.stranger, reference, update.id)
    assert as_it_stands.state is UpdateState.DRAFT
    assert "Sam" not in as_it_stands.content
    assert "Otto" in as_it_stands.content
    assert {one.state for one in messages_of(portal, reference)} == {MessageState.CANCELLED}
    assert {"read_again", "tell_new_officer", "allocate_case"} <= set(tasks_of(portal, reference))
    assert casework.delivered(portal) == []


def test_what_one_channel_told_is_held_on_the_other(portal: Portal) -> None:
    reference = casework.ready(portal)
    casework.approve(portal, reference)
    with portal.ctx.store.writing() as uow:
        updates = update_store.of_case(uow, row_of(portal, reference).id)
        first = next(one for one in updates if one.state == UpdateState.APPROVED)
        email = next(
            one for one in update_store.messages_of(uow, [first.id]) if one.kind == "email"
        )
        first.state = UpdateState.SENT.value
        email.state = MessageState.HANDED_OVER.value
        email.handed_over_at = portal.clock.now()
        uow.commit()
    move_case(portal.ctx, portal.officer, reference, there(portal), WHY)
    states = {one.kind: (one.state, one.why_code) for one in messages_of(portal, reference)}
    assert states == {"email": ("handed_over", None), "sms": ("held", "facts_changed")}
    assert tasks_of(portal, reference)["held_message"].unit_id == there(portal)


def test_where_words_cannot_be_written_somebody_is_asked(portal: Portal) -> None:
    reference = casework.ready(portal)
    casework.approve(portal, reference)
    with portal.ctx.store.writing() as uow:
        manager = uow.get(User, portal.stranger.user_id)
        assert manager is not None
        manager.telephone = ""
        uow.commit()
    move_case(portal.ctx, portal.officer, reference, there(portal), WHY)
    assert "words_missing" in tasks_of(portal, reference)
    update_id = next(
        one.id
        for one in case_view(portal.ctx, portal.stranger, reference).updates
        if one.stage is casework.FIRST
    )
    seen = update_view(portal.ctx, portal.stranger, reference, update_id)
    assert seen.state is UpdateState.DRAFT


def test_where_a_case_cannot_move(portal: Portal) -> None:
    reference = casework.received(portal)
    inactive = casework.received(portal, **distinct(5), unit="Nowhere yet")
    nowhere = row_of(portal, inactive).unit_id
    own = row_of(portal, reference).unit_id
    for unit_id in (own, nowhere, uuid4()):
        with pytest.raises(InvalidError) as refused:
            move_case(portal.ctx, portal.officer, reference, unit_id, WHY)
        assert refused.value.problems == {"unit": "Choose another unit."}
    for why in ("  ", "x" * 1001):
        with pytest.raises(InvalidError, match="Say why it moves"):
            move_case(portal.ctx, portal.officer, reference, there(portal), why)
    assert [name for _, name in move_choice(portal.ctx, portal.officer, reference).units] == [
        OTHER_UNIT
    ]
    assert row_of(portal, reference).unit_id == own


def test_not_to_a_unit_whose_manager_may_not_see_it_and_nobody_is_named(portal: Portal) -> None:
    reference = casework.received(portal)
    conflict(portal, reference, portal.stranger.user_id)
    with pytest.raises(InvalidError) as refused:
        move_case(portal.ctx, portal.officer, reference, there(portal), WHY)
    assert "Nobody there can take this case on" in refused.value.problems["unit"]
    assert "Otto" not in str(refused.value)
    assert "conflict" not in str(refused.value)


def test_a_restricted_or_closed_case_stays(portal: Portal) -> None:
    reference = casework.received(portal)
    change(portal, reference, restricted=True)
    with pytest.raises(InvalidError, match="restricted to its officer"):
        move_case(portal.ctx, portal.officer, reference, there(portal), WHY)
    assert "restricted" in move_choice(portal.ctx, portal.officer, reference).refused
    change(portal, reference, restricted=False, closed_at=portal.clock.now())
    with pytest.raises(InvalidError, match="closed"):
        move_case(portal.ctx, portal.officer, reference, there(portal), WHY)


def test_a_second_click_is_answered_like_the_first(portal: Portal) -> None:
    reference, once = casework.received(portal), uuid4()
    for _ in range(2):
        moved = move_case(portal.ctx, portal.officer, reference, there(portal), WHY, once)
        assert moved == OTHER_UNIT
    assert moved_before(portal.ctx, once) == OTHER_UNIT
    assert moved_before(portal.ctx, uuid4()) == ""
    with portal.ctx.store.reading() as uow:
        case = case_within_reach(uow, portal.stranger, reference)
        (move,) = moves_of(portal.ctx, uow, portal.stranger, case)
    assert (move.from_unit, move.to_unit, move.why) == ("Hampshire", OTHER_UNIT, WHY)
    assert (move.moved_by, "Newcastle" in repr(move)) == ("Sam Carter", False)


@pytest.mark.parametrize("who", ["stranger", "elsewhere"])
def test_nobody_else_moves_it(portal: Portal, who: str) -> None:
    reference = casework.received(portal)
    actor: Actor = portal.stranger if who == "stranger" else officer_elsewhere(portal)
    for act in (
        lambda: move_choice(portal.ctx, actor, reference),
        lambda: move_case(portal.ctx, actor, reference, there(portal), WHY),
        lambda: move_case(portal.ctx, actor, "VC-00000000", there(portal), WHY),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert row_of(portal, reference).officer_id == portal.officer.user_id


def test_two_units_are_told_of_a_pair_that_neither_sees_whole(portal: Portal) -> None:
    known = casework.received(portal)
    twin = queued(portal, referral_reference="WCU-2")
    assert "decide_duplicate" in tasks_of(portal, twin)
    move_case(portal.ctx, portal.manager, twin, there(portal), WHY)
    told = tasks_of(portal, known)["duplicate_elsewhere"]
    assert OTHER_UNIT in told.what
    assert told.for_user_id == portal.officer.user_id


def test_a_case_that_changed_in_the_same_moment_is_not_moved(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def beaten(*_: object) -> str:
        raise LostUpdateError

    reference = casework.received(portal)
    monkeypatch.setattr(moving, "_move", beaten)
    with pytest.raises(ConflictError, match="Nothing was moved"):
        move_case(portal.ctx, portal.officer, reference, there(portal), WHY)
