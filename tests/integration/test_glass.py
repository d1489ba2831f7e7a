"""Breaking the glass: one case for reading, with a reason, for an hour, seen by managers."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support import casework
from tests.support.conflicts import case_of
from tests.support.portal import OTHER_UNIT, Portal
from tests.support.walls import (
    ASK,
    Statements,
    breakings,
    broken,
    person,
    restricted,
    tasks_of,
    trail,
)
from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.glass import GlassReason
from victim_portal.domain.vocabulary import Role
from victim_portal.services import callers, cases, contacts, glass, notes
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.glass import GlassInput
from victim_portal.services.notes import NoteInput
from victim_portal.services.reach import case_within_reach
from victim_portal.services.submissions import export_submission, submissions_view
from victim_portal.store.models import ConflictOfInterest

BORN = {"last_name": "ash", "born_on": date(1990, 1, 2)}


@pytest.fixture
def reference(portal: Portal) -> str:
    """A case of the unit that is under way."""
    return casework.ready(portal)


@pytest.fixture
def elsewhere(portal: Portal) -> Actor:
    """An officer of another unit."""
    return person(portal, Role.OFFICER, OTHER_UNIT)


def test_it_opens_one_case_for_reading_for_an_hour(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    with pytest.raises(NotFoundError):
        cases.case_view(portal.ctx, elsewhere, reference)
    opened = broken(portal, elsewhere, reference.lower())
    assert opened.reference == reference
    seen = cases.case_view(portal.ctx, elsewhere, reference)
    assert not seen.may_change
    assert not seen.may_take
    assert not seen.may_restrict
    assert contacts.contact_log(portal.ctx, elsewhere, reference).may_change is False
    portal.clock.move(minutes=59)
    cases.case_view(portal.ctx, elsewhere, reference)
    portal.clock.move(minutes=2)
    with pytest.raises(NotFoundError):
        cases.case_view(portal.ctx, elsewhere, reference)


def test_it_gives_no_more_than_reading_and_a_note(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    other = casework.received(portal, referral_reference="WCU-2", prison_number="A9999BC", crn="")
    broken(portal, elsewhere, reference)
    with portal.ctx.store.reading() as uow:
        for permission in (
            Permission.SEE_CASE,
            Permission.CHANGE_CASE,
            Permission.EXPORT_SUBMISSION,
            Permission.DECIDE_AS_MANAGER,
            Permission.SEE_WORDS,
        ):
            with pytest.raises(NotFoundError):
                case_within_reach(uow, elsewhere, reference, permission)
    for shut in (submissions_view, export_submission, contacts.contact_asked):
        with pytest.raises(NotFoundError):
            shut(portal.ctx, elsewhere, reference)
    with pytest.raises(NotFoundError):
        cases.case_view(portal.ctx, elsewhere, other)
    assert callers.find_caller(portal.ctx, elsewhere, reference).cases == ()
    assert cases.list_cases(portal.ctx, elsewhere, cases.CaseFilter.MINE).count == 0


def test_a_note_reaches_the_cases_officer(portal: Portal, reference: str, elsewhere: Actor) -> None:
    broken(portal, elsewhere, reference)
    notes.record_note(portal.ctx, elsewhere, reference, NoteInput("She will be away."))
    [task] = tasks_of(portal, "read_note")
    assert (task.for_user_id, task.due_on) == (portal.officer.user_id, portal.ctx.today())
    casework.view(portal, reference)
    notes.record_note(portal.ctx, portal.colleague, reference, NoteInput("Cover."))
    assert len(tasks_of(portal, "read_note")) == 1


@pytest.mark.parametrize(
    "named",
    [
        {"telephone": casework.MOBILE, "email": casework.EMAIL},
        {"telephone": "+44 7700 900123", "prison_number": "a1234bc"},
        {"email": casework.EMAIL.upper(), "crn": "x123456"},
        {**BORN, "crn": "X123456"},
        {**BORN, "telephone": casework.MOBILE},
    ],
)
def test_two_exact_identifiers_name_a_case(
    portal: Portal, reference: str, elsewhere: Actor, named: dict[str, object]
) -> None:
    given = replace(ASK, **named)  # type: ignore[arg-type]  # whatever the test gives
    assert glass.break_glass(portal.ctx, elsewhere, given).reference == reference


@pytest.mark.parametrize(
    "named",
    [
        {"reference": "VC-00000000"},
        {"reference": "' OR 1=1 --"},
        {"telephone": "07700 900999", "email": casework.EMAIL},
        {"telephone": casework.MOBILE, "prison_number": "A1234BD"},
        {**BORN, "born_on": date(1990, 1, 3), "crn": "X123456"},
        {**BORN, "last_name": "Asher", "crn": "X123456"},
        {**BORN, "last_name": "Ashe", "telephone": casework.MOBILE},
    ],
)
def test_what_is_not_exact_opens_nothing(
    portal: Portal, reference: str, elsewhere: Actor, named: dict[str, object]
) -> None:
    with pytest.raises(InvalidError) as refused:
        glass.break_glass(portal.ctx, elsewhere, replace(ASK, **named))  # type: ignore[arg-type]  # whatever the test gives
    assert list(refused.value.problems) == [""]
    assert breakings(portal) == []
    assert len(trail(portal, "glass_tried")) == 1


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        (GlassInput(), {"reason", "why"}),
        (replace(ASK, why=" "), {"why"}),
        (replace(ASK, why="x" * 1001, reference="VC-00000000"), {"why"}),
        (replace(ASK, reason=None, reference="VC-00000000"), {"reason"}),
        (ASK, {""}),
        (replace(ASK, prison_number="A1234BC", crn="X123456"), {""}),
        (replace(ASK, telephone=casework.MOBILE), {""}),
        (replace(ASK, **BORN), {""}),  # type: ignore[arg-type]  # a name and a date
        (replace(ASK, last_name="Ash", crn="X1"), {"born_on"}),
        (replace(ASK, born_on=date(1990, 1, 2), crn="X1"), {"last_name"}),
        (replace(ASK, telephone="12", email="x"), {"telephone", "email"}),
    ],
)
def test_too_little_is_said_before_anything_is_looked_up(
    portal: Portal, reference: str, elsewhere: Actor, given: GlassInput, fields: set[str]
) -> None:
    with Statements(portal) as database, pytest.raises(InvalidError) as refused:
        glass.break_glass(portal.ctx, elsewhere, given)
    assert set(refused.value.problems) == fields
    assert database.asked == []


def test_one_answer_for_what_is_not_there_restricted_or_in_conflict(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    shut = casework.received(portal, referral_reference="WCU-2", prison_number="A9999BC", crn="")
    restricted(portal, shut)
    broken(portal, elsewhere, reference)
    _conflict(portal, reference, elsewhere)
    answers = set()
    asked = []
    for one in ("VC-00000000", shut, reference):
        with Statements(portal) as database, pytest.raises(InvalidError) as refused:
            broken(portal, elsewhere, one)
        answers.add(str(refused.value))
        asked.append(database.asked)
    assert len(answers) == 1
    assert asked[0] == asked[1] == asked[2]
    with pytest.raises(NotFoundError):
        cases.case_view(portal.ctx, elsewhere, reference)


def _conflict(portal: Portal, reference: str, user: Actor) -> None:
    """Somebody of another unit has no case of the offender's on which to declare it."""
    with portal.ctx.store.writing() as uow:
        uow.add(
            ConflictOfInterest(
                id=portal.tokens.uuid(),
                offender_id=case_of(portal, reference).offender_id,
                user_id=user.user_id,
                why="Cousin.",
                declared_by="t",
                declared_at=portal.ctx.now(),
            )
        )
        uow.commit()


