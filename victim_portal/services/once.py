"""A form that is sent twice does its work once: the second time it gets the first answer.

The same form sent with something else in it is another entry: it is never swallowed by an
answer about the first one.
"""

import json
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from typing import Any
from uuid import UUID

from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.store.models import FormOnce
from victim_portal.store.unit_of_work import UnitOfWork

USED = (
    "This form was sent before, and something else was recorded with it. What you entered now "
    "isn't recorded yet: look at what was recorded, then send it again if it is to be added."
)


class UsedFormError(ConflictError, InvalidError):
    """A form whose first answer is about something else; nothing was kept this time."""

    def __init__(self) -> None:
        InvalidError.__init__(self, {"": USED})

    def __str__(self) -> str:
        """The sentence for the person."""
        return USED


def saying(form: str, *given: object) -> str:
    """Which form it is and what it says, as one text; it stays in memory, for it holds words."""
    return json.dumps([form, *map(_plain, given)], sort_keys=True)


def already_done(uow: UnitOfWork, token: UUID | None, said: str = "") -> str | None:
    """What the form of this token gave when it was sent before, or None.

    Sent twice in the same moment, the second waits here until the first has its answer.
    Raises UsedFormError where it `said` something else then.
    """
    if token is not None:
        uow.only_one_for(token)
    used = uow.get(FormOnce, token)
    if used is not None and said and used.said not in (None, _code(uow, said)):
        raise UsedFormError
    return used.result if used else None


def remember(uow: UnitOfWork, token: UUID | None, result: str, said: str = "") -> None:
    """Keep what a form gave, and a code over what it said, in the same transaction."""
    if token is not None:
        code = _code(uow, said) if said else None
        uow.add(FormOnce(id=token, used_at=uow.clock.now(), result=result, said=code))


def _code(uow: UnitOfWork, said: str) -> bytes:
    return uow.keyring.exact("form", said)


def _plain(value: Any) -> Any:
    """A value as JSON can say it, the same each time."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Set):
        return sorted(str(one) for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, bool | int):
        return value
    return value.hex() if isinstance(value, bytes) else str(value)
