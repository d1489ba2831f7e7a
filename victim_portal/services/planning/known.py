"""What planning looks at of some cases, read in as many queries for many as for one."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from victim_portal.services.planning.asking import DECIDE
from victim_portal.services.planning.dated_tasks import KINDS
from victim_portal.services.planning.facts import PlanFacts, gather_many
from victim_portal.services.planning.names import Names
from victim_portal.store import planning as store
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, Task, Update
from victim_portal.store.unit_of_work import UnitOfWork


class Numbers:
    """The numbers of the differences that plannings left on some cases."""

    def __init__(self, uow: UnitOfWork, case_ids: Collection[UUID]) -> None:
        self._uow = uow
        self._case_ids = case_ids
        self._newest: dict[UUID, int] | None = None

    def next_of(self, case_id: UUID) -> int:
        """The number of the next difference of a case; asked for when the first is kept."""
        if self._newest is None:
            self._newest = store.newest_differences(self._uow, self._case_ids)
        self._newest[case_id] = self._newest.get(case_id, 0) + 1
        return self._newest[case_id]


@dataclass(frozen=True)
class Known:
    """One case as planning finds it.

    `raised` are the tasks of its deadlines that were ever raised, `asked` the keys of those by
    which a manager was asked about news. `names` and `numbers` are those of all the cases.
    """

    updates: list[Update]
    facts: PlanFacts
    raised: list[Task]
    asked: frozenset[str]
    names: Names
    numbers: Numbers


@contextmanager
def known_of(uow: UnitOfWork, cases: Collection[Case]) -> Iterator[dict[UUID, Known]]:
    """Each case as it stands in this unit of work, with its open tasks at hand.

    Raises ValueError where one of them can't be read.
    """
    some, ids = list(cases), [case.id for case in cases]
    updates = store.updates_of(uow, ids)
    facts = gather_many(uow, some, updates)
    names, numbers = Names(uow, some), Numbers(uow, ids)
    with task_store.at_hand(uow, ids, (*KINDS, DECIDE)) as ever:
        yield {
            case_id: Known(
                updates=updates.get(case_id, []),
                facts=facts[case_id],
                raised=[task for task in ever[case_id] if task.kind != DECIDE],
                asked=frozenset(task.task_key for task in ever[case_id] if task.kind == DECIDE),
                names=names,
                numbers=numbers,
            )
            for case_id in ids
        }
