"""The pages of the safe-contact plan when somebody else changed it, or ended it, in between."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select

from tests.support.casework import mobile, opted_in, reachable, view
from tests.support.pages import PageClient
from tests.support.portal import Portal
from tests.support.web import STRANGER, client_for
from victim_portal.services.channels import ChannelView, change_plan, end_channel
from victim_portal.store.models import AuditEvent, Channel

HOSTILE = "<script>alert('x')</script> \N{FACE WITH TEARS OF JOY} \N{RIGHT-TO-LEFT OVERRIDE}שלום"
REVIEW = ("review_on-day", "review_on-month", "review_on-year")


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


@pytest.fixture
def client(portal: Portal, reference: str) -> PageClient:
    return client_for(portal)


def _one(portal: Portal, reference: str) -> ChannelView:
    (channel,) = view(portal, reference).channels
    return channel


def test_a_plan_that_changed_meanwhile_is_not_confirmed_unseen(
    portal: Portal, reference: str, client: PageClient
) -> None:
    [channel_id] = reachable(portal, reference, mobile())
    page = client.get(f"/cases/{reference}/channels/{channel_id}/confirm")
    [seen] = [c for c in view(portal, reference).channels if c.id == channel_id]
    wider = mobile(fuller_words=True)
    change_plan(portal.ctx, portal.colleague, reference, channel_id, wider, seen.plan_version)
    typed = {"how": "spoken", **dict(zip(REVIEW, ("1", "3", "2027"), strict=True))}
    answer = page.submit(typed, status=200)
    assert "Somebody else changed this plan" in answer.errors[0]
    assert "May say what it is about" in answer.text
    assert ["Ask again by", "", "1 March 2027"][::2] == answer.rows[-1][::2]
    assert answer.value("how") == ["spoken"]
    assert [answer.value(box) for box in REVIEW] == [["1"], ["3"], ["2027"]]
    assert _confirmed_at(portal, channel_id) is None
    # Somebody is faster again: what is confirmed is only ever what was shown last.
    [seen] = [c for c in view(portal, reference).channels if c.id == channel_id]
    family = mobile(who_else="The whole family")
    change_plan(portal.ctx, portal.colleague, reference, channel_id, family, seen.plan_version)
    answer = answer.submit({}, status=200)
    assert "The whole family" in answer.text
    assert _confirmed_at(portal, channel_id) is None
    before = _times_confirmed(portal)
    for _ in range(2):
        done = answer.submit({}, button="They confirmed what stands now").follow()
        assert "Confirmed" in done.notices[0]
    assert _times_confirmed(portal) == before + 1
    assert _one(portal, reference).review_on == date(2027, 3, 1)
    assert _one(portal, reference).who_else == "The whole family"


def _times_confirmed(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        told = select(func.count()).select_from(AuditEvent)
        return uow.session.scalar(told.where(AuditEvent.what == "channel_confirmed")) or 0


def _confirmed_at(portal: Portal, channel_id: UUID) -> datetime | None:
    with portal.ctx.store.reading() as uow:
        channel = uow.get(Channel, channel_id)
        assert channel is not None
        return channel.confirmed_at


@pytest.mark.parametrize(
    ("page", "typed", "label"),
    [
        ("", {"who_else": HOSTILE, "agreed": "no"}, "Who else can see or hear it? (optional)"),
        ("/confirm", {"how": "spoken"}, "How did they confirm it?"),
        ("/suspend", {"why": HOSTILE}, "Why isn't it safe?"),
        ("/correct", {"value": "07700 900456", "why": HOSTILE}, "The right mobile number"),
    ],
)
def test_what_was_typed_outlives_the_end_of_a_number(
    portal: Portal,
    reference: str,
    client: PageClient,
    page: str,
    typed: dict[str, str],
    label: str,
) -> None:
    [channel_id] = reachable(portal, reference, mobile())
    form = client.get(f"/cases/{reference}/channels/{channel_id}{page}")
    end_channel(portal.ctx, portal.colleague, reference, channel_id)
    late = form.submit(typed, status=200)
    assert late.h1 == "Nothing was saved"
    assert "ended this number or address" in late.text
    assert label in late.text
    for text in typed.values():
        assert " ".join(text.split()) in late.text or text in {"spoken", "no"}
    assert not late.forms
    assert view(portal, reference).channels == ()
    client.get(f"/cases/{reference}/channels/{channel_id}{page}", status=404)


def test_a_stranger_learns_nothing_of_an_ended_number(portal: Portal, reference: str) -> None:
    [channel_id] = reachable(portal, reference, mobile())
    stranger = client_for(portal, STRANGER)
    token = stranger.get("/find").value("csrf_token")[0]
    end_channel(portal.ctx, portal.officer, reference, channel_id)
    for page in ("", "/confirm", "/suspend", "/correct"):
        path = f"/cases/{reference}/channels/{channel_id}{page}"
        stranger.post(path, {"csrf_token": token, "why": "A guess"}, status=404)
