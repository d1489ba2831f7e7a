"""Restricted cases: named people only, in every list, and never nobody."""

import pytest

from tests.support import casework
from tests.support.conflicts import case_of, declare, id_of, second
from tests.support.portal import OTHER_UNIT, UNIT, Portal
from tests.support.second_person import agreed
from tests.support.walls import person, restricted, tasks_of, trail
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services import (
    accounts,
    allocation,
    callers,
    cases,
    offenders,
    restrictions,
    tasks,
)
from victim_portal.services.accounts import Place
from victim_portal.services.cases import CaseFilter
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.referrals import receive_typed
from victim_portal.services.restrictions import RestrictionInput
from victim_portal.store.models import Task


@pytest.fixture
def reference(portal: Portal) -> str:
    """The officer's own case."""
    return casework.received(portal)


def _lists(portal: Portal, actor: Actor) -> dict[CaseFilter, int]:
    found = {}
    for which in CaseFilter:
        page = cases.list_cases(portal.ctx, actor, which)
        assert page.count == len(page.lines), which
        found[which] = page.count
    return found


def _sees(portal: Portal, actor: Actor, reference: str) -> set[str]:
    """By which ways somebody gets at a case."""
    found = set()
    try:
        cases.case_view(portal.ctx, actor, reference)
        found.add("page")
    except NotFoundError:
        pass
    try:
        offenders.offender_view(portal.ctx, actor, case_of(portal, reference).offender_id)
        found.add("offender")
    except NotFoundError:
        pass
    for text in (reference, "Ash", "WCU-1", "A1234BC"):
        if callers.find_caller(portal.ctx, actor, text).cases:
            found.add("search")
    if any(_lists(portal, actor).values()):
        found.add("list")
    if any(one.case_reference for one in tasks.list_tasks(portal.ctx, actor)):
        found.add("tasks")
    return found


def test_only_the_named_see_it_by_any_way(portal: Portal, reference: str) -> None:
    named = person(portal, Role.OFFICER, OTHER_UNIT, "Nell")
    other = second(portal)
    assert "page" in _sees(portal, portal.colleague, reference)
    restricted(portal, reference, named)
    everything = {"page", "offender", "search", "list"}
    assert _sees(portal, portal.officer, reference) == everything | {"tasks"}
    assert _sees(portal, portal.manager, reference) >= everything
    assert _sees(portal, named, reference) == everything
    for nobody in (portal.colleague, portal.stranger, other):
        assert _sees(portal, nobody, reference) == set()
    assert _lists(portal, portal.officer) == {
        CaseFilter.MINE: 1,
        CaseFilter.QUEUE: 0,
        CaseFilter.UNIT: 1,
        CaseFilter.NAMED: 1,
        CaseFilter.CLOSED: 0,
    }
    assert _lists(portal, named)[CaseFilter.NAMED] == 1


def test_what_is_asked_of_the_manager_reaches_the_one_who_is_named(
    portal: Portal, reference: str
) -> None:
    other = second(portal)
    restricted(portal, reference)
    with portal.ctx.store.writing() as uow:
        case = uow.get(type(case_of(portal, reference)), case_of(portal, reference).id)
        assert case is not None
        tasks.raise_for_case(
            uow, portal.officer, case, "x", "Decide", "A rule", portal.ctx.today(), manager=True
        )
        uow.commit()
    assert "x" in {one.kind for one in tasks.list_tasks(portal.ctx, portal.manager)}
    assert "x" not in {one.kind for one in tasks.list_tasks(portal.ctx, other)}
    assert tasks_of(portal, tasks.NAME_SOMEBODY) == []


def test_a_manager_named_from_another_unit_gets_its_tasks(portal: Portal, reference: str) -> None:
    restricted(portal, reference, portal.stranger)
    restrictions.end_reader(portal.ctx, portal.stranger, reference, id_of(portal.manager))
    with portal.ctx.store.writing() as uow:
        case = uow.get(type(case_of(portal, reference)), case_of(portal, reference).id)
        assert case is not None
        tasks.raise_for_case(
            uow, portal.officer, case, "x", "Decide", "A rule", portal.ctx.today(), manager=True
        )
        uow.commit()
    assert "x" in {one.kind for one in tasks.list_tasks(portal.ctx, portal.stranger)}


def test_it_asks_for_a_reason_and_for_people_who_may_have_cases(
    portal: Portal, reference: str
) -> None:
    auditor = person(portal, Role.AUDITOR)
    declare(portal, reference, portal.manager, portal.colleague)
    for given, field in (
        (RestrictionInput(""), "why"),
        (RestrictionInput("x" * 1001), "why"),
        (RestrictionInput("Why", frozenset({id_of(auditor)})), "names"),
        (RestrictionInput("Why", frozenset({id_of(portal.colleague)})), "names"),
    ):
        with pytest.raises(InvalidError) as refused:
            restrictions.restrict_case(portal.ctx, portal.manager, reference, given)
        assert list(refused.value.problems) == [field]
    for actor in (portal.officer, portal.stranger, auditor):
        with pytest.raises(NotFoundError):
            restricted(portal, reference, by=actor)
    assert not case_of(portal, reference).restricted
    restricted(portal, reference)
    with pytest.raises(ConflictError):
        restricted(portal, reference)
    [event] = trail(portal, "case_restricted")
    assert event.details["named"] == 2


def test_a_case_in_the_queue_cannot_be_restricted(portal: Portal) -> None:
    queued = receive_typed(portal.ctx, portal.manager, casework.REFERRAL)
    with pytest.raises(InvalidError):
        restricted(portal, queued)


