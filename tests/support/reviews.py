"""Short ways through a parole review: its hearing moves, it is decided, things are asked for."""

from datetime import date, timedelta

from tests.support import casework
from tests.support.portal import Portal
from tests.support.representations import TODAY, a_request, ask
from victim_portal.domain.parole import AskKind, ReviewKind
from victim_portal.domain.stages import EventOutcome
from victim_portal.domain.vocabulary import ContactMethod, Level
from victim_portal.services.preferences import PreferenceInput, record_preferences
from victim_portal.services.representations import (
    OutcomeInput,
    RepresentationsView,
    put_forward,
    representations_view,
)
from victim_portal.services.reviews import (
    AskView,
    DecisionInput,
    ReviewInput,
    ReviewRecorded,
    ReviewView,
    record_ask,
    record_decision,
    record_review,
    review_view,
)
from victim_portal.services.tasks import TaskView, list_tasks

HEARING = TODAY + timedelta(days=120)
LATER, SOONER = HEARING + timedelta(days=35), HEARING - timedelta(days=14)


def joined(portal: Portal, level: Level = Level.KEY_STAGES, **changes: str) -> str:
    """A case of an extended sentence whose victim is in the scheme."""
    return casework.opted_in(portal, level, **{"sentence_type": "EDS", **changes})


def listed(
    portal: Portal,
    reference: str,
    hearing_on: date | None = HEARING,
    kind: ReviewKind = ReviewKind.FIRST,
    *,
    put_right: bool = False,
) -> ReviewRecorded:
    """Record the review with its hearing, or the hearing's new date."""
    # Two things are never learnt in the very same moment.
    portal.clock.move(minutes=1)
    given = ReviewInput(kind, None, hearing_on, put_right=put_right)
    return record_review(portal.ctx, portal.officer, reference, given)


def decided(
    portal: Portal,
    reference: str,
    outcome: EventOutcome = EventOutcome.RELEASE,
    on: date | None = None,
    **outcomes: OutcomeInput,
) -> None:
    """Record the decision, with what was said to request 1 as `r1=...`."""
    answers = {int(name.removeprefix("r")): one for name, one in outcomes.items()}
    given = DecisionInput(on or portal.ctx.today(), outcome, answers)
    record_decision(portal.ctx, portal.officer, reference, given)


def view(portal: Portal, reference: str) -> ReviewView:
    """The review as the officer sees it."""
    found = review_view(portal.ctx, portal.officer, reference)
    assert found is not None
    return found


def wanted(portal: Portal, reference: str, kind: AskKind) -> AskView:
    """Something that is asked for now; where it stands."""
    today, how = portal.ctx.today(), ContactMethod.TELEPHONE
    record_ask(portal.ctx, portal.officer, reference, kind, today, how)
    return asked(portal, reference, kind)


def asked(portal: Portal, reference: str, kind: AskKind) -> AskView:
    """Where something that is asked for stands."""
    return next(one for one in view(portal, reference).asks if one.kind is kind)


def tasks(portal: Portal, *kinds: str) -> list[TaskView]:
    """The officer's open tasks of some kinds."""
    return [task for task in list_tasks(portal.ctx, portal.officer) if task.kind in kinds]


def forwarded(portal: Portal, reference: str, count: int = 1) -> None:
    """Requests that were put forward."""
    ask(portal, reference, *(a_request() for _ in range(count)))
    for number in range(1, count + 1):
        put_forward(portal.ctx, portal.officer, reference, number, "The Board", TODAY)


def heard(portal: Portal, reference: str) -> RepresentationsView:
    """What the victim asks for and says."""
    return representations_view(portal.ctx, portal.officer, reference)


def ring_first(portal: Portal, reference: str) -> None:
    """They asked to be rung before hard news reaches them otherwise."""
    given = PreferenceInput(True, 0, "")
    record_preferences(portal.ctx, portal.officer, reference, given, 1)
