"""Still right, still safe? What a yes on the telephone confirms: one's own plans, as they stood."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.support.callers import ANSWERS, CODE, change, check, log, record, talked
from tests.support.casework import (
    approve,
    delivered,
    email,
    mobile,
    opted_in,
    reachable,
    task_kinds,
    view,
)
from tests.support.contacts import channel, incident_notes
from tests.support.portal import Portal
from tests.support.supporters import add, beside, with_channel
from tests.support.web import client_for
from victim_portal.domain.callers import CheckOutcome
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.channels import ask_to_review, change_plan, suspend_channel
from victim_portal.services.errors import InvalidError
from victim_portal.store.models import AuditEvent


@pytest.fixture
def reference(portal: Portal) -> str:
    return opted_in(portal)


@pytest.fixture
def own(portal: Portal, reference: str) -> list[UUID]:
    """Their number and address, agreed and verified."""
    return reachable(portal, reference, mobile(code_word="Bluebell"), email())


@pytest.fixture
def theirs(portal: Portal, reference: str, own: list[UUID]) -> UUID:
    """The number of a supporter, agreed and verified on the same day."""
    add(portal, reference, born_on=date(1985, 5, 6))
    number = with_channel(portal, beside(portal, reference)[0].person_id)
    stood = channel(portal, own[0])
    values = {"verified_at": stood.verified_at, "confirmed_at": stood.confirmed_at}
    change(portal, number, **values, review_on=stood.review_on)
    return number


def _shown(portal: Portal, reference: str) -> dict[UUID, int]:
    return {one.id: one.plan_version for one in check(portal, reference).numbers}


def _confirmed(portal: Portal) -> list[str]:
    """Which channels the trail says were confirmed by being asked about."""
    with portal.ctx.store.reading() as uow:
        query = select(AuditEvent).where(AuditEvent.what == "channel_confirmed")
        found = [one.details for one in uow.session.scalars(query)]
    return [str(one["channel"]) for one in found if one["how"] == "asked"]


@pytest.mark.parametrize("outcome", [CODE, ANSWERS])
def test_a_yes_confirms_their_plans_and_settles_the_asking(
    portal: Portal, reference: str, own: list[UUID], theirs: UUID, outcome: CheckOutcome
) -> None:
    before = {one: channel(portal, one) for one in (*own, theirs)}
    portal.clock.move(days=358)
    ask_to_review(portal.ctx)
    assert task_kinds(portal, reference).count("review_channel") == 3
    once, seen = uuid4(), _shown(portal, reference)
    done = record(portal, reference, outcome, once, still_safe=True, seen=seen)
    assert (done.confirmed, done.not_confirmed) == (2, 0)
    assert record(portal, reference, outcome, once, still_safe=True, seen=seen) == done
    assert sorted(_confirmed(portal)) == sorted(str(one) for one in own)
    for one in own:
        stood, now = before[one], channel(portal, one)
        assert now.confirmed_at == portal.ctx.now()
        assert stood.review_on is not None
        assert now.review_on is not None
        assert now.review_on > stood.review_on
        assert now.verified_at == stood.verified_at
    # Nobody says yes for another: the supporter is still to be asked.
    assert channel(portal, theirs).confirmed_at == before[theirs].confirmed_at
    assert task_kinds(portal, reference).count("review_channel") == 1


def test_a_supporter_says_yes_to_their_own_alone(
    portal: Portal, reference: str, own: list[UUID], theirs: UUID
) -> None:
    before = [channel(portal, one).confirmed_at for one in own]
    portal.clock.move(days=1)
    ruth = beside(portal, reference)[0].person_id
    talked(portal, reference, ruth)
    seen = _shown(portal, reference)
    done = record(portal, reference, ANSWERS, caller_id=ruth, still_safe=True, seen=seen)
    assert (done.supporter, done.confirmed, done.not_confirmed) == (True, 1, 0)
    assert channel(portal, theirs).confirmed_at == portal.ctx.now()
    assert [channel(portal, one).confirmed_at for one in own] == before


@pytest.mark.parametrize("outcome", [CheckOutcome.NOT_PASSED, CheckOutcome.SOMEONE_ELSE])
def test_who_did_not_pass_confirms_nothing(
    portal: Portal, reference: str, own: list[UUID], outcome: CheckOutcome
) -> None:
    seen = _shown(portal, reference)
    entries = len(log(portal))
    portal.clock.move(days=1)
    with pytest.raises(InvalidError) as refused:
        record(portal, reference, outcome, still_safe=True, seen=seen)
    assert set(refused.value.problems) == {"still_safe"}
    record(portal, reference, outcome, seen=seen)
    assert len(log(portal)) == entries + 1
    assert _confirmed(portal) == []


@pytest.mark.parametrize("said", [None, False])
def test_only_a_yes_confirms(
    portal: Portal, reference: str, own: list[UUID], said: bool | None
) -> None:
    unsafe = tuple(own[:1]) if said is False else ()
    seen = _shown(portal, reference)
    done = record(portal, reference, ANSWERS, still_safe=said, unsafe=unsafe, seen=seen)
    assert (done.confirmed, done.not_confirmed) == (0, 0)
    assert _confirmed(portal) == []


def test_what_is_stopped_or_not_verified_or_not_agreed_is_left(
    portal: Portal, reference: str, own: list[UUID]
) -> None:
    number, address = own
    suspend_channel(portal.ctx, portal.officer, reference, number, "A stranger answered")
    change(portal, address, verified_at=None)
    seen = _shown(portal, reference)
    done = record(portal, reference, ANSWERS, still_safe=True, seen=seen)
    assert (done.confirmed, done.not_confirmed) == (0, 2)
    assert channel(portal, number).suspended_at is not None
    change(portal, address, verified_at=portal.ctx.now(), confirmed_at=None)
    seen = _shown(portal, reference)
    done = record(portal, reference, ANSWERS, still_safe=True, seen=seen)
    assert (done.confirmed, done.not_confirmed) == (0, 2)
    assert _confirmed(portal) == []


def test_a_plan_that_changed_under_the_page_is_not_confirmed_by_its_yes(
    portal: Portal, reference: str, own: list[UUID]
) -> None:
    number, address = own
    page = client_for(portal).get(f"/cases/{reference}/caller")
    changed = mobile(who_else="He")
    version = channel(portal, number).plan_version
    change_plan(portal.ctx, portal.colleague, reference, number, changed, version)
    done = page.submit({"outcome": "two_answers", "still_safe": "yes"}).follow()
    assert "Their yes doesn't confirm all" in done.notices[0]
    assert _confirmed(portal) == [str(address)]
    page = client_for(portal).get(f"/cases/{reference}/caller")
    page = page.submit({"outcome": "two_answers", "still_safe": "yes", "seen": ",x:y,"})
    assert "confirms no plan" in page.follow().notices[0]
    assert _confirmed(portal) == [str(address)]


def test_the_page_says_what_a_yes_confirmed(
    portal: Portal, reference: str, own: list[UUID]
) -> None:
    page = client_for(portal).get(f"/cases/{reference}/caller")
    done = page.submit({"outcome": "code_word", "still_safe": "yes"}).follow()
    assert done.notices == [
        "Recorded: they gave the code word. What was agreed with them is confirmed from today."
    ]
    assert sorted(_confirmed(portal)) == sorted(str(one) for one in own)


def test_news_that_went_where_a_caller_says_it_is_not_safe_opens_an_incident(
    portal: Portal,
) -> None:
    reference = opted_in(portal)
    reachable(portal, reference)
    approve(portal, reference)
    portal.clock.move(minutes=5)
    assert len(delivered(portal)) == 2
    talked(portal, reference)
    (hers,) = (c.id for c in view(portal, reference).channels if c.kind == ChannelKind.MOBILE)
    record(portal, reference, ANSWERS, still_safe=False, unsafe=(hers,))
    (note,) = incident_notes(portal)
    assert "1 went there or may have: a text" in note
