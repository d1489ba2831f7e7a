"""The pages of the safe-contact plan."""

from datetime import date, time

import pytest

from tests.support.casework import MOBILE, email, mobile, opted_in, reachable, view
from tests.support.pages import Page, PageClient
from tests.support.portal import Portal
from tests.support.web import COLLEAGUE, STRANGER, app_for, client_for, signed_in
from victim_portal.domain.contact import Window
from victim_portal.domain.vocabulary import ChannelUse, Language
from victim_portal.services.channels import ChannelView

HOSTILE = "<script>alert('x')</script> \N{FACE WITH TEARS OF JOY} \N{RIGHT-TO-LEFT OVERRIDE}שלום"
PLAN = {
    "value": MOBILE,
    "uses": ["sms", "call", "voicemail"],
    "hours": "only",
    "days1": ["0", "1", "2"],
    "from1": "9am",
    "to1": "12:30",
    "days3": ["5"],
    "from3": "14.00",
    "to3": "4pm",
    "who_else": "Her brother picks it up",
    "code_word": "Bluebell",
    "if_answered": "Say it is the dentist",
    "name_to_give": "Nia from the dentist",
    "danger": "Her brother's friend",
    "language": "cy",
    "agreed": "telephone",
}


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


@pytest.fixture
def client(portal: Portal, reference: str) -> PageClient:
    return client_for(portal)


def _new(client: PageClient, reference: str, kind: str = "mobile") -> Page:
    page = client.get(f"/cases/{reference}/channels/new")
    return page.submit({"kind": kind}).follow()


def _one(portal: Portal, reference: str) -> ChannelView:
    (channel,) = view(portal, reference).channels
    return channel


def test_a_mobile_is_added_with_everything_that_was_agreed(
    portal: Portal, client: PageClient, reference: str
) -> None:
    page = _new(client, reference)
    assert page.h1 == f"Case {reference} Add a mobile number"
    done = page.submit(PLAN).follow()
    assert "Nothing but a code goes to it before it is verified" in done.notices[0]
    channel = _one(portal, reference)
    assert channel.uses == {ChannelUse.SMS, ChannelUse.CALL, ChannelUse.VOICEMAIL}
    assert channel.windows == (
        Window(frozenset({0, 1, 2}), time(9), time(12, 30)),
        Window(frozenset({5}), time(14), time(16)),
    )
    assert not channel.any_time
    assert (channel.who_else, channel.code_word, channel.if_answered) == (
        "Her brother picks it up",
        "Bluebell",
        "Say it is the dentist",
    )
    assert (channel.name_to_give, channel.danger) == (
        "Nia from the dentist",
        "Her brother's friend",
    )
    assert channel.language is Language.WELSH
    assert not channel.fuller_words
    assert channel.confirmed_at == portal.ctx.now()
    assert channel.verified_at is None
    for page in ("", "/confirm", "/code", "/code/enter"):
        shown = client.get(f"/cases/{reference}/channels/{channel.id}{page}")
        assert "Danger there" in shown.text
        assert "Her brother's friend" in shown.text


def test_what_was_not_agreed_waits_for_them(
    portal: Portal, client: PageClient, reference: str
) -> None:
    done = _new(client, reference).submit(PLAN | {"agreed": "no"}).follow()
    assert "before they have agreed to its plan" in done.notices[0]
    assert _one(portal, reference).confirmed_at is None


def test_they_choose_when_to_be_asked_again(
    portal: Portal, client: PageClient, reference: str
) -> None:
    day = {"review_on-day": "1", "review_on-month": "3", "review_on-year": "2027"}
    page = _new(client, reference).submit(PLAN | day | {"review_on-year": "2029"}, status=200)
    assert page.errors == [
        "The day to ask again must be 18 November 2027 or before: "
        "nobody goes longer without being asked"
    ]
    page.submit({"review_on-year": "2027"}).follow()
    channel = _one(portal, reference)
    assert channel.review_on == date(2027, 3, 1)
    page = client.get(f"/cases/{reference}/channels/{channel.id}")
    assert page.value("review_on-month") == ["3"]
    assert page.value("agreed") == []


@pytest.mark.parametrize(
    ("kind", "value", "uses"),
    [
        ("landline", "020 7946 0123", ["call", "voicemail"]),
        ("email", "mary.ash@example.org", ["email"]),
        ("post", "1 High Street\nWinchester\nSO23 9AA", ["letter"]),
    ],
)
def test_each_kind_offers_its_own_uses(
    portal: Portal, client: PageClient, reference: str, kind: str, value: str, uses: list[str]
) -> None:
    page = _new(client, reference, kind)
    assert page.forms[0].offered["uses"] == set(uses)
    given = {"value": value, "uses": uses, "language": "en", "agreed": "visit"}
    page.submit(given if kind == "post" else given | {"hours": "any"}).follow()
    channel = _one(portal, reference)
    assert channel.kind == kind
    assert channel.any_time


