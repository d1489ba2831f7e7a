"""One person's history: whatever staff and the worker may do with it, in whatever order.

An act that the portal refuses changes nothing and is part of the history as well. What must
hold meanwhile is in `histories_rules`.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import or_

from tests.support.casework import update_of
from tests.support.codes import another, newest_code
from tests.support.corrections import corrected, corrected_offender
from tests.support.histories_base import KINDS, Told, act, numbers
from tests.support.histories_rules import unsafe_to_post
from tests.support.letters import chosen
from tests.support.supporters import sister
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    Enrolment,
    Language,
    LetterKind,
    Level,
)
from victim_portal.services.allocation import move_case
from victim_portal.services.channels import (
    add_channel,
    change_plan,
    confirm_channel,
    end_channel,
    suspend_channel,
)
from victim_portal.services.corrections import correct_channel
from victim_portal.services.delivery import deliver_due
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.letters import (
    discard_letter,
    make_letter,
    post_letter,
    return_letter,
)
from victim_portal.services.offenders import ConflictInput, declare_conflict, end_conflict
from victim_portal.services.referrals import decide_duplicate
from victim_portal.services.supporters import add_supporter, end_supporter
from victim_portal.services.updates import approve_update
from victim_portal.services.verification import enter_code, send_code
from victim_portal.store.models import (
    Case,
    Channel,
    ConflictOfInterest,
    DuplicateFlag,
    Letter,
    Supporter,
)

MOST_DOUBLES = 3


class History(Told):
    """A person's case with its doubles, and whatever may be done with it."""

    @act
    def do(self, work: Callable[..., object], who: int, which: int, *more: object) -> object:
        """Anything that takes who does it, and a reference."""
        return work(self.ctx, self.actor(who), self.reference(which), *more)

    @act
    def join(self, which: int, level: Level) -> None:
        """As it should be, so that histories come further than refusals."""
        state = self.case(self.reference(which)).enrolment
        back = state in (Enrolment.OPTED_OUT, Enrolment.DO_NOT_CONTACT)
        given = AnswerInput(
            Enrolment.OPTED_BACK_IN if back else Enrolment.OPTED_IN,
            self.ctx.today(),
            ContactMethod.TELEPHONE,
            level=level,
            shown_in=Language.ENGLISH,
            consent_words="Yes, please.",
        )
        record_answer(self.ctx, self.portal.officer, self.reference(which), given)

    @act
    def add(
        self, which: int, kind: str, hours: str, *, agreed: bool = True, beside: int = 0
    ) -> None:
        """A number or address of the person, or of one of their supporters."""
        reference = self.reference(which)
        whose = None
        if beside:
            case = self.case(reference)
            found = self.rows(Supporter, Supporter.case_id == case.id)
            whose = self.chosen(found, beside).supporter_id
        given = self.plan(KINDS[kind], hours, agreed=agreed)
        add_channel(self.ctx, self.portal.officer, reference, given, None, whose)

    @act
    def channel(self, what: str, which: int, one: int, hours: str = "any") -> None:
        """Something that is done with one number or address."""
        reference, officer = self.reference(which), self.portal.officer
        row = self.chosen(self.channels(reference), one)
        where = (self.ctx, officer, reference, row.id)
        if what == "code":
            send_code(*where, row.plan_version)
        elif what == "read":
            enter_code(*where, newest_code(self.portal, row.id), "voice")
        elif what == "misread":
            enter_code(*where, another(newest_code(self.portal, row.id)), "voice")
        elif what == "plan":
            given = self.plan(ChannelKind(row.kind), hours, agreed=True)
            change_plan(*where, given, row.plan_version)
        elif what == "confirm":
            confirm_channel(*where, "spoken", row.plan_version)
        elif what == "right":
            value = self.plan(ChannelKind(row.kind), hours, agreed=True).value
            correct_channel(*where, value, "They spelt it.", row.plan_version)
        elif what == "stop":
            suspend_channel(*where, "Somebody else answered.")
        else:
            end_channel(*where)

    @act
    def letter(self, what: str, which: int, one: int, *, gone: bool = False) -> None:
        """A letter of first contact: made, posted, come back or thrown away."""
        reference, officer = self.reference(which), self.portal.officer
        if what == "make":
            kind = list(LetterKind)[one % 3]
            given = chosen(self.portal, reference, kind)
            made = make_letter(self.ctx, officer, reference, kind, given)
            self.look_at_letter("made", made)
            return
        letters = self.rows(Letter, Letter.case_id == self.case(reference).id)
        letters.sort(key=lambda one: (one.discarded_at is not None, one.posted_on is not None))
        letter = self.chosen(letters, one)
        where = (self.ctx, officer, reference, letter.id)
        if what == "post":
            post_letter(*where, self.ctx.today(), gone)
            if not gone:
                self.look_at_letter("posted", letter.id)
        elif what == "return":
            return_letter(*where, self.ctx.today())
        else:
            discard_letter(*where)

    def look_at_letter(self, what: str, letter_id: UUID) -> None:
        """Nothing is made for, or put in the post to, an address that isn't safe."""
        letter = self.rows(Letter, Letter.id == letter_id)[0]
        case = self.rows(Case, Case.id == letter.case_id)[0]
        channel = self.rows(Channel, Channel.id == letter.channel_id)[0]
        if unsafe_to_post(case, channel):
            self.sender.faults.append(f"a letter was {what} for an address that isn't safe")

    @act
    def approve(self, who: int, which: int) -> None:
        """The update that explains the sentence."""
        reference = self.reference(which)
        try:
            update = update_of(self.portal, reference, Stage.SENTENCE_EXPLAINED)
        except AssertionError:
            raise LookupError from None
        approve_update(self.ctx, self.actor(who), reference, update.id, update.version)

    @act
    def conflict(self, what: str, who: int, whose: int) -> None:
        """A conflict of interest over the offender, declared or ended."""
        offender_id = self.case(self.reference(0)).offender_id
        user_id = self.actor(whose).user_id
        if what == "declare":
            given = ConflictInput(user_id, "He is my cousin.")
            declare_conflict(self.ctx, self.actor(who), offender_id, given)
            return
        found = self.rows(
            ConflictOfInterest,
            ConflictOfInterest.offender_id == offender_id,
            ConflictOfInterest.user_id == user_id,
            ConflictOfInterest.ended_at.is_(None),
        )
        end_conflict(self.ctx, self.actor(who), offender_id, self.chosen(found, 0).id)

    @act
    def decide(self, decision: str, who: int) -> None:
        """Whether two of the referrals are one, which a person decides."""
        mine = [self.case(one).id for one in self.references]
        either = or_(DuplicateFlag.case_id.in_(mine), DuplicateFlag.other_case_id.in_(mine))
        flags = self.rows(DuplicateFlag, either, DuplicateFlag.decision.is_(None))
        own = [one for one in flags if {one.case_id, one.other_case_id} <= set(mine)]
        decide_duplicate(self.ctx, self.actor(who), self.chosen(own, 0).id, decision)

    @act
    def correct(self, what: str, which: int) -> None:
        """A name put right."""
        name = f"Person{next(numbers)}"
        put_right = corrected if what == "person" else corrected_offender
        put_right(self.portal, self.reference(which), last_name=name)

    @act
    def supporter(self, what: str, which: int) -> None:
        """Somebody who stands beside the person, until they say otherwise."""
        reference, today = self.reference(which), self.ctx.today()
        if what == "add":
            given = sister(last_name=f"Friend{next(numbers)}", consented_on=today)
            add_supporter(self.ctx, self.portal.officer, reference, given)
            return
        case = self.case(reference)
        found = self.rows(Supporter, Supporter.case_id == case.id, Supporter.ended_on.is_(None))
        one = self.chosen(found, 0)
        end_supporter(self.ctx, self.portal.officer, reference, one.id, today)

    def twin(self, *, by_manager: bool) -> None:
        """The same referral comes once more, under another number."""
        if len(self.references) < MOST_DOUBLES:
            self.refer(by_manager=by_manager)

    def move(self, who: int, which: int) -> bool:
        """To the other unit."""
        return self.do(move_case, who, which, self.other_unit(), "They moved.")

    def work(self, hours: int) -> None:
        """Time passes, and the worker makes a round."""
        self.portal.clock.move(hours=hours)
        deliver_due(self.ctx, self.sender.senders, f"w{next(numbers)}")

    def go_well(self, which: int) -> None:
        """They join, agree to texts, read back their code and get their first news."""
        self.join(which, Level.KEY_STAGES)
        self.add(which, "sms", "any")
        last = [one.id for one in self.channels(self.reference(which))]
        for one in range(len(last)):
            if self.channel("code", which, one):
                self.work(0)
                self.channel("read", which, one)
        self.approve(0, which)
