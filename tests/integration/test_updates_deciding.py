"""Editing and cancelling over a real database, and what can no longer be approved."""

import pytest
from sqlalchemy import select

from tests.support.casework import (
    FIRST,
    approve,
    dated,
    edited,
    ready,
    update_of,
    view,
)
from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import MessageState, UpdateState
from victim_portal.services.delivery import deliver_due
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
)
from victim_portal.services.tasks import finish_task
from victim_portal.services.updates import (
    approve_update,
    cancel_update,
    edit_update,
    update_view,
)
from victim_portal.store.models import Approval, Message


@pytest.fixture
def reference(portal: Portal) -> str:
    return ready(portal)


def rows(portal: Portal, kind: type[Message] | type[Approval]) -> list[Message] | list[Approval]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(kind)))  # type: ignore[return-value]  # one or the other


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ({"notice_sms": "Oak is out of prison"}, ("Oak", "prison")),
        ({"notice_email": "See https://example.org/news"}, ("https://example.org/news",)),
        ({"notice_subject": "About {offender_name}"}, ("{offender_name}",)),
        ({"notice_sms": "Ash family"}, ("Ash",)),
    ],
)
def test_words_that_give_too_much_away_are_refused(
    portal: Portal, reference: str, words: dict[str, str], named: tuple[str, ...]
) -> None:
    update = update_of(portal, reference, FIRST)
    given = edited(update, **words)
    edit_update(portal.ctx, portal.officer, reference, update.id, given, update.version)
    with pytest.raises(InvalidError) as refused:
        approve(portal, reference)
    for word in named:
        assert word in str(refused.value)
    assert rows(portal, Message) == []


def test_edited_it_is_another_version_and_an_approval_is_taken_back(
    portal: Portal, reference: str
) -> None:
    update = update_of(portal, reference, FIRST)
    approve(portal, reference)
    given = edited(update, notice_sms=" Mary,\r\nplease ring Sam. ")
    edit_update(portal.ctx, portal.officer, reference, update.id, given, update.version)
    after = update_of(portal, reference, FIRST)
    assert (after.state, after.version, after.edited) == (
        UpdateState.DRAFT,
        update.version + 1,
        True,
    )
    assert after.notice_sms == "Mary,\nplease ring Sam."
    assert {message.state for message in after.messages} == {MessageState.CANCELLED}
    approve(portal, reference)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert "Mary,\nplease ring Sam." in [getattr(one, "body", "") for one in sender.taken]
    assert len(sender.taken) == 2


def test_two_officers_edit_one_update_and_the_second_is_told(
    portal: Portal, reference: str
) -> None:
    update = update_of(portal, reference, FIRST)
    mine, theirs = edited(update, notice_sms="Mine."), edited(update, notice_sms="Theirs.")
    edit_update(portal.ctx, portal.colleague, reference, update.id, theirs, update.version)
    with pytest.raises(ConflictError):
        edit_update(portal.ctx, portal.officer, reference, update.id, mine, update.version)
    with pytest.raises(ConflictError):
        approve_update(portal.ctx, portal.officer, reference, update.id, update.version)
    assert update_of(portal, reference, FIRST).notice_sms == "Theirs."


def test_empty_words_and_broken_subjects_are_refused_by_name(
    portal: Portal, reference: str
) -> None:
    update = update_of(portal, reference, FIRST)
    given = edited(update, notice_sms=" ", content_subject="Two\nlines", notice_subject="a\rb")
    with pytest.raises(InvalidError) as refused:
        edit_update(portal.ctx, portal.officer, reference, update.id, given, update.version)
    assert set(refused.value.problems) == {"notice_sms", "content_subject", "notice_subject"}
    assert update_of(portal, reference, FIRST) == update


def test_cancelled_it_is_stopped_for_good(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, FIRST)
    approve(portal, reference)
    with pytest.raises(InvalidError):
        cancel_update(portal.ctx, portal.officer, reference, update.id, "  ", update.version)
    cancel_update(
        portal.ctx, portal.officer, reference, update.id, "Told in person", update.version
    )
    after = update_of(portal, reference, FIRST)
    assert (after.state, after.cancelled_why) == (UpdateState.CANCELLED, "Told in person")
    assert {message.state for message in after.messages} == {MessageState.CANCELLED}
    for version in (after.version, after.version + 1):
        with pytest.raises(ConflictError):
            approve_update(portal.ctx, portal.officer, reference, update.id, version)
    sender = FakeSender()
    deliver_due(portal.ctx, sender.senders, "w1")
    assert sender.taken == []


def test_cancelled_then_the_date_moves(portal: Portal, reference: str) -> None:
    update = update_of(portal, reference, Stage.PRE_RELEASE)
    approve(portal, reference, Stage.PRE_RELEASE)
    cancel_update(portal.ctx, portal.officer, reference, update.id, "Too early", update.version)
    dated(portal, reference, CRD="2032-03-01", SLED="2034-11-01")
    old = update_view(portal.ctx, portal.officer, reference, update.id)
    assert (old.state, old.cancelled_why) == (UpdateState.CANCELLED, "Too early")
    new = [
        one
        for one in view(portal, reference).updates
        if one.stage is Stage.PRE_RELEASE and one.id != update.id
    ]
    assert [(one.state, one.month) for one in new] == [(UpdateState.DRAFT, "March 2032")]


def test_nothing_is_approved_before_it_is_settled_who_the_offender_is(portal: Portal) -> None:
    ready(portal)
    other = ready(
        portal,
        referral_reference="W-2",
        victim_first_name="Zoe",
        victim_last_name="Quill",
        victim_date_of_birth="1970-07-07",
        offender_first_name="Somebody",
        offender_last_name="Else",
        offender_date_of_birth="1971-01-01",
    )
    with pytest.raises(InvalidError, match="who the offender is"):
        approve(portal, other)
    [task] = [t for t in view(portal, other).tasks if t.kind == "check_offender"]
    finish_task(portal.ctx, portal.officer, task.id, "Asked the prison: a change of name")
    assert approve(portal, other) == 2
