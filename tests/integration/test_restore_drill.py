"""The restore drill: seed, send, back up, go on, lose the database, restore, look.

With the real adapters, a real relay and a double of Twilio, on both databases.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.support import casework
from tests.support.after_restore import assert_forgotten, assert_nobody_is_back
from tests.support.databases import postgres_database, sqlite_url
from tests.support.fakes import SeededTokens
from tests.support.keeping import (
    BOTH,
    case_row,
    declined,
    events,
    make_due,
    portal_on,
    purge,
    second_manager,
)
from tests.support.portal import CLI, Portal, keyring
from tests.support.settings_values import read
from tests.support.signing_in import SECRET, codes_that_count
from tests.support.smtp_server import SmtpServer
from tests.support.twilio_double import TwilioDouble
from victim_portal.domain.contact import Window
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.messaging import email_sender, sms_sender
from victim_portal.services import accounts, audit, restoring
from victim_portal.services.accounts import HowChecked
from victim_portal.services.backups import make_backup
from victim_portal.services.delivery import Senders, deliver_due
from victim_portal.services.keeping.tombstones import publish
from victim_portal.services.referrals import receive_typed
from victim_portal.services.sign_in.codes import keep_secret
from victim_portal.store.engine import make_engine
from victim_portal.store.models import (
    AuditEvent,
    Case,
    Message,
    StaffSession,
    Task,
    Update,
    User,
)
from victim_portal.store.unit_of_work import Store

KEY = bytes(range(32))


@dataclass
class Outside:
    """The world that gets what is sent."""

    relay: SmtpServer
    provider: TwilioDouble
    senders: Senders

    def sent(self) -> int:
        """How many messages arrived out there, ever."""
        return len(self.relay.messages) + len(self.provider.ledger)


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    """A relay and a text provider with the adapters that reach them."""
    with SmtpServer() as relay, TwilioDouble() as provider:
        settings = read(
            {
                "MAIL_SERVER": relay.host,
                "MAIL_PORT": str(relay.port),
                "MAIL_DEFAULT_SENDER": "news@example.org",
                "TWILIO_ACCOUNT_SID": provider.account_sid,
                "TWILIO_AUTH_TOKEN": provider.auth_token,
                "TWILIO_MESSAGING_SERVICE_SID": provider.messaging_service_sid,
                "TWILIO_BASE_URL": provider.base_url,
            },
            tmp_path / "var",
        )
        from victim_portal.randomness import SystemClock

        email, sms = email_sender(settings, SystemClock()), sms_sender(settings, SystemClock())
        yield Outside(relay, provider, Senders(email, sms))
        for sender in (email, sms):
            sender.close()  # type: ignore[attr-defined]  # the real adapters keep a connection open


@contextmanager
def another_database(
    portal: Portal, kind: str, folder: Path, request: pytest.FixtureRequest
) -> Iterator[Portal]:
    """The same portal over a new, empty database."""

    def over(url: str) -> Portal:
        engine = make_engine(url)
        store = Store(engine, keyring(), portal.clock, SeededTokens(99))
        ctx = replace(portal.ctx, store=store, tokens=SeededTokens(98))
        return replace(portal, ctx=ctx, engine=engine)

    if kind == "sqlite":
        (folder / "new").mkdir()
        made = over(sqlite_url(folder / "new"))
        yield made
        made.engine.dispose()
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        made = over(url)
        yield made
        made.engine.dispose()


def somebody(number: int) -> dict[str, str]:
    """What makes a referral another person's, about another offender."""
    return {
        "referral_reference": f"W-{number}",
        "victim_first_name": ("Tom", "Ada", "Eve", "Gus", "Ida")[number],
        "victim_last_name": ("Birch", "Rowan", "Hazel", "Maple", "Cedar")[number],
        "offender_last_name": ("Elm", "Yew", "Fir", "Pine", "Larch")[number],
        "prison_number": f"B{number}234CD",
        "crn": f"Y12345{number}",
    }


def sign_in(portal: Portal) -> None:
    """Somebody is signed in, with an app for codes, and a link waits for them."""
    assert portal.officer.user_id is not None
    now = portal.clock.now()
    with portal.ctx.store.writing() as uow:
        uow.add(
            StaffSession(
                id=uow.tokens.uuid(),
                user_id=portal.officer.user_id,
                token_digest=b"d" * 32,
                started_at=now,
                seen_at=now,
                challenge=b"c" * 32,
                challenge_ends_at=now,
            )
        )
        keep_secret(portal.ctx, uow, portal.officer.user_id, SECRET)
        uow.commit()
    accounts.recover(portal.ctx, CLI, portal.officer.user_id, HowChecked.COMMAND_LINE)