def test_restricting_a_case_shuts_it_to_whoever_broke_the_glass(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    broken(portal, elsewhere, reference)
    restricted(portal, reference)
    with pytest.raises(NotFoundError):
        cases.case_view(portal.ctx, elsewhere, reference)
    assert breakings(portal)[0].ends_at <= portal.ctx.now()


def test_who_reaches_the_case_anyway_breaks_nothing(portal: Portal, reference: str) -> None:
    assert broken(portal, portal.colleague, reference).ends_at is None
    assert breakings(portal) == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PAROLE_CASE_MANAGER])
def test_other_roles_may_not(portal: Portal, reference: str, role: Role) -> None:
    one = person(portal, role)
    with pytest.raises(NotAllowedError):
        broken(portal, one, reference)
    assert trail(portal, "glass_tried") == []


def test_an_auditor_gets_the_words_and_not_the_case(portal: Portal, reference: str) -> None:
    auditor = person(portal, Role.AUDITOR)
    broken(portal, auditor, reference, reason=GlassReason.AUDIT)
    with portal.ctx.store.reading() as uow:
        case_within_reach(uow, auditor, reference, Permission.SEE_WORDS)
    with pytest.raises(NotFoundError):
        cases.case_view(portal.ctx, auditor, reference)
    with pytest.raises(NotFoundError):
        notes.record_note(portal.ctx, auditor, reference, NoteInput("x"))


def test_tries_are_counted_for_each_person_before_looking(
    portal: Portal, reference: str, elsewhere: Actor
) -> None:
    for _ in range(10):
        with pytest.raises(InvalidError):
            broken(portal, elsewhere, "VC-00000000")
    with pytest.raises(ConflictError):
        broken(portal, elsewhere, reference)
    assert [one.details["throttled"] for one in trail(portal, "glass_tried")] == [False] * 10 + [
        True
    ]
    assert broken(portal, portal.stranger, reference).ends_at is not None
    portal.clock.move(minutes=61)
    assert broken(portal, elsewhere, reference).ends_at is not None


def test_the_same_form_twice_breaks_once(portal: Portal, reference: str, elsewhere: Actor) -> None:
    token = portal.tokens.uuid()
    given = replace(ASK, reference=reference)
    first = glass.break_glass(portal.ctx, elsewhere, given, token)
    assert glass.break_glass(portal.ctx, elsewhere, given, token) == first
    assert len(breakings(portal)) == 1
