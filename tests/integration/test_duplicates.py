"""Likely duplicates: what is flagged, who hears of it, and what each decision changes."""

import pytest
from sqlalchemy import select

from tests.support.casework import opted_in, received, task_kinds
from tests.support.portal import CLI, Portal
from tests.support.referral_files import MARY, OMAR, imported, row
from victim_portal.domain.access import Actor
from victim_portal.services import audit
from victim_portal.services.cases import case_view
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.referrals import (
    DuplicateView,
    count_duplicates,
    decide_duplicate,
    list_duplicates,
    receive_typed,
)
from victim_portal.store.models import AuditEvent, Case, Channel, DuplicateFlag, Person, Task

# Mary again, referred about another offender.
OTHER_OFFENDER = {
    "referral_reference": "WCU-3",
    "offender_first_name": "Piers",
    "offender_last_name": "Quayle",
    "offender_date_of_birth": "1975-05-05",
    "prison_number": "C1111DD",
    "crn": "Z111111",
}
AGAIN = {"referral_reference": "WCU-4", "victim_date_of_birth": ""}
MARY_HERSELF = {name: MARY[name] for name in MARY if name.startswith("victim_")}


def _pairs(portal: Portal, actor: Actor | None = None) -> tuple[DuplicateView, ...]:
    return list_duplicates(portal.ctx, actor or portal.officer).pairs


def _case(portal: Portal, reference: str) -> Case:
    with portal.ctx.store.reading() as uow:
        found = uow.session.scalar(select(Case).where(Case.reference == reference))
        assert found is not None
        return found


def _tasks_of(portal: Portal, reference: str) -> list[str]:
    case_id = _case(portal, reference).id
    with portal.ctx.store.reading() as uow:
        query = select(Task.kind).where(Task.case_id == case_id, Task.done_at.is_(None))
        return sorted(uow.session.scalars(query))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (OTHER_OFFENDER, "same_birth_similar_name"),
        ({**OTHER_OFFENDER, "victim_last_name": "Ashe"}, "same_birth_similar_name"),
        (
            {**OTHER_OFFENDER, "victim_first_name": "Ash", "victim_last_name": "Mary"},
            "same_birth_similar_name",
        ),
        (AGAIN, "same_offender_similar_victim"),
        ({**AGAIN, "victim_first_name": ""}, "same_offender_similar_victim"),
    ],
    ids=["birth", "spelling", "swapped", "offender", "surname"],
)
@pytest.mark.parametrize("together", [True, False], ids=["one file", "two files"])
def test_a_likely_duplicate_goes_in_and_is_flagged(
    portal: Portal, changes: dict[str, str], reason: str, together: bool
) -> None:
    if together:
        report = imported(portal, CLI, MARY, OMAR, row(**changes))
    else:
        imported(portal, CLI, MARY, OMAR)
        report = imported(portal, CLI, row(**changes))
    assert [r.notes for r in report.flagged_rows] == [(reason,)]
    (pair,) = _pairs(portal)
    assert (pair.reason, pair.known.person_name) == (reason, "Mary Ash")
    assert "decide_duplicate" in _tasks_of(portal, pair.new.reference)
    assert count_duplicates(portal.ctx, portal.officer) == 1


def test_people_who_only_share_something_are_not_flagged(portal: Portal) -> None:
    sister = row(referral_reference="WCU-5", victim_first_name="Tamsin", victim_date_of_birth="")
    namesake = row(OMAR, victim_first_name="Mary", victim_last_name="Ash")
    assert imported(portal, CLI, MARY, sister, namesake).flagged_rows == []
    assert _pairs(portal) == ()


def test_different_people_stay_as_they_are(portal: Portal) -> None:
    known = received(portal)
    new = received(portal, **AGAIN)
    (pair,) = _pairs(portal)
    decide_duplicate(portal.ctx, portal.officer, pair.id, "different")
    assert _pairs(portal) == ()
    assert task_kinds(portal, new) == ["first_contact"]
    assert _case(portal, new).person_id != _case(portal, known).person_id
    # A double click is no fault; another word after it is.
    decide_duplicate(portal.ctx, portal.officer, pair.id, "different")
    with pytest.raises(ConflictError, match="before you"):
        decide_duplicate(portal.ctx, portal.officer, pair.id, "same_case")


