"""Maps of areas that are refused: by whom, when, and with what words."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests.support import map_files
from tests.support.portal import Portal
from tests.support.representations import TODAY
from tests.support.zones import (
    TOWN,
    corners,
    drawn,
    judged,
    the_request,
    the_zone,
    zone_case,
)
from victim_portal.domain.zones import Circle, MapKind, Position
from victim_portal.ports import MapFileError, MapPicture
from victim_portal.services.errors import ConflictError, InvalidError, NotFoundError
from victim_portal.services.representations import put_forward
from victim_portal.services.zones import (
    draw_map,
    judge_map,
    remove_map,
    upload_map,
    zone_figure,
    zone_view,
)
from victim_portal.store.models import ZonePicture


def forward(portal: Portal, reference: str) -> None:
    put_forward(portal.ctx, portal.officer, reference, 1, "The offender manager", TODAY)


def pictures(portal: Portal) -> int:
    with portal.ctx.store.reading() as uow:
        return len(list(uow.session.scalars(select(ZonePicture.id))))


def test_what_went_forward_gets_no_other_map(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    judged(portal, reference)
    forward(portal, reference)
    seen = the_request(portal, reference).row_version
    ctx, officer = portal.ctx, portal.officer
    acts: list[Any] = [
        lambda: draw_map(ctx, officer, reference, 1, 1, corners(), seen),
        lambda: upload_map(ctx, officer, reference, 1, 1, map_files.png(), seen),
    ]
    for act in acts:
        with pytest.raises(InvalidError) as caught:
            act()
        assert "put forward already" in caught.value.problems["state"]
    view = the_zone(portal, reference)
    assert not view.may_change
    assert view.may_judge
    assert view.agreed


def test_whoever_was_slower_is_told(portal: Portal) -> None:
    reference = zone_case(portal)
    seen = the_request(portal, reference).row_version
    drawn(portal, reference)
    with pytest.raises(ConflictError):
        draw_map(portal.ctx, portal.colleague, reference, 1, 1, corners(), seen)
    with pytest.raises(ConflictError):
        judge_map(
            portal.ctx,
            portal.officer,
            reference,
            1,
            1,
            shows_home=False,
            agreed=True,
            seen_version=seen,
        )
    assert the_zone(portal, reference).shows_home is None


def test_nobody_else_sees_or_changes_a_map(portal: Portal) -> None:
    reference = zone_case(portal)
    seen = drawn(portal, reference).row_version
    ctx, stranger = portal.ctx, portal.stranger
    acts: list[Any] = [
        lambda: zone_view(ctx, stranger, reference, 1, 1),
        lambda: zone_figure(ctx, stranger, reference, 1, 1),
        lambda: draw_map(ctx, stranger, reference, 1, 1, corners(), seen),
        lambda: upload_map(ctx, stranger, reference, 1, 1, b"not even read", seen),
        lambda: remove_map(ctx, stranger, reference, 1, 1, seen),
    ]
    for act in acts:
        with pytest.raises(NotFoundError):
            act()


@pytest.mark.parametrize(("number", "area"), [(1, 0), (1, 2), (2, 1), (0, 1), (1, -1)])
def test_there_is_no_other_area(portal: Portal, number: int, area: int) -> None:
    reference = zone_case(portal)
    with pytest.raises(NotFoundError):
        zone_view(portal.ctx, portal.officer, reference, number, area)
    with pytest.raises(NotFoundError):
        draw_map(portal.ctx, portal.officer, reference, number, area, corners(), 1)


def test_an_area_off_the_map_or_crossed_is_refused(portal: Portal) -> None:
    reference = zone_case(portal)
    for shape in (
        corners((0, 0), (500, 500), (500, 0), (0, 500)),
        Circle(Position.of(51.5, -0.1), 200),
    ):
        with pytest.raises(InvalidError) as caught:
            draw_map(portal.ctx, portal.officer, reference, 1, 1, shape, 1)
        assert caught.value.problems["shape"]
    assert pictures(portal) == 0


def test_without_a_base_map_nothing_is_drawn(portal: Portal) -> None:
    reference = zone_case(portal)
    bare = replace(portal.ctx, base_map=None, map_reader=None)
    assert not zone_view(bare, portal.officer, reference, 1, 1).may_draw
    with pytest.raises(InvalidError, match="no base map"):
        draw_map(bare, portal.officer, reference, 1, 1, corners(), 1)
    with pytest.raises(InvalidError, match="can't be uploaded"):
        upload_map(bare, portal.officer, reference, 1, 1, map_files.png(), 1)


def test_a_base_map_that_is_away_is_a_sentence(portal: Portal) -> None:
    class Away(type(TOWN)):  # type: ignore[misc]  # the town, for once out of reach
        def cut(self, frame: object) -> MapPicture:
            raise MapFileError("The base map can't be reached now.")

    reference = zone_case(portal)
    with pytest.raises(InvalidError, match="can't be reached"):
        draw_map(
            replace(portal.ctx, base_map=Away()), portal.officer, reference, 1, 1, corners(), 1
        )


def test_a_hostile_upload_leaves_the_map_that_was_there(portal: Portal) -> None:
    reference = zone_case(portal)
    seen = drawn(portal, reference).row_version
    for content in (b"", b"GIF89a", map_files.png()[:80], map_files.locked_pdf()):
        with pytest.raises(InvalidError) as caught:
            upload_map(portal.ctx, portal.officer, reference, 1, 1, content, seen)
        assert set(caught.value.problems) == {"file"}
    assert the_zone(portal, reference).kind is MapKind.DRAWN


def test_a_closed_case_keeps_its_maps_as_they_are(portal: Portal) -> None:
    from victim_portal.store.models import Case

    reference = zone_case(portal)
    seen = drawn(portal, reference).row_version
    with portal.ctx.store.writing() as uow:
        (case,) = uow.session.scalars(select(Case))
        case.closed_at = portal.ctx.now()
        uow.commit()
    with pytest.raises(InvalidError):
        remove_map(portal.ctx, portal.officer, reference, 1, 1, seen)
    assert not the_zone(portal, reference).may_change
