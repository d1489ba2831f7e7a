"""Ending a supporter's part: at once, for good, and for nobody else."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support.casework import approve, opted_in, ready, received, view
from tests.support.portal import Portal
from tests.support.supporters import TODAY, add, beside, events, sister, with_channel
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import (
    MessageState,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.reach import case_within_reach
from victim_portal.services.supporters import (
    add_supporter,
    end_supporter,
    supporter_for_form,
)
from victim_portal.store.models import (
    AuditEvent,
    Channel,
    Message,
    Supporter,
)


def test_ending_takes_their_channels_out_of_use_at_once(portal: Portal) -> None:
    reference = ready(portal)
    supporter_id = add(portal, reference)
    (one,) = beside(portal, reference)
    channel_id = with_channel(portal, one.person_id)
    assert [each.id for each in beside(portal, reference)[0].channels] == [channel_id]
    # Something was on its way to them.
    approve(portal, reference)
    with portal.ctx.store.writing() as uow:
        message = uow.session.scalars(select(Message)).first()
        assert message is not None
        message.channel_id = channel_id
        message_id = message.id
        uow.commit()
    own = [each.id for each in view(portal, reference).channels]

    end_supporter(portal.ctx, portal.officer, reference, supporter_id, TODAY, "They fell out.")

    (one,) = beside(portal, reference)
    assert (one.ended_on, one.ended_why, one.ended_by) == (TODAY, "They fell out.", "Sam Carter")
    assert one.channels == ()
    with portal.ctx.store.reading() as uow:
        channel = uow.get(Channel, channel_id)
        assert channel is not None
        assert channel.ended_at == portal.ctx.now()
        held = uow.get(Message, message_id)
        assert held is not None
        assert held.state == MessageState.HELD
        others = [uow.get(Channel, each) for each in own]
        assert all(each is not None and each.ended_at is None for each in others)
    assert events(portal, "supporter_ended") == [{"supporter": str(supporter_id)}]
    assert {"channel": str(channel_id), "held": 1} in events(portal, "channel_ended")


def test_ending_it_twice_changes_nothing(portal: Portal) -> None:
    reference, once = received(portal), uuid4()
    supporter_id = add(portal, reference)
    for _ in range(2):
        end_supporter(portal.ctx, portal.officer, reference, supporter_id, TODAY, "First", once)
    with pytest.raises(ConflictError):
        end_supporter(portal.ctx, portal.colleague, reference, supporter_id, TODAY, "Second")
    (one,) = beside(portal, reference)
    assert one.ended_why == "First"
    assert len(events(portal, "supporter_ended")) == 1


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
def test_it_ends_between_the_consent_and_today(portal: Portal, day: date) -> None:
    reference = received(portal)
    supporter_id = add(portal, reference)
    with pytest.raises(InvalidError) as refused:
        end_supporter(portal.ctx, portal.officer, reference, supporter_id, day)
    assert list(refused.value.problems) == ["ended_on"]
    assert beside(portal, reference)[0].ended_on is None


def test_whoever_is_in_the_scheme_themselves_keeps_their_channels(portal: Portal) -> None:
    """A sister may be a victim too: what is hers as a victim isn't taken from her."""
    reference = received(portal)
    supporter_id = add(portal, reference)
    own = received(
        portal, referral_reference="WCU-7", prison_number="C7", victim_last_name="Birch",
        victim_first_name="Ruth", victim_date_of_birth="1985-02-03",
    )  # fmt: skip
    with portal.ctx.store.writing() as uow:
        supporter = uow.get(Supporter, supporter_id)
        case = case_within_reach(uow, portal.officer, own)
        assert supporter is not None
        supporter.supporter_id = case.person_id
        uow.commit()
        person_id = case.person_id
    channel_id = with_channel(portal, person_id)
    end_supporter(portal.ctx, portal.officer, reference, supporter_id, TODAY)
    assert beside(portal, reference)[0].ended_on == TODAY
    assert [one.id for one in view(portal, own).channels] == [channel_id]


@pytest.mark.parametrize(
    "act",
    [
        lambda p, who, case, one: add_supporter(p.ctx, who, case, sister(last_name="Yew")),
        lambda p, who, case, one: end_supporter(p.ctx, who, case, one, TODAY),
        lambda p, who, case, one: supporter_for_form(p.ctx, who, case, one),
    ],
    ids=["add", "end", "view"],
)
def test_out_of_reach_there_is_nothing(
    portal: Portal, act: Callable[[Portal, Actor, str, UUID], object]
) -> None:
    reference = received(portal)
    supporter_id = add(portal, reference)
    with pytest.raises(NotFoundError):
        act(portal, portal.stranger, reference, supporter_id)
    assert len(beside(portal, reference)) == 1
    assert beside(portal, reference)[0].ended_on is None


def test_a_supporter_of_another_case_is_not_there(portal: Portal) -> None:
    reference = opted_in(portal)
    supporter_id = add(portal, reference)
    other = received(
        portal, referral_reference="WCU-3", prison_number="B1234CD", crn="X2",
        victim_last_name="Elm", victim_date_of_birth="1970-01-01",
    )  # fmt: skip
    for unknown in (supporter_id, uuid4()):
        with pytest.raises(NotFoundError):
            end_supporter(portal.ctx, portal.officer, other, unknown, TODAY)
    assert beside(portal, reference)[0].ended_on is None


def test_nothing_of_a_supporter_is_in_the_trail(portal: Portal) -> None:
    reference = received(portal)
    supporter_id = add(portal, reference)
    end_supporter(portal.ctx, portal.officer, reference, supporter_id, TODAY, "They fell out")
    with portal.ctx.store.reading() as uow:
        trail = str([one.details for one in uow.session.scalars(select(AuditEvent))])
    for word in ("Ruth", "Birch", "sister", "fell out"):
        assert word not in trail


def test_the_view_for_the_form_is_recorded(portal: Portal) -> None:
    reference = received(portal)
    supporter_id = add(portal, reference)
    before = len(events(portal, "case_viewed"))
    assert supporter_for_form(portal.ctx, portal.officer, reference, supporter_id).name
    assert len(events(portal, "case_viewed")) == before + 1
