"""Allocation on PostgreSQL, where two can write at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.support.allocation import distinct, queued, row_of
from tests.support.databases import postgres_database
from tests.support.portal import Portal, make_portal
from victim_portal.domain.vocabulary import ReturnReason
from victim_portal.services.allocation import (
    assign_many,
    move_case,
    show_queue,
    take_case,
)
from victim_portal.services.errors import ConflictError, NotFoundError
from victim_portal.services.referrals import (
    ReturnInput,
    answer_return,
    reopen_case,
    send_back,
    withdraw_referral,
)


@pytest.fixture
def portal(postgres: str) -> Iterator[Portal]:
    with postgres_database(postgres) as url:
        made = make_portal(url, migrated=True)
        yield made
        made.engine.dispose()


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """Do all at the same moment; what each gave, or the sentence that refused it."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except (ConflictError, NotFoundError) as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def test_of_two_officers_one_wins_and_the_other_is_told_who(portal: Portal) -> None:
    for number in range(5):
        reference = queued(portal, **distinct(number))
        both = (portal.officer, portal.colleague)
        found = _at_once(
            *(lambda a=actor, r=reference: take_case(portal.ctx, a, r) for actor in both)
        )
        (refused,) = [one for one in found if one is not None]
        winner = "Sam Carter" if found[0] is None else "Nia Evans"
        assert str(refused) == f"{winner} took this case before you."
        owner = portal.officer if found[0] is None else portal.colleague
        assert row_of(portal, reference).officer_id == owner.user_id


def test_a_batch_goes_through_though_one_case_is_taken_in_that_moment(portal: Portal) -> None:
    officer = portal.officer.user_id
    for number in range(5):
        first, second = (queued(portal, **distinct(10 * number + n)) for n in range(2))
        _at_once(
            lambda a=first: take_case(portal.ctx, portal.colleague, a),
            lambda a=first, b=second: assign_many(
                portal.ctx, portal.manager, {a: officer, b: officer}
            ),
        )
        assert row_of(portal, second).officer_id == officer
        assert row_of(portal, first).officer_id in (officer, portal.colleague.user_id)


def test_a_case_moves_while_it_is_taken_and_stays_with_somebody(portal: Portal) -> None:
    there = portal.stranger.unit_id
    assert there is not None
    for number in range(5):
        reference = queued(portal, **distinct(number))
        _at_once(
            lambda one=reference: take_case(portal.ctx, portal.officer, one),
            lambda one=reference: move_case(portal.ctx, portal.manager, one, there, "They moved"),
        )
        case = row_of(portal, reference)
        if case.unit_id == there:
            assert (case.officer_id, case.queue_due_on is None) == (None, False)
        else:
            assert case.officer_id == portal.officer.user_id


def test_the_queue_returns_withdrawal_and_reopening(portal: Portal) -> None:
    reference = queued(portal, postcode="SO23 9AA", address="1 High Street")
    (line,) = show_queue(portal.ctx, portal.manager).lines
    assert line.district == "SO23"
    asked = ReturnInput(ReturnReason.DETAILS_WRONG, "The name?", "WCU")
    one = send_back(portal.ctx, portal.officer, reference, asked)
    today = portal.ctx.today()
    found = _at_once(
        *(
            lambda a=words: answer_return(portal.ctx, portal.officer, reference, one, today, a)
            for words in ("Ashe", "Ashley")
        )
    )
    assert sorted(type(each).__name__ for each in found) == ["ConflictError", "NoneType"]
    withdraw_referral(portal.ctx, portal.manager, reference, "An error")
    reopen_case(portal.ctx, portal.manager, reference, "It was none")
    (line,) = show_queue(portal.ctx, portal.manager).lines
    assert line.sent_back_on is None
