"""Asking the manager to have files sent, so that no deadline is missed over a passage."""

from victim_portal.domain.access import Actor
from victim_portal.domain.parole import DeadlineKind
from victim_portal.domain.vocabulary import Language
from victim_portal.services import tasks
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.services.representations.rows import open_case, writing
from victim_portal.services.reviews.deadlines import timetable_of
from victim_portal.services.submissions.exporting import SEND_TASK
from victim_portal.services.submissions.parts import contents
from victim_portal.services.submissions.protecting import passages_in, protected_of_case
from victim_portal.services.submissions.sources import gather
from victim_portal.services.submissions.values import unsettled

NONE_OPEN = "Every passage is settled: the files can be made."


def ask_to_send(ctx: Context, actor: Actor, reference: str) -> None:
    """Leave a task for the manager to send the files with the list of what isn't settled.

    By the last working day for the statement, where one is to come; else today. Asked twice
    is asked once. Raises InvalidError (`passages`) where nothing is open, NotFoundError.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        sources = gather(uow, case)
        protected = protected_of_case(uow, sources)
        found = [
            passage
            for recipient in sources.recipients
            for passage in passages_in(
                uow,
                protected,
                contents(ctx, sources, Language.ENGLISH, recipient),
                sources.settlements,
            )
        ]
        if not unsettled(found):
            raise InvalidError({"passages": NONE_OPEN})
        today = ctx.today()
        due = today
        if sources.review is not None:
            days = [
                one.work_by
                for one in timetable_of(ctx, uow, sources.review)
                if one.kind is DeadlineKind.STATEMENT
            ]
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
