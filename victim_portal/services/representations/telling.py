"""Telling the victim what was decided on a request: when, how, and in which plain words."""

from victim_portal.domain.access import Actor
from victim_portal.domain.representations import NEEDS_REASON, OUTCOMES, SPOKEN
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations.moving import TELL_TASK, note_moved
from victim_portal.services.representations.rows import (
    LONGEST,
    TOO_LONG,
    open_case,
    request_of,
    writing,
    wrong_day,
)
from victim_portal.services.representations.values import ToldInput
from victim_portal.store import cases as case_store


def record_told(ctx: Context, actor: Actor, reference: str, number: int, given: ToldInput) -> None:
    """Record when and how the victim was told what was decided.

    Somebody who asked to be rung first was spoken with, or it is recorded why not; a refusal or
    a change was told in plain words, which must stand there. Raises InvalidError (`state`, `on`,
    `plain`, `not_rung`), ConflictError, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        request = request_of(uow, case, number)
        problems = wrong_day(ctx.today(), given.on, request.state_on)
        if request.state not in OUTCOMES:
            problems["state"] = "There is no decision yet to tell."
        plain = given.plain.strip() or request.outcome_plain or ""
        if request.state in NEEDS_REASON and not plain:
            problems["plain"] = (
                "Enter the reason in plain words: they read it on their own pages from now on."
            )
        if len(given.plain) > LONGEST:
            problems["plain"] = TOO_LONG
        preference = case_store.preference(uow, case.id)
        ring = preference is not None and preference.call_first
        unrung = ring and given.how not in SPOKEN and not given.not_rung.strip()
        if unrung:
            problems["not_rung"] = (
                "They asked to be rung before hard news reaches them otherwise. Ring them, or "
                "enter why that wasn't possible."
            )
        if problems:
            raise InvalidError(problems)
        request.told_on, request.told_how = given.on, given.how.value
        request.outcome_plain = plain or None
        request.not_rung = given.not_rung.strip() or None if given.how not in SPOKEN else None
        note_moved(uow, actor, case, request)
        tasks.settle(uow, actor, TELL_TASK, case, str(number))
        uow.commit()