def deliver(portal: Portal, outside: Outside) -> None:
    """A round of the worker."""
    deliver_due(portal.ctx, outside.senders, "w1")


@pytest.mark.parametrize("kind", BOTH)
def test_restore_drill(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, outside: Outside
) -> None:
    with portal_on(kind, tmp_path, request) as portal:
        second = second_manager(portal)
        # Seed, and send something.
        told = casework.ready(portal)
        casework.approve(portal, told)
        deliver(portal, outside)
        assert outside.sent() == 2
        waiting = casework.ready(portal, **somebody(0))
        casework.approve(portal, waiting)
        later = casework.opted_in(portal, **somebody(1))
        night = Window(frozenset({5}), casework.time(3), casework.time(4))
        plan = casework.mobile(any_time=False, windows=(night,))
        casework.reachable(portal, later, plan)
        casework.dated(portal, later, CRD="2031-11-01", SLED="2034-11-01")
        draft = casework.ready(portal, **somebody(2))
        leaves = declined(portal, **somebody(3))
        make_due(portal, leaves)
        hers = receive_typed(portal.ctx, portal.colleague, {**casework.REFERRAL, **somebody(4)})
        sign_in(portal)
        gone = case_row(portal, leaves)
        before = make_backup(portal.ctx, CLI, KEY, tmp_path / "data", tmp_path / "keys")
        # Go on: more is sent, somebody is forgotten, somebody leaves.
        portal.clock.move(hours=2)
        casework.approve(portal, draft)
        deliver(portal, outside)
        assert outside.sent() == 6
        purge(portal, leaves, second)
        with portal.ctx.store.writing() as uow:
            nia = uow.get(User, portal.colleague.user_id)
            case = uow.session.scalars(select(Case).where(Case.reference == hers)).one()
            assert nia is not None
            case.officer_id = portal.officer.user_id
            uow.flush()
            nia.active = False
            uow.commit()
        publish(portal.ctx)
        ledger = portal.ctx.ledger_file
        assert ledger is not None
        # The database is lost.
        portal.engine.dispose()
        portal.clock.move(hours=1)
        with another_database(portal, kind, tmp_path, request) as again:
            checked = restoring.check_backup(
                again.ctx, CLI, KEY, tmp_path / "data", tmp_path / "keys", ledger
            )
            done = restoring.restore(again.ctx, CLI, KEY, checked)
            # None at the restore, when each may have been used since; then each new one once.
            counted = codes_that_count(again, portal.officer)
            assert counted == [False] * 5 + [True] + [False] * 2 + [True]
            assert done.rows == before.written.rows
            assert done.keys < before.written.keys
            assert (done.forgotten, done.shut, done.sessions) == (2, 1, 1)
            look_after_restore(again, outside, told, waiting, draft, later)
            assert_forgotten(again, leaves, gone)
            assert_nobody_is_back(again, hers)


def look_after_restore(
    portal: Portal, outside: Outside, told: str, waiting: str, draft: str, later: str
) -> None:
    """Nothing goes twice: what may have gone is a person's to find out."""
    sent = outside.sent()
    for _ in range(3):
        deliver(portal, outside)
        portal.clock.move(hours=30)
    assert outside.sent() == sent
    with portal.ctx.store.reading() as uow:
        states = {
            reference: {
                message.state
                for message in uow.session.scalars(
                    select(Message).where(Message.case_id == case_row(portal, reference).id)
                )
            }
            for reference in (told, waiting, draft)
        }
        assert states == {
            told: {MessageState.HANDED_OVER.value},
            waiting: {MessageState.UNCERTAIN.value},
            draft: set(),
        }
        [one] = uow.session.scalars(
            select(Update).where(
                Update.case_id == case_row(portal, draft).id,
                Update.state == UpdateState.DRAFT.value,
                Update.back_to_draft_why.is_not(None),
            )
        )
        assert "Find out whether this went" in (one.back_to_draft_why or "")
        kinds = set(uow.session.scalars(select(Task.kind).where(Task.case_id.is_(None))))
        assert "work_lost" in kinds
    assert casework.task_kinds(portal, waiting).count("uncertain_message") == 2
    assert "check_after_restore" in casework.task_kinds(portal, draft)
    assert casework.view(portal, later).person_name == "Ada Rowan"
    [event] = events(portal, "restored")
    assert event.details["uncertain"] == 2
    with portal.ctx.store.reading() as uow:
        trail = list(uow.session.scalars(select(AuditEvent).order_by(AuditEvent.seq)))
        ring = uow.keyring
        assert all(ring.audit_code(audit.canonical(one)) == one.code for one in trail)
        assert [one.seq for one in trail] == sorted({one.seq for one in trail})
