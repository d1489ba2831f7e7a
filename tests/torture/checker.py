"""Compares what the providers took, what the rows say and what the trail says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from tests.support.smtp_server import ReceivedMail
from tests.support.twilio_wire import TwilioMessage
from victim_portal.domain.vocabulary import MessageState
from victim_portal.services.context import Context
from victim_portal.store.models import AuditEvent, Message, Task

S = MessageState
WENT = frozenset({S.HANDED_OVER, S.DELIVERED})
UNDER_WAY = frozenset({S.QUEUED, S.CLAIMED, S.FAILED_FOR_NOW})


@dataclass(frozen=True)
class History:
    """Everything that is known of a run. Ids are strings."""

    taken: Counter[str]
    rows: list[Message]
    asked: frozenset[tuple[str, str]]
    handed_over: Counter[str]
    sent_again: Counter[str]


def taken_in(texts: Iterable[TwilioMessage], mails: Iterable[ReceivedMail]) -> Counter[str]:
    """How often each message came to a provider, by our own id in what it got."""
    ids = [(text.status_callback or "").rpartition("/")[2] for text in texts]
    for mail in mails:
        ids.append(str(mail.message["Message-ID"]).strip("<>").partition("@")[0])
    return Counter(str(UUID(one)) for one in ids)


def history(ctx: Context, texts: Iterable[TwilioMessage], mails: Iterable[ReceivedMail]) -> History:
    """The run so far."""
    with ctx.store.reading() as uow:
        rows = list(uow.session.scalars(select(Message)))
        tasks = list(uow.session.scalars(select(Task).where(Task.done_at.is_(None))))
        trail = list(
            uow.session.scalars(
                select(AuditEvent).where(
                    AuditEvent.what.in_(("message_handed_over", "message_state"))
                )
            )
        )
    about = {
        (task.kind, str(task.about.get(name)))
        for task in tasks
        for name in ("message", "update")
        if task.about.get(name)
    }
    return History(
        taken_in(texts, mails),
        rows,
        frozenset(about),
        Counter(str(e.details["message"]) for e in trail if e.what == "message_handed_over"),
        Counter(
            str(event.details["message"])
            for event in trail
            if (event.details.get("state"), event.details.get("why"))
            == ("queued", "asked_not_there")
        ),
    )


def left_to_do(found: History) -> int:
    """How many messages are still under way, or being asked after."""
    return sum(row.state in UNDER_WAY or row.ask_at is not None for row in found.rows)


def faults_of(found: History) -> list[str]:
    """Everything in a settled run that must not be; empty when all is well."""
    known = {str(row.id) for row in found.rows}
    faults = [f"doubled: {one}" for one, times in found.taken.items() if times > 1]
    faults += [f"sent without a row: {one}" for one in found.taken if one not in known]
    faults += [f"sent again twice: {one}" for one, n in found.sent_again.items() if n > 1]
    for row in found.rows:
        faults += [f"{why}: {row.kind} {row.id}" for why in _of_row(found, row)]
    return faults


def _of_row(found: History, row: Message) -> Iterable[str]:
    one, state = str(row.id), S(row.state)
    went = found.taken[one] > 0
    asked = {kind for kind, about in found.asked if about in (one, str(row.update_id))}
    if found.handed_over[one] > 1:
        yield "on the trail twice as handed over"
    if (state in WENT) != (found.handed_over[one] == 1):
        yield f"{state}, and on the trail {found.handed_over[one]} times as handed over"
    if state in WENT and not went:
        yield "lost: recorded as handed over, and no provider has it"
    if went and state not in WENT | {S.UNCERTAIN}:
        yield f"taken by a provider, and recorded as {state}"
    if state in UNDER_WAY:
        yield f"left as {state}"
    if state is S.UNCERTAIN and (row.ask_at is not None or "uncertain_message" not in asked):
        yield "a doubt that is nobody's"
    if state is S.UNCERTAIN and row.kind == "sms" and not (row.why_code or "").startswith("asked_"):
        yield "a text that was given up and never asked after"
    if state is S.HELD and "held_message" not in asked:
        yield "held, and nobody was asked"
    if state is S.FAILED_FOR_GOOD and "telephone" not in asked:
        yield "given up, and nobody was asked to ring"
    if state is S.CANCELLED:
        yield "cancelled by nobody"