def test_a_kind_has_to_be_chosen(client: PageClient, reference: str) -> None:
    page = client.get(f"/cases/{reference}/channels/new").submit({}, status=200)
    assert page.errors == ["Choose what you want to add"]
    assert client.get(f"/cases/{reference}/channels/new?kind=pigeon").h1.endswith(
        "Add a number or address"
    )


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: PageClient, reference: str
) -> None:
    page = _new(client, reference)
    page = page.submit({"hours": "only", "from2": "teatime", "days3": ["1"]}, status=200)
    assert page.errors == [
        "Enter the mobile number",
        "Choose the days",
        "From must be a time, like 2:30pm or 14:30",
        "Enter the time until which it is safe",
        "Enter the time from which it is safe",
        "Enter the time until which it is safe",
        "Choose the language",
        "Say whether you agreed this with them",
    ]
    page = page.submit(
        PLAN | {"value": "12", "from2": "", "days3": ["5"], "to1": "8am", "who_else": HOSTILE},
        status=200,
    )
    assert page.errors == ["The hours must end after they start, on the same day."]
    page = page.submit({"to1": "noon"}, status=200)
    assert page.errors == ["Enter a telephone number, like 07700 900123 or 020 7946 0123."]
    assert page.value("who_else") == [HOSTILE]
    assert page.value("days1") == ["0", "1", "2"]
    page = page.submit({"value": MOBILE, "hours": None}, status=200)
    assert page.errors == ["Say at which hours this channel is safe, or that any time is."]
    page = page.submit({"hours": "any", "uses": ["voicemail"]}, status=200)
    assert page.errors == ["Voicemail can only be allowed together with calls."]
    page.submit({"uses": ["call", "voicemail"]}).follow()


def test_sent_twice_it_is_added_once(portal: Portal, client: PageClient, reference: str) -> None:
    page = _new(client, reference)
    assert page.submit(PLAN).location == page.submit(PLAN).location
    assert len(view(portal, reference).channels) == 1
    again = _new(client, reference).submit(PLAN, status=200)
    assert again.errors == ["This is among their numbers and addresses already."]


def test_a_plan_is_changed_from_what_stands(
    portal: Portal, client: PageClient, reference: str
) -> None:
    _new(client, reference).submit(PLAN)
    before = _one(portal, reference)
    page = client.get(f"/cases/{reference}/channels/{before.id}")
    assert page.value("from1") == ["09:00"]
    assert page.value("days2") == ["5"]
    page.submit({"code_word": HOSTILE[:40], "uses": ["sms"], "agreed": "telephone"}).follow()
    after = _one(portal, reference)
    assert after.windows == before.windows
    assert after.code_word == HOSTILE[:40]
    assert after.uses == {ChannelUse.SMS}


def test_two_officers_change_one_plan_and_nothing_is_lost(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, mobile(who_else="Nobody"))
    app = app_for(portal)
    mine, theirs = signed_in(app, "sam.carter@example.org"), signed_in(app, COLLEAGUE)
    path = f"/cases/{reference}/channels/{channel_id}"
    page = mine.get(path)
    theirs.get(path).submit({"who_else": "The whole family", "agreed": "visit"}).follow()
    page = page.submit({"if_answered": "Hang up", "agreed": "telephone"}, status=200)
    assert len(page.errors) == 1
    assert "Somebody else changed this plan" in page.errors[0]
    assert page.value("if_answered") == ["Hang up"]
    assert "The whole family" in page.text
    assert _one(portal, reference).if_answered == ""
    page.submit({"who_else": "The whole family"}).follow()
    assert _one(portal, reference).if_answered == "Hang up"


def test_a_channel_is_confirmed_stopped_and_ended(
    portal: Portal, client: PageClient, reference: str
) -> None:
    _new(client, reference).submit(PLAN)
    here = f"/cases/{reference}/channels/{_one(portal, reference).id}"

    page = client.get(f"{here}/confirm").submit({}, status=200)
    assert page.errors == ["Choose how they confirmed it"]
    done = page.submit({"how": "in_person"}).follow()
    assert "It isn't verified yet" in done.notices[0]
    assert _one(portal, reference).verified_at is None

    page = client.get(f"{here}/suspend").submit({}, status=200)
    assert page.errors == ["Enter why it isn't safe"]
    page.submit({"why": HOSTILE}).follow()
    assert _one(portal, reference).suspended_why == HOSTILE
    assert "was stopped on" in client.get(f"{here}/confirm").text

    page = client.get(f"{here}/end")
    assert "can't be brought back" in page.text
    assert len(view(portal, reference).channels) == 1
    page.submit().follow()
    assert view(portal, reference).channels == ()
    client.get(here, status=404)


def test_without_a_plan_nothing_can_be_confirmed(portal: Portal, client: PageClient) -> None:
    reference = opted_in(
        portal, referral_reference="WCU-2", mobile="07700 900999", crn="X1", prison_number="B1234CD"
    )
    channel = _one(portal, reference)
    page = client.get(f"/cases/{reference}/channels/{channel.id}/confirm")
    page = page.submit({"how": "spoken"}, status=200)
    assert page.errors == ["Agree first how this may be used, and when."]


@pytest.mark.parametrize("page", ["", "/confirm", "/suspend", "/end", "/code", "/code/enter"])
def test_a_channel_of_another_case_or_unit_is_not_there(
    portal: Portal, client: PageClient, reference: str, page: str
) -> None:
    (channel_id,) = reachable(portal, reference, email())
    other = opted_in(portal, referral_reference="WCU-3", prison_number="B1234CD", crn="X2",
                     victim_last_name="Elm", victim_date_of_birth="1970-01-01")  # fmt: skip
    client.get(f"/cases/{other}/channels/{channel_id}{page}", status=404)
    client_for(portal, STRANGER).get(f"/cases/{reference}/channels/{channel_id}{page}", status=404)


def test_another_unit_cannot_add(portal: Portal, reference: str) -> None:
    stranger = client_for(portal, STRANGER)
    stranger.get(f"/cases/{reference}/channels/new?kind=email", status=404)
