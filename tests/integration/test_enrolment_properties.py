"""No sequence of acts reaches "opted in" without consent, or leaves a case with nobody.

Nor does any of them send anything but its code to a channel that isn't verified. The acts
are those of officers, managers and the worker, in any order and with any nonsense in them.
"""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from tests.support.casework import FIRST, email, mobile, received, update_of, verified
from tests.support.databases import sqlite_url
from tests.support.portal import OTHER_UNIT, Portal, make_portal
from tests.support.senders import FakeSender
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import (
    ChannelUse,
    ContactMethod,
    ContactOutcome,
    Enrolment,
    Language,
    Level,
)
from victim_portal.services.allocation import assign_case, move_case, take_case
from victim_portal.services.channels import add_channel, change_plan, end_channel, suspend_channel
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.delivery import deliver_due
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.referrals import reopen_case, withdraw_referral
from victim_portal.services.updates import approve_update
from victim_portal.services.verification import send_code
from victim_portal.store import cases as case_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Message, Unit, User

REFUSED = (ConflictError, InvalidError, NotAllowedError, NotFoundError)
numbers = itertools.count(1)


class _Shared:
    """One database for every history; each history has a case of its own."""

    portal: Portal


@pytest.fixture(scope="module", autouse=True)
def _portal(tmp_path_factory: pytest.TempPathFactory) -> Any:
    _Shared.portal = make_portal(sqlite_url(tmp_path_factory.mktemp("histories")), migrated=True)
    yield
    _Shared.portal.engine.dispose()


