"""Staff are told when how they sign in changes: once, neutrally, by the worker alone."""

import threading

import pytest
from sqlalchemy import select

from tests.support.databases import postgres_database
from tests.support.fakes import NOON
from tests.support.passkey import SoftPasskey
from tests.support.portal import CLI, PASSWORD, Portal, make_portal
from tests.support.senders import FakeSender, Killed, not_sent
from tests.support.signing_in import code_for, whole_session
from victim_portal import worker
from victim_portal.domain.access import Actor
from victim_portal.domain.staff_notices import HAPPENED, NoticeKind, words_of
from victim_portal.domain.vocabulary import Role
from victim_portal.ports import HandOver, Outcome, OutgoingEmail
from victim_portal.services import accounts, sign_in
from victim_portal.services.accounts import HowChecked, Place
from victim_portal.services.delivery import tell_staff
from victim_portal.services.errors import ConflictError
from victim_portal.services.restoring.unsent import doubt_what_waited
from victim_portal.services.sign_in.own_account import change_password
from victim_portal.store.models import AuditEvent, StaffNotice

SAM = "sam.carter@example.org"
HERE = "192.0.2.7"
NEW = "four calm words here"


def kinds(portal: Portal, email: str = SAM) -> list[str]:
    with portal.ctx.store.reading() as uow:
        query = select(StaffNotice.kind).where(StaffNotice.user_id == portal.user(email))
        return sorted(uow.session.scalars(query))


def states(portal: Portal) -> list[str]:
    with portal.ctx.store.reading() as uow:
        return sorted(uow.session.scalars(select(StaffNotice.state)))


def helped(portal: Portal, actor: Actor = CLI) -> str:
    made = accounts.recover(portal.ctx, actor, portal.user(SAM), HowChecked.COMMAND_LINE)
    assert made is not None
    return made.url.rpartition("/")[2]


def changed(portal: Portal, times: int = 1) -> None:
    """As many notices as times, to Sam and nobody else."""
    for number in range(times):
        what = accounts.enable if number % 2 else accounts.disable
        what(portal.ctx, CLI, portal.user(SAM))


def test_each_change_of_ones_sign_in_is_told(portal: Portal) -> None:
    ctx, sam = portal.ctx, portal.user(SAM)
    token = whole_session(ctx, SAM, PASSWORD)
    change_password(ctx, token, PASSWORD, NEW, HERE)
    assert kinds(portal) == ["password"]
    sign_in.prove(ctx, token, NEW, code_for(ctx, SAM), HERE)
    sign_in.add_passkey(
        ctx, token, SoftPasskey().made(sign_in.ask_for_new(ctx, token)), "Laptop", HERE
    )
    assert kinds(portal) == ["passkey_added", "password"]
    [key] = sign_in.own_account(ctx, token, HERE).passkeys
    sign_in.remove_passkey(ctx, token, key.id, HERE)
    accounts.redeem(ctx, helped(portal), "other calm words here", HERE)
    accounts.change_role(ctx, CLI, sam, Place(Role.OFFICER, "Northumbria"))
    accounts.disable(ctx, CLI, sam)
    accounts.enable(ctx, CLI, sam)
    assert kinds(portal) == sorted(
        (
            *("password", "passkey_added", "passkey_removed", "link_made", "link_used"),
            *("role", "disabled", "enabled"),
        )
    )


def test_what_changed_nothing_is_not_told(portal: Portal) -> None:
    sam = portal.user(SAM)
    accounts.change_role(portal.ctx, CLI, sam, Place(Role.OFFICER, "Hampshire"))
    accounts.enable(portal.ctx, CLI, sam)
    with pytest.raises(ConflictError):
        accounts.disable(portal.ctx, CLI, portal.user("moira.hughes@example.org"))
    assert kinds(portal) == kinds(portal, "moira.hughes@example.org") == []


def test_the_worker_sends_it_once_and_says_so_in_the_trail(portal: Portal) -> None:
    link = helped(portal)
    sender = FakeSender()
    for _ in range(3):
        worker.run(portal.ctx, sender.senders, once=True)
    [sent] = [one for one in sender.taken if one.to == SAM]
    assert isinstance(sent, OutgoingEmail)
    assert "18 November 2026 at 12:00" in sent.text
    with portal.ctx.store.reading() as uow:
        notice = uow.get(StaffNotice, sent.message_id)
        assert notice is not None
        assert (notice.user_id, notice.state) == (portal.user(SAM), "handed_over")
        told = uow.session.scalars(select(AuditEvent).where(AuditEvent.what == "staff_told")).all()
        assert {one.details["state"] for one in told} == {"handed_over"}
    # Whoever reads the mail gets no way in.
    assert link not in sent.text
    assert "http" not in sent.text


