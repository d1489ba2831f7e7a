"""A person put right: what stood before is kept, and everything that hangs on it follows."""

from datetime import date

import pytest

from tests.support.casework import received
from tests.support.corrections import WHY, asked, case_of, corrected, person_input, person_of, rows
from tests.support.portal import Portal
from victim_portal.domain.corrections import Detail
from victim_portal.services import audit
from victim_portal.services.corrections import (
    DetailsNow,
    correct_person,
    corrections_view,
    person_for_form,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.store import search
from victim_portal.store.models import AuditEvent, Person, PersonCorrection, SearchToken
from victim_portal.store.search import TokenKind
from victim_portal.store.unit_of_work import UnitOfWork

ELSEWHERE = {
    "referral_reference": "WCU-3",
    "offender_first_name": "Piers",
    "offender_last_name": "Quayle",
    "offender_date_of_birth": "1975-05-05",
    "prison_number": "C1111DD",
    "crn": "Z111111",
}


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


def now(portal: Portal, reference: str) -> DetailsNow:
    return person_for_form(portal.ctx, portal.officer, reference)


def found_by(portal: Portal, surname: str) -> set[object]:
    """Whom a whole surname leads to."""

    def look(uow: UnitOfWork) -> set[object]:
        token = search.make_token(
            uow.keyring, "person", TokenKind.SURNAME, search.plain_name(surname)
        )
        held = search.holders(uow, "person", [(TokenKind.SURNAME, token)], 10)
        return {one for ids in held.values() for one in ids}

    return asked(portal, look)


def test_old_values_stay_in_the_history_sealed(portal: Portal, reference: str) -> None:
    corrected(portal, reference, first_name="Marie", born_on=date(1991, 1, 2))
    assert person_of(portal, reference) == ("Marie", "Ash", date(1991, 1, 2))
    kept = rows(portal, PersonCorrection)
    assert {row.field for row in kept} == {"first_name", "born_on"}
    for row in kept:
        assert b"Mary" not in (row.before_sealed or b"")
        assert WHY.encode() not in row.why_sealed
    history = corrections_view(portal.ctx, portal.officer, reference).corrections
    told = {one.detail: (one.before, one.became, one.why, one.recorded_by) for one in history}
    assert told == {
        Detail.FIRST_NAME: ("Mary", "Marie", WHY, "Sam Carter"),
        Detail.BORN_ON: ("1990-01-02", "1991-01-02", WHY, "Sam Carter"),
    }
    assert "Mary" not in repr(history)


def test_each_value_of_a_chain_has_the_one_that_came_after(portal: Portal, reference: str) -> None:
    for name in ("Marie", "", "Maria"):
        corrected(portal, reference, first_name=name)
        portal.clock.move(hours=1)
    history = corrections_view(portal.ctx, portal.officer, reference).corrections
    assert [(one.before, one.became) for one in history] == [
        ("", "Maria"),
        ("Marie", ""),
        ("Mary", "Marie"),
    ]


def test_nothing_changed_is_a_sentence_and_no_row(portal: Portal, reference: str) -> None:
    seen = now(portal, reference)
    for given in (person_input(), person_input(first_name="  Mary ")):
        with pytest.raises(InvalidError) as refused:
            correct_person(portal.ctx, portal.officer, reference, given, seen.version, "victim")
        assert set(refused.value.problems) == {""}
    assert rows(portal, PersonCorrection) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"why": "  "}, "why"),
        ({"why": "x" * 1001}, "why"),
        ({"last_name": ""}, "last_name"),
        ({"first_name": "<\N{RIGHT-TO-LEFT OVERRIDE}>"}, "first_name"),
        ({"born_on": date(2026, 11, 23)}, "born_on"),
        ({"born_on": date(2026, 11, 3)}, "born_on"),
        ({"relationship": "cousin"}, "relationship"),
    ],
)
def test_what_cannot_stand_is_refused(
    portal: Portal, reference: str, changes: dict[str, object], field: str
) -> None:
    seen = now(portal, reference)
    given = person_input(**{"first_name": "Marie", **changes})
    with pytest.raises(InvalidError) as refused:
        correct_person(portal.ctx, portal.officer, reference, given, seen.version, "victim")
    assert set(refused.value.problems) == {field}
    assert person_of(portal, reference)[0] == "Mary"


def test_hostile_names_are_kept_as_typed(portal: Portal, reference: str) -> None:
    hostile = "<b>O'Neil</b> \u05e9\u05dc\u05d5\u05dd \N{FACE WITH TEARS OF JOY}"
    corrected(portal, reference, last_name=hostile)
    assert person_of(portal, reference)[1] == hostile


def test_somebody_elses_change_is_never_overwritten(portal: Portal, reference: str) -> None:
    seen = now(portal, reference)
    corrected(portal, reference, last_name="Ashe")
    given = person_input(first_name="Marie")
    with pytest.raises(ConflictError, match="Nothing of yours was saved"):
        correct_person(portal.ctx, portal.colleague, reference, given, seen.version, "victim")
    assert person_of(portal, reference)[:2] == ("Mary", "Ashe")
    # Nor is a relationship, which stands on the case.
    seen = now(portal, reference)
    corrected(portal, reference, relationship="bereaved_relative")
    with pytest.raises(ConflictError):
        correct_person(portal.ctx, portal.officer, reference, given, seen.version, "victim")


def test_a_double_click_corrects_once(portal: Portal, reference: str) -> None:
    seen, once = now(portal, reference), portal.tokens.uuid()
    given = person_input(first_name="Marie")
    for _ in range(2):
        correct_person(portal.ctx, portal.officer, reference, given, seen.version, "victim", once)
    assert len(rows(portal, PersonCorrection)) == 1


def test_the_person_is_found_by_the_new_name_only(portal: Portal, reference: str) -> None:
    person_id = case_of(portal, reference).person_id
    assert found_by(portal, "Ash") == {person_id}
    corrected(portal, reference, last_name="Beech")
    assert found_by(portal, "Ash") == set()
    assert found_by(portal, "Beech") == {person_id}


def test_a_protected_identity_is_found_by_no_name_after_it_either(
    portal: Portal, reference: str
) -> None:
    with portal.ctx.store.writing() as uow:
        person = uow.get(Person, case_of(portal, reference).person_id)
        assert person is not None
        person.protected_identity = True
        uow.commit()
    corrected(portal, reference, last_name="Beech")
    assert rows(portal, SearchToken, person_id=case_of(portal, reference).person_id) == []


def test_another_unit_gets_the_same_answer_as_for_nothing(portal: Portal, reference: str) -> None:
    for asked_for in (reference, "VC-00000000"):
        with pytest.raises(NotFoundError):
            person_for_form(portal.ctx, portal.stranger, asked_for)
        with pytest.raises(NotFoundError):
            correct_person(
                portal.ctx, portal.stranger, asked_for, person_input(last_name="X"), 1, "victim"
            )
        with pytest.raises(NotFoundError):
            corrections_view(portal.ctx, portal.stranger, asked_for)


def test_what_is_recorded_names_fields_and_no_value(portal: Portal, reference: str) -> None:
    corrected(portal, reference, first_name="Marie", relationship="bereaved_relative")
    (event,) = rows(portal, AuditEvent, what=audit.What.PERSON_CORRECTED.value)
    assert event.details == {"fields": "first_name,relationship"}
    assert event.case_id == case_of(portal, reference).id
