"""She moves: what was said of her maps is asked again, also of those that are with others."""

import pytest

from tests.support import casework
from tests.support.portal import Portal
from tests.support.representations import TODAY
from tests.support.zones import drawn, judged, the_request, the_zone, zone_case
from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, RequestState
from victim_portal.services.cases import case_view
from victim_portal.services.channels import ChannelInput, add_channel
from victim_portal.services.corrections import correct_channel
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations import put_forward, withdraw_request
from victim_portal.services.tasks import list_tasks
from victim_portal.services.zones import judge_map, remove_map

HOME = "3 Quay Street\nMarlhaven\nZZ99 1ZZ"


def moves(portal: Portal, reference: str, home: str = HOME) -> None:
    given = ChannelInput(ChannelKind.POST, home, frozenset({ChannelUse.LETTER}), any_time=True)
    add_channel(portal.ctx, portal.officer, reference, given)


def forward(portal: Portal, reference: str) -> None:
    put_forward(portal.ctx, portal.officer, reference, 1, "The offender manager", TODAY)


def kinds(portal: Portal) -> list[str]:
    return [task.kind for task in list_tasks(portal.ctx, portal.officer)]


def test_a_new_address_asks_about_a_map_again(town: Portal) -> None:
    reference = zone_case(town)
    drawn(town, reference)
    assert judged(town, reference).agreed
    moves(town, reference)
    view = the_zone(town, reference)
    assert (view.shows_home, view.agreed) == (None, False)
    assert kinds(town).count("look_at_map") == 1
    with pytest.raises(InvalidError) as caught:
        forward(town, reference)
    assert "look at the map" in caught.value.problems["agreed"]
    judged(town, reference)
    assert "look_at_map" not in kinds(town)
    forward(town, reference)
    assert the_request(town, reference).state is RequestState.PUT_FORWARD


def test_a_number_or_an_e_mail_address_changes_nothing(town: Portal) -> None:
    reference = zone_case(town)
    drawn(town, reference)
    judged(town, reference)
    add_channel(town.ctx, town.officer, reference, casework.mobile(value="07700 900555"))
    add_channel(town.ctx, town.officer, reference, casework.email(value="new@example.org"))
    assert the_zone(town, reference).agreed
    assert "look_at_map" not in kinds(town)


def test_an_address_that_was_put_right_counts_as_a_new_one(town: Portal) -> None:
    reference = zone_case(town)
    moves(town, reference, "9 Fish Street\nMarlhaven")
    drawn(town, reference)
    judged(town, reference)
    (post,) = [
        one
        for one in case_view(town.ctx, town.officer, reference).channels
        if one.kind is ChannelKind.POST and one.shown.startswith("9 Fish")
    ]
    correct_channel(
        town.ctx, town.officer, reference, post.id, HOME, "It was wrong.", post.plan_version
    )
    assert the_zone(town, reference).shows_home is None
    assert "look_at_map" in kinds(town)


def test_a_map_that_is_with_others_is_looked_at_the_same_day(town: Portal) -> None:
    reference = zone_case(town)
    drawn(town, reference)
    judged(town, reference)
    forward(town, reference)
    moves(town, reference)
    moves(town, reference, "4 Other Street\nMarlhaven")
    (task,) = [one for one in list_tasks(town.ctx, town.officer) if one.kind == "look_at_map"]
    assert task.due_on == town.ctx.today()
    view = the_zone(town, reference)
    assert (view.may_change, view.may_judge) == (False, True)
    judged(town, reference, shows_home=True)
    assert the_zone(town, reference).agreed is False
    assert "look_at_map" not in kinds(town)


def test_a_map_is_taken_back_from_a_request_that_was_put_forward(town: Portal) -> None:
    reference = zone_case(town)
    drawn(town, reference)
    judged(town, reference)
    forward(town, reference)
    moves(town, reference)
    remove_map(town.ctx, town.officer, reference, 1, 1, the_request(town, reference).row_version)
    assert the_zone(town, reference).kind is None
    assert the_request(town, reference).state is RequestState.PUT_FORWARD
    assert "look_at_map" not in kinds(town)


def test_what_is_decided_or_withdrawn_is_left_alone(town: Portal) -> None:
    reference = zone_case(town)
    drawn(town, reference)
    judged(town, reference)
    moves(town, reference)
    assert "look_at_map" in kinds(town)
    withdraw_request(town.ctx, town.officer, reference, 1)
    assert "look_at_map" not in kinds(town)
    moves(town, reference, "5 Third Street\nMarlhaven")
    assert "look_at_map" not in kinds(town)
    with pytest.raises(InvalidError) as caught:
        judge_map(
            town.ctx,
            town.officer,
            reference,
            1,
            1,
            shows_home=False,
            agreed=True,
            seen_version=the_request(town, reference).row_version,
        )
    assert "state" in caught.value.problems


def test_an_unjudged_map_leaves_no_second_task(town: Portal) -> None:
    reference = zone_case(town)
    drawn(town, reference)
    moves(town, reference)
    assert "look_at_map" not in kinds(town)
