"""Two cases that may be one person's, and whatever people do with them as chance has it."""

import random
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from tests.support.duplicates import AGAIN
from tests.support.letters import ADDRESS, chosen, referred
from tests.support.portal import Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.callers import CheckOutcome
from victim_portal.domain.contacts import outcomes_for
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    Enrolment,
    Language,
    LetterKind,
    Level,
    ReturnReason,
)
from victim_portal.services import tasks
from victim_portal.services.allocation import assign_case, move_case, take_case
from victim_portal.services.callbacks import record_inbound
from victim_portal.services.callers import CheckInput, record_check
from victim_portal.services.cases import case_view
from victim_portal.services.channels import suspend_channel
from victim_portal.services.contacts import ContactInput, contact_log, record_contact
from victim_portal.services.contacts.owed import OWED
from victim_portal.services.enrolment import AnswerInput, possible_answers, record_answer
from victim_portal.services.letters import (
    discard_letter,
    make_letter,
    post_letter,
    return_letter,
)
from victim_portal.services.referrals import (
    ReturnInput,
    decide_duplicate,
    list_duplicates,
    reopen_case,
    send_back,
    withdraw_referral,
)
from victim_portal.services.undoing import answer_to_undo, undo_answer, undo_contact
from victim_portal.store.models import Case, Letter, Task

OFFERS = (LetterKind.FIRST, LetterKind.SECOND, LetterKind.DOOR_OPEN)
WAYS = tuple(one for one in ContactMethod if one is not ContactMethod.VICTIM_PAGES)
ASKED = ReturnInput(ReturnReason.WRONG_PERSON, "Is it her?", "The unit")


