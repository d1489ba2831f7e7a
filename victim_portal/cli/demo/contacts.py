"""First contact with the demo's people who haven't answered yet: letters, a call, a note."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from victim_portal.cli.demo.words import NEXT_STEP, NOTE, PROMISE
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ContactMethod,
    ContactOutcome,
    LetterKind,
)
from victim_portal.services.contacts import ContactInput, contact_asked, record_contact
from victim_portal.services.context import Context
from victim_portal.services.letters import letter_form, make_letter, post_letter
from victim_portal.services.notes import NoteInput, record_note


def make_first_letter(ctx: Context, officer: Actor, reference: str) -> UUID:
    """The letter that offers the scheme, as the form presets it; it waits to be posted."""
    form = letter_form(ctx, officer, reference, LetterKind.FIRST)
    given = replace(form.given, checked=True, seen=form.seen)
    return make_letter(ctx, officer, reference, LetterKind.FIRST, given)


def offer_by_letter(ctx: Context, officer: Actor, reference: str) -> None:
    """The same letter, posted today: that is the offer."""
    letter_id = make_first_letter(ctx, officer, reference)
    post_letter(ctx, officer, reference, letter_id, ctx.today())


def try_by_telephone(ctx: Context, officer: Actor, reference: str) -> None:
    """A call that nobody took, its next step, and a note with a promise."""
    today = ctx.today()
    ways = contact_asked(ctx, officer, reference).ways
    tried = ContactInput(
        ContactMethod.TELEPHONE,
        ContactOutcome.NO_ANSWER,
        today,
        channel_id=next(way.channel.id for way in ways if way.channel.kind is ChannelKind.MOBILE),
        next_step=NEXT_STEP,
        next_on=today + timedelta(days=2),
    )
    record_contact(ctx, officer, reference, tried)
    record_note(ctx, officer, reference, NoteInput(NOTE, PROMISE, today + timedelta(days=5)))
