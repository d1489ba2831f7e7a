"""The map of an area in the files: there where she agreed to it, and nowhere else."""

import io

import pikepdf
import pytest

from tests.support.portal import Portal
from tests.support.submissions import tags
from tests.support.zones import drawn, judged, the_request, zone_case
from victim_portal.domain.protected_values import ProtectedKind
from victim_portal.domain.submissions import Audience
from victim_portal.services.errors import InvalidError
from victim_portal.services.submissions import (
    ProtectedValuesError,
    document_bytes,
    export_submission,
)
from victim_portal.services.submissions.parts import conditions_content, shared_content
from victim_portal.services.submissions.sources import gather
from victim_portal.store.cases import by_reference


def alternatives(pdf: bytes) -> list[str]:
    """What stands for each figure to whoever doesn't see it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [str(tag.Alt) for tag in tags(opened) if tag.get("/S") == "/Figure"]


def exported(portal: Portal, reference: str) -> bytes:
    made = export_submission(portal.ctx, portal.officer, reference)
    (file,) = made.files
    return document_bytes(portal.ctx, portal.officer, reference, file.document_id).content


def test_a_map_that_she_agreed_to_is_drawn_with_words_for_whoever_cannot_see_it(
    portal: Portal,
) -> None:
    reference = zone_case(portal, address="4 Elm Grove, Wexley")
    drawn(portal, reference)
    judged(portal, reference)
    (alternative,) = alternatives(exported(portal, reference))
    assert "Harbour Road" in alternative


def test_her_street_on_the_map_is_settled_with_her_first(portal: Portal) -> None:
    """The base map names the streets around, and hers may be one of them."""
    reference = zone_case(portal, address="14 Mill Lane, Wexley")
    drawn(portal, reference)
    judged(portal, reference)
    with pytest.raises(ProtectedValuesError) as refused:
        export_submission(portal.ctx, portal.officer, reference)
    assert {one.kind for one in refused.value.passages} == {ProtectedKind.ADDRESS}


@pytest.mark.parametrize(("shows_home", "agreed"), [(True, True), (False, False)])
def test_a_map_that_is_not_agreed_to_or_shows_her_home_goes_nowhere(
    portal: Portal, shows_home: bool, agreed: bool
) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    judged(portal, reference, shows_home=shows_home, agreed=agreed)
    with pytest.raises(InvalidError):
        export_submission(portal.ctx, portal.officer, reference)
    assert figures(portal, reference) == ()


def test_a_map_that_nobody_looked_at_goes_nowhere(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    with pytest.raises(InvalidError):
        export_submission(portal.ctx, portal.officer, reference)
    assert figures(portal, reference) == ()


def test_another_map_has_to_be_looked_at_again(portal: Portal) -> None:
    reference = zone_case(portal)
    drawn(portal, reference)
    judged(portal, reference)
    assert len(figures(portal, reference)) == 1
    drawn(portal, reference)
    assert figures(portal, reference) == ()


def figures(portal: Portal, reference: str) -> tuple[object, ...]:
    """What the second lock lets through, with the first one open."""
    assert the_request(portal, reference).agreed_to_map
    with portal.ctx.store.reading() as uow:
        case = by_reference(uow, reference)
        assert case is not None
        sources = gather(uow, case)
        shared = shared_content(portal.ctx, sources, Audience.PAROLE)
        (row,) = conditions_content(sources, shared, sources.requests).conditions
        return tuple(row.figures)
