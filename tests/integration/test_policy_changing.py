"""Changing the policy: one administrator proposes, another agrees, and everybody sees it."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.support.amending import WHY, administrators, agreed, proposed, row, withdrawal
from tests.support.casework import approve, dated, ready
from tests.support.portal import Portal
from tests.support.walls import Statements, person, tasks_of, trail
from victim_portal import bootstrap
from victim_portal.domain.access import WORKER
from victim_portal.domain.policy import Policy, PolicyError, RowChange, Table
from victim_portal.domain.vocabulary import Role
from victim_portal.services import tasks, two_people
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NeedsProofError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.policy import (
    ChangeState,
    StoredPolicies,
    policy_changes,
    preview_change,
    propose_change,
    row_to_withdraw,
)
from victim_portal.store.models import PolicyAmendment

NEW_YEAR = date(2027, 1, 1)


def in_force(portal: Portal) -> Policy:
    return portal.ctx.for_one_use().policy


def statement(portal: Portal) -> int:
    return in_force(portal).lead_time("statement_due", NEW_YEAR).amount


def amendments(portal: Portal) -> list[PolicyAmendment]:
    with portal.ctx.store.reading() as uow:
        return list(uow.session.query(PolicyAmendment).order_by(PolicyAmendment.number))


def test_two_administrators_change_a_lead_time(town: Portal) -> None:
    first, second = administrators(town)
    file = in_force(town).version
    made = proposed(town, first)
    assert statement(town) == 28
    [task] = tasks_of(town, tasks.SECOND_PERSON)
    assert task.for_role == Role.ADMINISTRATOR
    with pytest.raises(ConflictError, match="You proposed this yourself"):
        two_people.decide_proposal(town.ctx, first, made, True)
    for nobody in (town.manager, town.stranger):
        with pytest.raises(NotFoundError):
            two_people.decide_proposal(town.ctx, nobody, made, True)
        assert two_people.list_proposals(town.ctx, nobody) == ()
    with pytest.raises(NotAllowedError):
        two_people.decide_proposal(town.ctx, town.officer, made, True)
    [seen] = two_people.list_proposals(town.ctx, second)
    assert (seen.why, seen.refusal_says_why) == (WHY, True)
    assert seen.what == (
        "Statement due: 28 days before the hearing until 31 December 2026, "
        "then 35 days before the hearing"
    )
    two_people.decide_proposal(town.ctx, second, made, True)
    assert statement(town) == 35
    assert in_force(town).lead_time("statement_due", date(2026, 12, 31)).amount == 28
    assert in_force(town).version == f"{file}+1"
    assert tasks_of(town, tasks.SECOND_PERSON) == []
    [kept] = amendments(town)
    assert (kept.why, kept.proposed_by_id, kept.agreed_by_id) == (
        WHY,
        first.user_id,
        second.user_id,
    )
    [event] = trail(town, "policy_amended")
    assert event.actor_id == second.user_id
    assert event.details == {
        "amendment": 1,
        "change": "add",
        "table": "lead_time",
        "row": "statement_due",
        "begins_on": "2027-01-01",
        "version": f"{file}+1",
        "proposed_by": str(first.user_id),
    }
    [began] = trail(town, "proposed")
    assert began.actor_id == first.user_id
    assert began.details["concerns"] == "lead_time:statement_due:2027-01-01"


def test_another_process_sees_it_without_a_restart(town: Portal) -> None:
    other = StoredPolicies(town.ctx.store, bootstrap.policy_file())
    assert other.in_force().lead_time("statement_due", NEW_YEAR).amount == 28
    held = town.ctx.for_one_use()
    agreed(town, *administrators(town))
    assert other.in_force().lead_time("statement_due", NEW_YEAR).amount == 35
    # What had begun before goes on with the policy that it began with.
    assert held.policy.lead_time("statement_due", NEW_YEAR).amount == 28


def test_an_unchanged_policy_costs_one_question(portal: Portal) -> None:
    agreed(portal, *administrators(portal))
    in_force(portal)
    with Statements(portal) as database:
        held = portal.ctx.for_one_use()
        for _ in range(3):
            assert held.policy.version
    assert len([one for one in database.asked if "policy_amendment" in one]) == 1


def test_a_refusal_says_why_and_leaves_everything(portal: Portal) -> None:
    first, second = administrators(portal)
    made = proposed(portal, first)
    for why in ("", " \n ", "x" * 1001):
        with pytest.raises(InvalidError):
            two_people.decide_proposal(portal.ctx, second, made, False, why)
    two_people.decide_proposal(portal.ctx, second, made, False, "Not in force yet. <b>😀</b>")
    assert statement(portal) == 28
    [line] = policy_changes(portal.ctx, second)
    assert (line.state, line.refused_why) == (ChangeState.REFUSED, "Not in force yet. <b>😀</b>")
    assert (line.proposed_by, line.decided_by) == ("Ada Ross", "Bel Ross")
    proposed(portal, first)


def test_it_is_taken_back_or_runs_out(portal: Portal) -> None:
    first, second = administrators(portal)
    made = proposed(portal, first)
    with pytest.raises(ConflictError):
        propose_change(portal.ctx, first, row(amount=40), WHY)
    with pytest.raises(NotFoundError):
        two_people.take_back_proposal(portal.ctx, second, made)
    two_people.take_back_proposal(portal.ctx, first, made)
    made = proposed(portal, second)
    portal.clock.move(days=8)
    with pytest.raises(ConflictError):
        two_people.decide_proposal(portal.ctx, first, made, True)
    assert statement(portal) == 28
    states = [one.state for one in policy_changes(portal.ctx, first)]
    assert states == [ChangeState.RAN_OUT, ChangeState.TAKEN_BACK]
    # It makes room, and is still shown as what it was.
    proposed(portal, first)
    states = [one.state for one in policy_changes(portal.ctx, first)]
    assert states == [ChangeState.WAITS, ChangeState.RAN_OUT, ChangeState.TAKEN_BACK]


def test_what_cannot_stand_is_refused_at_the_form(portal: Portal) -> None:
    first, _ = administrators(portal)
    hidden = row(
        Table.ELIGIBILITY,
        id="never",
        offence_categories=["murder"],
        sentence_types=["SDS"],
        effective_from=NEW_YEAR,
        route="undecided",
        reason="r",
        source="s",
    )
    for change, words in (
        (hidden, "'never' can never apply, because 'murder'"),
        (row(effective_from=date(2026, 11, 1)), "days that have passed"),
        (row(amount=-1), "whole number"),
    ):
        for act in (
            lambda c: preview_change(portal.ctx, first, c),
            lambda c: propose_change(portal.ctx, first, c, WHY),
        ):
            with pytest.raises(InvalidError) as refused:
                act(change)
            assert words in refused.value.problems[""]
            assert not refused.value.problems[""].startswith("Policy")
    for why in ("", " ", "x" * 1001):
        with pytest.raises(InvalidError):
            propose_change(portal.ctx, first, row(), why)
    long = RowChange(hidden.change, hidden.table, {**hidden.row, "id": "x" * 61})
    with pytest.raises(InvalidError):
        preview_change(portal.ctx, first, long)


def test_nobody_agrees_to_what_does_not_fit_any_more(portal: Portal) -> None:
    first, second = administrators(portal)
    soon = row(effective_from=portal.ctx.today())
    made = proposed(portal, first, soon)
    portal.clock.move(days=1)
    [seen] = two_people.list_proposals(portal.ctx, second)
    assert "can't be agreed to any more" in seen.what
    with pytest.raises(ConflictError, match="days that have passed"):
        two_people.decide_proposal(portal.ctx, second, made, True)
    assert amendments(portal) == []
    two_people.decide_proposal(portal.ctx, second, made, False, "Too late.")


def test_a_row_that_has_not_begun_is_taken_away_by_two_as_well(town: Portal) -> None:
    first, second = administrators(town)
    with pytest.raises(NotFoundError):
        withdrawal(town, first)
    agreed(town, first, second)
    said = agreed(town, second, first, withdrawal(town, second))
    assert said.startswith("Statement due: 28 days before the hearing. Taken away is what was")
    assert statement(town) == 28
    assert [one.change for one in amendments(town)] == ["add", "withdraw"]
    agreed(town, first, second, row(amount=42))
    assert statement(town) == 42
    town.clock.set(town.clock.at.replace(year=2027, month=1, day=1, hour=9))
    with pytest.raises(NotFoundError):
        withdrawal(town, first)


def test_only_administrators_propose_and_prove_who_they_are(portal: Portal) -> None:
    first, _ = administrators(portal)
    others = [portal.officer, portal.manager, person(portal, Role.AUDITOR), WORKER]
    for actor in others:
        with pytest.raises(NotAllowedError):
            preview_change(portal.ctx, actor, row())
        with pytest.raises(NotAllowedError):
            propose_change(portal.ctx, actor, row(), WHY)
        with pytest.raises(NotAllowedError):
            row_to_withdraw(portal.ctx, actor, Table.GLASS, "glass", NEW_YEAR)

    with pytest.raises(NeedsProofError):
        propose_change(portal.ctx, replace(first, proved_at=None), row(), WHY)


def test_the_database_refuses_to_change_an_amendment(town: Portal) -> None:
    agreed(town, *administrators(town))
    for attack in (
        "UPDATE policy_amendment SET why = 'x'",
        "DELETE FROM policy_amendment",
    ):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            town.engine.begin() as connection,
        ):
            connection.execute(text(attack))


def test_amendments_that_a_release_does_not_fit_to_are_loud(portal: Portal) -> None:
    change = row(
        Table.ELIGIBILITY,
        "other-offence",
        id="new",
        offence_categories=["other"],
        sentence_types=["SDS"],
        effective_from=NEW_YEAR,
        route="discretionary",
        reason="r",
        source="s",
    )
    agreed(portal, *administrators(portal), change)
    newer = bootstrap.policy_file().replace('id = "other-offence"', 'id = "another"')
    with pytest.raises(PolicyError, match="amendment 1"):
        StoredPolicies(portal.ctx.store, newer).in_force()


def test_the_preview_counts_what_may_move(portal: Portal) -> None:
    first, second = administrators(portal)
    reference = ready(portal)
    dated(portal, reference, CRD="2027-01-20", SLED="2029-01-01")
    approve(portal, reference)
    change = row(stage="pre_release", event="release", amount=10, unit="weeks")
    shown = preview_change(portal.ctx, first, change)
    assert (shown.open_cases, shown.drafts + shown.approved, shown.seconds) == (1, 1, 1)
    assert shown.words == (
        "Pre release: 8 weeks before the release until 31 December 2026, "
        "then 10 weeks before the release"
    )
    assert second.user_id != first.user_id
