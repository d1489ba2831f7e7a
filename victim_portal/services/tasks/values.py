"""A task as its list shows it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from victim_portal.services.audit import Scalar
from victim_portal.services.errors import NotAllowedError


@dataclass(frozen=True)
class TaskView:
    """A task as its list shows it; `what` never names a victim.

    `may_finish` is whether the reader may mark it done: a manager's decision is a manager's.
    `by_doing` is whether nobody may, because what it asks for is still to be done;
    `needs_note` whether it takes a word on what was done, and `keeps_note` whether it could:
    what no person owns has no key under which words would be sealed.
    """

    id: UUID
    kind: str
    what: str
    rule: str
    due_on: date
    overdue: bool
    case_reference: str | None
    may_finish: bool
    by_doing: bool
    needs_note: bool
    keeps_note: bool
    about: dict[str, Scalar]


class NotByHandError(NotAllowedError):
    """The task is finished by doing what it asks for; `task` says what that is."""

    def __init__(self, task: TaskView) -> None:
        super().__init__()
        self.task = task
