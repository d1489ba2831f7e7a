"""A number or address that was put right and is somebody else's, too: a person looks at it."""

import pytest

from tests.support.casework import opted_in, received, task_kinds, view
from tests.support.conflicts import declare
from tests.support.corrections import WHY, case_of, rows
from tests.support.duplicates import AGAIN, merged
from tests.support.portal import CLI, Portal
from tests.support.referral_files import imported
from tests.support.supporters import add, beside, with_channel
from tests.support.web import MANAGER, client_for
from victim_portal.services.corrections import channel_for_correction, correct_channel
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.referrals import (
    decide_duplicate,
    list_duplicates,
    withdraw_referral,
)
from victim_portal.store.models import Case, DuplicateFlag, Person, Task

SHARED = "07700 900456"
HOUSE = "1 High Street\nNewtown"
ZOE = {
    "referral_reference": "WCU-7",
    "victim_first_name": "Zoe",
    "victim_last_name": "Quince",
    "victim_date_of_birth": "1971-05-06",
    "prison_number": "B1234CD",
    "crn": "X777777",
    "offender_last_name": "Yew",
    "offender_date_of_birth": "1966-01-01",
}


def put_right(portal: Portal, reference: str, value: str = SHARED) -> None:
    (channel,) = view(portal, reference).channels
    now = channel_for_correction(portal.ctx, portal.officer, reference, channel.id)
    version = now.channel.plan_version
    correct_channel(portal.ctx, portal.officer, reference, channel.id, value, WHY, version)


@pytest.mark.parametrize(
    ("field", "wrong", "shared"),
    [("mobile", "07700 900123", SHARED), ("email", "zoe@example.org", "MARY@example.org")],
)
def test_anothers_mobile_or_email_is_flagged_once(
    portal: Portal, field: str, wrong: str, shared: str
) -> None:
    known = received(portal, **{field: shared})
    new = received(portal, **ZOE, **{field: wrong})
    assert rows(portal, DuplicateFlag) == []
    put_right(portal, new, shared)
    (pair,) = list_duplicates(portal.ctx, portal.officer).pairs
    assert {pair.new.reference, pair.known.reference} == {new, known}
    assert (pair.reason, pair.shares_contact) == ("same_contact", True)
    assert "decide_duplicate" in task_kinds(portal, pair.new.reference)
    page = client_for(portal).get("/referrals/duplicates")
    assert "The same number or address" in page.text
    decide_duplicate(portal.ctx, portal.officer, pair.id, "different")
    put_right(portal, new, wrong)
    put_right(portal, new, shared)
    assert len(rows(portal, DuplicateFlag)) == 1
    assert list_duplicates(portal.ctx, portal.officer).pairs == ()


def test_a_household_is_asked_about_only_where_the_names_are_alike(portal: Portal) -> None:
    received(portal, address=HOUSE)
    lodger = received(portal, **ZOE, address="2 Low Street")
    put_right(portal, lodger, HOUSE)
    assert rows(portal, DuplicateFlag) == []
    sister = received(portal, **{**ZOE, "referral_reference": "WCU-8", "victim_last_name": "Ashe",
                                 "victim_first_name": "Mari"}, address="3 Low Street")  # fmt: skip
    put_right(portal, sister, "1 high street, newtown")
    (flag,) = rows(portal, DuplicateFlag)
    assert flag.reason == "same_contact"


def test_nothing_is_told_across_units_of_the_restricted_or_the_protected(portal: Portal) -> None:
    imported(portal, CLI, {**ZOE, "mobile": SHARED, "unit": "Elsewhere"})
    restricted = received(portal, **{**ZOE, "referral_reference": "WCU-8"}, mobile=SHARED)
    protected = received(portal, **{**ZOE, "referral_reference": "WCU-9"}, mobile=SHARED)
    with portal.ctx.store.writing() as uow:
        case = uow.get(Case, case_of(portal, restricted).id)
        person = uow.get(Person, case_of(portal, protected).person_id)
        assert case is not None
        assert person is not None
        case.restricted, person.protected_identity = True, True
        uow.commit()
    flags, tasks = len(rows(portal, DuplicateFlag)), len(rows(portal, Task))
    mine = received(portal, mobile="07700 900123")
    tasks_of_mine = len(rows(portal, Task)) - tasks
    put_right(portal, mine)
    assert len(rows(portal, DuplicateFlag)) == flags
    kinds = {row.kind for row in rows(portal, Task, case_id=case_of(portal, mine).id)}
    assert "decide_duplicate" not in kinds
    assert len(rows(portal, Task)) == tasks + tasks_of_mine + 1  # to check the new number
    # A protected identity's own correction asks nothing either.
    put_right(portal, protected, "07700 900999")
    put_right(portal, protected, SHARED)
    assert len(rows(portal, DuplicateFlag)) == flags


