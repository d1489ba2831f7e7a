"""Taking and giving cases: one wins, nobody with a conflict gets one, and what is left is told."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select, update

from tests.support import casework
from tests.support.allocation import conflict, distinct, queued, row_of
from tests.support.portal import Portal
from victim_portal.domain.allocation import Why
from victim_portal.domain.clocks import ClockState
from victim_portal.services.allocation import (
    Given,
    LeftAlone,
    QueueLine,
    assign_case,
    assign_many,
    officers_for,
    show_queue,
    take_case,
)
from victim_portal.services.audit import What
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.referrals import decide_duplicate, list_duplicates
from victim_portal.services.tasks import list_tasks
from victim_portal.store.models import AuditEvent, Person, User
from victim_portal.store.unit_of_work import LostUpdateError


def one_line(portal: Portal) -> QueueLine:
    (line,) = show_queue(portal.ctx, portal.manager).lines
    return line


def ids(portal: Portal) -> tuple[UUID, UUID]:
    officer, colleague = portal.officer.user_id, portal.colleague.user_id
    assert officer is not None
    assert colleague is not None
    return officer, colleague


def speaks(portal: Portal, user_id: UUID, languages: str) -> None:
    with portal.engine.begin() as connection:
        connection.execute(update(User).where(User.id == user_id).values(languages=languages))


def test_a_case_in_the_queue_shows_what_allocation_needs(portal: Portal) -> None:
    reference = queued(
        portal,
        language="cy",
        address="1 High Street, Winchester",
        postcode="so23 9aa",
        offence_category="other",
    )
    speaks(portal, ids(portal)[1], "en cy")
    line = one_line(portal)
    assert (line.reference, line.person_name, line.offender_name) == (
        reference,
        "Mary Ash",
        "John Oak",
    )
    assert [one.standing.state for one in line.clocks] == [
        ClockState.STOPPED_IN_TIME,
        ClockState.RUNNING,
    ]
    assert line.clocks[1].standing.working_days_left == 14
    assert (line.court, line.district) == ("Winchester", "SO23")
    assert (line.overdue, line.days_left) == (False, 2)
    assert line.needs_route
    assert not line.maybe_duplicate
    assert line.proposal.officer_name == "Nia Evans"
    assert line.proposal.reasons == (Why.SPEAKS_WELSH,)
    assert {name for _, name in line.able} == {"Nia Evans", "Sam Carter"}
    portal.clock.move(days=8)
    assert (one_line(portal).overdue, one_line(portal).days_left) == (True, -4)


def test_nothing_of_the_place_of_a_protected_person(portal: Portal) -> None:
    reference = queued(portal, address="1 High Street, Winchester", postcode="SO23 9AA")
    with portal.ctx.store.writing() as uow:
        person = uow.get(Person, row_of(portal, reference).person_id)
        assert person is not None
        person.protected_identity = True
        uow.commit()
    assert one_line(portal).district == ""


def test_the_list_of_names_is_on_the_trail_and_shut_to_other_roles(portal: Portal) -> None:
    queued(portal)
    assert show_queue(portal.ctx, portal.stranger).lines == ()
    show_queue(portal.ctx, portal.officer)
    with portal.ctx.store.reading() as uow:
        found = uow.session.scalars(
            select(AuditEvent.details).where(AuditEvent.what == What.QUEUE_LISTED)
        )
        assert list(found) == [{"rows": 0}, {"rows": 1}]


def test_the_most_urgent_comes_first(portal: Portal) -> None:
    late = queued(portal, **distinct(1), received_on="2026-11-12")
    first = queued(portal, **distinct(2), received_on="2026-11-05")
    short = queued(
        portal,
        **distinct(3),
        received_on="2026-11-12",
        offence_category="stalking_harassment",
        custodial_term="P6M",
    )
    lines = show_queue(portal.ctx, portal.officer).lines
    dues = [line.clocks[1].clock.due_on for line in lines]
    assert dues == sorted(dues)
    assert [line.reference for line in lines][-1] == late
    assert {line.reference for line in lines} == {late, first, short}


def test_proposals_of_one_page_are_spread(portal: Portal) -> None:
    for number in range(4):
        queued(portal, **distinct(number))
    lines = show_queue(portal.ctx, portal.manager).lines
    names = [line.proposal.officer_name for line in lines]
    assert sorted(names) == ["Nia Evans", "Nia Evans", "Sam Carter", "Sam Carter"]


def test_an_officer_with_a_conflict_is_neither_shown_the_case_nor_proposed_nor_given_it(
    portal: Portal,
) -> None:
    reference = queued(portal)
    officer, colleague = ids(portal)
    conflict(portal, reference, officer)
    assert show_queue(portal.ctx, portal.officer).lines == ()
    line = one_line(portal)
    assert (line.proposal.officer_id, line.able) == (colleague, ((colleague, "Nia Evans"),))
    with pytest.raises(NotFoundError):
        take_case(portal.ctx, portal.officer, reference)
    with pytest.raises(InvalidError, match="conflict of interest"):
        assign_case(portal.ctx, portal.manager, reference, officer)
    with pytest.raises(InvalidError, match=f"officer-{reference}"):
        assign_many(portal.ctx, portal.manager, {reference: officer})
    with portal.ctx.store.reading() as uow:
        assert [user.id for user in officers_for(uow, row_of(portal, reference))] == [colleague]
    conflict(portal, reference, colleague)
    proposal = one_line(portal).proposal
    assert (proposal.officer_id, proposal.reasons) == (None, (Why.ALL_IN_CONFLICT,))


def test_who_comes_second_is_told_who_has_it(portal: Portal) -> None:
    reference = queued(portal)
    take_case(portal.ctx, portal.officer, reference)
    take_case(portal.ctx, portal.officer, reference)
    with pytest.raises(ConflictError, match="Sam Carter took this case before you"):
        take_case(portal.ctx, portal.colleague, reference)
    assert row_of(portal, reference).officer_id == portal.officer.user_id
    with pytest.raises(NotAllowedError):
        take_case(portal.ctx, portal.manager, reference)


def test_two_at_the_same_moment_and_one_wins(portal: Portal) -> None:
    """The database refuses the first try, as it does for whoever is a moment late."""
    reference = queued(portal)
    beaten = []

    def overtake(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("UPDATE") and "officer_id" in statement and not beaten:
            beaten.append(statement)
            raise LostUpdateError

    event.listen(portal.engine, "before_cursor_execute", overtake)
    try:
        take_case(portal.ctx, portal.officer, reference)
    finally:
        event.remove(portal.engine, "before_cursor_execute", overtake)
    assert beaten
    assert row_of(portal, reference).officer_id == portal.officer.user_id


def test_many_are_given_and_what_was_taken_meanwhile_is_left_alone(portal: Portal) -> None:
    officer, colleague = ids(portal)
    mine, taken, theirs = (queued(portal, **distinct(number)) for number in range(3))
    take_case(portal.ctx, portal.colleague, taken)
    given = assign_many(
        portal.ctx,
        portal.manager,
        {mine: officer, taken: officer, theirs: colleague, "VC-00000000": officer},
    )
    assert given == Given(
        {"Sam Carter": 1, "Nia Evans": 1},
        (LeftAlone(taken, "Nia Evans"), LeftAlone("VC-00000000")),
    )
    assert row_of(portal, mine).officer_id == officer
    assert row_of(portal, taken).officer_id == colleague
    again = assign_many(portal.ctx, portal.manager, {mine: officer, theirs: colleague})
    assert again == Given({"Sam Carter": 1, "Nia Evans": 1}, ())


def test_one_officer_who_cannot_have_it_keeps_the_whole_batch(portal: Portal) -> None:
    officer, _ = ids(portal)
    first, second = (queued(portal, **distinct(number)) for number in range(2))
    stranger = portal.stranger.user_id
    for wrong in (stranger, portal.manager.user_id, uuid4(), None):
        with pytest.raises(InvalidError) as refused:
            assign_many(portal.ctx, portal.manager, {first: officer, second: wrong})
        assert list(refused.value.problems) == [f"officer-{second}"]
    assert row_of(portal, first).queued_since is not None


def test_an_officer_who_was_disabled_gets_nothing(portal: Portal) -> None:
    officer, _ = ids(portal)
    reference = queued(portal)
    with portal.engine.begin() as connection:
        connection.execute(update(User).where(User.id == officer).values(active=False))
    for give in (
        lambda: assign_case(portal.ctx, portal.manager, reference, officer),
        lambda: assign_many(portal.ctx, portal.manager, {reference: officer}),
    ):
        with pytest.raises(InvalidError, match="Choose an officer of this unit"):
            give()


def test_only_the_manager_of_the_unit_gives_many(portal: Portal) -> None:
    officer, _ = ids(portal)
    reference = queued(portal)
    with pytest.raises(NotAllowedError):
        assign_many(portal.ctx, portal.officer, {reference: officer})
    assert assign_many(portal.ctx, portal.stranger, {reference: officer}).left == (
        LeftAlone(reference),
    )
    with pytest.raises(InvalidError, match="Tick the cases"):
        assign_many(portal.ctx, portal.manager, {})
    with pytest.raises(InvalidError, match="at most 100"):
        assign_many(portal.ctx, portal.manager, {f"VC-{n}": officer for n in range(101)})


def test_a_case_that_somebody_got_meanwhile_is_not_taken_from_them_unseen(portal: Portal) -> None:
    officer, colleague = ids(portal)
    reference = queued(portal)
    take_case(portal.ctx, portal.officer, reference)
    with pytest.raises(ConflictError, match="Sam Carter has this case by now"):
        assign_case(portal.ctx, portal.manager, reference, colleague, seen_holder="")
    assign_case(portal.ctx, portal.manager, reference, colleague, seen_holder=" Sam  Carter")
    assert row_of(portal, reference).officer_id == colleague
    assign_case(portal.ctx, portal.manager, reference, colleague, seen_holder="")
    assign_case(portal.ctx, portal.manager, reference, officer)
    assert row_of(portal, reference).officer_id == officer


def test_what_is_to_be_done_follows_the_case(portal: Portal) -> None:
    reference = queued(portal)
    officer, _ = ids(portal)
    assert not list_tasks(portal.ctx, portal.officer)
    assign_many(portal.ctx, portal.manager, {reference: officer})
    assert [task.kind for task in list_tasks(portal.ctx, portal.officer)] == ["first_contact"]


def test_whoever_has_the_persons_other_case_is_proposed(portal: Portal) -> None:
    first = casework.received(portal)
    second = queued(portal, referral_reference="WCU-2", crn="X2", prison_number="B1234BC",
                    offender_last_name="Elm")  # fmt: skip
    assert one_line(portal).maybe_duplicate
    (pair,) = list_duplicates(portal.ctx, portal.manager).pairs
    decide_duplicate(portal.ctx, portal.manager, pair.id, "same_person")
    line = one_line(portal)
    assert not line.maybe_duplicate
    assert (line.reference, line.proposal.officer_name) == (second, "Sam Carter")
    assert line.proposal.reasons == (Why.SAME_PERSON,)
    assert row_of(portal, first).person_id == row_of(portal, second).person_id