def test_one_person_gets_both_cases_and_the_new_number_without_a_plan(portal: Portal) -> None:
    known = received(portal, email="mary@example.org")
    new = received(portal, **OTHER_OFFENDER, email="mary@example.org", mobile="07700 900456")
    (pair,) = _pairs(portal)
    assert (pair.shares_contact, pair.may_be_same_person) == (True, True)
    assert "two offenders" in pair.merge.refused
    merged = _case(portal, new).person_id
    decide_duplicate(portal.ctx, portal.officer, pair.id, "same_person")
    kept = _case(portal, known).person_id
    assert _case(portal, new).person_id == kept
    with portal.ctx.store.reading() as uow:
        channels = list(
            uow.session.scalars(
                select(Channel).where(Channel.person_id == kept, Channel.ended_at.is_(None))
            )
        )
        assert sorted(c.value or "" for c in channels) == ["+447700900456", "mary@example.org"]
        assert all(not c.uses and c.verified_at is None for c in channels)
        person = uow.get(Person, merged)
        assert person is not None
        assert person.merged_into_id == kept
    view = case_view(portal.ctx, portal.officer, new)
    assert {c.shown for c in view.channels} == {"07700 900456", "mary@example.org"}


def test_the_same_case_twice_closes_the_new_one_with_its_tasks_and_flags(portal: Portal) -> None:
    known = received(portal)
    received(portal, **OTHER_OFFENDER)
    new = received(portal, referral_reference="WCU-6", mobile="07700 900456")
    pairs = {p.known.reference: p for p in _pairs(portal) if p.new.reference == new}
    assert len(pairs) == 2
    decide_duplicate(portal.ctx, portal.officer, pairs[known].id, "same_case")
    case = _case(portal, new)
    assert (case.closed_at, case.closed_why, case.officer_id) == (
        portal.clock.now(),
        "double",
        None,
    )
    assert case.merged_into_id == _case(portal, known).id
    assert _tasks_of(portal, new) == []
    assert all(p.new.reference != new for p in _pairs(portal))
    view = case_view(portal.ctx, portal.officer, known)
    assert [c.shown for c in view.channels] == ["07700 900456"]
    # The double is no candidate any more: a third referral is like the known case alone.
    third = received(portal, referral_reference="WCU-7", victim_date_of_birth="")
    assert {p.known.reference for p in _pairs(portal) if p.new.reference == third} == {known}


def test_the_task_stays_until_the_last_pair_is_decided(portal: Portal) -> None:
    received(portal)
    received(portal, **OTHER_OFFENDER)
    new = received(portal, referral_reference="WCU-6")
    first, second = [p for p in _pairs(portal) if p.new.reference == new]
    decide_duplicate(portal.ctx, portal.officer, first.id, "different")
    assert "decide_duplicate" in task_kinds(portal, new)
    decide_duplicate(portal.ctx, portal.officer, second.id, "different")
    assert "decide_duplicate" not in task_kinds(portal, new)


def test_a_case_under_way_is_not_given_another_person(portal: Portal) -> None:
    received(portal)
    new = opted_in(portal, **OTHER_OFFENDER)
    (pair,) = _pairs(portal)
    assert not pair.may_be_same_person
    before = _case(portal, new).person_id
    with pytest.raises(InvalidError, match="under way"):
        decide_duplicate(portal.ctx, portal.officer, pair.id, "same_person")
    assert _case(portal, new).person_id == before


