"""Campaigns on PostgreSQL, where two can write at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.support import casework
from tests.support.campaigns import brought_in, dated_cases, id_of, moving, proposed, states
from tests.support.conflicts import second
from tests.support.databases import postgres_database
from tests.support.portal import Portal, make_portal
from victim_portal.domain.campaigns import Slice
from victim_portal.services import campaigns
from victim_portal.services.campaigns import DateChangesReport
from victim_portal.services.errors import ConflictError
from victim_portal.store import campaigns as store
from victim_portal.store.models import Campaign, CampaignMove, CampaignOffender, Message
from victim_portal.store.unit_of_work import UnitOfWork

pytestmark = pytest.mark.postgres


@pytest.fixture
def portal(postgres: str) -> Iterator[Portal]:
    with postgres_database(postgres) as url:
        made = make_portal(url, migrated=True)
        yield made
        made.engine.dispose()


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all at the same moment; what each gave, or the sentence that refused it."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except ConflictError as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def _rows(portal: Portal, kind: type[object]) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(kind)) or 0


def test_two_imports_of_one_file_at_once_move_each_date_once(portal: Portal) -> None:
    references = dated_cases(portal, 3)
    found = _at_once(*[lambda: brought_in(portal, moving(3))] * 2)
    reports = [one for one in found if isinstance(one, DateChangesReport)]
    assert len(reports) == 2, found
    assert sorted(one.counts()["changed"] for one in reports) == [0, 3]
    assert (_rows(portal, CampaignOffender), _rows(portal, CampaignMove)) == (3, 3)
    assert states(portal, references) == ["draft"] * 3


def test_begun_by_another_between_two_questions(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated_cases(portal, 2)
    first = brought_in(portal, moving(2))
    known, asked = store.by_name, list[str]()

    def not_yet(uow: UnitOfWork, key: str) -> Campaign | None:
        asked.append(key)
        return known(uow, key) if len(asked) > 1 else None

    monkeypatch.setattr(store, "by_name", not_yet)
    again = brought_in(portal, moving(2))
    assert (id_of(again), again.counts()["changed"]) == (id_of(first), 0)


def test_one_file_under_two_names_at_once_is_one_campaign(portal: Portal) -> None:
    dated_cases(portal, 2)
    found = _at_once(
        lambda: brought_in(portal, moving(2), "One"), lambda: brought_in(portal, moving(2), "Two")
    )
    assert sum(isinstance(one, ConflictError) for one in found) == 1
    assert len(campaigns.list_campaigns(portal.ctx, portal.manager)) == 1


def test_two_who_agree_at_once_approve_each_update_once(portal: Portal) -> None:
    others = [second(portal)] * 2
    dated_cases(portal, 3)
    tranche_id = proposed(portal, id_of(brought_in(portal, moving(3))))
    before = _rows(portal, Message)
    found = _at_once(
        *(lambda a=one: campaigns.agree_to_tranche(portal.ctx, a, tranche_id) for one in others)
    )
    assert sum(isinstance(one, ConflictError) for one in found) == 1
    assert _rows(portal, Message) == before + 6


def test_two_who_propose_at_once_take_no_draft_twice(portal: Portal) -> None:
    other = second(portal)
    dated_cases(portal, 2)
    campaign_id = id_of(brought_in(portal, moving(2)))
    seen = campaigns.slice_view(portal.ctx, other, campaign_id, Slice()).seen
    found = _at_once(
        *(
            lambda a=one: campaigns.propose_tranche(portal.ctx, a, campaign_id, Slice(), seen)
            for one in (portal.manager, other)
        )
    )
    assert sum(isinstance(one, ConflictError) for one in found) == 1


def test_a_date_that_moves_in_the_moment_of_agreeing_is_never_sent_stale(portal: Portal) -> None:
    other = second(portal)
    references = dated_cases(portal, 1)
    tranche_id = proposed(portal, id_of(brought_in(portal, moving(1))))
    _at_once(
        lambda: campaigns.agree_to_tranche(portal.ctx, other, tranche_id),
        lambda: brought_in(portal, moving(1, "2030-09-01"), "A second file"),
    )
    if states(portal, references) == ["approved"]:
        # The import gave way: it is run again, and takes the approval back.
        brought_in(portal, moving(1, "2030-09-01"), "A second file")
    assert states(portal, references) == ["draft"]
    assert not any("May 2030" in words for words in casework.delivered(portal))
