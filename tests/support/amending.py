"""Changes of the policy that tests propose and agree to."""

from datetime import date
from typing import Any

from tests.support.portal import Portal
from tests.support.walls import person
from victim_portal.domain.access import Actor
from victim_portal.domain.policy import Change, RowChange, Table
from victim_portal.domain.vocabulary import Role
from victim_portal.services import two_people
from victim_portal.services.policy import propose_change, row_to_withdraw

WHY = "The Board's guidance changed. <b>😀</b>"
STATEMENT: dict[str, Any] = {
    "stage": "statement_due",
    "event": "hearing",
    "side": "before",
    "amount": 35,
    "unit": "days",
    "effective_from": date(2027, 1, 1),
    "source": "Practice direction of 2026",
}


def administrators(portal: Portal) -> tuple[Actor, Actor]:
    """The first and the second person."""
    return (
        person(portal, Role.ADMINISTRATOR, first_name="Ada"),
        person(portal, Role.ADMINISTRATOR, first_name="Bel"),
    )


def row(table: Table = Table.LEAD_TIME, before: str = "", **values: Any) -> RowChange:
    """A new row: of the statement's lead time, changed by `values`, or of `values` alone."""
    given = {**STATEMENT, **values} if table is Table.LEAD_TIME else values
    return RowChange(Change.ADD, table, given, before)


def proposed(portal: Portal, first: Actor, change: RowChange | None = None) -> Any:
    """The id of a change that was proposed and waits."""
    before = {one.id for one in two_people.list_proposals(portal.ctx, first)}
    propose_change(portal.ctx, first, change or row(), WHY)
    [made] = {one.id for one in two_people.list_proposals(portal.ctx, first)} - before
    return made


def agreed(portal: Portal, first: Actor, second: Actor, change: RowChange | None = None) -> str:
    """A change that two administrators agreed on; what was said of it."""
    made = proposed(portal, first, change)
    return two_people.decide_proposal(portal.ctx, second, made, True)


def withdrawal(portal: Portal, actor: Actor) -> RowChange:
    """The change that takes the statement's new row away again."""
    ctx = portal.ctx.for_one_use()
    day = STATEMENT["effective_from"]
    return row_to_withdraw(ctx, actor, Table.LEAD_TIME, "statement_due", day)
