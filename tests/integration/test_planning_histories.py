"""Whatever happens between planning and sending, nothing stale is approved or goes out."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.support.casework import (
    answered,
    approve,
    dated,
    delivered,
    edited,
    planned_again,
    ready,
    update_of,
    verified,
    view,
)
from tests.support.databases import sqlite_url
from tests.support.portal import Portal, make_portal
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Enrolment, Level, UpdateState
from victim_portal.services.channels import confirm_channel, suspend_channel
from victim_portal.services.errors import ConflictError, InvalidError, NotAllowedError
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.planning import current_facts
from victim_portal.services.updates import cancel_update, edit_update
from victim_portal.store.models import Case, Message, Update

Act = Callable[[Portal, str], object]
DATES = ("2026-12-20", "2027-01-20", "2027-03-02")
WAITING = ("queued", "failed_for_now")


def _move(day: str) -> Act:
    return lambda portal, reference: dated(portal, reference, CRD=day, SLED="2034-11-01")


def _newest(portal: Portal, reference: str, *states: UpdateState) -> Stage | None:
    found = [one.stage for one in view(portal, reference).updates if one.state in states]
    return found[0] if found else None


def _approve(portal: Portal, reference: str) -> None:
    stage = _newest(portal, reference, UpdateState.DRAFT)
    if stage is not None:
        approve(portal, reference, stage)


def _edit(portal: Portal, reference: str) -> None:
    stage = _newest(portal, reference, UpdateState.DRAFT, UpdateState.APPROVED)
    if stage is not None:
        update = update_of(portal, reference, stage)
        words = edited(update, notice_sms="Please ring Sam.")
        edit_update(portal.ctx, portal.officer, reference, update.id, words, update.version)


def _cancel(portal: Portal, reference: str) -> None:
    stage = _newest(portal, reference, UpdateState.DRAFT, UpdateState.APPROVED)
    if stage is not None:
        update = update_of(portal, reference, stage)
        cancel_update(portal.ctx, portal.officer, reference, update.id, "No", update.version)


def _happen(stage: Stage) -> Act:
    return lambda portal, reference: record_event(
        portal.ctx, portal.officer, reference, EventInput(stage, portal.ctx.today(), "The prison")
    )


def _leave(portal: Portal, reference: str) -> None:
    answered(portal, reference, Enrolment.OPTED_OUT, portal.ctx.today())


def _return(portal: Portal, reference: str) -> None:
    more = {"level": Level.KEY_STAGES, "consent_words": "Yes again"}
    answered(portal, reference, Enrolment.OPTED_BACK_IN, portal.ctx.today(), **more)


def _suspend(portal: Portal, reference: str) -> None:
    channel = view(portal, reference).channels[0]
    suspend_channel(portal.ctx, portal.officer, reference, channel.id, "Not safe")


def _confirm(portal: Portal, reference: str) -> None:
    channel = view(portal, reference).channels[0]
    confirm_channel(portal.ctx, portal.officer, reference, channel.id, "spoken")
    verified(portal, reference, channel.id)


def _wait(portal: Portal, reference: str) -> None:
    portal.clock.move(days=9)


def _deliver(portal: Portal, reference: str) -> None:
    with portal.ctx.store.reading() as uow:
        waiting = {m.body for m in uow.session.scalars(select(Message)) if m.state in WAITING}
    assert set(delivered(portal)) <= waiting


ACTS: dict[str, Act] = {
    **{f"move to {day}": _move(day) for day in DATES},
    "recall": _happen(Stage.RECALLED),
    "appeal": _happen(Stage.APPEAL),
    **{
        act.__name__.strip("_"): act
        for act in (_approve, _edit, _cancel, _leave, _return, _suspend, _confirm, _wait, _deliver)
    },
}


def _check(portal: Portal, reference: str) -> None:
    """What holds at every moment."""
    with portal.ctx.store.reading() as uow:
        (case,) = uow.session.scalars(select(Case))
        for update in uow.session.scalars(select(Update)):
            queued = [
                message
                for message in uow.session.scalars(select(Message))
                if message.update_id == update.id and message.state in WAITING
            ]
            if update.state == UpdateState.APPROVED:
                facts = {name: str(version) for name, version in update.facts.items()}
                assert current_facts(uow, case, update.facts) == facts
                assert update.approved_version == update.version
                assert Enrolment(case.enrolment) in IN_SCHEME
            if update.state in (UpdateState.DRAFT, UpdateState.CANCELLED):
                assert queued == []
            assert {message.update_version for message in queued} <= {update.version}
    assert not planned_again(portal, reference)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(st.lists(st.sampled_from(sorted(ACTS)), min_size=4, max_size=14))
def test_no_history_leaves_something_stale_approved_or_sends_it(history: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portal = make_portal(sqlite_url(Path(folder)), migrated=True)
        reference = ready(portal)
        for act in history:
            # Refused is fine; half done is not.
            with suppress(InvalidError, ConflictError, NotAllowedError):
                ACTS[act](portal, reference)
            planned_again(portal, reference)
            _check(portal, reference)
        portal.engine.dispose()
