"""Counting what is asked of the database."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import event, insert, select, text

from tests.support.portal import Portal
from victim_portal.store.models import Message


def asked(portal: Portal, work: Callable[[], object]) -> list[str]:
    """The statements of some work, in their order; one of many rows stands once."""
    found: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(portal.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(portal.engine, "before_cursor_execute", note)
    return found


def read(portal: Portal, work: Callable[[], object]) -> list[str]:
    """Of these those that read, without their values' places: so many more ids are the same."""
    questions = [one for one in asked(portal, work) if one.lstrip().startswith("SELECT")]
    return [one.partition(" IN (")[0] for one in questions]


def plans(portal: Portal, work: Callable[[], object]) -> dict[str, str]:
    """How the database goes about each SELECT and UPDATE of some work, by statement."""
    found: dict[str, Any] = {}

    def note(_c: object, _u: object, statement: str, given: Any, _x: object, many: bool) -> None:
        found[statement] = given[0] if many else given

    event.listen(portal.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(portal.engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if portal.engine.dialect.name == "sqlite" else "EXPLAIN"
    plans = {}
    with portal.engine.connect() as connection:
        for statement, given in found.items():
            if statement.lstrip().startswith(("SELECT", "UPDATE")):
                rows = connection.exec_driver_sql(f"{explain} {statement}", given)
                plans[statement] = "\n".join(str(row[-1]) for row in rows)
    return plans


def reads_all_of(table: str, plan: str) -> bool:
    """Whether a plan goes through every row of a table, or of an index that has them all."""
    # A partial index has the rows of one state alone, and that is what is asked for.
    partial = rf"(?!.*USING (?:COVERING )?INDEX ix_{table}_(?:due|leased|in_doubt)\b)"
    on_sqlite = re.search(rf"\bSCAN {table}\b{partial}", plan)
    return bool(on_sqlite or re.search(rf"Seq Scan on {table}\b", plan))


def add_future(portal: Portal, rows: int, like: UUID | None = None) -> None:
    """So many messages that fall due years from now, copied from one."""
    with portal.ctx.store.reading() as uow:
        table = Message.__table__
        query = select(table).limit(1) if like is None else select(table).where(Message.id == like)
        one = dict(uow.session.execute(query).mappings().one())
    later = {
        "state": "queued",
        "next_try_at": one["next_try_at"].replace(year=2030),
        "made_at": one["made_at"].replace(year=2020),
    }
    with portal.engine.begin() as connection:
        for start in range(0, rows, 10_000):
            copies = [
                {**one, **later, "id": portal.ctx.tokens.uuid(), "send_key": f"later {start + n}"}
                for n in range(min(10_000, rows - start))
            ]
            connection.execute(insert(Message), copies)
        if portal.engine.dialect.name != "sqlite":
            connection.execute(text("ANALYZE"))
