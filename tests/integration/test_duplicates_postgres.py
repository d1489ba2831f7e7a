"""Merging and correcting on PostgreSQL, where two people can act in the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.support.casework import approve, opted_in, ready, received
from tests.support.corrections import (
    WHY,
    case_of,
    corrected_offender,
    offender_input,
    person_input,
    person_of,
    rows,
)
from tests.support.databases import postgres_database
from tests.support.duplicates import AGAIN, everybody_has_somebody, merged, pair_of
from tests.support.portal import Portal, make_portal
from victim_portal.services.corrections import (
    channel_for_correction,
    correct_channel,
    correct_offender,
    correct_person,
    corrections_view,
    offender_for_form,
    person_for_form,
)
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.referrals import decide_duplicate
from victim_portal.store.models import Case, Channel, Offender, OffenderCorrection, PersonCorrection


@pytest.fixture
def portal(postgres: str) -> Iterator[Portal]:
    with postgres_database(postgres) as url:
        made = make_portal(url, migrated=True)
        yield made
        made.engine.dispose()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What came of some acts that begin in the same moment: "done", or what was answered."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait(timeout=10)
        try:
            act()
        except (ConflictError, InvalidError, NotFoundError) as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_two_decide_one_pair_at_once(portal: Portal) -> None:
    known, new = ready(portal), opted_in(portal, **AGAIN)
    pair = pair_of(portal, new, known)

    def decide(who: str, what: str) -> Callable[[], object]:
        return lambda: decide_duplicate(portal.ctx, getattr(portal, who), pair.id, what)

    came = at_once(decide("officer", "same_case"), decide("colleague", "different"))
    assert came == ["ConflictError", "done"]
    assert len([case for case in rows(portal, Case) if case.merged_into_id]) <= 1
    everybody_has_somebody(portal)


def test_the_same_decision_at_once_closes_one(portal: Portal) -> None:
    known, new = ready(portal), received(portal, **AGAIN)
    pair = pair_of(portal, new, known)
    came = at_once(
        *(
            lambda actor=actor: decide_duplicate(portal.ctx, actor, pair.id, "same_case")
            for actor in (portal.officer, portal.colleague)
        )
    )
    assert "done" in came
    assert [c.reference for c in rows(portal, Case) if c.merged_into_id] == [new]
    everybody_has_somebody(portal)


def test_two_correct_one_person_at_once(portal: Portal) -> None:
    reference = received(portal)
    seen = person_for_form(portal.ctx, portal.officer, reference)

    def correct(name: str) -> Callable[[], object]:
        given = person_input(first_name=name)
        return lambda: correct_person(
            portal.ctx, portal.officer, reference, given, seen.version, "victim"
        )

    assert at_once(correct("Marie"), correct("Maria")) == ["ConflictError", "done"]
    assert len(rows(portal, PersonCorrection)) == 1
    assert person_of(portal, reference)[0] in {"Marie", "Maria"}


def test_two_correct_one_offender_and_one_number_at_once(portal: Portal) -> None:
    reference = received(portal, mobile="07700 900123")
    offender_id = case_of(portal, reference).offender_id
    seen = offender_for_form(portal.ctx, portal.officer, offender_id)
    came = at_once(
        *(
            lambda crn=crn: correct_offender(
                portal.ctx, portal.officer, offender_id, offender_input(crn=crn), seen.version
            )
            for crn in ("X1", "X2")
        )
    )
    assert came == ["ConflictError", "done"]
    assert len(rows(portal, OffenderCorrection)) == 1
    (wrong,) = rows(portal, Channel)
    now = channel_for_correction(portal.ctx, portal.officer, reference, wrong.id).channel
    came = at_once(
        *(
            lambda value=value: correct_channel(
                portal.ctx, portal.officer, reference, wrong.id, value, WHY, now.plan_version
            )
            for value in ("07700 900456", "07700 900789")
        )
    )
    assert came in (["ConflictError", "done"], ["NotFoundError", "done"])
    assert len([one for one in rows(portal, Channel) if one.ended_at is None]) == 1


def test_everything_holds_there_too(portal: Portal) -> None:
    known, new = ready(portal), ready(portal, **AGAIN)
    approve(portal, known)
    corrected_offender(portal, known, last_name="Beech", prison_number="B2222CC")
    stays = merged(portal, new, known)
    assert len(corrections_view(portal.ctx, portal.officer, stays).corrections) == 2
    assert len(rows(portal, Offender)) == 1