def test_what_others_had_to_do_goes_to_the_officer(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_of(portal, reference)
        uow.add(
            Task(
                id=portal.tokens.uuid(),
                task_key="x",
                kind="x",
                what="Do",
                rule="r",
                case_id=case.id,
                person_id=case.person_id,
                unit_id=case.unit_id,
                for_user_id=portal.colleague.user_id,
                managers_own=False,
                due_on=portal.ctx.today(),
                about={},
                made_at=portal.ctx.now(),
            )
        )
        uow.commit()
    restricted(portal, reference)
    [task] = tasks_of(portal, "x")
    assert task.for_user_id == portal.officer.user_id


def test_names_come_and_go_but_the_last_manager_stays(portal: Portal, reference: str) -> None:
    other = second(portal)
    with pytest.raises(ConflictError):
        restrictions.name_reader(portal.ctx, portal.manager, reference, id_of(other))
    restricted(portal, reference)
    with pytest.raises(ConflictError):
        restrictions.end_reader(portal.ctx, portal.manager, reference, id_of(portal.manager))
    restrictions.name_reader(portal.ctx, portal.manager, reference, id_of(other))
    with pytest.raises(InvalidError):
        restrictions.name_reader(portal.ctx, portal.manager, reference, id_of(other))
    restrictions.end_reader(portal.ctx, other, reference, id_of(portal.manager))
    with pytest.raises(NotFoundError):
        restrictions.restriction_view(portal.ctx, portal.manager, reference)
    with pytest.raises(NotFoundError):
        restrictions.end_reader(portal.ctx, other, reference, id_of(portal.manager))
    view = restrictions.restriction_view(portal.ctx, other, reference)
    assert [(one.name, one.always, one.may_end) for one in view.named] == [
        ("Sam Carter", True, False),
        ("Ada Ross", False, False),
    ]
    assert "cousin" not in repr(view)


def test_its_next_officer_is_named_by_having_it(portal: Portal, reference: str) -> None:
    restricted(portal, reference)
    allocation.assign_case(portal.ctx, portal.manager, reference, id_of(portal.colleague))
    cases.case_view(portal.ctx, portal.colleague, reference)
    with pytest.raises(NotFoundError):
        cases.case_view(portal.ctx, portal.officer, reference)


def test_an_officer_with_a_conflict_leaves_it_to_the_named_manager(
    portal: Portal, reference: str
) -> None:
    restricted(portal, reference)
    declare(portal, reference)
    assert "give_restricted" in {one.kind for one in tasks.list_tasks(portal.ctx, portal.manager)}
    assert tasks.list_tasks(portal.ctx, portal.officer) == []
    assert {task.for_user_id for task in tasks_of(portal, "first_contact")} == {None}
    allocation.assign_case(portal.ctx, portal.manager, reference, id_of(portal.colleague))
    assert cases.case_view(portal.ctx, portal.colleague, reference).tasks


def test_when_its_only_manager_has_a_conflict_an_administrator_names_one(
    portal: Portal, reference: str
) -> None:
    admin, other = person(portal, Role.ADMINISTRATOR), second(portal)
    restricted(portal, reference)
    declare(portal, reference, portal.manager)
    [task] = tasks_of(portal, tasks.NAME_SOMEBODY)
    assert (task.for_role, task.case_id) == (Role.ADMINISTRATOR, None)
    assert "Mary" not in task.what
    with pytest.raises(NotFoundError):
        cases.case_view(portal.ctx, admin, reference)
    for user in (portal.manager, portal.colleague):
        with pytest.raises(InvalidError):
            restrictions.name_manager(portal.ctx, admin, reference, id_of(user))
    restrictions.name_manager(portal.ctx, admin, reference, id_of(other))
    cases.case_view(portal.ctx, other, reference)
    assert tasks_of(portal, tasks.NAME_SOMEBODY) == []
    # It has its manager now, and answers like a case that doesn't exist.
    for one in (reference, "VC-00000000"):
        with pytest.raises(InvalidError) as refused:
            restrictions.name_manager(portal.ctx, admin, one, id_of(portal.stranger))
        assert refused.value.problems == {
            "reference": "No restricted case without a manager has this reference."
        }
    with pytest.raises(NotAllowedError):
        restrictions.name_manager(portal.ctx, portal.manager, reference, id_of(other))


@pytest.mark.parametrize("how", ["disabled", "role", "unit"])
def test_somebody_who_leaves_is_seen_to_at_once(portal: Portal, reference: str, how: str) -> None:
    admin, other = person(portal, Role.ADMINISTRATOR), second(portal)
    restricted(portal, reference, by=other)
    assert tasks_of(portal, tasks.NAME_SOMEBODY) == []
    if how == "disabled":
        accounts.disable(portal.ctx, admin, id_of(other))
    elif how == "role":
        accounts.change_role(portal.ctx, admin, id_of(other), Place(Role.OFFICER, UNIT))
        agreed(portal, id_of(other))
    else:
        accounts.change_role(portal.ctx, admin, id_of(other), Place(Role.MANAGER, OTHER_UNIT))
        agreed(portal, id_of(other))
    # Whoever is named stays so in another unit, as long as they are a manager.
    expected = 0 if how == "unit" else 1
    found = tasks_of(portal, tasks.NAME_SOMEBODY)
    assert len(found) == expected
    assert all(reference in one.what and one.for_role == Role.ADMINISTRATOR for one in found)
