"""What managers see of broken glass, and what they say of it."""

import pytest

from tests.support import casework
from tests.support.portal import OTHER_UNIT, UNIT, Portal
from tests.support.walls import (
    ASK,
    breakings,
    broken,
    person,
    tasks_of,
    trail,
    unit_id,
)
from tests.support.web import MANAGER, app_for, signed_in
from victim_portal.domain.access import Actor
from victim_portal.domain.glass import GlassReason
from victim_portal.domain.vocabulary import Role
from victim_portal.services import cases, contacts, glass, tasks
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case of the unit that is under way."""
    return casework.ready(portal)


@pytest.fixture
def elsewhere(portal: Portal) -> Actor:
    """An officer of another unit."""
    return person(portal, Role.OFFICER, OTHER_UNIT)


def test_both_units_managers_have_a_task_today_that_names_no_victim(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    broken(portal, elsewhere, reference)
    found = tasks_of(portal, "broken_glass")
    assert {task.unit_id for task in found} == {
        unit_id(portal, UNIT),
        unit_id(portal, OTHER_UNIT),
    }
    assert {task.due_on for task in found} == {portal.ctx.today()}
    assert all(task.case_id is None and "Mary" not in task.what for task in found)
    for manager in (portal.manager, portal.stranger):
        [shown] = [
            one for one in tasks.list_tasks(portal.ctx, manager) if one.kind == "broken_glass"
        ]
        assert not shown.may_finish
        with pytest.raises(NotAllowedError):
            tasks.finish_task(portal.ctx, manager, shown.id, "")


def test_managers_see_who_why_and_what_was_viewed(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    broken(portal, elsewhere, reference)
    portal.clock.move(minutes=1)
    cases.case_view(portal.ctx, elsewhere, reference)
    contacts.contact_log(portal.ctx, elsewhere, reference)
    for manager in (portal.manager, portal.stranger):
        [one] = glass.list_glass(portal.ctx, manager)
        assert (one.name, one.case_reference, one.why) == ("Ada Ross", reference, ASK.why)
        assert one.reason is GlassReason.IN_TOUCH
        assert [view.what for view in one.viewed] == ["case_viewed", "contacts_viewed"]
        assert one.may_look
        assert "Her sister" not in repr(one)
    for actor in (portal.officer, elsewhere):
        with pytest.raises(NotAllowedError):
            glass.list_glass(portal.ctx, actor)


def test_a_manager_never_judges_their_own(portal: Portal, reference: str) -> None:
    broken(portal, portal.stranger, reference)
    [one] = glass.list_glass(portal.ctx, portal.stranger)
    assert not one.may_look
    with pytest.raises(NotFoundError):
        glass.look_at_glass(portal.ctx, portal.stranger, one.id, True, "")
    with pytest.raises(NotFoundError):
        glass.glass_to_look_at(portal.ctx, portal.stranger, one.id)
    assert [task.unit_id for task in tasks_of(portal, "broken_glass")] == [unit_id(portal, UNIT)]
    glass.look_at_glass(portal.ctx, portal.manager, one.id, True, "")
    assert tasks_of(portal, "broken_glass") == []
    with pytest.raises(ConflictError):
        glass.look_at_glass(portal.ctx, portal.manager, one.id, False, "No.")


def test_not_in_order_shuts_the_case_and_opens_an_incident(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    broken(portal, elsewhere, reference)
    [one] = breakings(portal)
    with pytest.raises(InvalidError):
        glass.look_at_glass(portal.ctx, portal.manager, one.id, False, " ")
    glass.look_at_glass(portal.ctx, portal.manager, one.id, False, "She is a neighbour.")
    with pytest.raises(NotFoundError):
        cases.case_view(portal.ctx, elsewhere, reference)
    assert len(tasks_of(portal, "incident")) == 1
    assert [event.details["in_order"] for event in trail(portal, "glass_looked_at")] == [False]


def test_each_units_manager_says_it_for_their_own(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    broken(portal, elsewhere, reference)
    [one] = glass.list_glass(portal.ctx, portal.manager)
    glass.look_at_glass(portal.ctx, portal.manager, one.id, True, "She rang us.")
    # The word of the one unit settles nothing for the other.
    assert [task.unit_id for task in tasks_of(portal, "broken_glass")] == [
        unit_id(portal, OTHER_UNIT)
    ]
    [mine] = glass.list_glass(portal.ctx, portal.manager)
    [theirs] = glass.list_glass(portal.ctx, portal.stranger)
    assert (mine.may_look, theirs.may_look) == (False, True)
    with pytest.raises(ConflictError):
        glass.look_at_glass(portal.ctx, portal.manager, one.id, False, "No.")
    glass.look_at_glass(portal.ctx, portal.stranger, one.id, False, "He was off duty.")
    [seen] = glass.list_glass(portal.ctx, portal.manager)
    assert [(look.unit_name, look.in_order, look.finding) for look in seen.looks] == [
        (UNIT, True, "She rang us."),
        (OTHER_UNIT, False, "He was off duty."),
    ]
    assert seen.over
    assert len(tasks_of(portal, "incident")) == 1
    assert tasks_of(portal, "broken_glass") == []


def test_two_who_find_fault_open_one_incident(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    broken(portal, elsewhere, reference)
    [one] = breakings(portal)
    for manager in (portal.stranger, portal.manager):
        glass.look_at_glass(portal.ctx, manager, one.id, False, "No reason.")
    assert len(trail(portal, "incident_opened")) == 1
    assert len(trail(portal, "glass_looked_at")) == 2


def test_what_waits_for_ones_own_unit_stands_first(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    broken(portal, elsewhere, reference)
    [first] = breakings(portal)
    portal.clock.move(hours=9)
    broken(portal, elsewhere, reference)
    newest = next(one for one in breakings(portal) if one.id != first.id)
    glass.look_at_glass(portal.ctx, portal.manager, newest.id, True, "")
    ids = [one.id for one in glass.list_glass(portal.ctx, portal.manager)]
    assert ids == [first.id, newest.id]
    ids = [one.id for one in glass.list_glass(portal.ctx, portal.stranger)]
    assert ids == [newest.id, first.id]


def test_all_that_was_viewed_is_there_page_by_page(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    broken(portal, elsewhere, reference)
    for _ in range(glass.MOST_VIEWED + 3):
        portal.clock.move(seconds=1)
        contacts.contact_log(portal.ctx, elsewhere, reference)
    [one] = glass.list_glass(portal.ctx, portal.manager)
    assert (len(one.viewed), one.viewed_in_all) == (50, 53)
    last = glass.glass_views(portal.ctx, portal.manager, one.id, 2)
    assert (len(last.viewed), last.viewed_in_all) == (3, 53)
    assert not set(last.viewed) & set(one.viewed)
    for page in (0, -1, 3):
        with pytest.raises(NotFoundError):
            glass.glass_views(portal.ctx, portal.manager, one.id, page)
    client = signed_in(app_for(portal), MANAGER)
    [more] = [
        href for text, href in client.get("/broken-glass").links.items() if "And 3 more" in text
    ]
    page = client.get(more)
    assert "Page 1 of 2; 53 in all." in page.text
    page = page.follow("Later views")
    assert page.html.count("Contacts viewed") == 3
    for bad in ("0", "3", "x", "-1", "9" * 40, "²"):
        client.get(f"/broken-glass/{one.id}/views?page={bad}", status=404)


def test_it_can_be_closed_again(portal: Portal, reference: str, elsewhere: Actor) -> None:
    broken(portal, elsewhere, reference)
    assert glass.broken_until(portal.ctx, elsewhere, reference) is not None
    with pytest.raises(NotFoundError):
        glass.end_glass(portal.ctx, portal.stranger, reference)
    glass.end_glass(portal.ctx, elsewhere, reference)
    assert glass.broken_until(portal.ctx, elsewhere, reference) is None
    with pytest.raises(NotFoundError):
        glass.end_glass(portal.ctx, elsewhere, reference)


def test_a_unit_where_nobody_may_look_asks_the_administrators(portal: Portal) -> None:
    reference = casework.received(portal, unit="A unit that nobody knows")
    broken(portal, portal.stranger, reference)
    assert len(tasks_of(portal, "glass_without_manager")) == 1
