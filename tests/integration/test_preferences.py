"""How they want to be told: recorded by an officer, and kept to by plan and worker."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.support.casework import (
    approve,
    dated,
    delivered,
    opted_in,
    ready,
    received,
    update_of,
    view,
)
from tests.support.portal import Portal
from tests.support.walls import trail
from tests.support.web import client_for
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.preferences import (
    PreferenceInput,
    preferences_for_form,
    record_preferences,
)


def prefer(portal: Portal, reference: str, *, months: int = 0, **more: object) -> None:
    given = PreferenceInput(bool(more.get("call_first")), months, str(more.get("avoided", "")))
    seen = preferences_for_form(portal.ctx, portal.officer, reference).version
    record_preferences(portal.ctx, portal.officer, reference, given, seen)


def stages(portal: Portal, reference: str) -> list[Stage]:
    live = (UpdateState.DRAFT, UpdateState.APPROVED)
    return [one.stage for one in view(portal, reference).updates if one.state in live]


def test_who_asked_not_to_hear_of_small_moves_doesnt_and_moves_add_up(portal: Portal) -> None:
    # Known when they joined: release in November 2031.
    reference = ready(portal)
    portal.clock.move(days=3)
    dated(portal, reference, CRD="2031-12-01", SLED="2034-11-01")
    assert Stage.DATE_CHANGED in stages(portal, reference)
    prefer(portal, reference, months=2)
    assert Stage.DATE_CHANGED not in stages(portal, reference)
    dated(portal, reference, CRD="2032-01-01", SLED="2034-11-01")
    assert Stage.DATE_CHANGED not in stages(portal, reference)
    # Each step was small; from what they know it is three months by now.
    dated(portal, reference, CRD="2032-02-01", SLED="2034-11-01")
    assert Stage.DATE_CHANGED in stages(portal, reference)


def test_what_comes_before_a_release_is_told_however_small_its_move(portal: Portal) -> None:
    reference = ready(portal)
    prefer(portal, reference, months=6)
    dated(portal, reference, CRD="2027-01-20", SLED="2034-11-01")
    approve(portal, reference, Stage.PRE_RELEASE)
    portal.clock.move(days=8)
    assert len(delivered(portal)) == 2
    dated(portal, reference, CRD="2026-12-30", SLED="2034-11-01")
    assert Stage.DATE_CHANGED not in stages(portal, reference)
    assert update_of(portal, reference, Stage.PRE_RELEASE).state is UpdateState.DRAFT


def test_a_changed_preference_plans_again_at_once(portal: Portal) -> None:
    reference = ready(portal)
    approve(portal, reference)
    prefer(portal, reference, months=3)
    update = update_of(portal, reference, Stage.SENTENCE_EXPLAINED)
    assert update.state is UpdateState.DRAFT
    assert update.back_to_draft_why
    assert delivered(portal) == []
    # What is saved unchanged takes nothing back.
    approve(portal, reference)
    prefer(portal, reference, months=3)
    assert update_of(portal, reference, Stage.SENTENCE_EXPLAINED).state is UpdateState.APPROVED


def test_on_a_day_to_avoid_nothing_comes(portal: Portal) -> None:
    reference = ready(portal)
    today = portal.ctx.today()
    prefer(portal, reference, avoided=f"{today.day}/{today.month}")
    approve(portal, reference)
    assert delivered(portal) == []
    portal.clock.move(days=1)
    assert len(delivered(portal)) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (PreferenceInput(False, 4, ""), "ignore_moves"),
        (PreferenceInput(False, -1, ""), "ignore_moves"),
        (PreferenceInput(False, 0, "the day he died"), "avoided"),
    ],
)
def test_what_cant_be_kept_is_said_beside_its_field(
    portal: Portal, given: PreferenceInput, field: str
) -> None:
    reference = ready(portal)
    with pytest.raises(InvalidError) as refused:
        record_preferences(portal.ctx, portal.officer, reference, given, 1)
    assert field in refused.value.problems


def test_nobody_elses_change_is_lost(portal: Portal) -> None:
    reference = ready(portal)
    seen = preferences_for_form(portal.ctx, portal.officer, reference).version
    start = Barrier(2)

    def one(months: int) -> bool:
        start.wait()
        try:
            record_preferences(
                portal.ctx, portal.officer, reference, PreferenceInput(False, months, ""), seen
            )
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(one, (1, 2))) == [False, True]


def test_only_who_works_on_the_case_and_only_once_the_level_is_known(portal: Portal) -> None:
    reference = received(portal)
    with pytest.raises(ConflictError):
        preferences_for_form(portal.ctx, portal.officer, reference)
    other = opted_in(portal, referral_reference="WCU-9", victim_first_name="Una")
    with pytest.raises(NotFoundError):
        preferences_for_form(portal.ctx, portal.stranger, other)
    page = client_for(portal).get(f"/cases/{reference}/preferences").follow()
    assert page.path == f"/cases/{reference}"


def test_an_officer_does_it_on_its_page(portal: Portal) -> None:
    reference = ready(portal)
    client = client_for(portal)
    page = client.get(f"/cases/{reference}")
    page = client.get(page.links["Change how they want to be told"])
    wrong = page.submit({"ignore_moves": "2", "avoided": "soon <b>"})
    assert "is no day" in wrong.text
    typed = {"call_first": "y", "ignore_moves": "2", "avoided": "9 March\n24/12/2026"}
    done = wrong.submit(typed).follow()
    assert done.notices == ["Saved. What was approved has to be read again."]
    for words in ("Ring them first", "Only by more than 2 months", "9 March, 24 December 2026"):
        assert words in done.text
    again = client.get(f"/cases/{reference}/preferences")
    assert "24 December 2026" in again.text
    assert trail(portal, "preference_changed")[-1].details["level"] == "key_stages"
