"""The pages on which details are put right, and the history of values."""

from uuid import UUID, uuid4

import pytest

from tests.support.casework import (
    MOBILE,
    approve,
    delivered,
    mobile,
    opted_in,
    reachable,
    ready,
    received,
    view,
)
from tests.support.corrections import WHY, case_of, corrected, person_of, rows
from tests.support.pages import PageClient
from tests.support.portal import CLI, Portal
from tests.support.referral_files import OMAR, imported
from tests.support.web import COLLEAGUE, STRANGER, app_for, client_for, signed_in
from victim_portal.services.channels import change_plan
from victim_portal.store.models import OffenderCorrection, PersonCorrection

HOSTILE = "<script>alert('x')</script> \N{FACE WITH TEARS OF JOY} שלום"
RIGHT = "07700 900456"


@pytest.fixture
def reference(portal: Portal) -> str:
    return received(portal)


@pytest.fixture
def client(portal: Portal, reference: str) -> PageClient:
    return client_for(portal)


def test_a_person_is_put_right_from_what_stands(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/correct")
    assert page.h1 == f"Case {reference} Put the person's details right"
    assert (page.value("first_name"), page.value("born_on-year")) == (["Mary"], ["1990"])
    assert page.value("relationship") == ["victim"]
    assert "Nothing was sent yet" in page.text
    after = page.submit({"last_name": HOSTILE, "why": WHY}).follow()
    assert after.path == f"/cases/{reference}/corrections"
    assert "Put right" in after.notices[0]
    assert after.rows == [["Last name", "Ash", HOSTILE, WHY, "Sam Carter, 18 Nov 2026"]]
    assert "<script>alert" not in after.html
    assert person_of(portal, reference)[1] == HOSTILE
    assert "Ash" not in after.title


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/correct")
    page = page.submit({"last_name": "", "born_on-day": "31", "born_on-month": "2"}, status=200)
    assert page.errors == [
        "Enter the last name",
        "The date of birth must be a real date",
        "Enter why it is wrong, and who told you",
    ]
    page = page.submit(
        {"last_name": "12", "born_on-day": "1", "born_on-year": "2027", "why": HOSTILE}, status=200
    )
    assert page.errors == [
        "A name needs at least one letter.",
        "The date must be today or in the past.",
    ]
    assert page.value("why") == [HOSTILE]
    page = page.submit(
        {"last_name": "Ash", "born_on-day": "2", "born_on-month": "1", "born_on-year": "1990"},
        status=200,
    )
    assert page.errors == ["You changed nothing: what you sent is what stands already."]


def test_two_officers_correct_one_person_and_nothing_is_lost(
    portal: Portal, reference: str
) -> None:
    app = app_for(portal)
    mine, theirs = signed_in(app, "sam.carter@example.org"), signed_in(app, COLLEAGUE)
    path = f"/cases/{reference}/correct"
    page = mine.get(path)
    theirs.get(path).submit({"last_name": "Ashe", "relationship": "acts_for_victim", "why": WHY})
    page = page.submit({"first_name": "Marie", "why": HOSTILE}, status=200)
    assert len(page.errors) == 1
    assert "Somebody else changed these details" in page.errors[0]
    assert ["First name", "Mary", "Marie"] in page.rows
    assert ["Last name", "Ashe", "Ash"] in page.rows
    assert page.value("why") == [HOSTILE]
    assert person_of(portal, reference)[:2] == ("Mary", "Ashe")
    page.submit({"last_name": "Ashe", "relationship": "acts_for_victim"}).follow()
    assert person_of(portal, reference)[:2] == ("Marie", "Ashe")
    assert case_of(portal, reference).relationship == "acts_for_victim"


def test_a_double_click_leads_to_the_same_page_and_adds_nothing(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/correct")
    given = {"first_name": "Marie", "why": WHY}
    assert page.submit(given).location == page.submit(given).location
    assert len(rows(portal, PersonCorrection)) == 1


def test_a_tampered_version_overwrites_nothing(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = client.get(f"/cases/{reference}/correct")
    for seen in ("", "x", "-1", "999"):
        page.submit({"seen": seen, "first_name": "Marie", "why": WHY}, status=200)
    assert person_of(portal, reference)[0] == "Mary"


def test_what_was_sent_is_shown_before_and_after(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    delivered(portal)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/correct")
    told = {tuple(row[1:4]) for row in page.rows}
    assert told == {
        ("18 Nov 2026", MOBILE, "Mary Ash"),
        ("18 Nov 2026", "mary.ash@example.org", "Mary Ash"),
    }
    after = page.submit({"first_name": "Marie", "why": WHY}).follow()
    assert "This went out before, with what was wrong then." in after.text
    assert len(after.rows) == 3


def test_the_history_is_empty_with_a_way_on(client: PageClient, reference: str) -> None:
    page = client.get(f"/cases/{reference}/corrections")
    assert "Nothing was put right on this case yet." in page.text
    assert page.follow("Put the person's details right").path == f"/cases/{reference}/correct"


@pytest.mark.parametrize(
    ("changes", "typed", "wrong"),
    [
        ({"mobile": MOBILE}, RIGHT, "Enter a telephone number"),
        ({"email": "mary@example.org"}, "marie@example.org", "Enter an email address"),
        ({"address": "1 High Street"}, "2 High Street", ""),
    ],
)
def test_each_kind_of_channel_is_put_right(
    portal: Portal, changes: dict[str, str], typed: str, wrong: str
) -> None:
    reference = received(portal, **changes)
    client = client_for(portal)
    (channel,) = view(portal, reference).channels
    page = client.get(f"/cases/{reference}/channels/{channel.id}/correct")
    assert channel.shown in page.text
    assert "nobody else can have got anything" in page.text
    page = page.submit({}, status=200)
    assert len(page.errors) == 2
    if wrong:
        page = page.submit({"value": "nothing", "why": WHY}, status=200)
        assert wrong in page.errors[0]
        assert page.value("value") == ["nothing"]
    after = page.submit({"value": typed, "why": WHY}).follow()
    assert "Nothing goes to it before you have checked it" in after.notices[0]
    assert [one.shown for one in view(portal, reference).channels] == [typed]
    client.get(f"/cases/{reference}/channels/{channel.id}/correct", status=404)


def test_a_channel_that_somebody_changed_meanwhile_is_shown_as_it_stands(portal: Portal) -> None:
    reference = opted_in(portal)
    (channel_id,) = reachable(portal, reference, mobile())
    page = client_for(portal).get(f"/cases/{reference}/channels/{channel_id}/correct")
    (seen,) = view(portal, reference).channels
    family = mobile(who_else="The whole family")
    change_plan(portal.ctx, portal.colleague, reference, channel_id, family, seen.plan_version)
    page = page.submit({"value": RIGHT, "why": WHY}, status=200)
    assert "Somebody else changed this plan" in page.errors[0]
    assert "The whole family" in page.text
    assert page.rows[0] == ["Mobile number", MOBILE, RIGHT]
    assert (page.value("value"), page.value("why")) == ([RIGHT], [WHY])
    page.submit({}).follow()
    (right,) = view(portal, reference).channels
    assert (right.shown, right.who_else) == (RIGHT, "The whole family")


def test_a_channel_form_that_comes_too_late_or_twice(portal: Portal) -> None:
    reference = opted_in(portal)
    (channel_id,) = reachable(portal, reference, mobile())
    app = app_for(portal)
    mine, theirs = signed_in(app, "sam.carter@example.org"), signed_in(app, COLLEAGUE)
    path = f"/cases/{reference}/channels/{channel_id}/correct"
    page, late = mine.get(path), theirs.get(path)
    given = {"value": RIGHT, "why": WHY}
    assert page.submit(given).location == page.submit(given).location
    after = late.submit({"value": "07700 900789", "why": WHY}, status=200)
    assert "Somebody else put this right" in after.errors[0]
    assert after.rows[0] == ["Mobile number", RIGHT, "07700 900789"]
    assert (after.value("value"), after.value("why")) == (["07700 900789"], [WHY])
    assert [one.shown for one in view(portal, reference).channels] == [RIGHT]
    assert len(rows(portal, PersonCorrection)) == 1
    # Saved again, it puts the one right that stands in its place.
    after.submit({}, button="Save over what stands now").follow()
    assert [one.shown for one in view(portal, reference).channels] == ["07700 900789"]
    assert len(rows(portal, PersonCorrection)) == 2


def test_something_that_went_to_a_wrong_number_is_warned_of(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    delivered(portal)
    (wrong,) = [one for one in view(portal, reference).channels if one.shown == MOBILE]
    client = client_for(portal)
    page = client.get(f"/cases/{reference}/channels/{wrong.id}/correct")
    assert "somebody else may have got it" in page.text
    assert [row[2] for row in page.rows] == [MOBILE]


def test_an_offender_is_put_right(portal: Portal, client: PageClient, reference: str) -> None:
    offender_id = case_of(portal, reference).offender_id
    page = client.get(f"/offenders/{offender_id}/correct")
    assert page.value("prison_number") == ["A1234BC"]
    imported(portal, CLI, OMAR)
    page = page.submit({"prison_number": OMAR["prison_number"], "why": WHY}, status=200)
    assert page.errors == [
        "This number is recorded for somebody else already. Check it with whoever told you, and "
        "ask your manager if it is right."
    ]
    after = page.submit({"prison_number": "a9999zz"}).follow()
    assert after.path == f"/cases/{reference}/corrections"
    assert after.rows[0][:3] == ["Prison number of the offender", "A1234BC", "A9999ZZ"]


def test_two_officers_correct_one_offender_and_nothing_is_lost(
    portal: Portal, client: PageClient, reference: str
) -> None:
    path = f"/offenders/{case_of(portal, reference).offender_id}/correct"
    page = client.get(path)
    colleague = client_for(portal, COLLEAGUE)
    colleague.get(path).submit({"last_name": "Oake", "why": WHY})
    page = page.submit({"first_name": "Jon", "why": WHY}, status=200)
    assert ["Last name", "Oake", "Oak"] in page.rows
    page.submit({"last_name": "Oake"})
    assert {row.field for row in rows(portal, OffenderCorrection)} == {"first_name", "last_name"}


def test_another_unit_finds_none_of_the_pages(
    portal: Portal, client: PageClient, reference: str
) -> None:
    corrected(portal, reference, first_name="Marie")
    stranger = client_for(portal, STRANGER)
    offender_id = case_of(portal, reference).offender_id
    never = stranger.get("/cases/VC-00000000/correct", status=404).text
    for path in (
        f"/cases/{reference}/correct",
        f"/cases/{reference}/corrections",
        f"/cases/{reference}/channels/{UUID(int=5)}/correct",
        f"/offenders/{offender_id}/correct",
        f"/offenders/{uuid4()}/correct",
    ):
        assert stranger.get(path, status=404).text == never
