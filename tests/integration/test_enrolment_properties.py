"""No sequence of acts reaches "opted in" without consent, or leaves a case with nobody.

Nor does any of them send anything but its code to a channel that isn't verified, or anything
at all to one that is stopped or ended, or outside its plan. The acts are those of officers,
managers and the worker, in any order and with any nonsense in them.
"""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.support.databases import sqlite_url
from tests.support.histories import History
from tests.support.histories_rules import holds
from tests.support.portal import Portal, make_portal
from victim_portal.domain.vocabulary import (
    ContactMethod,
    ContactOutcome,
    Enrolment,
    Language,
    Level,
    ReturnReason,
)
from victim_portal.services.allocation import assign_case, take_case
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.referrals import (
    ReturnInput,
    reopen_case,
    send_back,
    withdraw_referral,
)

ASKED = ReturnInput(ReturnReason.DETAILS_MISSING, "The postcode?", "WCU")
WHO = st.integers(0, 3)
WHICH = st.integers(0, 2)
ONE = st.integers(0, 3)
HOURS = st.sampled_from(["any", "evenings", "none"])


class _Shared:
    """One database for every history; each history has a person of its own."""

    portal: Portal


@pytest.fixture(scope="module", autouse=True)
def _portal(tmp_path_factory: pytest.TempPathFactory) -> Any:
    _Shared.portal = make_portal(sqlite_url(tmp_path_factory.mktemp("histories")), migrated=True)
    yield
    _Shared.portal.engine.dispose()


