"""A caller is found only among the cases that the searcher may see."""

import pytest
from sqlalchemy import event, update

from tests.support.callers import HERS, NOTHING, found, only_case
from tests.support.casework import received
from tests.support.portal import CLI, OTHER_UNIT, Portal
from tests.support.referral_files import imported, many, row
from tests.support.supporters import count
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.reach import case_within_reach
from victim_portal.store.models import Person, SearchToken, Supporter


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, **HERS)


def test_a_common_name_elsewhere_never_crowds_out_ones_own(portal: Portal) -> None:
    elsewhere = (row(one, victim_last_name="Smith", unit=OTHER_UNIT) for one in many(260))
    imported(portal, CLI, *elsewhere)
    mine = received(portal, victim_last_name="Smith", victim_date_of_birth="1950-05-05")
    search = found(portal, "Smith")
    assert [case.reference for case in search.cases] == [mine]
    assert not search.more


def test_more_than_a_page_says_so(portal: Portal) -> None:
    imported(portal, CLI, *(row(o, victim_last_name="Smith", unit="Hampshire") for o in many(30)))
    search = found(portal, "Smith")
    assert (len(search.cases), search.more) == (25, True)
    first_name = many(30)[7]["victim_first_name"]
    assert found(portal, f"Smith {first_name}").cases[0].person_name == f"{first_name} Smith"


@pytest.mark.parametrize(
    "text", [HERS["mobile"], HERS["email"], "WCU-1", "A1234BC", "Mary Ash", "Oak", "Ash 2.1.1990"]
)
def test_out_of_reach_and_not_there_are_the_same(portal: Portal, reference: str, text: str) -> None:
    assert found(portal, text, portal.stranger) == NOTHING
    assert found(portal, reference, portal.stranger) == NOTHING
    assert found(portal, text, portal.colleague).cases
    assert found(portal, text, portal.manager).cases
    with portal.ctx.store.writing() as uow:
        case_within_reach(uow, portal.officer, reference).restricted = True
        uow.commit()
    assert found(portal, text, portal.colleague) == NOTHING
    assert found(portal, text, portal.manager) == NOTHING
    assert found(portal, text).cases


def test_a_case_that_moved_to_another_unit_is_found_there_alone(
    portal: Portal, reference: str
) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        assert portal.stranger.unit_id is not None
        case.unit_id = portal.stranger.unit_id
        case.officer_id = case.officer_active = None
        case.queued_since, case.queue_due_on = portal.ctx.now(), portal.ctx.today()
        uow.commit()
    assert found(portal, "Mary Ash") == NOTHING
    [case_there] = found(portal, "Mary Ash", portal.stranger).cases
    assert case_there.officer_name == ""


def test_a_protected_identity_is_found_by_exact_values_only(portal: Portal, reference: str) -> None:
    with portal.ctx.store.writing() as uow:
        uow.session.execute(update(Person).values(protected_identity=True))
        uow.commit()
    # Even were tokens left behind.
    assert count(portal, SearchToken) > 0
    for text in ("Ash", "Mary Ash", "Ash 2.1.1990", "Ashe"):
        assert found(portal, text).cases == ()
    for text in (HERS["mobile"], HERS["email"], reference, "WCU-1", "Oak", "A1234BC"):
        assert only_case(portal, text).reference == reference


def test_only_people_with_cases_search(portal: Portal) -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.PAROLE_CASE_MANAGER):
        actor = Actor(portal.officer.kind, "x", portal.officer.user_id, role, None)
        with pytest.raises(NotAllowedError):
            found(portal, "Ash", actor)
    with pytest.raises(NotAllowedError):
        found(portal, "Ash", CLI)


@pytest.mark.parametrize("text", ["Smith", "Smith 2.1.1990", "07700 900123"])
def test_the_number_of_questions_is_the_same_for_one_and_for_many(
    portal: Portal, text: str
) -> None:
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    def how_many() -> int:
        asked.clear()
        event.listen(portal.engine, "before_cursor_execute", note)
        try:
            found(portal, text)
        finally:
            event.remove(portal.engine, "before_cursor_execute", note)
        return len(asked)

    same = {"victim_last_name": "Smith", "mobile": "07700 900123", "unit": "Hampshire"}
    people = [row(person, **same) for person in many(21)]
    imported(portal, CLI, people[0])
    for_one = how_many()
    imported(portal, CLI, *people[1:])
    assert count(portal, Supporter) == 0
    assert for_one == how_many() <= 16
