"""Counting what is asked of the database."""

from collections.abc import Callable

from sqlalchemy import event

from tests.support.portal import Portal


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