class Histories(RuleBasedStateMachine):
    """One case, and whatever people do with it."""

    @initialize(by_manager=st.booleans())
    def a_referral_comes(self, by_manager: bool) -> None:
        self.portal = _Shared.portal
        number = next(numbers)
        self.reference = received(
            self.portal,
            referral_reference=f"WCU-{number}",
            victim_last_name=f"Person{number}",
            prison_number=f"A{number:04d}BC",
            crn=f"X{number:06d}",
            offender_last_name=f"Other{number}",
            received_on=self.portal.ctx.today().isoformat(),
            sentenced_on=self.portal.ctx.today().isoformat(),
            mobile="",
            email="",
        )
        if by_manager:
            self._try(move_case, self.portal.officer, self._other_unit(), "They moved.")
        self.sent = 0

    def _try(self, act: Any, actor: Any, *more: Any) -> Any:
        try:
            return act(self.portal.ctx, actor, self.reference, *more)
        except REFUSED:
            return None

    def _other_unit(self) -> Any:
        with self.portal.ctx.store.reading() as uow:
            return uow.session.scalar(select(Unit.id).where(Unit.name == OTHER_UNIT))

    def _actors(self) -> list[Any]:
        one = self.portal
        return [one.officer, one.colleague, one.manager, one.stranger]

    def _case(self, uow: Any) -> Case:
        case = case_store.by_reference(uow, self.reference)
        assert case is not None
        return case

    def _channels(self) -> list[Any]:
        with self.portal.ctx.store.reading() as uow:
            channels = people_store.channels_of(uow, self._case(uow).person_id)
            return [(one.id, one.plan_version) for one in channels]

    @rule(
        who=st.integers(0, 3),
        state=st.sampled_from(Enrolment),
        how=st.sampled_from(ContactMethod),
        words=st.sampled_from(["", "  ", "Yes, please."]),
        shown=st.sampled_from([None, *Language]),
        level=st.sampled_from([None, *Level]),
        back=st.integers(-1, 3),
    )
    def an_answer_is_recorded(
        self, who: int, state: Any, how: Any, words: str, shown: Any, level: Any, back: int
    ) -> None:
        today = self.portal.ctx.today()
        given = AnswerInput(
            state,
            today - timedelta(days=back),
            how,
            deferred_until=today + timedelta(days=9 * back),
            level=level,
            shown_in=shown,
            consent_words=words,
        )
        self._try(record_answer, self._actors()[who], given)

    @rule(level=st.sampled_from(Level))
    def they_join(self, level: Level) -> None:
        """As it should be, so that histories come further than refusals."""
        for state in (Enrolment.OPTED_IN, Enrolment.OPTED_BACK_IN):
            given = AnswerInput(
                state,
                self.portal.ctx.today(),
                ContactMethod.TELEPHONE,
                level=level,
                shown_in=Language.ENGLISH,
                consent_words="Yes, please.",
            )
            self._try(record_answer, self.portal.officer, given)

    @rule(
        how=st.sampled_from(ContactMethod),
        outcome=st.sampled_from(ContactOutcome),
        inward=st.booleans(),
        which=st.integers(0, 3),
    )
    def a_contact_is_recorded(self, how: Any, outcome: Any, inward: bool, which: int) -> None:
        channels = self._channels()
        channel_id = channels[which % len(channels)][0] if channels else None
        given = ContactInput(
            how,
            outcome,
            self.portal.ctx.today(),
            inward,
            channel_id=channel_id,
            elsewhere=channel_id is None,
        )
        self._try(record_contact, self.portal.officer, given)

    @rule(texts=st.booleans(), agreed=st.booleans(), who=st.integers(0, 3))
    def a_channel_is_added(self, texts: bool, agreed: bool, who: int) -> None:
        number = next(numbers)
        how = ContactMethod.TELEPHONE if agreed else None
        given = (
            mobile(value=f"07700 9{number % 100000:05d}", agreed=how)
            if texts
            else email(value=f"p{number}@example.org", agreed=how)
        )
        self._try(add_channel, self._actors()[who], given)

    @rule(which=st.integers(0, 3), wider=st.booleans())
    def a_plan_is_changed(self, which: int, wider: bool) -> None:
        channels = self._channels()
        if channels:
            channel_id, version = channels[which % len(channels)]
            uses = frozenset({ChannelUse.SMS, ChannelUse.EMAIL} if wider else {ChannelUse.SMS})
            self._try(change_plan, self.portal.officer, channel_id, mobile(uses=uses), version)

    @rule(which=st.integers(0, 3), act=st.sampled_from(["code", "read", "stop", "end"]))
    def a_channel_is_worked_on(self, which: int, act: str) -> None:
        channels = self._channels()
        if not channels:
            return
        channel_id, version = channels[which % len(channels)]
        officer = self.portal.officer
        if act == "code":
            self._try(send_code, officer, channel_id, version)
        elif act == "stop":
            self._try(suspend_channel, officer, channel_id, "Somebody else answered.")
        elif act == "end":
            self._try(end_channel, officer, channel_id)
        else:
            try:
                verified(self.portal, self.reference, channel_id)
            except (*REFUSED, AssertionError):
                # What can't be verified as it stands stays as it is.
                return

    @rule(who=st.integers(0, 3))
    def an_update_is_approved(self, who: int) -> None:
        try:
            update = update_of(self.portal, self.reference, FIRST)
        except (*REFUSED, AssertionError):
            return
        self._try(approve_update, self._actors()[who], update.id, update.version)

    @rule(who=st.integers(0, 3), act=st.sampled_from(["take", "give", "move", "leave", "back"]))
    def it_changes_hands(self, who: int, act: str) -> None:
        actor, manager = self._actors()[who], self.portal.manager
        if act == "take":
            self._try(take_case, actor)
        elif act == "give":
            self._try(assign_case, actor, self.portal.colleague.user_id)
        elif act == "move":
            self._try(move_case, actor, self._other_unit(), "They moved.")
        elif act == "leave":
            self._try(withdraw_referral, manager, "It was made in error.")
        else:
            self._try(reopen_case, manager, "It was right after all.")

    @rule(hours=st.sampled_from([0, 1, 20]))
    def the_worker_works(self, hours: int) -> None:
        self.portal.clock.move(hours=hours)
        sender = FakeSender()
        deliver_due(self.portal.ctx, sender.senders, f"w{next(numbers)}")
        self.sent += len(sender.taken)
        with self.portal.ctx.store.reading() as uow:
            for one in sender.taken:
                message = uow.get(Message, one.message_id)
                channel = uow.get(Channel, message.channel_id) if message else None
                assert message is not None
                assert channel is not None
                assert not channel.suspended_at
                assert not channel.ended_at
                assert message.verification_id or channel.verified_at

    @precondition(lambda self: hasattr(self, "reference"))
    @invariant()
    def nobody_is_in_the_scheme_without_consent(self) -> None:
        with self.portal.ctx.store.reading() as uow:
            case = self._case(uow)
            steps = case_store.steps(uow, case.id)
            for step in steps:
                if Enrolment(step.moved_to) in IN_SCHEME:
                    assert (step.consent_words or "").strip()
                    assert (step.consent_shown or "").strip()
            stands = steps[-1].moved_to if steps else Enrolment.NOT_OFFERED
            assert case.enrolment == stands

    @precondition(lambda self: hasattr(self, "reference"))
    @invariant()
    def somebody_has_the_case(self) -> None:
        with self.portal.ctx.store.reading() as uow:
            case = self._case(uow)
            if case.closed_at is not None:
                return
            if case.officer_id is not None:
                officer = uow.get(User, case.officer_id)
                assert officer is not None
                assert officer.active
            else:
                unit = uow.get(Unit, case.unit_id)
                assert unit is not None
                assert unit.manager_id is not None
                assert None not in (case.queued_since, case.queue_due_on)


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def test_a_history_in_which_all_goes_well() -> None:
    """What is never reached can't be broken: these acts do bring a message on its way."""
    history = Histories()
    history.a_referral_comes(by_manager=False)
    history.they_join(Level.KEY_STAGES)
    history.a_channel_is_added(texts=True, agreed=True, who=0)
    for act in ("code", "read"):
        history.a_channel_is_worked_on(which=-1, act=act)
    history.an_update_is_approved(who=0)
    history.the_worker_works(hours=0)
    assert history.sent > 0
    history.nobody_is_in_the_scheme_without_consent()
    history.somebody_has_the_case()
    with _Shared.portal.ctx.store.reading() as uow:
        assert history._case(uow).enrolment == Enrolment.OPTED_IN
