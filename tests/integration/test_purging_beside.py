"""What stands beside a case goes with it: texts with keys of their own, walls and glass."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.support import casework
from tests.support.keeping import (
    BOTH,
    LATER,
    case_row,
    declined_now,
    has_key,
    portal_on,
    purge,
    second_manager,
    tables_naming,
)
from tests.support.portal import Portal
from tests.support.walls import broken, restricted, tasks_of
from victim_portal.services import restrictions, two_people
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.tasks import finish_task
from victim_portal.services.texts import match_text, take_text
from victim_portal.store.models import (
    CaseReader,
    GlassBreaking,
    Proposal,
    Restriction,
    UnmatchedText,
)

TRAIL = {"audit_event.case_id", "audit_event.actor_id", "tombstone.gone_id"}


@pytest.fixture(params=BOTH)
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """The same on both databases."""
    with portal_on(request.param, tmp_path, request) as made:
        yield made


def test_a_text_that_turned_out_to_be_theirs_goes_with_its_key(portal: Portal) -> None:
    second = second_manager(portal)
    reference = casework.received(portal)
    other = casework.received(portal, referral_reference="W2", victim_last_name="Birch")
    texts = []
    for number, case in (("07700 900998", reference), ("07700 900999", other)):
        record_inbound(portal.ctx, number, "It is me, I lost my phone", sid=number)
        with portal.ctx.store.reading() as uow:
            query = select(UnmatchedText.id).where(UnmatchedText.closed_at.is_(None))
            texts.append(uow.session.scalars(query).one())
        take_text(portal.ctx, portal.manager, texts[-1])
        match_text(portal.ctx, portal.manager, texts[-1], case)
    for task in tasks_of(portal, "reply_received"):
        finish_task(portal.ctx, portal.officer, task.id, "I rang her.")
    declined_now(portal, reference)
    portal.clock.move(days=LATER)
    purge(portal, reference, second)
    assert [has_key(portal, one) for one in texts] == [False, True]
    with portal.ctx.store.reading() as uow:
        assert list(uow.session.scalars(select(UnmatchedText.id))) == texts[1:]


def test_no_wall_outlives_whom_it_stood_around(portal: Portal) -> None:
    """Names on a restricted case, broken glass and what was released go with the case."""
    second = second_manager(portal)
    reference = casework.received(portal)
    broken(portal, portal.stranger, reference)
    restricted(portal, reference, second)
    restrictions.propose_lifting(portal.ctx, portal.manager, reference, "He has moved.")
    declined_now(portal, reference)
    row = case_row(portal, reference)
    [lifting] = two_people.list_proposals(portal.ctx, second)
    two_people.decide_proposal(portal.ctx, second, lifting.id, False)
    portal.clock.move(days=LATER)
    purge(portal, reference, second)
    assert tables_naming(portal, {row.id, row.person_id, row.offender_id}) <= TRAIL
    with portal.ctx.store.reading() as uow:
        for model in (CaseReader, GlassBreaking, Restriction):
            assert uow.session.scalar(select(func.count()).select_from(model)) == 0, model
        # That two people decided is kept, and about whom only for the purge's own.
        assert [one.act for one in uow.session.scalars(select(Proposal))] == ["purge"]
