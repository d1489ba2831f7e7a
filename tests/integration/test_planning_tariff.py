"""The first review of a life sentence, from its tariff to the officer's task and the draft."""

from datetime import date

from tests.support.casework import (
    dated,
    opted_in,
    planned_again,
    reachable,
    task_kinds,
    update_of,
    view,
)
from tests.support.portal import CLI, Portal
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.plan import PlanDeadlineKind
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services.events import EventInput, record_event
from victim_portal.services.planning import plan_due
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.services.updates import update_view

ASKED = PlanDeadlineKind.PRE_TARIFF_REVIEW.value
CONSIDERED = Stage.OPEN_CONDITIONS_CONSIDERED


def _life(portal: Portal, kind: str = "LIFE") -> str:
    reference = opted_in(portal, sentence_type=kind, custodial_term="", minimum_term="P15Y")
    reachable(portal, reference)
    dated(portal, reference, TED="2041-11-01")
    return reference


def test_years_later_the_officer_asks_and_the_victim_is_told(town: Portal) -> None:
    reference = _life(town)
    draft = update_of(town, reference, CONSIDERED)
    assert (draft.state, draft.window_opens) == (UpdateState.DRAFT, date(2038, 5, 3))
    assert "not possible before November 2041" in draft.content
    assert ASKED not in task_kinds(town, reference)
    town.clock.move(days=(date(2038, 4, 6) - town.ctx.today()).days)
    assert plan_due(town.ctx, CLI).failed == 0
    assert ASKED in task_kinds(town, reference)
    assert not planned_again(town, reference)
    news = EventInput(CONSIDERED, town.ctx.today(), "Casework section")
    drafted = record_event(town.ctx, town.officer, reference, news)
    # What is known takes the place of what was expected.
    assert ASKED not in task_kinds(town, reference)
    states = {u.state for u in view(town, reference).updates if u.stage is CONSIDERED}
    assert states == {UpdateState.DRAFT, UpdateState.CANCELLED}
    assert drafted is not None
    told = update_view(town.ctx, town.officer, reference, drafted)
    assert "is being considered" in told.content


def test_the_review_before_the_tariff_is_told_as_one_on_open_conditions(portal: Portal) -> None:
    reference = _life(portal)
    record_review(portal.ctx, portal.officer, reference, ReviewInput(ReviewKind.PRE_TARIFF))
    news = [u for u in view(portal, reference).updates if u.stage is Stage.PAROLE_REVIEW_STARTED]
    told = min(news, key=lambda one: one.window_opens)
    words = update_view(portal.ctx, portal.officer, reference, told.id).content
    assert "can move to open conditions. It does not decide on release." in words
    assert "can be released" not in words
    # What was expected has begun.
    [expected] = [u for u in view(portal, reference).updates if u.stage is CONSIDERED]
    assert expected.state is UpdateState.CANCELLED


def test_an_indeterminate_sentence_for_public_protection_has_none(portal: Portal) -> None:
    reference = _life(portal, "IPP")
    assert CONSIDERED not in {one.stage for one in view(portal, reference).updates}
    assert Stage.PAROLE_REVIEW_STARTED in {one.stage for one in view(portal, reference).updates}
