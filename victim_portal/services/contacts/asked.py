"""What somebody asked who rang or wrote: nobody's voice stays unheard."""

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import ContactOutcome, Enrolment
from victim_portal.services import tasks
from victim_portal.services.contacts.values import ContactInput, Effect
from victim_portal.services.context import Context
from victim_portal.services.messages.asks import working_day
from victim_portal.store.models import Case, ContactLog
from victim_portal.store.unit_of_work import UnitOfWork

RING_THEM, LEFT_WORD = "ring_them", "reply_received"
SAID_NO = frozenset({Enrolment.DECLINED, Enrolment.OPTED_OUT, Enrolment.DO_NOT_CONTACT})
RULE = "No one who writes is left unheard"


def answer_asked(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, entry: ContactLog, given: ContactInput
) -> list[Effect]:
    """Leave a task where a contact asks for an answer; what was done, for the page.

    Who rang for the person may say anything: the person is rung, by the plan. For somebody
    who said no that is a manager's decision. A message that they left asks for a call, unless
    the next step was noted. Speaking to them does what was asked before.
    """
    if given.for_them:
        refused = case.enrolment in SAID_NO
        tasks.raise_for_case(
            uow,
            actor,
            case,
            RING_THEM,
            "Somebody rang or wrote for a person who said no: decide whether anything is done"
            if refused
            else "Somebody rang or wrote for them: read what they said, and ring the person "
            "themselves by the plan",
            "What another says for them is no answer of theirs",
            working_day(ctx),
            manager=refused,
            contact=str(entry.id),
        )
        return [Effect.RING_THEM]
    if given.outcome is ContactOutcome.SPOKE and not given.inward and entry.with_id is None:
        tasks.settle(uow, actor, RING_THEM, case)
    if given.outcome is ContactOutcome.RECEIVED and not given.next_step.strip():
        tasks.raise_for_case(
            uow,
            actor,
            case,
            LEFT_WORD,
            "A message came in: read it and ring",
            RULE,
            working_day(ctx),
            key=str(entry.channel_id or entry.id),
            contact=str(entry.id),
        )
        return [Effect.LEFT_WORD]
    return []
