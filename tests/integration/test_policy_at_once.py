"""Two administrators who agree in the same moment, and what the trail says of the policy."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from tests.support.amending import administrators, agreed, proposed, row
from tests.support.casework import approve, dated, ready
from tests.support.portal import CLI, Portal
from tests.support.walls import person, trail
from victim_portal.domain.access import Actor
from victim_portal.domain.policy import RowChange, Table
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Role
from victim_portal.services import two_people
from victim_portal.services.errors import ConflictError
from victim_portal.services.planning import plan_due
from victim_portal.store.models import PolicyAmendment

NEW_YEAR = date(2027, 1, 1)


def together(*acts: Callable[[], object]) -> list[str]:
    """What became of each: "done", or the words of its conflict."""
    gate = Barrier(len(acts))

    def go(act: Callable[[], object]) -> str:
        gate.wait(timeout=20)
        try:
            act()
        except ConflictError as error:
            return str(error)
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def numbers(portal: Portal) -> list[int]:
    with portal.ctx.store.reading() as uow:
        rows = uow.session.query(PolicyAmendment).order_by(PolicyAmendment.number)
        return [one.number for one in rows]


def agreeing(portal: Portal, actor: Actor, made: object) -> Callable[[], object]:
    return lambda: two_people.decide_proposal(portal.ctx, actor, made, True)  # type: ignore[arg-type]


def fraud(begins: date) -> RowChange:
    return row(
        Table.ELIGIBILITY,
        "other-offence",
        id="fraud",
        offence_categories=["other"],
        sentence_types=["SDS"],
        effective_from=begins,
        route="discretionary",
        reason="r",
        source="s",
    )


def test_two_who_agree_to_one_change_at_once_make_one_amendment(town: Portal) -> None:
    first, second = administrators(town)
    third = person(town, Role.ADMINISTRATOR, first_name="Cat")
    made = proposed(town, first)
    done = together(agreeing(town, second, made), agreeing(town, third, made))
    assert sorted(one == "done" for one in done) == [False, True]
    assert numbers(town) == [1]
    assert len(trail(town, "policy_amended")) == 1


def test_two_changes_that_are_agreed_to_at_once_both_stand(town: Portal) -> None:
    first, second = administrators(town)
    statement, glass = proposed(town, first), proposed(town, second, fraud(NEW_YEAR))
    done = together(agreeing(town, second, statement), agreeing(town, first, glass))
    assert done == ["done", "done"]
    assert numbers(town) == [1, 2]
    policy = town.ctx.for_one_use().policy
    assert policy.version.endswith("+2")
    assert policy.lead_time("statement_due", NEW_YEAR).amount == 35
    assert "fraud" in [rule.id for rule in policy.eligibility]


def test_of_two_changes_that_exclude_each_other_one_stands(town: Portal) -> None:
    """The same name for two rows of different days: each could stand alone."""
    first, second = administrators(town)
    one = proposed(town, first, fraud(NEW_YEAR))
    other = proposed(town, second, fraud(date(2027, 2, 1)))
    done = together(agreeing(town, second, one), agreeing(town, first, other))
    assert done.count("done") == 1
    [refused] = [words for words in done if words != "done"]
    assert "a row with this name already" in refused or "same moment" in refused
    assert numbers(town) == [1]


def test_what_was_decided_says_by_which_policy(portal: Portal) -> None:
    file = portal.ctx.policy.version
    reference = ready(portal)
    dated(portal, reference, CRD="2027-03-01", SLED="2029-01-01")
    approve(portal, reference, Stage.PRE_RELEASE)
    change = row(stage="pre_release", event="release", amount=12, unit="weeks")
    agreed(portal, *administrators(portal), change)
    plan_due(portal.ctx, CLI)
    [received] = trail(portal, "referral_received")
    assert (received.details["rule"], received.details["policy"]) == (
        "twelve-months-or-more",
        file,
    )
    [approved] = trail(portal, "update_approved")
    assert approved.details["policy"] == file
    planned = [one.details["policy"] for one in trail(portal, "updates_planned")]
    assert planned == [*([file] * (len(planned) - 1)), f"{file}+1"]
    assert trail(portal, "updates_planned")[-1].details["back_to_draft"] == 1
