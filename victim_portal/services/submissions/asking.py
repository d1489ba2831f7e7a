"""Asking the manager to have files sent, so that no deadline is missed over a passage."""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations.rows import open_case, writing
from victim_portal.services.submissions.deadlines import work_days
from victim_portal.services.submissions.exporting import SEND_TASK
from victim_portal.services.submissions.parts import contents
from victim_portal.services.submissions.protecting import passages_in, protected_of_case
from victim_portal.services.submissions.sources import gather
from victim_portal.services.submissions.values import unsettled

NONE_OPEN = "Every passage is settled: the files can be made."


def ask_to_send(ctx: Context, actor: Actor, reference: str) -> None:
    """Leave a task for the manager to send the files with the list of what isn't settled.

    By the last working day for the first of the files with an open passage, and for the
    non-disclosure application where there is one: withheld material of which nobody hears in
    time is served. Without such a day, today. Asked twice is asked once, by the nearer day.
    Raises InvalidError (`passages`) where nothing is open, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        sources = gather(uow, case)
        protected = protected_of_case(uow, sources)
        days: list[date] = []
        anything = False
        for recipient in sources.recipients:
            drawn = contents(ctx, sources, Language.ENGLISH, recipient)
            found = unsettled(passages_in(uow, protected, drawn, sources.settlements))
            if found:
                anything = True
                parts = {one.part for one in found}
                parts |= {one.part for one in drawn} & {SubmissionPart.NON_DISCLOSURE}
                days += work_days(ctx, uow, sources, recipient, parts)
        if not anything:
            raise InvalidError({"passages": NONE_OPEN})
        today = ctx.today()
        due = max(today, min(days, default=today))
        tasks.raise_for_case(
            uow,
            actor,
            case,
            SEND_TASK,
            "Files for those who decide hold passages that aren't settled with the victim: have "
            "them settled in time, or send them with the list",
            "No deadline is missed over a passage",
            due,
            manager=True,
        )
        uow.commit()
