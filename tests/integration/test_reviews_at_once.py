"""Several officers learn of the same in the same moment: one review, one move, one decision."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.support.portal import Portal
from tests.support.reviews import (
    HEARING,
    LATER,
    decided,
    joined,
    listed,
    tasks,
    view,
    wanted,
)
from victim_portal.domain.parole import AskKind, HearingMove
from victim_portal.services.errors import ConflictError
from victim_portal.store import offenders as offender_store
from victim_portal.store.cases import by_reference
from victim_portal.store.models import Event

HANDS = 4


def at_once(act: Callable[[], object]) -> list[str]:
    """What came of it for each of some hands that do it in the same moment."""
    gate = Barrier(HANDS)

    def hand(_number: int) -> str:
        gate.wait()
        try:
            act()
        except ConflictError:
            return "told to look again"
        return "done"

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(hand, range(HANDS)))


def known(portal: Portal, reference: str) -> tuple[int, list[Event]]:
    """How many reviews there are, and what happened to the sentence."""
    with portal.ctx.store.reading() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        events = offender_store.events(uow, case.offender_id)
        return len(offender_store.reviews(uow, case.offender_id)), events


def test_a_hearing_is_listed_once(town: Portal) -> None:
    reference = joined(town)
    assert "done" in at_once(lambda: listed(town, reference))
    reviews, events = known(town, reference)
    assert (reviews, len(events)) == (1, 2)
    assert [step.move for step in view(town, reference).steps] == [HearingMove.LISTED]


def test_a_hearing_is_put_off_once(town: Portal) -> None:
    reference = joined(town)
    listed(town, reference, HEARING)
    assert "done" in at_once(lambda: listed(town, reference, LATER))
    assert view(town, reference).times_put_off == 1
    assert len(tasks(town, "hearing_put_off")) == 1
    assert len(known(town, reference)[1]) == 3


def test_a_decision_is_recorded_once(town: Portal) -> None:
    reference = joined(town)
    listed(town, reference, town.ctx.today())
    assert "done" in at_once(lambda: decided(town, reference))
    assert view(town, reference).version == 2
    assert [one.stage for one in known(town, reference)[1]].count("parole_decision") == 1


def test_a_summary_is_asked_for_once(town: Portal) -> None:
    reference = joined(town)
    listed(town, reference, town.ctx.today())
    decided(town, reference)
    assert "done" in at_once(lambda: wanted(town, reference, AskKind.SUMMARY))
    assert len(tasks(town, "pass_ask_on")) == 1
