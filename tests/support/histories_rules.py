"""What holds in every history, asked of the rows and not of the code that is to keep to it."""

from datetime import datetime, time
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select

from tests.support.portal import Portal
from tests.support.senders import FakeSender
from victim_portal.domain.contact import LONDON
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import ChannelUse, Enrolment, Role
from victim_portal.ports import OutgoingEmail, OutgoingSms
from victim_portal.store import cases as case_store
from victim_portal.store.models import (
    Case,
    Channel,
    ConflictOfInterest,
    EnrolmentStep,
    Message,
    Supporter,
    Unit,
    User,
)


class HandedOver(FakeSender):
    """A provider that looks at each message in the moment in which it gets it.

    An error in a sender is a failure of the provider to the worker, so faults are kept.
    """

    def __init__(self, portal: Portal) -> None:
        super().__init__(meanwhile=self.check)
        self.portal = portal
        self.faults: list[str] = []
        self.news = self.codes = 0

    def check(self, outgoing: OutgoingEmail | OutgoingSms) -> None:
        """Whom it goes to, by which way, and whether that is safe now."""
        with self.portal.ctx.store.reading() as uow:
            message = uow.get(Message, outgoing.message_id)
            channel = uow.get(Channel, message.channel_id) if message else None
            case = uow.get(Case, message.case_id) if message else None
            if message is None or channel is None or case is None:
                self.faults.append("a message of nobody's")
                return
            steps = case_store.steps(uow, case.id)
            beside = uow.session.scalars(
                select(Supporter.supporter_id).where(
                    Supporter.case_id == case.id, Supporter.ended_on.is_(None)
                )
            ).all()
        is_code = message.verification_id is not None
        self.codes, self.news = self.codes + is_code, self.news + (not is_code)
        self.faults += _unsafe(channel, message, self.portal.clock.now(), is_code)
        theirs = {case.person_id, *(beside if is_code else ())}
        if {message.person_id, channel.person_id} - theirs:
            self.faults.append("somebody whom it isn't for")
        if case.closed_at is not None:
            self.faults.append("something from a closed case")
        agreed = bool(steps) and Enrolment(steps[-1].moved_to) in IN_SCHEME
        if not is_code and not agreed:
            self.faults.append("news to somebody who didn't join")


def _unsafe(channel: Channel, message: Message, now: datetime, is_code: bool) -> list[str]:
    found = []
    if channel.suspended_at is not None or channel.ended_at is not None:
        found.append("something to a channel that is stopped or ended")
    if channel.confirmed_at is None or message.kind not in channel.uses:
        found.append("something outside the plan")
    if not channel.any_time and not any(_holds(one, now) for one in channel.windows):
        found.append("something outside the safe hours")
    if not is_code and channel.verified_at is None:
        found.append("news to a channel that isn't verified")
    return found


def _holds(window: Any, now: datetime) -> bool:
    local = now.astimezone(LONDON)
    start, end = (time.fromisoformat(window[name]) for name in ("start", "end"))
    return local.weekday() in window["days"] and start <= local.time() < end


def consent_stands(portal: Portal, references: list[str]) -> None:
    """Whoever is in the scheme was shown the words, and said words."""
    with portal.ctx.store.reading() as uow:
        for case in _cases(uow, references):
            steps: list[EnrolmentStep] = list(case_store.steps(uow, case.id))
            for step in steps:
                if Enrolment(step.moved_to) in IN_SCHEME:
                    assert (step.consent_words or "").strip(), "joined without a word said"
                    assert (step.consent_shown or "").strip(), "joined without words shown"
            stands = steps[-1].moved_to if steps else Enrolment.NOT_OFFERED
            assert case.enrolment == stands, "an answer that nobody recorded"


def somebody_has_each(portal: Portal, references: list[str]) -> None:
    """An open case has an active officer of its unit, or waits there, and a manager sees to it."""
    with portal.ctx.store.reading() as uow:
        for case in _cases(uow, references):
            if case.closed_at is not None:
                assert case.officer_id is None
                _stays_somewhere(uow, case)
                continue
            conflicted = set(uow.session.scalars(_conflicts(case.offender_id)))
            if case.officer_id is not None:
                officer = uow.get(User, case.officer_id)
                assert officer is not None
                assert officer.active
                assert (officer.role, officer.unit_id) == (Role.OFFICER, case.unit_id)
                assert officer.id not in conflicted, "a case with who knows the offender"
                continue
            unit = uow.get(Unit, case.unit_id)
            assert unit is not None
            manager = uow.get(User, unit.manager_id)
            assert manager is not None
            assert manager.active
            assert None not in (case.queued_since, case.queue_due_on), "a case with nobody"


def unsafe_to_post(case: Case, channel: Channel) -> bool:
    """Whether nothing may be put in the post to an address any more."""
    over = channel.suspended_at is not None or channel.ended_at is not None
    left_out = channel.confirmed_at is not None and ChannelUse.LETTER not in channel.uses
    return over or left_out or case.enrolment == Enrolment.DO_NOT_CONTACT


def _stays_somewhere(uow: Any, case: Case) -> None:
    """A double leads to a case that isn't one itself."""
    if case.merged_into_id is not None:
        stays = uow.get(Case, case.merged_into_id)
        assert stays is not None
        assert stays.merged_into_id is None, "a double of a double"


def _conflicts(offender_id: UUID) -> Any:
    where = ConflictOfInterest.offender_id == offender_id
    return select(ConflictOfInterest.user_id).where(where, ConflictOfInterest.ended_at.is_(None))


def _cases(uow: Any, references: list[str]) -> list[Case]:
    return list(uow.session.scalars(select(Case).where(Case.reference.in_(references))))


class Rules(Protocol):
    """What the rules need of a history."""

    portal: Portal
    references: list[str]
    sender: HandedOver


def holds(history: Rules) -> None:
    """Everything that must hold after each act."""
    consent_stands(history.portal, history.references)
    somebody_has_each(history.portal, history.references)
    assert history.sender.faults == []
