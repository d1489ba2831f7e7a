"""What can hurt asks again who is there, in the services and not only on pages."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from tests.support.casework import mobile, opted_in, ready, view
from tests.support.portal import CLI, Portal
from tests.support.representations import ask, new_case
from victim_portal.domain.access import PROOF_LASTS, WORKER, Actor, freshly_proved
from victim_portal.services.channels import add_channel, change_plan, end_channel, suspend_channel
from victim_portal.services.corrections import correct_channel
from victim_portal.services.errors import NeedsProofError, NotFoundError
from victim_portal.services.submissions import document_bytes, export_submission

Act = Callable[[Portal, Actor, str, UUID], object]
CHANGES: dict[str, Act] = {
    "change": lambda portal, who, case, one: change_plan(
        portal.ctx, who, case, one, mobile(who_else="Her brother"), 1
    ),
    "correct": lambda portal, who, case, one: correct_channel(
        portal.ctx, who, case, one, "07700 900999", "A digit was wrong.", 1
    ),
    "end": lambda portal, who, case, one: end_channel(portal.ctx, who, case, one),
}


def stale(portal: Portal) -> Actor:
    """The officer, whose proof is a second too old."""
    at = portal.clock.now() - PROOF_LASTS
    portal.clock.move(seconds=1)
    return replace(portal.officer, proved_at=at)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_verified_channel_is_changed_after_a_proof_alone(portal: Portal, change: Act) -> None:
    reference = ready(portal)
    [channel, *_] = view(portal, reference).channels
    assert channel.verified_at is not None
    with pytest.raises(NeedsProofError):
        change(portal, stale(portal), reference, channel.id)
    with pytest.raises(NeedsProofError):
        change(portal, replace(portal.officer, proved_at=None), reference, channel.id)
    [after, *_] = view(portal, reference).channels
    assert after == channel


def test_an_unverified_one_needs_none(portal: Portal) -> None:
    reference = opted_in(portal)
    one = add_channel(portal.ctx, portal.officer, reference, mobile())
    [channel] = [each for each in view(portal, reference).channels if each.id == one]
    wanted, seen = mobile(who_else="Her brother"), channel.plan_version
    change_plan(portal.ctx, stale(portal), reference, one, wanted, seen)
    [channel] = [each for each in view(portal, reference).channels if each.id == one]
    assert channel.who_else == "Her brother"


def test_stopping_is_quick_and_asks_for_nothing(portal: Portal) -> None:
    reference = ready(portal)
    [channel, *_] = view(portal, reference).channels
    suspend_channel(portal.ctx, stale(portal), reference, channel.id, "Somebody else answered.")
    assert view(portal, reference).channels[0].suspended_at is not None


def test_an_export_and_its_files(portal: Portal) -> None:
    reference = new_case(portal)
    ask(portal, reference)
    with pytest.raises(NeedsProofError):
        export_submission(portal.ctx, stale(portal), reference)
    made = export_submission(portal.ctx, portal.officer, reference)
    with pytest.raises(NeedsProofError):
        document_bytes(portal.ctx, stale(portal), reference, made.files[0].document_id)


def test_whoever_may_not_is_told_nothing_of_proofs(portal: Portal) -> None:
    reference = new_case(portal)
    outside = replace(portal.stranger, proved_at=None)
    with pytest.raises(NotFoundError):
        export_submission(portal.ctx, outside, reference)
    with pytest.raises(NotFoundError):
        document_bytes(portal.ctx, outside, reference, uuid4())


def test_the_command_line_and_the_worker_have_nothing_to_prove(portal: Portal) -> None:
    assert freshly_proved(CLI, portal.clock.now())
    assert freshly_proved(WORKER, portal.clock.now())
    assert not freshly_proved(replace(portal.officer, proved_at=None), portal.clock.now())
