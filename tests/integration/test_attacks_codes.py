"""Codes under attack: from the trail, from two hands at the same instant."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.support.casework import MOBILE, opted_in
from tests.support.codes import added, code_messages, entered, sent, worked
from tests.support.corrections import rows
from tests.support.databases import postgres_database
from tests.support.portal import Portal, make_portal
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.messages.outcomes import digest_of
from victim_portal.store.models import AuditEvent, Channel, Message


@pytest.fixture
def on_postgres(postgres: str) -> Iterator[Portal]:
    with postgres_database(postgres) as url:
        made = make_portal(url, migrated=True)
        yield made
        made.engine.dispose()


def test_no_code_can_be_worked_out_from_the_trail(portal: Portal) -> None:
    reference = opted_in(portal)
    channel_id = added(portal, reference)
    sent(portal, reference, channel_id)
    worked(portal)
    (message,) = code_messages(portal, channel_id)
    with portal.ctx.store.reading() as uow:
        plain = digest_of(uow.session.get_one(Message, message.id))
    (told,) = [one for one in rows(portal, AuditEvent) if one.what == "message_handed_over"]
    assert told.details["digest"] != plain


def test_a_stop_wins_over_a_code_of_the_same_instant(on_postgres: Portal) -> None:
    portal = on_postgres
    reference = opted_in(portal)
    channel_id = added(portal, reference)
    code = sent(portal, reference, channel_id)
    worked(portal)
    barrier = Barrier(3)

    def texts(body: str, sid: str) -> None:
        barrier.wait()
        record_inbound(portal.ctx, MOBILE, body, sid)

    def reads() -> None:
        barrier.wait()
        try:
            entered(portal, reference, channel_id, code)
        except (ConflictError, InvalidError):
            return

    with ThreadPoolExecutor(3) as pool:
        acts = [
            pool.submit(texts, "STOP", "SM1"),
            pool.submit(texts, code, "SM2"),
            pool.submit(reads),
        ]
        for one in acts:
            one.result()
    (channel,) = rows(portal, Channel, id=channel_id)
    assert channel.suspended_at is not None
    assert channel.verified_at is None
