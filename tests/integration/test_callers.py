"""Finding the case of a caller: by what, and in which order."""

import pytest

from tests.support.callers import HERS, NOTHING, channel_ids, found, only_case
from tests.support.casework import received
from tests.support.portal import CLI, Portal
from tests.support.referral_files import MARY, OMAR, imported, many, row
from tests.support.supporters import add, beside, count, events, with_channel
from victim_portal.domain.finding import How
from victim_portal.services.callers import Match, Search, Whose
from victim_portal.services.channels import end_channel, suspend_channel
from victim_portal.services.reach import case_within_reach
from victim_portal.services.supporters import end_supporter
from victim_portal.store.models import DuplicateFlag, Person

PERSON, OFFENDER, SUPPORTER = Whose.PERSON, Whose.OFFENDER, Whose.SUPPORTER


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal, **HERS)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("wcu-1", Match(How.REFERRAL_REFERENCE, Whose.CASE)),
        ("07700 900123", Match(How.TELEPHONE, PERSON)),
        ("+44 (0)7700 900-123", Match(How.TELEPHONE, PERSON)),
        ("Mary.Ash@EXAMPLE.org", Match(How.EMAIL, PERSON)),
        ("a1234 bc", Match(How.PRISON_NUMBER, OFFENDER)),
        ("x123456", Match(How.CRN, OFFENDER)),
        ("mary ash", Match(How.WHOLE_NAME, PERSON)),
        ("Ash, Mary", Match(How.WHOLE_NAME, PERSON)),
        ("Ms Åsh", Match(How.LAST_NAME, PERSON)),
        ("mary", Match(How.FIRST_NAME, PERSON)),
        ("Ashe", Match(How.SOUND, PERSON)),
        ("Molly Ash", Match(How.MUCH_ALIKE, PERSON)),
        ("Ash 2.1.1990", Match(How.NAME_AND_BIRTH, PERSON)),
        ("Oak", Match(How.LAST_NAME, OFFENDER)),
        ("Oak John", Match(How.WHOLE_NAME, OFFENDER)),
        ("Oak 1.1.1980", Match(How.NAME_AND_BIRTH, OFFENDER)),
    ],
)
def test_a_case_is_found_by_what_a_caller_has(
    portal: Portal, reference: str, text: str, match: Match
) -> None:
    imported(portal, CLI, OMAR)
    case = only_case(portal, text)
    assert case.reference == reference
    assert case.matches[0] == match
    assert (case.person_name, case.offender_name) == ("Mary Ash", "John Oak")
    assert (case.officer_name, case.closed) == ("Sam Carter", False)


def test_a_case_reference_however_it_is_written(portal: Portal, reference: str) -> None:
    for text in (reference, reference.lower(), reference.replace("-", " "), reference[3:]):
        assert only_case(portal, text).matches[0] == Match(How.CASE_REFERENCE, Whose.CASE)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "Elm", "As", "07700 900999", "A9999ZZ", "%", "' OR 1=1 --", "\x00", "Mary Elm"],
)
def test_what_answers_to_nothing_finds_nobody(portal: Portal, reference: str, text: str) -> None:
    assert found(portal, text) == NOTHING


def test_three_letters_of_a_last_name(portal: Portal) -> None:
    reference = received(portal, victim_last_name="Ashdown")
    for text in ("Ash", "ashd", "Mary Ash"):
        assert only_case(portal, text).reference == reference
    assert only_case(portal, "ashd").matches[0].how is How.BEGINNING
    assert found(portal, "ashford").cases == ()


def test_names_with_other_letters_are_found_by_plain_ones(portal: Portal) -> None:
    received(portal, victim_first_name="Łukasz", victim_last_name="Sørensen")
    for text in ("lukasz", "sorensen", "Lukasz Sorensen", "Łukasz Sørensen"):
        assert only_case(portal, text).person_name == "Łukasz Sørensen"


def test_a_date_alone_is_never_looked_up(portal: Portal, reference: str) -> None:
    assert found(portal, "2.1.1990") == Search((), False, False, only_a_birth=True)
    assert found(portal, "Elm 2.1.1990").cases == ()


def test_an_old_number_says_that_it_is_one(portal: Portal, reference: str) -> None:
    mobile = channel_ids(portal, reference)["mobile"]
    suspend_channel(portal.ctx, portal.officer, reference, mobile, "A stranger answered")
    assert only_case(portal, HERS["mobile"]).matches == (
        Match(How.TELEPHONE, PERSON, stopped=True),
    )
    end_channel(portal.ctx, portal.officer, reference, mobile)
    match = only_case(portal, HERS["mobile"]).matches[0]
    assert (match.how, match.old) == (How.TELEPHONE, True)


