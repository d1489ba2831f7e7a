"""Channels over a real database: plans, confirmation, stopping, and what hangs on them."""

from datetime import time
from uuid import uuid4

import pytest
from sqlalchemy import select

from tests.support.casework import (
    EMAIL,
    MOBILE,
    email,
    evenings,
    mobile,
    opted_in,
    reachable,
    task_kinds,
    view,
)
from tests.support.portal import Portal
from victim_portal.domain.contact import Window
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
)
from victim_portal.services.channels import (
    ChannelInput,
    ChannelView,
    add_channel,
    change_plan,
    channel_for_form,
    confirm_channel,
    end_channel,
    suspend_channel,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.store.models import Channel


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


def shown(portal: Portal, reference: str) -> ChannelView:
    (channel,) = view(portal, reference).channels
    return channel


def changed(portal: Portal, reference: str, channel_id: object, given: ChannelInput) -> None:
    seen = shown(portal, reference)
    assert seen.id == channel_id
    change_plan(portal.ctx, portal.officer, reference, seen.id, given, seen.plan_version)


def test_nothing_of_a_channel_lies_open_in_the_database(portal: Portal, reference: str) -> None:
    given = mobile(who_else="Her brother", code_word="Bluebell", if_answered="The dentist")
    add_channel(portal.ctx, portal.officer, reference, given)
    with portal.ctx.store.reading() as uow:
        (row,) = uow.session.scalars(select(Channel))
        stored = repr([getattr(row, column.key) for column in Channel.__table__.columns])
    for secret in ("7700", "brother", "Bluebell", "dentist"):
        assert secret not in stored
        assert secret not in repr(given)
        assert secret not in repr(shown(portal, reference))


@pytest.mark.parametrize(
    ("kind", "typed", "as_shown"),
    [
        (ChannelKind.MOBILE, "+44 (0)7700 900123", "07700 900123"),
        (ChannelKind.LANDLINE, "020 79460123", "020 7946 0123"),
        (ChannelKind.EMAIL, " Mary.Ash@EXAMPLE.org ", "Mary.Ash@example.org"),
        (ChannelKind.POST, " 1 High Street \r\n\r\nWinchester ", "1 High Street\nWinchester"),
    ],
)
def test_a_value_is_kept_in_its_normal_form(
    portal: Portal, reference: str, kind: ChannelKind, typed: str, as_shown: str
) -> None:
    add_channel(portal.ctx, portal.officer, reference, ChannelInput(kind, typed))
    assert shown(portal, reference).shown == as_shown


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ChannelKind.MOBILE, "020 7946 0123"),
        (ChannelKind.MOBILE, "0800 RING ME"),
        (ChannelKind.LANDLINE, "12"),
        (ChannelKind.EMAIL, "mary at example.org"),
        (ChannelKind.POST, " \n "),
        (ChannelKind.POST, "x" * 501),
    ],
)
def test_what_cannot_be_a_value_is_refused(
    portal: Portal, reference: str, kind: ChannelKind, typed: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        add_channel(portal.ctx, portal.officer, reference, ChannelInput(kind, typed))
    assert set(refused.value.problems) == {"value"}
    assert view(portal, reference).channels == ()


def test_the_same_value_is_taken_once_and_again_after_its_end(
    portal: Portal, reference: str
) -> None:
    first = add_channel(portal.ctx, portal.officer, reference, mobile())
    for again in (
        mobile(value="+447700900123"),
        ChannelInput(ChannelKind.LANDLINE, MOBILE),
    ):
        with pytest.raises(InvalidError) as refused:
            add_channel(portal.ctx, portal.officer, reference, again)
        assert set(refused.value.problems) == {"value"}
    end_channel(portal.ctx, portal.officer, reference, first)
    second = add_channel(portal.ctx, portal.officer, reference, mobile())
    assert [one.id for one in view(portal, reference).channels] == [second]
    with pytest.raises(NotFoundError):
        confirm_channel(portal.ctx, portal.officer, reference, first, "spoken")


def test_a_form_sent_twice_adds_one(portal: Portal, reference: str) -> None:
    once = uuid4()
    added = {add_channel(portal.ctx, portal.officer, reference, mobile(), once) for _ in range(2)}
    assert added == {shown(portal, reference).id}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (mobile(uses=frozenset({ChannelUse.EMAIL})), "uses"),
        (mobile(uses=frozenset({ChannelUse.VOICEMAIL})), "uses"),
        (mobile(any_time=False), "hours"),
        (mobile(windows=(evenings(),)), "hours"),
        (mobile(code_word="Blue\nbell"), "code_word"),
        (
            ChannelInput(ChannelKind.POST, "1 High Street", frozenset({ChannelUse.LETTER})),
            "hours",
        ),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(
    portal: Portal, reference: str, given: ChannelInput, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        add_channel(portal.ctx, portal.officer, reference, given)
    assert set(refused.value.problems) == {field}


def test_the_kind_of_a_channel_is_its_own_and_not_the_forms(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, email())
    with pytest.raises(InvalidError) as refused:
        changed(portal, reference, channel_id, mobile())
    assert set(refused.value.problems) == {"uses"}


def test_two_officers_with_one_plan_the_second_is_told(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, mobile())
    seen = channel_for_form(portal.ctx, portal.colleague, reference, channel_id).plan_version
    changed(portal, reference, channel_id, mobile(who_else="Her mother"))
    with pytest.raises(ConflictError):
        change_plan(
            portal.ctx, portal.colleague, reference, channel_id, mobile(who_else="Nobody"), seen
        )
    assert shown(portal, reference).who_else == "Her mother"


@pytest.mark.parametrize(
    ("change", "looser"),
    [
        (mobile(windows=(evenings(),), any_time=False, code_word="Bluebell"), False),
        (mobile(uses=frozenset({ChannelUse.SMS}), windows=(evenings(),), any_time=False), False),
        (mobile(), True),
        (
            mobile(
                uses=frozenset({ChannelUse.SMS, ChannelUse.CALL, ChannelUse.VOICEMAIL}),
                windows=(evenings(),),
                any_time=False,
            ),
            True,
        ),
        (mobile(windows=(evenings(),), any_time=False, fuller_words=True), True),
        (
            mobile(windows=(Window(frozenset({6}), time(9), time(10)),), any_time=False),
            True,
        ),
    ],
)
def test_a_plan_that_allows_more_has_to_be_confirmed(
    portal: Portal, reference: str, change: ChannelInput, looser: bool
) -> None:
    given = mobile(windows=(evenings(),), any_time=False)
    (channel_id,) = reachable(portal, reference, given)
    changed(portal, reference, channel_id, change)
    assert (shown(portal, reference).confirmed_at is None) == looser
    assert task_kinds(portal, reference) == (["confirm_channel"] if looser else [])
    if looser:
        confirm_channel(portal.ctx, portal.officer, reference, channel_id, "spoken")
        assert task_kinds(portal, reference) == []


def test_nobody_out_of_reach_touches_a_channel(portal: Portal, reference: str) -> None:
    (channel_id,) = reachable(portal, reference, email(value=EMAIL))
    before = shown(portal, reference)
    for act in (
        lambda: add_channel(portal.ctx, portal.stranger, reference, mobile()),
        lambda: channel_for_form(portal.ctx, portal.stranger, reference, channel_id),
        lambda: change_plan(portal.ctx, portal.stranger, reference, channel_id, email(), 1),
        lambda: confirm_channel(portal.ctx, portal.stranger, reference, channel_id, "spoken"),
        lambda: suspend_channel(portal.ctx, portal.stranger, reference, channel_id, "x"),
        lambda: end_channel(portal.ctx, portal.stranger, reference, channel_id),
    ):
        with pytest.raises(NotFoundError):
            act()
    assert shown(portal, reference) == before
