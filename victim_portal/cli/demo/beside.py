"""What the demo's people need, and who stands beside them."""

from victim_portal.cli.demo.words import CONSENT_TO_SUPPORTER
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    Need,
    SupporterRole,
)
from victim_portal.services.channels import ChannelInput, add_channel
from victim_portal.services.context import Context
from victim_portal.services.needs import NeedsInput, needs_for_form, record_needs
from victim_portal.services.supporters import SupporterInput, add_supporter, supporter_for_form


def note_needs(ctx: Context, officer: Actor, reference: str) -> None:
    """Large print for what is posted, and British Sign Language for what is said."""
    known = needs_for_form(ctx, officer, reference).needs
    wanted = NeedsInput(known.called, known.language, frozenset({Need.LARGE_PRINT, Need.BSL}))
    record_needs(ctx, officer, reference, wanted, known.version)


def bring_supporter(ctx: Context, officer: Actor, reference: str) -> None:
    """A sister who may hear the news, with a mobile of her own."""
    given = SupporterInput(
        "Okoro",
        SupporterRole.SUPPORTER,
        True,
        CONSENT_TO_SUPPORTER,
        ctx.today(),
        ContactMethod.TELEPHONE,
        first_name="Faith",
    )
    supporter_id = add_supporter(ctx, officer, reference, given)
    hers = ChannelInput(
        ChannelKind.MOBILE,
        "07700 900991",
        uses=frozenset({ChannelUse.CALL}),
        any_time=True,
        agreed=ContactMethod.TELEPHONE,
    )
    person_id = supporter_for_form(ctx, officer, reference, supporter_id).person_id
    add_channel(ctx, officer, reference, hers, person_id=person_id)