def test_decisions_that_can_not_be_are_refused_with_a_sentence(portal: Portal) -> None:
    known = received(portal)
    received(portal, **OTHER_OFFENDER)
    (pair,) = _pairs(portal)
    for decision, said in (("same_case", "two offenders"), ("", "Choose"), ("merge", "Choose")):
        with pytest.raises(InvalidError, match=said):
            decide_duplicate(portal.ctx, portal.officer, pair.id, decision)
    decide_duplicate(portal.ctx, portal.officer, pair.id, "same_person")
    # Mary now has a case about each: a second one about the other offender's sentence is
    # the same case as that, and not another case of hers.
    again = received(portal, **{**OTHER_OFFENDER, "referral_reference": "WCU-8"})
    wrong = next(
        p for p in _pairs(portal) if (p.new.reference, p.known.reference) == (again, known)
    )
    with pytest.raises(InvalidError, match="already"):
        decide_duplicate(portal.ctx, portal.officer, wrong.id, "same_person")


def test_a_person_who_has_other_cases_stays_as_they_are(portal: Portal) -> None:
    first = received(portal)
    second = received(portal, **OTHER_OFFENDER, mobile="07700 900456")
    third = received(portal, **{**OMAR, **MARY_HERSELF})
    found = {(p.new.reference, p.known.reference): p.id for p in _pairs(portal)}
    decide_duplicate(portal.ctx, portal.officer, found[third, second], "same_person")
    decide_duplicate(portal.ctx, portal.officer, found[second, first], "same_person")
    between = _case(portal, third).person_id
    assert between not in {_case(portal, one).person_id for one in (first, second)}
    with portal.ctx.store.reading() as uow:
        person = uow.get(Person, between)
        assert person is not None
        assert person.merged_into_id is None
        query = select(Channel).where(Channel.person_id == between, Channel.ended_at.is_(None))
        assert [c.value for c in uow.session.scalars(query)] == ["+447700900456"]
    # The pair that is left brings all three together.
    decide_duplicate(portal.ctx, portal.officer, found[third, first], "same_person")
    assert len({_case(portal, one).person_id for one in (first, second, third)}) == 1


def test_the_other_unit_hears_of_it_and_the_one_who_typed_does_not(portal: Portal) -> None:
    theirs = receive_typed(portal.ctx, portal.stranger, row(unit=""))
    report = imported(portal, portal.officer, row(**AGAIN))
    assert (report.added, report.flagged_rows) == (1, [])
    assert _pairs(portal) == ()
    assert _pairs(portal, portal.stranger) == ()
    assert count_duplicates(portal.ctx, portal.officer) == 0
    with portal.ctx.store.reading() as uow:
        (flag,) = uow.session.scalars(select(DuplicateFlag))
        new = uow.session.scalar(select(Case.reference).where(Case.id == flag.case_id))
        assert new is not None
    assert "decide_duplicate" not in _tasks_of(portal, new)
    assert "duplicate_elsewhere" in _tasks_of(portal, theirs)
    tasks = case_view(portal.ctx, portal.stranger, theirs).tasks
    what = next(t.what for t in tasks if t.kind == "duplicate_elsewhere")
    assert "Hampshire" in what
    assert "Ash" not in what
    for decision in ("different", "same_case"):
        with pytest.raises(NotFoundError):
            decide_duplicate(portal.ctx, portal.officer, flag.id, decision)


def test_a_guess_about_another_units_victim_is_not_answered(portal: Portal) -> None:
    theirs = receive_typed(portal.ctx, portal.stranger, row(unit=""))
    report = imported(portal, portal.officer, row(victim_first_name="Maria", unit=""))
    (changed,) = report.changed_rows
    assert (changed.notes, changed.elsewhere) == ((), True)
    assert "referral_changed" in _tasks_of(portal, theirs)
    assert imported(portal, CLI, row(victim_first_name="Maria", unit="")).changed_rows[0].notes == (
        "victim_first_name",
    )


def test_the_list_is_recorded_with_counts_and_no_name(portal: Portal) -> None:
    received(portal)
    received(portal, **AGAIN)
    _pairs(portal)
    with portal.ctx.store.reading() as uow:
        query = select(AuditEvent).where(AuditEvent.what == audit.What.DUPLICATES_LISTED)
        (event,) = uow.session.scalars(query)
        assert event.details == {"rows": 1}