class Life:
    """Two cases, and whatever people do with them."""

    def __init__(self, portal: Portal, seed: int) -> None:
        self.portal, self.ctx = portal, portal.ctx
        self.chance = random.Random(seed)  # noqa: S311 - made to be repeatable
        self.cases = [referred(portal), referred(portal, **AGAIN, **ADDRESS)]
        self.people = [portal.officer, portal.officer, portal.colleague, portal.manager]

    def case(self) -> str:
        return self.chance.choice(self.cases)

    def who(self, case: str) -> Actor:
        """Somebody of the unit that has a case, so that most acts aren't refused."""
        if self._row(case).unit_id == self.portal.stranger.unit_id:
            return self.portal.stranger
        return self.chance.choice(self.people)

    def manager(self, case: str) -> Actor:
        elsewhere = self._row(case).unit_id == self.portal.stranger.unit_id
        return self.portal.stranger if elsewhere else self.portal.manager

    def _row(self, case: str) -> Case:
        with self.ctx.store.reading() as uow:
            found = uow.session.scalar(select(Case).where(Case.reference == case))
            assert found is not None
            return found

    def contact(self) -> None:
        case = self.case()
        who = self.who(case)
        way, inward = self.chance.choice(WAYS), self.chance.random() < 0.2
        outcomes = outcomes_for(way, inward=inward)
        if not outcomes:
            return
        fitting = [
            one.id
            for one in case_view(self.ctx, who, case).channels
            if (one.kind is ChannelKind.POST) == (way is ContactMethod.LETTER)
            and one.kind in (ChannelKind.POST, ChannelKind.MOBILE)
            and way in (ContactMethod.LETTER, ContactMethod.TELEPHONE, ContactMethod.SMS)
        ]
        steps = self.chance.random() < 0.2
        given = ContactInput(
            way,
            self.chance.choice(outcomes),
            self.ctx.today(),
            inward,
            channel_id=self.chance.choice(fitting) if fitting else None,
            elsewhere=not fitting,
            next_step="Ring her" if steps else "",
            next_on=self.ctx.today() + timedelta(days=2) if steps else None,
        )
        record_contact(self.ctx, who, case, given)

    def attempts(self) -> None:
        """What "no response" needs, so that it is reached now and then."""
        case = self.case()
        who = self.who(case)
        for _ in range(3):
            self.portal.clock.move(days=14, minutes=1)
            given = ContactInput(
                ContactMethod.LETTER,
                outcomes_for(ContactMethod.LETTER, inward=False)[0],
                self.ctx.today(),
                elsewhere=True,
            )
            record_contact(self.ctx, who, case, replace(given, method=ContactMethod.LETTER))
        if Enrolment.NO_RESPONSE in possible_answers(self.ctx, who, case):
            self._answer(case, who, Enrolment.NO_RESPONSE)

    def answer(self) -> None:
        case = self.case()
        who = self.who(case)
        # An offer more often than a no: after some a history has no more to tell.
        wanted = [*possible_answers(self.ctx, who, case), Enrolment.OFFERED, Enrolment.DEFERRED]
        self._answer(case, who, self.chance.choice(wanted))

    def _answer(self, case: str, who: Actor, state: Enrolment) -> None:
        joins = state in IN_SCHEME
        later = self.ctx.today() + timedelta(days=20)
        given = AnswerInput(
            state,
            self.ctx.today(),
            self.chance.choice([ContactMethod.TELEPHONE, ContactMethod.LETTER]),
            deferred_until=later if state is Enrolment.DEFERRED else None,
            level=Level.KEY_STAGES if joins else None,
            shown_in=Language.ENGLISH if joins else None,
            consent_words="Yes, please." if joins else "",
        )
        record_answer(self.ctx, who, case, given)

    def letter(self) -> None:
        case, kind = self.case(), self.chance.choice(OFFERS)
        make_letter(self.ctx, self.portal.officer, case, kind, chosen(self.portal, case, kind))
        if self.chance.random() < 0.8:
            self.post()

    def _letters(self) -> list[tuple[str, UUID]]:
        with self.ctx.store.reading() as uow:
            query = select(Case.reference, Letter.id).join(Letter, Letter.case_id == Case.id)
            return [(reference, one) for reference, one in uow.session.execute(query)]

    def post(self) -> None:
        case, letter = self.chance.choice(self._letters() or [(self.case(), UUID(int=1))])
        gone = self.chance.random() < 0.5
        post_letter(self.ctx, self.who(case), case, letter, self.ctx.today(), already_gone=gone)

    def come_back(self) -> None:
        case, letter = self.chance.choice(self._letters() or [(self.case(), UUID(int=1))])
        return_letter(self.ctx, self.who(case), case, letter, self.ctx.today())

    def discard(self) -> None:
        case, letter = self.chance.choice(self._letters() or [(self.case(), UUID(int=1))])
        discard_letter(self.ctx, self.who(case), case, letter)

    def text(self) -> None:
        words = self.chance.choice(["Who is this?", "STOP", "Please ring me", "Mary says yes"])
        record_inbound(self.ctx, "07700 900123", words)

    def caller(self) -> None:
        outcome = self.chance.choice([CheckOutcome.TWO_ANSWERS, CheckOutcome.NOT_PASSED])
        case = self.case()
        record_check(self.ctx, self.who(case), case, CheckInput(outcome=outcome, wanted="News"))

    def merge(self) -> None:
        pairs = list_duplicates(self.ctx, self.portal.officer).pairs
        if pairs:
            decide_duplicate(self.ctx, self.portal.officer, pairs[0].id, "same_case")

    def tick(self) -> None:
        """Somebody marks as done what isn't settled by how the case stands."""
        found = [one for one in self._open() if one.kind not in OWED or one.kind == "find_a_way"]
        if found:
            one = self.chance.choice(found)
            tasks.finish_task(self.ctx, self.portal.manager, one.id, "Done.")

    def stop(self) -> None:
        case = self.case()
        who = self.who(case)
        channels = case_view(self.ctx, who, case).channels
        if channels:
            suspend_channel(self.ctx, who, case, self.chance.choice(channels).id, "Not safe.")

    def hands(self) -> None:
        case = self.case()
        who = self.who(case)
        act = self.chance.randrange(8)
        to = self.chance.choice([self.portal.officer, self.portal.colleague]).user_id
        assert to is not None
        if act == 0:
            take_case(self.ctx, who, case)
        elif act < 7:
            assign_case(self.ctx, self.manager(case), case, to)
        else:
            unit = self.chance.choice([self.portal.officer, self.portal.stranger]).unit_id
            assert unit is not None
            move_case(self.ctx, who, case, unit, "They moved.")

    def referral(self) -> None:
        case = self.case()
        manager = self.manager(case)
        if self._row(case).closed_at is not None:
            reopen_case(self.ctx, manager, case, "It was right.")
        elif self.chance.random() < 0.5:
            withdraw_referral(self.ctx, manager, case, "In error.")
        else:
            send_back(self.ctx, self.who(case), case, ASKED)

    def mistake(self) -> None:
        case = self.case()
        if self.chance.random() < 0.5:
            step = answer_to_undo(self.ctx, self.manager(case), case).step_id
            whole = self.chance.random() < 0.5
            undo_answer(self.ctx, self.manager(case), case, step, "Another case.", whole)
            return
        entries = contact_log(self.ctx, self.who(case), case).entries
        if entries:
            entry = self.chance.choice(entries)
            undo_contact(self.ctx, self.who(case), case, entry.id, "Another case.")

    def _open(self) -> list[Task]:
        with self.ctx.store.reading() as uow:
            return list(uow.session.scalars(select(Task).where(Task.done_at.is_(None))))
