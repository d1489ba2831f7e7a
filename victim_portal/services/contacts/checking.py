"""Whether a contact can be recorded as it was given; every doubt is a sentence."""

from datetime import datetime
from uuid import UUID

from victim_portal.domain.contacts import (
    KINDS,
    has_hours,
    is_real_contact,
    moment_of,
    outcomes_for,
    use_of,
)
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome
from victim_portal.services.contacts.values import ContactInput
from victim_portal.services.contacts.ways import live_channels
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.promises import promise_problems
from victim_portal.services.safe_contact import standing_of
from victim_portal.store import letters as letter_store
from victim_portal.store import people as people_store
from victim_portal.store.models import Case, Channel, Letter
from victim_portal.store.unit_of_work import UnitOfWork

LONGEST_NOTE, LONGEST_STEP = 5000, 1000
NOT_SPOKEN = "Choose “Not asked”: you didn't speak with them."
LATEST = "next_step_at_most"


class Checked:
    """The channel, whom it was with, the letter and the moment that a contact names.

    `whose` is the supporter that it was with; None for the person of the case, and for
    somebody who rang for them.
    """

    def __init__(self) -> None:
        self.channel: Channel | None = None
        self.whose: UUID | None = None
        self.letter: Letter | None = None
        self.at: datetime | None = None


def checked(ctx: Context, uow: UnitOfWork, case: Case, given: ContactInput) -> Checked:
    """What a contact names, found; InvalidError with a sentence for each field."""
    found = Checked()
    problems = promise_problems(ctx, given.promise, given.promise_on)
    problems |= _when(ctx, case, given, found)
    problems |= _next_step(ctx, given)
    if given.outcome not in outcomes_for(given.method, inward=given.inward):
        problems["outcome"] = "Choose what came of it: this doesn't fit how it was."
    problems |= _letter(uow, case, given, found)
    problems |= _channel(uow, case, given, found)
    problems |= _with_whom(uow, case, given, found)
    if len(given.note.strip()) > LONGEST_NOTE:
        problems["note"] = f"What was said must be {LONGEST_NOTE:,} characters or fewer."
    if given.still_safe is not None and not is_real_contact(given.outcome):
        problems["still_safe"] = NOT_SPOKEN
    elif given.still_safe and given.for_them:
        problems["still_safe"] = "Only they themselves can say that it is still safe."
    if problems:
        raise InvalidError(problems)
    return found


def _when(ctx: Context, case: Case, given: ContactInput, found: Checked) -> dict[str, str]:
    if given.on > ctx.today():
        return {"on": "The date must be today or in the past."}
    if given.on < case.received_on:
        return {"on": "The date is before the referral came."}
    if given.at is not None:
        try:
            found.at = moment_of(given.on, given.at)
        except ValueError as error:
            return {"at": str(error)}
        if found.at > ctx.now():
            return {"at": "The time must be in the past."}
    return {}


def _next_step(ctx: Context, given: ContactInput) -> dict[str, str]:
    if not given.next_step.strip():
        return {"next_step": "Enter the next step."} if given.next_on is not None else {}
    if len(given.next_step.strip()) > LONGEST_STEP:
        return {"next_step": f"The next step must be {LONGEST_STEP:,} characters or fewer."}
    if given.next_on is None:
        return {"next_on": "Enter by when the next step is to be done."}
    if given.next_on < ctx.today():
        return {"next_on": "The date of the next step must be today or ahead."}
    latest = ctx.policy.review_period(LATEST, ctx.today()).applied_to(
        ctx.today(), ctx.bank_holidays
    )
    if given.next_on > latest:
        return {
            "next_on": f"The date of the next step must be {latest.day} {latest:%B %Y} or before."
        }
    return {}


def _letter(uow: UnitOfWork, case: Case, given: ContactInput, found: Checked) -> dict[str, str]:
    if given.letter_id is None:
        return {}
    letter = letter_store.locked(uow, given.letter_id)
    if letter is None or letter.case_id != case.id or letter.posted_on is None:
        return {"letter": "Choose the letter from the options shown."}
    if given.outcome is ContactOutcome.RETURNED:
        if letter.returned_on is not None:
            return {"letter": "It is recorded already that this letter came back."}
        if given.on < letter.posted_on:
            return {"on": "The date is before the letter was posted."}
    found.letter = letter
    return {}


def _with_whom(uow: UnitOfWork, case: Case, given: ContactInput, found: Checked) -> dict[str, str]:
    """Whom it was with counts above whose number it was: people ring from any."""
    if given.for_them:
        found.whose = None
        if given.with_id is not None or not (
            is_real_contact(given.outcome) or given.outcome is ContactOutcome.SOMEONE_ELSE_ANSWERED
        ):
            return {"with_whom": "Nobody rang for them: choose what came of it, or who it was."}
    elif given.with_id == case.person_id:
        found.whose = None
    elif given.with_id is not None:
        if not people_store.belongs_to(uow, case, given.with_id):
            return {"with_whom": "They don't stand beside the person any more."}
        found.whose = given.with_id
    return {}


def _channel(uow: UnitOfWork, case: Case, given: ContactInput, found: Checked) -> dict[str, str]:
    live = list(live_channels(uow, case))
    wanted = found.letter.channel_id if found.letter else given.channel_id
    for channel, whose in live:
        if channel.id == wanted and channel.kind in KINDS[given.method]:
            found.channel, found.whose = channel, whose
    if found.channel is None and found.letter is not None:
        # Its address is out of use by now: there is nothing left to stop.
        return {}
    if found.channel is None:
        # A visit may be at the office, or anywhere.
        anywhere = given.method is ContactMethod.VISIT
        fitting = [channel for channel, _ in live if channel.kind in KINDS[given.method]]
        if wanted is not None or (fitting and not given.elsewhere and not anywhere):
            return {"channel": "Choose which one it was, or that it was another."}
        if fitting and given.still_safe is False:
            return {"channel": "Choose which one isn't safe any more."}
        return {}
    use = None if given.inward else use_of(given.method, given.outcome)
    if use is not None and given.at is None and has_hours(standing_of(found.channel), use):
        return {"at": "Enter the time: this one is safe only at some hours."}
    return {}