def test_no_notice_names_a_victim_a_case_or_an_address() -> None:
    assert set(HAPPENED) == set(NoticeKind)
    for kind in NoticeKind:
        words = " ".join(words_of(kind, NOON)).casefold()
        for never in ("victim", "case ", "offender", "http", "@", "vc-", "prison", "probation"):
            assert never not in words, (kind, never)


def test_a_worker_that_dies_with_it_in_hand_leaves_it_unsure_and_it_never_goes_again(
    portal: Portal,
) -> None:
    changed(portal)

    def die(_: object) -> None:
        raise Killed

    with pytest.raises(Killed):
        tell_staff(portal.ctx, FakeSender(meanwhile=die), "one")
    sender = FakeSender()
    assert tell_staff(portal.ctx, sender, "two") == 0
    portal.clock.move(minutes=3)
    assert tell_staff(portal.ctx, sender, "two") == 0
    assert (sender.taken, states(portal)) == ([], ["uncertain"])


def test_a_late_answer_of_a_swept_claim_changes_nothing(portal: Portal) -> None:
    changed(portal)

    def meanwhile(_: object) -> None:
        portal.clock.move(minutes=3)
        tell_staff(portal.ctx, FakeSender(), "two")

    tell_staff(portal.ctx, FakeSender(meanwhile=meanwhile), "one")
    assert states(portal) == ["uncertain"]


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (HandOver(Outcome.REFUSED), "failed"),
        (HandOver(Outcome.UNCERTAIN), "uncertain"),
        (RuntimeError("Ana"), "uncertain"),
    ],
)
def test_what_is_refused_or_unsure_is_over(
    portal: Portal, answer: HandOver | Exception, state: str, caplog: pytest.LogCaptureFixture
) -> None:
    changed(portal)
    sender = FakeSender(answers=[answer])
    tell_staff(portal.ctx, sender, "one")
    portal.clock.move(days=1)
    tell_staff(portal.ctx, sender, "one")
    assert (len(sender.taken), states(portal)) == (1, [state])
    assert "Ana" not in caplog.text
    assert SAM not in caplog.text


def test_what_surely_was_not_sent_is_tried_again_under_the_same_id(portal: Portal) -> None:
    changed(portal)
    sender = FakeSender(answers=[not_sent()])
    assert tell_staff(portal.ctx, sender, "one") == 1
    assert tell_staff(portal.ctx, sender, "one") == 0
    portal.clock.move(minutes=2)
    assert tell_staff(portal.ctx, sender, "one") == 1
    first, second = sender.taken
    assert first.message_id == second.message_id
    assert states(portal) == ["handed_over"]


def test_after_a_restore_nothing_that_waited_goes(portal: Portal) -> None:
    changed(portal)
    with portal.ctx.store.writing() as uow:
        doubt_what_waited(portal.ctx, uow, CLI)
        uow.commit()
    sender = FakeSender()
    assert tell_staff(portal.ctx, sender, "one") == 0
    assert (sender.taken, states(portal)) == ([], ["uncertain"])


def test_a_sender_that_fails_stops_no_round(portal: Portal) -> None:
    changed(portal)
    sender = FakeSender(answers=[RuntimeError("Ana")])
    worker.run(portal.ctx, sender.senders, once=True)
    assert states(portal) == ["uncertain"]


@pytest.mark.postgres
def test_workers_side_by_side_send_each_once(postgres: str) -> None:
    with postgres_database(postgres) as url:
        portal = make_portal(url, migrated=True)
        changed(portal, 6)
        sender = FakeSender()
        workers = [
            threading.Thread(target=tell_staff, args=(portal.ctx, sender, f"w{number}"))
            for number in range(4)
        ]
        for one in workers:
            one.start()
        for one in workers:
            one.join(30)
        assert len(sender.taken) == len({one.message_id for one in sender.taken}) == 6
        assert states(portal) == ["handed_over"] * 6
        portal.engine.dispose()
