"""Somebody beside the person of a case: with consent, on their own, until it is ended."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.casework import received, view
from tests.support.portal import Portal
from tests.support.supporters import TODAY, WORDS, add, beside, count, events, sister
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Language,
    SupporterRole,
)
from victim_portal.services.errors import InvalidError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.supporters import (
    add_supporter,
    end_supporter,
)
from victim_portal.store.models import (
    Case,
    Person,
    SearchToken,
    Supporter,
)


def test_a_supporter_is_a_person_of_their_own(portal: Portal) -> None:
    reference = received(portal, language="cy")
    supporter_id = add(portal, reference, born_on=date(1985, 2, 3))
    (one,) = beside(portal, reference)
    assert (one.id, one.name, one.role) == (supporter_id, "Ruth Birch", SupporterRole.SUPPORTER)
    assert (one.may_hear_news, one.consent_words) == (True, WORDS)
    assert (one.consented_on, one.how) == (TODAY, ContactMethod.TELEPHONE)
    assert (one.recorded_by, one.ended_on, one.channels) == ("Sam Carter", None, ())
    with portal.ctx.store.reading() as uow:
        person = uow.get(Person, one.person_id)
        assert person is not None
        assert (person.born_on, person.language) == (date(1985, 2, 3), Language.WELSH)
        tokens = select(SearchToken).where(SearchToken.person_id == person.id)
        assert uow.session.scalars(tokens).first() is not None
        row = uow.get(Supporter, supporter_id)
        assert row is not None
        assert b"sister" not in row.consent_words_sealed
    assert events(portal, "supporter_added") == [
        {"supporter": str(supporter_id), "role": "supporter"}
    ]
    assert "Ruth" not in repr(one)
    assert "sister" not in repr(one)
    assert "Birch" not in repr(sister())


def test_a_protected_person_is_not_found_by_their_supporter(portal: Portal) -> None:
    reference = received(portal)
    with portal.ctx.store.writing() as uow:
        person = uow.get(Person, case_within_reach(uow, portal.officer, reference).person_id)
        assert person is not None
        person.protected_identity = True
        uow.commit()
    before = count(portal, SearchToken)
    add(portal, reference)
    assert count(portal, SearchToken) == before


def test_a_form_sent_twice_adds_one(portal: Portal) -> None:
    reference, once = received(portal), uuid4()
    added = {add_supporter(portal.ctx, portal.officer, reference, sister(), once) for _ in range(2)}
    assert len(added) == 1
    assert len(beside(portal, reference)) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consent_words": " \n"}, "consent_words"),
        ({"last_name": "  "}, "last_name"),
        ({"consented_on": TODAY + timedelta(days=1)}, "consented_on"),
        ({"born_on": TODAY + timedelta(days=1)}, "born_on"),
    ],
)
def test_what_is_missing_or_impossible_is_refused(
    portal: Portal, changes: dict[str, object], field: str
) -> None:
    reference = received(portal)
    people = count(portal, Person)
    with pytest.raises(InvalidError) as refused:
        add(portal, reference, **changes)
    assert list(refused.value.problems) == [field]
    assert beside(portal, reference) == ()
    assert count(portal, Person) == people


def test_the_day_is_the_one_in_london(portal: Portal) -> None:
    reference = received(portal)
    portal.clock.set(portal.clock.now().replace(month=7, hour=23, minute=30, year=2027))
    add(portal, reference, consented_on=date(2027, 7, 19))
    with pytest.raises(InvalidError):
        add(portal, reference, last_name="Rowan", consented_on=date(2027, 7, 20))


def test_the_offender_is_never_a_supporter(portal: Portal) -> None:
    reference = received(portal)
    john = {"first_name": "John", "last_name": "OAK"}
    with pytest.raises(InvalidError) as refused:
        add(portal, reference, **john, born_on=date(1980, 1, 1), not_the_offender=True)
    assert "can't be a supporter" in refused.value.problems["last_name"]
    for changes in (john, {**john, "born_on": date(1990, 1, 1)}, {"last_name": "Oak"}):
        with pytest.raises(InvalidError) as refused:
            add(portal, reference, **changes)
        assert list(refused.value.problems) == ["not_the_offender"]
    assert beside(portal, reference) == ()
    add(portal, reference, last_name="Oak", not_the_offender=True)
    assert len(beside(portal, reference)) == 1


def test_nor_is_the_offender_of_another_of_their_cases(portal: Portal) -> None:
    first = received(portal)
    second = received(
        portal,
        referral_reference="WCU-2",
        offender_first_name="Peter",
        offender_last_name="Stone",
        offender_date_of_birth="1975-05-05",
        prison_number="B1234CD",
        crn="X2",
    )
    with portal.ctx.store.writing() as uow:
        one = case_within_reach(uow, portal.officer, first)
        other = case_within_reach(uow, portal.officer, second)
        other.person_id = one.person_id
        uow.commit()
    peter = {"first_name": "Peter", "last_name": "Stone", "born_on": date(1975, 5, 5)}
    with pytest.raises(InvalidError, match="can't be a supporter"):
        add(portal, first, **peter)


def test_the_victim_does_not_support_themselves(portal: Portal) -> None:
    reference = received(portal)
    mary = {"first_name": "Mary", "last_name": "Ash", "born_on": date(1990, 1, 2)}
    with pytest.raises(InvalidError, match="whom they would support"):
        add(portal, reference, **mary)


def test_nobody_is_added_twice_while_they_are_there(portal: Portal) -> None:
    reference = received(portal)
    born = date(1985, 2, 3)
    first = add(portal, reference, born_on=born)
    with pytest.raises(InvalidError, match="support this person already"):
        add(portal, reference, born_on=born, another_person=True)
    with pytest.raises(InvalidError) as refused:
        add(portal, reference)
    assert list(refused.value.problems) == ["another_person"]
    add(portal, reference, another_person=True)
    assert len(beside(portal, reference)) == 2
    # Once it is over, they may come back with a new consent.
    for one in beside(portal, reference):
        end_supporter(portal.ctx, portal.officer, reference, one.id, TODAY)
    assert add(portal, reference, born_on=born) != first


def test_the_same_name_on_another_case_is_no_matter(portal: Portal) -> None:
    other = {"victim_last_name": "Elm", "victim_date_of_birth": "1970-01-01"}
    add(portal, received(portal))
    add(portal, received(portal, referral_reference="WCU-9", prison_number="C1", **other))


@pytest.mark.parametrize(
    ("how", "outcome", "inward"),
    [
        (ContactMethod.TELEPHONE, ContactOutcome.SPOKE, False),
        (ContactMethod.VISIT, ContactOutcome.SPOKE, False),
        (ContactMethod.LETTER, ContactOutcome.RECEIVED, True),
        (ContactMethod.EMAIL, ContactOutcome.RECEIVED, True),
    ],
)
def test_consent_is_a_contact_with_the_victim_and_stops_the_clock(
    portal: Portal, how: ContactMethod, outcome: ContactOutcome, inward: bool
) -> None:
    reference = received(portal)
    add(portal, reference, how=how)
    (contact,) = view(portal, reference).contacts
    assert (contact.method, contact.outcome, contact.inward) == (how, outcome, inward)
    # A second supporter in the same call is no second call.
    add(portal, reference, first_name="Tess", last_name="Rowan", how=how)
    assert len(view(portal, reference).contacts) == 1
    with portal.ctx.store.reading() as uow:
        assert case_within_reach(uow, portal.officer, reference).first_contact_on == TODAY


def test_consent_from_before_the_referral_is_no_contact_of_this_case(portal: Portal) -> None:
    reference = received(portal)
    add(portal, reference, consented_on=date(2026, 11, 1))
    assert view(portal, reference).contacts == ()


def test_an_offender_who_cannot_be_read_clears_nobody(portal: Portal) -> None:
    reference = received(portal)
    with portal.ctx.store.writing() as uow:
        case = uow.session.scalars(select(Case).where(Case.reference == reference)).one()
        uow.session.connection().exec_driver_sql(
            "UPDATE offender SET last_name_sealed = x'0102030405060708090a0b0c0d0e0f10' "
            "WHERE id = ?",
            (case.offender_id.hex,),
        )
        uow.commit()
    with pytest.raises(InvalidError) as refused:
        add(portal, reference)
    assert list(refused.value.problems) == ["not_the_offender"]
    add(portal, reference, not_the_offender=True)
