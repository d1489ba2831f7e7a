"""How long it takes to put 8,000 wrong messages right: all of them looked at, drafted and queued.

The aim is under 60 seconds. It stands beside the least that could be done in the same run: as
many rows of updates and messages inserted as they are, in batches as large.
"""

import tempfile
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from tests.bench.timing import counted, line, timed
from tests.support.databases import sqlite_url
from tests.support.portal import Portal, make_portal
from tests.support.updates import told
from tests.support.walls import person
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import MessageState, Role, UpdateState
from victim_portal.domain.wrong_news import Siblings
from victim_portal.services import wrong_news
from victim_portal.services.wrong_news import Given
from victim_portal.services.wrong_news.going_on import AT_ONCE
from victim_portal.store.models import Message, Update

PEOPLE = 8_000
GIVEN = Given(
    Siblings.DAY,
    "A job made them.",
    "No date has been set. We will tell you when there is one.",
    "Nid oes dyddiad wedi'i bennu.",
    personal=True,
)


def measure(people: int = PEOPLE) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        portal = make_portal(sqlite_url(Path(name)), migrated=True, durable=True)
        reference, update_id = _sent(portal, people)
        second = person(portal, Role.MANAGER, first_name="Ben")

        def put_right() -> None:
            wrong_id = wrong_news.put_right(portal.ctx, portal.manager, reference, update_id, GIVEN)
            while wrong_news.go_on_with_all(portal.ctx):
                pass
            wrong_news.release(portal.ctx, second, wrong_id)
            while wrong_news.go_on_with_all(portal.ctx):
                pass

        taken, statements = counted(portal, put_right)
        with portal.ctx.store.reading() as uow:
            queued = select(Message.id).where(Message.state == MessageState.QUEUED)
            assert len(list(uow.session.scalars(queued))) == people
        least = timed(lambda: _bare(portal, people))
        portal.engine.dispose()
    line(f"{people:,} corrections drafted, released and queued", taken)
    line("  statements for each", f"{statements / people:7.1f}")
    line("  inserting as many updates and messages as they are", least)


def _sent(portal: Portal, people: int) -> tuple[str, UUID]:
    """So many people who were sent the same wrong news, as rows."""
    rows = []
    first = None
    for number in range(people):
        case = told(portal, stage=Stage.PRE_RELEASE, number=number % 800)
        first = first or case
        rows.append((case.case_id, case.person_id, case.update_id, case.channels["mobile"]))
    assert first is not None
    first.approve()
    with portal.engine.begin() as connection:
        table = Message.__table__
        one = dict(connection.execute(select(table)).mappings().one())
        sent = {"state": "handed_over", "handed_over_at": one["made_at"]}
        copies = [
            {
                **one,
                **sent,
                "id": uuid4(),
                "case_id": case_id,
                "person_id": person_id,
                "update_id": update_id,
                "channel_id": channel_id,
                "send_key": f"sent:{uuid4()}",
            }
            for case_id, person_id, update_id, channel_id in rows[1:]
        ]
        connection.execute(table.update().values(**sent))
        connection.execute(insert(table), copies)
        updates = Update.__table__
        as_sent = {"state": UpdateState.SENT.value, "approved_version": 1}
        connection.execute(updates.update().values(**as_sent))
    return first.reference, first.update_id


def _bare(portal: Portal, people: int) -> None:
    with portal.engine.connect() as connection:
        updates, messages = Update.__table__, Message.__table__
        one = dict(connection.execute(select(updates).limit(1)).mappings().one())
        other = dict(connection.execute(select(messages).limit(1)).mappings().one())
        connection.rollback()
        for start in range(0, people, AT_ONCE):
            batch = range(start, min(start + AT_ONCE, people))
            made = [{**one, "id": uuid4(), "plan_key": f"bare:{number}"} for number in batch]
            queued = [{**other, "id": uuid4(), "send_key": f"bare:{number}"} for number in batch]
            with connection.begin():
                connection.execute(insert(updates), made)
                connection.execute(insert(messages), queued)


if __name__ == "__main__":
    measure()
