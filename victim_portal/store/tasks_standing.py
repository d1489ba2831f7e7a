"""Whether what a task asks for is still to be done: then nobody ticks it off beside the act."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from victim_portal.domain.enrolment import IN_SCHEME, SAID_NO
from victim_portal.domain.parole import ANSWERED, AskState
from victim_portal.domain.representations import OUTCOMES
from victim_portal.domain.tasks import Finish, Stands, ending_of
from victim_portal.domain.vocabulary import Enrolment, MessageState, RequestState, UpdateState
from victim_portal.store.models import (
    Case,
    Channel,
    ConditionRequest,
    Letter,
    Message,
    ReviewAsk,
    Row,
    Task,
    Update,
)
from victim_portal.store.unit_of_work import UnitOfWork

_Row = TypeVar("_Row", bound=Row)
_CHANNELS = (Stands.CHANNEL, Stands.REVIEW)
_UPDATES = (Stands.UPDATE, Stands.DRAFT)
_REQUESTS: Mapping[Stands, frozenset[RequestState]] = MappingProxyType(
    {
        Stands.ASKED_FOR: frozenset({RequestState.ASKED_FOR}),
        Stands.PUT_FORWARD: frozenset({RequestState.PUT_FORWARD}),
        Stands.TO_TELL: OUTCOMES,
    }
)
_ASKS: Mapping[Stands, frozenset[AskState]] = MappingProxyType(
    {
        Stands.ASK_WANTED: frozenset({AskState.WANTED}),
        Stands.ASK_PASSED_ON: frozenset({AskState.PASSED_ON}),
        Stands.ASK_TO_TELL: ANSWERED,
    }
)
_TO_TELL = (Stands.TO_TELL, Stands.ASK_TO_TELL)
_OPEN = (UpdateState.DRAFT, UpdateState.APPROVED)


def waiting_for_their_act(
    uow: UnitOfWork, rows: Collection[tuple[Task, Case | None]]
) -> frozenset[UUID]:
    """The ids of the tasks that only their act settles, in as many queries for one as for many.

    A task of an act that can't be done any more isn't among them: a closed case, a channel
    that is out of use, a no of theirs. Nothing is ever left that nobody can finish.
    """
    asked = [
        (task, case, ending_of(task.kind).stands)
        for task, case in rows
        if ending_of(task.kind).finish is Finish.BY_DOING
        and case is not None
        and case.closed_at is None
    ]
    things = {task.id: _thing(task) for task, _, _ in asked}

    def about(*stands: Stands) -> set[UUID]:
        found = (things[task.id] for task, _, one in asked if one in stands)
        return {thing for thing in found if thing is not None}

    channels = _by_id(uow, Channel, about(*_CHANNELS))
    letters = _by_id(uow, Letter, about(Stands.LETTER))
    messages = _by_id(uow, Message, about(Stands.HELD))
    of_messages = {one.update_id for one in messages.values() if one.update_id is not None}
    updates = _by_id(uow, Update, about(*_UPDATES) | of_messages)
    asks = _by_id(uow, ReviewAsk, about(*_ASKS))
    requests = _requests(uow, [task for task, _, one in asked if one in _REQUESTS])

    def stands(task: Task, case: Case, what: Stands) -> bool:
        thing = things[task.id]
        if what in _CHANNELS:
            channel = channels.get(thing) if thing else None
            return channel is not None and _channel_stands(task, case, channel, what)
        if what is Stands.LETTER:
            letter = letters.get(thing) if thing else None
            return letter is not None and letter.posted_on is None and letter.discarded_at is None
        if what is Stands.HELD:
            message = messages.get(thing) if thing else None
            update = updates.get(message.update_id) if message and message.update_id else None
            held = message is not None and message.state == MessageState.HELD
            return held and update is not None and update.state in _OPEN
        if what in _TO_TELL and case.enrolment in SAID_NO:
            # A manager decides whether they are told all the same, and may leave it.
            return False
        if what in _REQUESTS:
            request = requests.get((case.id, _number(task)))
            told = request is not None and request.told_on is not None
            return request is not None and request.state in _REQUESTS[what] and not told
        if what in _ASKS:
            ask = asks.get(thing) if thing else None
            return ask is not None and ask.state in _ASKS[what] and ask.told_on is None
        if what in _UPDATES:
            update = updates.get(thing) if thing else None
            open_states = _OPEN if what is Stands.UPDATE else (UpdateState.DRAFT,)
            return update is not None and update.state in open_states
        return _case_stands(case, what)

    return frozenset(task.id for task, case, what in asked if stands(task, case, what))


def _case_stands(case: Case, what: Stands) -> bool:
    if what is Stands.UNREACHED:
        return case.first_contact_on is None
    if what is Stands.IN_SCHEME:
        return Enrolment(case.enrolment) in IN_SCHEME
    if what is Stands.DEFERRED:
        return case.enrolment == Enrolment.DEFERRED
    if what is Stands.QUEUED:
        return case.queued_since is not None
    return True


def _channel_stands(task: Task, case: Case, channel: Channel, what: Stands) -> bool:
    if channel.ended_at is not None or channel.person_id != case.person_id:
        # A supporter may have ended: then nobody can open their channel any more.
        return False
    if Enrolment(case.enrolment) not in IN_SCHEME:
        return False
    return what is not Stands.REVIEW or task.task_key.endswith(f":{channel.review_on}")


def _number(task: Task) -> int:
    """The number of the request that a task is about, as its key names it; 0 for none."""
    last = task.task_key.rpartition(":")[2]
    return int(last) if last.isascii() and last.isdigit() else 0


def _requests(uow: UnitOfWork, about: Collection[Task]) -> dict[tuple[UUID, int], ConditionRequest]:
    """The requests that some tasks are about, by case and number, in one query."""
    if not about:
        return {}
    cases = {task.case_id for task in about}
    query = select(ConditionRequest).where(
        ConditionRequest.case_id.in_(cases),
        ConditionRequest.number.in_({_number(task) for task in about}),
    )
    return {(row.case_id, row.number): row for row in uow.session.scalars(query)}


def _thing(task: Task) -> UUID | None:
    """What a task is about, as its key names it: the part behind its kind and its case."""
    parts = task.task_key.split(":")
    try:
        return UUID(parts[2]) if len(parts) > 2 else None
    except ValueError:
        return None


def _by_id(uow: UnitOfWork, kind: type[_Row], ids: Iterable[UUID]) -> dict[UUID, _Row]:
    wanted = set(ids)
    if not wanted:
        return {}
    rows = uow.session.scalars(select(kind).where(kind.id.in_(wanted)))
    return {row.id: row for row in rows}