class Histories(RuleBasedStateMachine):
    """One person, and whatever people do with their case and its doubles."""

    @initialize()
    def a_referral_comes(self) -> None:
        self.history = History(_Shared.portal)

    @rule(
        who=WHO,
        which=WHICH,
        state=st.sampled_from([*Enrolment, *(Enrolment.OPTED_IN,) * 4]),
        how=st.sampled_from(ContactMethod),
        words=st.sampled_from(["", "  ", "Yes, please."]),
        shown=st.sampled_from([None, *Language]),
        level=st.sampled_from([None, *Level]),
        back=st.integers(-1, 3),
    )
    def an_answer_is_recorded(
        self,
        who: int,
        which: int,
        state: Any,
        how: Any,
        words: str,
        shown: Any,
        level: Any,
        back: int,
    ) -> None:
        today = _Shared.portal.ctx.today()
        given = AnswerInput(
            state,
            today - timedelta(days=back),
            how,
            deferred_until=today + timedelta(days=9 * back),
            level=level,
            shown_in=shown,
            consent_words=words,
        )
        self.history.do(record_answer, who, which, given)

    @rule(which=WHICH, level=st.sampled_from(Level))
    def they_join(self, which: int, level: Level) -> None:
        self.history.join(which, level)

    @rule(
        which=WHICH,
        words=st.sampled_from(["", "Yes, please."]),
        shown=st.sampled_from([None, Language.ENGLISH]),
    )
    def they_join_in_few_words(self, which: int, words: str, shown: Any) -> None:
        """All is right but, perhaps, the consent."""
        given = AnswerInput(
            Enrolment.OPTED_IN,
            _Shared.portal.ctx.today(),
            ContactMethod.TELEPHONE,
            level=Level.KEY_STAGES,
            shown_in=shown,
            consent_words=words,
        )
        self.history.do(record_answer, 0, which, given)

    @rule(which=WHICH, one=ONE, what=st.sampled_from(["plan", "stop", "end"]), hours=HOURS)
    def something_changes_before_the_round(
        self, which: int, one: int, what: str, hours: str
    ) -> None:
        """Between the approval and the worker, which the last look is there for."""
        self.history.go_well(which)
        self.history.channel(what, which, one, hours)
        self.history.work(0)

    @rule(which=WHICH)
    def all_goes_well(self, which: int) -> None:
        """So that histories come further than refusals."""
        self.history.go_well(which)

    @rule(
        who=WHO,
        which=WHICH,
        how=st.sampled_from(ContactMethod),
        outcome=st.sampled_from(ContactOutcome),
        inward=st.booleans(),
        one=ONE,
    )
    def a_contact_is_recorded(
        self, who: int, which: int, how: Any, outcome: Any, inward: bool, one: int
    ) -> None:
        known = self.history.channels(self.history.reference(which))
        given = ContactInput(
            how,
            outcome,
            _Shared.portal.ctx.today(),
            inward,
            channel_id=known[one % len(known)].id if known else None,
            elsewhere=not known,
        )
        self.history.do(record_contact, who, which, given)

    @rule(
        which=WHICH,
        kind=st.sampled_from(["sms", "email", "post"]),
        hours=HOURS,
        agreed=st.booleans(),
        beside=st.integers(0, 1),
    )
    def a_channel_is_added(
        self, which: int, kind: str, hours: str, agreed: bool, beside: int
    ) -> None:
        self.history.add(which, kind, hours, agreed=agreed, beside=beside)

    @rule(
        which=WHICH,
        one=ONE,
        what=st.sampled_from(
            ["code", "read", "misread", "plan", "confirm", "right", "stop", "end"]
        ),
        hours=HOURS,
    )
    def a_channel_is_worked_on(self, which: int, one: int, what: str, hours: str) -> None:
        self.history.channel(what, which, one, hours)

    @rule(
        which=WHICH,
        one=ONE,
        what=st.sampled_from(["make", "post", "return", "discard"]),
        gone=st.booleans(),
    )
    def a_letter_is_worked_on(self, which: int, one: int, what: str, gone: bool) -> None:
        self.history.letter(what, which, one, gone=gone)

    @rule(who=WHO, which=WHICH)
    def an_update_is_approved(self, who: int, which: int) -> None:
        self.history.approve(who, which)

    @rule(
        who=WHO,
        which=WHICH,
        what=st.sampled_from(["take", "give", "move", "leave", "reopen", "send back"]),
    )
    def it_changes_hands(self, who: int, which: int, what: str) -> None:
        history = self.history
        if what == "take":
            history.do(take_case, who, which)
        elif what == "give":
            history.do(assign_case, 2, which, history.actor(who).user_id)
        elif what == "move":
            history.move(who, which)
        elif what == "leave":
            history.do(withdraw_referral, 2, which, "It was made in error.")
        elif what == "reopen":
            history.do(reopen_case, 2, which, "It was right after all.")
        else:
            history.do(send_back, who, which, ASKED)

    @rule(what=st.sampled_from(["declare", "end"]), who=WHO, whose=WHO)
    def somebody_knows_the_offender(self, what: str, who: int, whose: int) -> None:
        self.history.conflict(what, who, whose)

    @rule(by_manager=st.booleans())
    def they_are_referred_again(self, by_manager: bool) -> None:
        self.history.twin(by_manager=by_manager)

    @rule(decision=st.sampled_from(["different", "same_person", "same_case"]), who=WHO)
    def a_double_is_decided(self, decision: str, who: int) -> None:
        self.history.decide(decision, who)

    @rule(what=st.sampled_from(["person", "offender"]), which=WHICH)
    def a_name_is_put_right(self, what: str, which: int) -> None:
        self.history.correct(what, which)

    @rule(what=st.sampled_from(["add", "end"]), which=WHICH)
    def a_supporter_comes_or_goes(self, what: str, which: int) -> None:
        self.history.supporter(what, which)

    @rule(hours=st.sampled_from([0, 1, 7, 20]))
    def the_worker_works(self, hours: int) -> None:
        self.history.work(hours)

    @precondition(lambda self: hasattr(self, "history"))
    @invariant()
    def what_must_hold_holds(self) -> None:
        holds(self.history)


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=14, stateful_step_count=25, deadline=None, suppress_health_check=QUIET
)
