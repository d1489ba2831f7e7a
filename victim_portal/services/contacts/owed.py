"""What is still owed to somebody who hasn't answered, as a task with an owner and a date.

Whoever was reached is asked for an answer; who asked to decide later is asked again on their
day; who never answered gets the last letter. One function brings these tasks in step with
where the case stands, after whatever happened: running it twice changes nothing.
"""

from datetime import date

from victim_portal.domain.access import Actor
from victim_portal.domain.first_contact import FirstContactPlan, StepState
from victim_portal.domain.vocabulary import Enrolment, FirstContactStep
from victim_portal.services import tasks
from victim_portal.services.clocks import first_contact_due
from victim_portal.services.contacts.planned import plan_of_contact
from victim_portal.services.contacts.tried import Round, round_of
from victim_portal.services.context import Context
from victim_portal.store import cases as case_store
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, Sentence
from victim_portal.store.unit_of_work import UnitOfWork

FIRST_CONTACT, GET_ANSWER, ASK_AGAIN = "first_contact", "get_answer", "ask_again"
LAST_LETTER, FIND_A_WAY = "last_letter", "find_a_way"
OWED = (FIRST_CONTACT, GET_ANSWER, ASK_AGAIN, LAST_LETTER, FIND_A_WAY)
"""The tasks that the state of a case asks for, at most one of them at a time."""
PERIOD = "answer_wanted"
_WAITING = frozenset({Enrolment.NOT_OFFERED, Enrolment.OFFERED})


def leave_owed(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """Have the one task of these open that a case needs now, and the others done.

    Works within the caller's transaction, once all that it changes stands.
    """
    uow.flush()
    kind = _owe(ctx, uow, actor, case) if case.closed_at is None else ""
    for other in OWED:
        if other != kind:
            tasks.settle(uow, actor, other, case)


def _owe(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> str:
    """The kind of task that a case needs, raised; "" where it needs none."""
    state = Enrolment(case.enrolment)
    if state is Enrolment.DEFERRED and case.deferred_until is not None:
        return _ask(
            uow,
            actor,
            case,
            ASK_AGAIN,
            "Ask again whether they want to join: they asked to decide later",
            "A deferred answer is asked for again",
            case.deferred_until,
        )
    if state not in _WAITING and state is not Enrolment.NO_RESPONSE:
        return ""
    steps = case_store.steps(uow, case.id)
    now = round_of(uow, case, steps)
    if state is Enrolment.NO_RESPONSE:
        if now.heard_since:
            return _ask_for_answer(ctx, uow, actor, case, now)
        return _last_step(ctx, uow, actor, case, plan_of_contact(ctx, uow, case, now), steps[-1].id)
    if now.again or now.reached_on is not None or case.first_contact_on is not None:
        return _ask_for_answer(ctx, uow, actor, case, now)
    sentence = uow.get(Sentence, case.sentence_id)
    return _ask(
        uow,
        actor,
        case,
        FIRST_CONTACT,
        "Make first contact and offer the scheme",
        "Victims' Code, Right 11: first contact within its limit",
        first_contact_due(ctx, case, sentence.sentenced_on) if sentence else ctx.today(),
    )


def _ask_for_answer(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, now: Round) -> str:
    if now.again and now.reached_on is None:
        what = "The scheme was offered again: follow its steps, and get their answer"
    elif case.enrolment == Enrolment.NOT_OFFERED:
        what = "They were reached: offer them the scheme, and get their answer"
    elif case.enrolment == Enrolment.NO_RESPONSE:
        what = "They were heard of after all: offer them the scheme, and get their answer"
    else:
        what = "They were offered the scheme: get their answer"
    since = max(now.began_on, now.reached_on or now.began_on)
    period = ctx.policy.review_period(PERIOD, ctx.today())
    due_on = period.applied_to(since, ctx.bank_holidays)
    return _ask(uow, actor, case, GET_ANSWER, what, "Nobody waits unseen for an answer", due_on)


def _last_step(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    plan: FirstContactPlan,
    step_id: object,
) -> str:
    """After "no response" the last letter is owed; where it can't go, somebody finds a way."""
    (letter,) = (one for one in plan.steps if one.step is FirstContactStep.DOOR_OPEN_LETTER)
    if letter.due_on is not None:
        return _ask(
            uow,
            actor,
            case,
            LAST_LETTER,
            "Send the letter that says that the door stays open",
            "Whoever doesn't answer hears that they may join at any time",
            letter.due_on,
        )
    if letter.state is not StepState.NOT_POSSIBLE:
        return ""
    # Asked for once: where a person found that there is no way, it isn't asked again.
    about = str(step_id)
    known = task_store.open_with_key(uow, f"{FIND_A_WAY}:{case.id}:")
    if known is None and task_store.was_ever_about(uow, FIND_A_WAY, case.id, about):
        return ""
    return _ask(
        uow,
        actor,
        case,
        FIND_A_WAY,
        "The last letter can't go to them: find an address, or a way to tell them",
        "Whoever doesn't answer hears that they may join at any time",
        _soon(ctx),
        answer=about,
    )


def _soon(ctx: Context) -> date:
    return ctx.policy.review_period(PERIOD, ctx.today()).applied_to(ctx.today(), ctx.bank_holidays)


def _ask(
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    kind: str,
    what: str,
    rule: str,
    due_on: date,
    answer: str = "",
) -> str:
    """The open task of a kind in these words and with this date, or a new one."""
    known = task_store.open_with_key(uow, f"{kind}:{case.id}:")
    if known is None:
        tasks.raise_for_case(uow, actor, case, kind, what, rule, due_on, answer=answer)
    elif kind != FIND_A_WAY:
        known.what, known.due_on = what, due_on
    return kind
