"""Whatever happens in whatever order: nobody who waits is forgotten, and a no is a no.

Two referrals that may be one person's, and the acts of officers, managers, the person
themselves and strangers, as chance has it. After each act: an open case that hasn't answered
has one task of what is owed, with a date and an owner; one that said no has none that asks an
officer for contact; and no open case is nobody's.
"""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.support.lives import Life
from tests.support.portal import Portal
from victim_portal.domain.contact_tasks import ASKS_FOR_CONTACT
from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.vocabulary import (
    Enrolment,
    LetterKind,
    Role,
)
from victim_portal.services.cases import case_view
from victim_portal.services.contacts.owed import OWED
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.store.models import Case, Letter, Task, User

REFUSED = (ConflictError, InvalidError, NotAllowedError, NotFoundError)
STEPS = 55
WAITING = frozenset({Enrolment.NOT_OFFERED, Enrolment.OFFERED, Enrolment.DEFERRED})


def holds(life: Life) -> None:
    """What is true after every act."""
    with life.ctx.store.reading() as uow:
        cases = list(uow.session.scalars(select(Case)))
        every = list(uow.session.scalars(select(Task)))
        letters = list(uow.session.scalars(select(Letter)))
        active = {user.id for user in uow.session.scalars(select(User)) if user.active}
    for case in cases:
        todo = [one for one in every if one.case_id == case.id and one.done_at is None]
        owed = [one for one in todo if one.kind in OWED and not one.managers_own]
        if case.closed_at is not None:
            assert owed == []
            continue
        assert case.officer_id in active or case.queued_since is not None
        state = Enrolment(case.enrolment)
        if state in SAID_NO:
            asked = {one.kind for one in todo if not one.managers_own}
            assert not asked & ASKS_FOR_CONTACT.keys()
        if state in WAITING:
            assert len(owed) == 1, (state, owed)
        elif state is Enrolment.NO_RESPONSE and not owed:
            went = any(
                one.kind == LetterKind.DOOR_OPEN and one.posted_on and not one.returned_on
                for one in letters
            )
            looked = any(one.kind == "find_a_way" and one.done_at for one in every)
            assert went or looked
        else:
            assert len(owed) == (state is Enrolment.NO_RESPONSE)
        for one in owed:
            assert one.due_on >= case.received_on
            theirs = case.officer_id or None
            assert one.for_user_id == theirs
            assert theirs or one.for_role == Role.MANAGER


@pytest.mark.parametrize("seed", [0, 2, 3, 9, 27])
def test_nobody_waits_unseen(portal: Portal, seed: int) -> None:
    life = Life(portal, seed)
    acts: list[Callable[[], None]] = [
        *(life.contact, life.answer, life.answer, life.letter, life.post, life.come_back),
        *(life.discard, life.text, life.caller, life.tick, life.stop, life.hands, life.hands),
        *(life.referral, life.referral, life.mistake, life.mistake, life.attempts),
    ]
    done: Counter[str] = Counter()
    holds(life)
    for place in range(STEPS):
        portal.clock.move(hours=life.chance.choice([0, 1, 30]))
        # One of the pair closes with it, so it comes late.
        act = life.merge if place == STEPS // 2 else life.chance.choice(acts)
        try:
            act()
            done[act.__name__] += 1
        except REFUSED:
            pass
        try:
            holds(life)
        except AssertionError as error:
            raise AssertionError(f"after {act.__name__}, step {place}: {error}") from error
    assert len(done) >= 8, done
    assert done.total() >= STEPS / 3, done


def test_each_state_that_waits_is_reached(portal: Portal) -> None:
    """What is never reached can't be broken."""
    life = Life(portal, 99)
    seen = set()
    for state in (Enrolment.OFFERED, Enrolment.DEFERRED, Enrolment.OFFERED):
        life._answer(life.cases[0], portal.officer, state)
        holds(life)
        seen.add(case_view(portal.ctx, portal.officer, life.cases[0]).enrolment)
    life.cases = life.cases[1:]
    life.people = [portal.officer]
    life.attempts()
    holds(life)
    seen.add(case_view(portal.ctx, portal.officer, life.cases[0]).enrolment)
    life.text()
    holds(life)
    assert seen == {Enrolment.OFFERED, Enrolment.DEFERRED, Enrolment.NO_RESPONSE}
