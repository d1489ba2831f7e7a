"""After a correction: what waits with the wrong value is stopped, what went out is looked after."""

from collections.abc import Callable, Sequence
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.corrections import SentKind
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.corrections.sent import Sent, Wrong, sent_on, words_of
from victim_portal.services.letter_tasks import POST
from victim_portal.services.letters.making import MAKE_AGAIN
from victim_portal.services.messages.asks import working_day
from victim_portal.services.messages.codes import end_code
from victim_portal.services.messages.moving import move
from victim_portal.store import corrections as store
from victim_portal.store.models import Case, Letter, Message, Verification
from victim_portal.store.unit_of_work import UnitOfWork

STOPPED = "corrected"
WHY = "A detail in it was put right after it was written."
SENT_BEFORE, TELL_ANOTHER_WAY = "sent_before_correction", "stopped_by_correction"


def look_after(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    cases: Sequence[Case],
    wrong_on: Callable[[Case], Wrong],
    to: UUID | None = None,
) -> None:
    """Stop what waits with a wrong value, and have somebody look at what went out with one.

    After the cases were planned again: an approved update has fallen back to draft by then,
    and what is left are messages of updates that went out by another way already. `to` is a
    person where only what is for them can be wrong.
    """
    by_id = {case.id: case for case in cases}
    uow.flush()
    for letter in store.letters(uow, posted=False, case_ids=by_id):
        if to is not None and letter.person_id != to:
            continue
        if wrong_on(by_id[letter.case_id]).stands_in(SentKind.LETTER, words_of(letter)):
            discard(ctx, uow, actor, by_id[letter.case_id], letter)
    for message in store.waiting(uow, by_id):
        case = by_id[message.case_id]
        if to is not None and message.person_id != to:
            continue
        if wrong_on(case).stands_in(SentKind.MESSAGE, words_of(message)):
            stop(ctx, uow, actor, case, message)
    gone = [
        one
        for one in sent_on(uow, cases)
        if (to is None or one.person_id == to) and _was_wrong(one, wrong_on)
    ]
    ask_about_sent(ctx, uow, actor, gone)


def ask_about_sent(ctx: Context, uow: UnitOfWork, actor: Actor, gone: Sequence[Sent]) -> None:
    """One task for each case from which something went out that shouldn't have."""
    for case in {one.case.id: one.case for one in gone}.values():
        tasks.raise_for_case(
            uow,
            actor,
            case,
            SENT_BEFORE,
            "Something was sent before this was put right: check what they got",
            "Nothing wrong that went out stays uncorrected",
            working_day(ctx),
        )


def discard(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, letter: Letter) -> None:
    """Take a letter back that wasn't posted yet, and have it made again."""
    letter.discarded_at = ctx.now()
    _end_code(ctx, uow, letter.verification_id, "letter_discarded")
    audit.record(uow, actor, What.LETTER_DISCARDED, case.id, letter=str(letter.id))
    tasks.settle(uow, actor, POST, case, key=str(letter.id))
    tasks.raise_for_case(
        uow,
        actor,
        case,
        MAKE_AGAIN,
        "A letter was discarded, because something in it was wrong: tear it up and make it "
        "again. If it was in the post already, tell your manager",
        "Nothing goes to a name or an address that is wrong",
        working_day(ctx),
        key=str(letter.id),
    )


def stop(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, message: Message) -> None:
    """Cancel a message that waits with a wrong value, and have the person told otherwise."""
    if message.state == MessageState.HELD:
        tasks.settle(uow, actor, tasks.HELD_MESSAGE, case, key=str(message.id))
    move(uow, actor, message, MessageState.CANCELLED, STOPPED, WHY)
    _end_code(ctx, uow, message.verification_id, "corrected")
    tasks.raise_for_case(
        uow,
        actor,
        case,
        TELL_ANOTHER_WAY,
        "A message was stopped, because something in it was wrong: tell them another way",
        "Never silence: what is stopped is told by a person",
        working_day(ctx),
        key=str(message.id),
        message=str(message.id),
    )


def _end_code(ctx: Context, uow: UnitOfWork, code_id: UUID | None, why: str) -> None:
    """A code that never went out proves nothing."""
    code = uow.get(Verification, code_id)
    if code is not None:
        end_code(ctx, code, why)


def _was_wrong(one: Sent, wrong_on: Callable[[Case], Wrong]) -> bool:
    return wrong_on(one.case).stands_in(one.view.kind, one.words)
