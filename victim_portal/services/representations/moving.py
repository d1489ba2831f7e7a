"""Where a request stands: moved and put on the record; the tasks of its life."""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import RequestState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.store.models import Case, ConditionRequest
from victim_portal.store.unit_of_work import UnitOfWork

PUT_FORWARD_TASK, OUTCOME_TASK = "put_request_forward", "request_outcome"
TELL_TASK, ENDING_TASK = "tell_request_outcome", "condition_ending"
LOOK_AT_MAP = "look_at_map"
LIFE_TASKS = (PUT_FORWARD_TASK, OUTCOME_TASK, TELL_TASK)
"""One of these stands while something is to be done about a request: its key is the number."""


def move_request(
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    request: ConditionRequest,
    to: RequestState,
    on: date,
) -> None:
    """Bring a request to another state, in the caller's transaction."""
    request.state = to.value
    request.state_on = on
    note_moved(uow, actor, case, request)


def note_moved(uow: UnitOfWork, actor: Actor, case: Case, request: ConditionRequest) -> None:
    """Put on the record where a request stands now; what is decided has no map to look at."""
    if request.state not in (RequestState.ASKED_FOR, RequestState.PUT_FORWARD):
        tasks.settle(uow, actor, LOOK_AT_MAP, case, str(request.number))
    audit.record(
        uow,
        actor,
        What.REQUEST_MOVED,
        case.id,
        request=str(request.id),
        number=request.number,
        state=request.state,
    )
