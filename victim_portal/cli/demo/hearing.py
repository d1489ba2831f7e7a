"""What the demo's people ask of the Parole Board: conditions, one with a map, and a statement."""

from victim_portal.cli.demo.words import (
    NECESSITY,
    STATEMENT,
    WISH,
    ZONE_CORNERS,
    ZONE_NECESSITY,
    ZONE_WISH,
    ZONE_WORDS,
)
from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import add_months
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.vocabulary import ContactMethod
from victim_portal.domain.zones import read_corners
from victim_portal.services.cases import case_view
from victim_portal.services.context import Context
from victim_portal.services.representations import (
    RepresentationInput,
    RequestInput,
    StatementInput,
    record_representation,
    record_statement,
    representations_view,
)
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.services.zones import draw_map, judge_map


def hear(ctx: Context, officer: Actor, reference: str) -> None:
    """A review with a hearing, a requested condition, and a signed statement."""
    today = ctx.today()
    record_review(
        ctx,
        officer,
        reference,
        ReviewInput(
            kind=ReviewKind.FIRST,
            target_month=None,
            hearing_on=add_months(today, 5).replace(day=9),
            panel_reference="PB-2027-0417",
        ),
    )
    record_representation(
        ctx,
        officer,
        reference,
        RepresentationInput(
            heard_on=today,
            how=ContactMethod.TELEPHONE,
            requests=[
                RequestInput(
                    wish=WISH,
                    code="d5998ca1",
                    inputs={},
                    agreed_to_name=False,
                    agreed_to_map=False,
                    necessity=NECESSITY,
                ),
                RequestInput(
                    wish=ZONE_WISH,
                    code="0f9a20f4",
                    inputs={"boundary": ZONE_WORDS},
                    agreed_to_name=False,
                    agreed_to_map=True,
                    necessity=ZONE_NECESSITY,
                ),
            ],
        ),
    )
    _map(ctx, officer, reference)
    record_statement(
        ctx,
        officer,
        reference,
        StatementInput(
            body=STATEMENT,
            written_by=WrittenBy.DICTATED,
            read_back_on=today,
            reading_preference=ReadingPreference.PANEL_READS,
            language=case_view(ctx, officer, reference).language,
            signed_on=today,
            withheld="",
            withheld_reasons="",
        ),
    )


def _map(ctx: Context, officer: Actor, reference: str) -> None:
    """The area of the second request, drawn on the demo's own town and agreed to."""
    if ctx.base_map is None:
        return
    shape = read_corners(ZONE_CORNERS)
    draw_map(ctx, officer, reference, 2, 1, shape, _seen(ctx, officer, reference))
    judge_map(
        ctx,
        officer,
        reference,
        2,
        1,
        shows_home=False,
        agreed=True,
        seen_version=_seen(ctx, officer, reference),
    )


def _seen(ctx: Context, officer: Actor, reference: str) -> int:
    return representations_view(ctx, officer, reference).requests[1].row_version