def test_whoever_may_not_see_the_other_case_hears_nothing(portal: Portal) -> None:
    known = received(portal, mobile=SHARED)
    portal.clock.move(hours=1)
    new = received(portal, **ZOE, mobile="07700 900123")
    declare(portal, known)
    put_right(portal, new)
    assert list_duplicates(portal.ctx, portal.officer).pairs == ()
    (task,) = rows(portal, Task, kind="decide_duplicate")
    assert (task.for_user_id, task.for_role) == (None, "manager")
    assert len(list_duplicates(portal.ctx, portal.manager).pairs) == 1
    assert "same number" in client_for(portal, MANAGER).get("/referrals/duplicates").text
    (flag,) = rows(portal, DuplicateFlag)
    with pytest.raises(NotFoundError):
        decide_duplicate(portal.ctx, portal.officer, flag.id, "different")


def test_a_supporters_number_is_no_likeness(portal: Portal) -> None:
    known = received(portal)
    add(portal, known)
    with_channel(portal, beside(portal, known)[0].person_id, "+447700900456")
    new = received(portal, **ZOE, mobile="07700 900123")
    put_right(portal, new)
    assert rows(portal, DuplicateFlag) == []


def test_an_old_number_of_somebody_is_no_likeness(portal: Portal) -> None:
    known = received(portal, mobile=SHARED)
    put_right(portal, known, "07700 900999")
    put_right(portal, received(portal, **ZOE, mobile="07700 900123"))
    assert rows(portal, DuplicateFlag) == []


def test_a_double_is_put_right_where_it_stays_and_never_flagged_again(portal: Portal) -> None:
    known = received(portal, mobile=SHARED)
    new = received(portal, **AGAIN, mobile="07700 900123")
    (gone,) = view(portal, new).channels
    assert merged(portal, new, known) == known
    with pytest.raises(NotFoundError):
        channel_for_correction(portal.ctx, portal.officer, new, gone.id)
    third = received(portal, **ZOE, mobile="07700 900999")
    put_right(portal, third)
    flagged = {frozenset((f.case_id, f.other_case_id)) for f in rows(portal, DuplicateFlag)}
    ids = {one: case_of(portal, one).id for one in (known, new, third)}
    assert flagged == {frozenset((ids[new], ids[known])), frozenset((ids[third], ids[known]))}


def test_a_channel_is_not_put_right_on_a_double_whose_person_has_other_cases(
    portal: Portal,
) -> None:
    reference = received(portal, mobile="07700 900123")
    stays = received(portal, **ZOE)
    with portal.ctx.store.writing() as uow:
        case = uow.get(Case, case_of(portal, reference).id)
        assert case is not None
        case.merged_into_id = case_of(portal, stays).id
        uow.commit()
    with pytest.raises(InvalidError, match="double"):
        put_right(portal, reference)
    assert [one.shown for one in view(portal, reference).channels] == ["07700 900123"]


def test_on_a_withdrawn_case_it_is_kept_and_asks_nothing_of_likeness(portal: Portal) -> None:
    received(portal, mobile=SHARED)
    new = received(portal, **ZOE, mobile="07700 900123")
    withdraw_referral(portal.ctx, portal.manager, new, "The wrong person")
    put_right(portal, new)
    assert [one.shown for one in view(portal, new).channels] == [SHARED]
    assert rows(portal, DuplicateFlag) == []


def test_whoever_is_in_the_scheme_is_flagged_too(portal: Portal) -> None:
    known = received(portal, mobile=SHARED)
    new = opted_in(portal, **ZOE, mobile="07700 900123")
    put_right(portal, new)
    (pair,) = list_duplicates(portal.ctx, portal.officer).pairs
    assert {pair.new.reference, pair.known.reference} == {new, known}
