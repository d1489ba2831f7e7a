"""After a no nobody is asked to ring or write: not by what stood open, nor by what comes later."""

from datetime import timedelta

import pytest

from tests.support.answers import E, give
from tests.support.casework import mobile, opted_in, view
from tests.support.contacts import M, Out, case_row, open_tasks, tried
from tests.support.duplicates import AGAIN, merged
from tests.support.letters import made, referred
from tests.support.portal import Portal
from victim_portal.domain.callers import CheckOutcome
from victim_portal.domain.contact_tasks import ASKS_FOR_CONTACT, AfterNo
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.vocabulary import Enrolment, Role
from victim_portal.services import tasks
from victim_portal.services.callers import CheckInput, record_check
from victim_portal.services.channels import add_channel, suspend_channel
from victim_portal.services.enrolment import AnswerInput, record_answer
from victim_portal.services.letters import discard_letter
from victim_portal.services.reach import case_within_reach
from victim_portal.services.referrals import reopen_case, withdraw_referral
from victim_portal.store.models import Task

DECIDED = sorted(kind for kind, after in ASKS_FOR_CONTACT.items() if after is AfterNo.DECIDE)


def raised(portal: Portal, reference: str, kind: str) -> None:
    with portal.ctx.store.writing() as uow:
        case = case_within_reach(uow, portal.officer, reference)
        due_on = portal.ctx.today() + timedelta(days=3)
        tasks.raise_for_case(
            uow, portal.officer, case, kind, "Ring her", "A rule", due_on, letter=str(case.id)
        )
        uow.commit()


def asked_of_the_officer(portal: Portal) -> list[str]:
    """The open tasks that ask for contact and are no manager's decision."""
    return [t.kind for t in open_tasks(portal) if t.kind in ASKS_FOR_CONTACT and not t.managers_own]


def decisions(portal: Portal) -> list[Task]:
    return [
        one
        for one in open_tasks(portal)
        if one.managers_own and one.what.startswith("They said no")
    ]


@pytest.mark.parametrize("no", [E.DECLINED, E.OPTED_OUT, E.DO_NOT_CONTACT])
def test_a_no_leaves_no_task_that_asks_for_contact(portal: Portal, no: Enrolment) -> None:
    reference = opted_in(portal) if no is E.OPTED_OUT else referred(portal)
    if no is E.DECLINED:
        give(portal, reference, E.OFFERED)
    for kind in ASKS_FOR_CONTACT:
        raised(portal, reference, kind)
    give(portal, reference, no)
    assert asked_of_the_officer(portal) == []
    # A no that came by telephone is the talk that one of them asked for.
    talked = {"ring_them"} if no is not E.DECLINED else set[str]()
    assert sorted(one.kind for one in decisions(portal)) == sorted(set(DECIDED) - talked)
    assert {one.for_role for one in decisions(portal)} == {Role.MANAGER}
    assert all(one.due_on >= portal.ctx.today() for one in decisions(portal))


def test_real_tasks_end_too(portal: Portal) -> None:
    reference = opted_in(portal)
    add_channel(portal.ctx, portal.officer, reference, mobile(agreed=M.TELEPHONE))
    on = portal.ctx.today() + timedelta(days=2)
    tried(portal, reference, Out.SPOKE, next_step="Ring her on Friday", next_on=on)
    assert {"confirm_channel", "next_step"} <= set(asked_of_the_officer(portal))
    give(portal, reference, E.DO_NOT_CONTACT)
    assert asked_of_the_officer(portal) == []
    (left,) = decisions(portal)
    assert (left.kind, left.due_on) == ("next_step", on)
    assert left.about["contact"]


def test_what_comes_after_a_no_is_a_managers_to_decide(portal: Portal) -> None:
    reference = referred(portal)
    give(portal, reference, E.DO_NOT_CONTACT)
    number = next(one.id for one in view(portal, reference).channels if one.kind == "mobile")
    suspend_channel(portal.ctx, portal.officer, reference, number, "A stranger has it.")
    assert asked_of_the_officer(portal) == []
    assert [one.kind for one in decisions(portal)] == ["confirm_channel"]


def test_a_printed_letter_is_stopped(portal: Portal) -> None:
    reference = referred(portal)
    letter_id = made(portal, reference)
    give(portal, reference, E.DO_NOT_CONTACT)
    (stop,) = open_tasks(portal)
    assert (stop.kind, stop.for_user_id) == ("stop_letter", case_row(portal, reference).officer_id)
    discard_letter(portal.ctx, portal.officer, reference, letter_id)
    assert open_tasks(portal) == []


def test_who_comes_by_themselves_is_worked_with_again(portal: Portal) -> None:
    reference = referred(portal)
    give(portal, reference, E.DO_NOT_CONTACT)
    give(portal, reference, E.OPTED_IN)
    assert view(portal, reference).enrolment in IN_SCHEME
    assert asked_of_the_officer(portal) == ["make_plan"]


def test_a_no_outlives_a_merge(portal: Portal) -> None:
    first = referred(portal)
    for state in (E.OFFERED, E.DECLINED):
        give(portal, first, state)
    double = referred(portal, **AGAIN)
    record_check(
        portal.ctx, portal.officer, double, CheckInput(outcome=CheckOutcome.NOT_PASSED, wanted="")
    )
    assert "ring_back" in asked_of_the_officer(portal)
    stays = merged(portal, double, first)
    assert view(portal, stays).enrolment is E.DECLINED
    assert asked_of_the_officer(portal) == []
    assert "ring_back" in [one.kind for one in decisions(portal)]


def test_a_no_that_came_while_it_was_closed_is_kept(portal: Portal) -> None:
    reference = referred(portal)
    withdraw_referral(portal.ctx, portal.manager, reference, "In error.")
    record_answer(
        portal.ctx,
        portal.manager,
        reference,
        AnswerInput(E.DO_NOT_CONTACT, portal.ctx.today(), M.TELEPHONE),
    )
    reopen_case(portal.ctx, portal.manager, reference, "It was right.")
    assert asked_of_the_officer(portal) == []