def test_a_live_supporter_leads_to_the_case_and_one_who_left_does_not(
    portal: Portal, reference: str
) -> None:
    supporter_id = add(portal, reference)
    [ruth] = beside(portal, reference)
    with_channel(portal, ruth.person_id)
    number = Match(How.TELEPHONE, SUPPORTER, who="Ruth Birch")
    assert only_case(portal, "07700 900555").matches == (number,)
    assert only_case(portal, "Birch").matches == (
        Match(How.LAST_NAME, SUPPORTER, who="Ruth Birch"),
    )
    with portal.ctx.store.writing() as uow:
        person = uow.get(Person, ruth.person_id)
        assert person is not None
        person.called = "Leila's sister"
        uow.commit()
    assert only_case(portal, "07700 900555").matches[0].who == "Leila's sister"
    end_supporter(portal.ctx, portal.officer, reference, supporter_id, portal.ctx.today())
    assert found(portal, "07700 900555") == NOTHING
    assert found(portal, "Birch") == NOTHING


def test_a_number_of_several_cases_is_shown_with_all_of_them(
    portal: Portal, reference: str
) -> None:
    alone = found(portal, HERS["mobile"])
    assert not alone.shared
    imported(portal, CLI, row(OMAR, mobile=HERS["mobile"], unit="Hampshire"))
    both = found(portal, HERS["mobile"])
    assert both.shared
    assert {case.person_name for case in both.cases} == {"Mary Ash", "Omar Tamboli"}
    # A number elsewhere isn't told of, not even by a warning.
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, both.cases[1].reference)
        case.restricted = True
        uow.commit()
    assert found(portal, HERS["mobile"]) == alone


def test_the_surest_comes_first(portal: Portal) -> None:
    rows = [
        row(MARY, victim_last_name="Ash", referral_reference="R-1"),
        row(MARY, victim_first_name="Zoe", victim_last_name="Ashdown", referral_reference="R-2",
            victim_date_of_birth="1980-01-01"),
        row(MARY, victim_first_name="Kim", victim_last_name="Aish", referral_reference="R-3",
            victim_date_of_birth="1970-01-01"),
        row(OMAR, offender_last_name="Ash", offender_first_name="Al", referral_reference="R-4"),
    ]  # fmt: skip
    imported(portal, CLI, *rows)
    hows = [case.matches[0].how for case in found(portal, "Ash").cases]
    assert hows == [How.LAST_NAME, How.LAST_NAME, How.BEGINNING, How.SOUND]
    assert found(portal, "Mary Ash").cases[0].matches[0].how is How.WHOLE_NAME


def test_ones_own_stand_before_the_units_and_open_ones_before_closed(portal: Portal) -> None:
    imported(
        portal, CLI, *(row(one, victim_last_name="Smith", unit="Hampshire") for one in many(3))
    )
    mine = received(portal, victim_last_name="Smith")
    with portal.ctx.store.writing() as uow:
        last = found(portal, "Smith").cases[-1].reference
        case = case_within_reach(uow, portal.officer, last)
        case.closed_at, case.closed_why = portal.ctx.now(), "over"
        case.queued_since = case.queue_due_on = None
        uow.commit()
    cases = found(portal, "Smith").cases
    assert cases[0].reference == mine
    assert [case.closed for case in cases] == [False, False, False, True]


def test_likely_duplicates_show_where_both_may_be_seen(portal: Portal, reference: str) -> None:
    again = received(portal, referral_reference="WCU-4", victim_date_of_birth="")
    assert count(portal, DuplicateFlag) == 1
    same = {case.reference: case.same_as for case in found(portal, "Mary Ash").cases}
    assert same == {reference: (again,), again: (reference,)}
    with portal.ctx.store.writing() as uow:
        case_within_reach(uow, portal.officer, again).restricted = True
        uow.commit()
    [case] = found(portal, "Mary Ash", portal.colleague).cases
    assert (case.reference, case.same_as) == (reference, ())


def test_a_double_names_the_case_that_stays(portal: Portal, reference: str) -> None:
    again = received(portal, referral_reference="WCU-4", victim_date_of_birth="")
    with portal.ctx.store.writing() as uow:
        kept = case_within_reach(uow, portal.officer, reference)
        double = case_within_reach(uow, portal.officer, again)
        double.closed_at, double.closed_why = portal.ctx.now(), "double"
        double.merged_into_id = kept.id
        uow.commit()
    assert only_case(portal, "WCU-4").stays_as == reference
    assert only_case(portal, again).stays_as == reference


def test_somebody_who_cant_be_read_keeps_nobody_out(portal: Portal, reference: str) -> None:
    imported(portal, CLI, row(OMAR, victim_last_name="Ash", unit="Hampshire"))
    with portal.ctx.store.writing() as uow:
        person = uow.get(Person, case_within_reach(uow, portal.officer, reference).person_id)
        assert person is not None
        person.last_name_sealed = person.first_name_sealed = b"broken"
        uow.commit()
    assert only_case(portal, "Ash").person_name == "Omar Ash"
    assert only_case(portal, HERS["mobile"]).person_name == "Can't be read"


def test_a_search_is_recorded_by_its_kind_and_never_its_words(
    portal: Portal, reference: str
) -> None:
    found(portal, HERS["mobile"])
    found(portal, "Ash 2.1.1990")
    found(portal, "")
    assert events(portal, "caller_searched") == [
        {"by": "referral_reference+telephone", "rows": 1},
        {"by": "referral_reference+name+name_and_birth", "rows": 1},
        {"by": "nothing", "rows": 0},
    ]
