"""Who has to act about listed sentences, and by when: tasks that follow how each stands.

One that has an owner is a task of theirs. Those of a unit that have none are one task of its
managers, however many there are: a list of hundreds mustn't bury what else is due.
"""

from collections.abc import Iterable
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.reconciliation import ListedState, ListedStep, Outcome
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.store import reconciliation as store
from victim_portal.store import tasks as task_store
from victim_portal.store.models import ListedNote, ListedSentence
from victim_portal.store.unit_of_work import UnitOfWork

PERIOD = "missed_sentence"
RULE = "Nobody who is entitled is missed: each listed sentence is worked to an end"
_OWN = "A listed sentence needs chasing: see what is missing, and record what came of it"
_UNIT = "Listed sentences of your unit have no owner: give each to somebody"


def note(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    one: ListedSentence,
    step: ListedStep,
    words: str = "",
    *,
    outcome: Outcome | None = None,
    owner_id: UUID | None = None,
) -> None:
    """Keep what was done about a listed sentence, in the caller's transaction."""
    uow.add(
        ListedNote(
            id=uow.tokens.uuid(),
            listed_id=one.id,
            step=step.value,
            outcome=outcome.value if outcome else None,
            owner_id=owner_id,
            next_on=one.due_on if step is ListedStep.CHASED else None,
            words=words.strip() or None,
            recorded_by=actor.name,
            at=ctx.now(),
        )
    )
    audit.record(
        uow,
        actor,
        What.LISTED_SENTENCE_MOVED,
        listed=str(one.id),
        step=step.value,
        state=one.state,
    )


def keep_tasks(
    ctx: Context, uow: UnitOfWork, actor: Actor, listed: Iterable[ListedSentence]
) -> None:
    """Bring the tasks of some listed sentences, and of their units, in step with them."""
    uow.flush()
    units = set()
    listed = list(listed)
    keys = [f"{tasks.MISSED_SENTENCE}:{one.id}" for one in listed]
    standing = task_store.open_with_keys(uow, keys)
    for one in listed:
        units.add(one.unit_id)
        if one.state == ListedState.OPEN and one.owner_id is not None:
            tasks.raise_for_colleague(
                uow,
                actor,
                one.owner_id,
                one.unit_id,
                tasks.MISSED_SENTENCE,
                _OWN,
                RULE,
                one.due_on,
                key=str(one.id),
                listed=str(one.id),
            )
        elif (task := standing.get(f"{tasks.MISSED_SENTENCE}:{one.id}")) is not None:
            tasks.finish(uow, actor, task)
    for unit_id in sorted(units):
        _keep_units(uow, actor, unit_id)


def _keep_units(uow: UnitOfWork, actor: Actor, unit_id: UUID) -> None:
    number, nearest = store.nobodys(uow, unit_id)
    if not number or nearest is None:
        tasks.settle_without_case(uow, actor, tasks.MISSED_SENTENCES, str(unit_id))
        return
    known = task_store.open_with_key(uow, f"{tasks.MISSED_SENTENCES}:{unit_id}")
    if known is not None:
        known.due_on = nearest
        return
    tasks.raise_for_unit(
        uow,
        actor,
        unit_id,
        tasks.MISSED_SENTENCES,
        _UNIT,
        RULE,
        nearest,
        key=str(unit_id),
    )
