"""What a double leaves behind goes over to the case that stays; deciding twice changes nothing."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests.support.casework import answered, dated, opted_in, ready, received, task_kinds, view
from tests.support.corrections import case_of, lettered, rows
from tests.support.duplicates import AGAIN, THIRD, E, everybody_has_somebody, merged, pair_of
from tests.support.portal import CLI, Portal
from tests.support.referral_files import imported, row
from tests.support.supporters import add as add_supporter
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ReturnReason
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.incidents import open_incident
from victim_portal.services.promises import keep_promise, make_promise
from victim_portal.services.referrals import (
    DoublesView,
    ReturnInput,
    decide_duplicate,
    doubles_of,
    list_duplicates,
    send_back,
)
from victim_portal.store.models import (
    AuditEvent,
    Case,
    DuplicateFlag,
    Letter,
    Person,
    Promise,
    ReferralReturn,
    Task,
)


def _with_case(portal: Portal, reference: str, work: Callable[..., object]) -> None:
    with portal.ctx.store.writing() as uow:
        case = uow.get(Case, case_of(portal, reference).id)
        work(portal.ctx, uow, portal.officer, case)
        uow.commit()


def test_promises_and_what_is_awaited_go_over_with_their_dates(portal: Portal) -> None:
    known, new = ready(portal), received(portal, **AGAIN)
    due = date(2026, 12, 1)
    _with_case(
        portal,
        new,
        lambda ctx, uow, actor, case: make_promise(ctx, uow, actor, case, "Ring her", due),
    )
    back = ReturnInput(ReturnReason.DETAILS_MISSING, "Her birth?", "Unit 4")
    send_back(portal.ctx, portal.officer, new, back)
    _with_case(
        portal,
        new,
        lambda ctx, uow, actor, case: open_incident(ctx, uow, actor, case, "x", "Look", "Note"),
    )
    assert pair_of(portal, new, known).merge.moved == 1
    merged(portal, new, known)
    kept = case_of(portal, known)
    (promise,) = rows(portal, Promise)
    (sent_back,) = rows(portal, ReferralReturn)
    assert (promise.case_id, promise.due_on, sent_back.case_id) == (kept.id, due, kept.id)
    kinds = task_kinds(portal, known)
    assert {"promise", "chase_referral", "incident"} <= set(kinds)
    (task,) = rows(portal, Task, kind="incident")
    assert (task.managers_own, task.for_user_id) == (True, None)
    (task,) = rows(portal, Task, kind="promise")
    assert task.for_user_id == portal.officer.user_id
    keep_promise(portal.ctx, portal.officer, known, promise.id)
    assert "promise" not in task_kinds(portal, known)


def test_letters_that_lie_there_and_supporters_are_seen_to(portal: Portal) -> None:
    known = ready(portal)
    new = received(portal, **AGAIN, address="1 High Street")
    letter_id = lettered(portal, new, view(portal, new).channels[0].id)
    add_supporter(portal, new)
    merged(portal, new, known)
    (letter,) = rows(portal, Letter, id=letter_id)
    assert letter.discarded_at is not None
    assert "ask_about_supporters" in task_kinds(portal, known)


def test_what_was_asked_about_the_double_is_asked_of_the_one_that_stays(portal: Portal) -> None:
    known = received(portal, victim_first_name="Maryam", victim_date_of_birth="")
    portal.clock.move(hours=1)
    new = received(portal, **AGAIN)
    portal.clock.move(hours=1)
    third = received(portal, **THIRD, victim_date_of_birth="")
    with portal.ctx.store.writing() as uow:
        for flag in uow.session.scalars(select(DuplicateFlag)):
            if {flag.case_id, flag.other_case_id} == {
                case_of(portal, third).id,
                case_of(portal, known).id,
            }:
                uow.session.delete(flag)
        uow.commit()
    assert merged(portal, new, known) == known
    pair = pair_of(portal, third, known)
    assert "decide_duplicate" in task_kinds(portal, third)
    decide_duplicate(portal.ctx, portal.officer, pair.id, "different")
    assert "decide_duplicate" not in task_kinds(portal, third)
    everybody_has_somebody(portal)


def test_the_same_word_twice_and_another_word_after_it(portal: Portal) -> None:
    known, new = received(portal), opted_in(portal, **AGAIN)
    pair = pair_of(portal, new, known)
    for actor in (portal.officer, portal.colleague):
        assert decide_duplicate(portal.ctx, actor, pair.id, "same_case") == new
    with pytest.raises(ConflictError, match="before you"):
        decide_duplicate(portal.ctx, portal.colleague, pair.id, "different")
    assert len([e for e in rows(portal, AuditEvent) if e.what == "duplicate_decided"]) == 2


def test_both_directions_of_one_pair_make_no_circle(portal: Portal) -> None:
    known, new = received(portal), received(portal, **AGAIN)
    with portal.ctx.store.writing() as uow:
        (flag,) = uow.session.scalars(select(DuplicateFlag))
        uow.add(
            DuplicateFlag(
                id=uow.tokens.uuid(),
                case_id=flag.other_case_id,
                person_id=case_of(portal, known).person_id,
                other_case_id=flag.case_id,
                reason=flag.reason,
                flagged_at=portal.ctx.now(),
            )
        )
        uow.commit()
    merged(portal, new, known)
    assert list_duplicates(portal.ctx, portal.officer).pairs == ()
    assert {row.decision for row in rows(portal, DuplicateFlag)} == {"same_case", "superseded"}
    assert case_of(portal, known).merged_into_id is None


def test_a_merged_person_is_marked_and_a_closed_case_is_not_merged_again(portal: Portal) -> None:
    known, new = received(portal), received(portal, **AGAIN)
    third = received(portal, **THIRD)
    merged(portal, new, known)
    (person,) = rows(portal, Person, id=case_of(portal, new).person_id)
    assert person.merged_into_id == case_of(portal, known).person_id
    assert {p.new.reference for p in list_duplicates(portal.ctx, portal.officer).pairs} == {third}


def test_somebody_who_recorded_a_no_in_the_same_moment_is_heard(portal: Portal) -> None:
    """What stood when the page was shown isn't what counts."""
    known, new = opted_in(portal), opted_in(portal, **AGAIN)
    dated(portal, known, CRD="2031-11-01")
    pair = pair_of(portal, new, known)
    assert pair.merge.refused == ""
    answered(portal, known, E.OPTED_OUT, portal.ctx.today())
    with pytest.raises(InvalidError, match="record it in both"):
        decide_duplicate(portal.ctx, portal.officer, pair.id, "same_case")


def test_the_referral_of_a_double_that_comes_again_is_asked_about_on_the_one_that_stays(
    portal: Portal,
) -> None:
    known, new = received(portal), received(portal, **AGAIN)
    merged(portal, new, known)
    imported(portal, CLI, row(**AGAIN, victim_last_name="Ashe"))
    assert "referral_changed" in task_kinds(portal, known)
    assert rows(portal, Task, case_id=case_of(portal, new).id, done_at=None) == []


def test_the_page_of_either_leads_to_the_other(portal: Portal) -> None:
    known, new = received(portal), received(portal, **AGAIN)
    merged(portal, new, known)

    def look(actor: Actor, reference: str) -> DoublesView:
        with portal.ctx.store.reading() as uow:
            return doubles_of(portal.ctx, uow, actor, case_of(portal, reference))

    assert look(portal.officer, known) == DoublesView((new,), "")
    assert look(portal.officer, new) == DoublesView((), known)
    assert look(portal.stranger, known) == look(portal.stranger, new) == DoublesView()
