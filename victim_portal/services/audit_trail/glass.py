"""The words themselves, behind glass: what an auditor who broke it may read while it is open.

Breaking it is one thing for everybody (`services.glass`); the words of a restricted case, or of
one about somebody whom the auditor knows, stay shut.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.audit_trail.within import case_of_trail
from victim_portal.services.context import Context
from victim_portal.services.reach import reach_of
from victim_portal.store import trail as trail_store
from victim_portal.store import updates as update_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Message
from victim_portal.store.unit_of_work import UnitOfWork

FORGOTTEN = "These words were forgotten."


@dataclass(frozen=True)
class Words:
    """One text as it stands: of a message as it was sent, or of an update's newest version."""

    kind: str
    template: str
    version: int | None
    at: datetime
    subject: str
    body: str


@dataclass(frozen=True)
class OpenWords:
    """What the glass lets somebody read; `ends_at` None: it isn't broken, and nothing is here."""

    reference: str
    ends_at: datetime | None
    texts: tuple[Words, ...] = ()


def read_words(ctx: Context, actor: Actor, reference: str) -> OpenWords:
    """The words of a case's updates and messages while the glass is broken; recorded as read."""
    with ctx.store.writing() as uow:
        case = case_of_trail(uow, actor, reference)
        broken = trail_store.live_glass(uow, case.id, actor.user_id, ctx.now())
        if broken is None or not is_allowed(Permission.SEE_WORDS, actor, reach_of(uow, case)):
            return OpenWords(case.reference, None)
        texts = _texts(uow, case.id)
        audit.record(
            uow, actor, What.TRAIL_WORDS_READ, case.id, glass=str(broken.id), texts=len(texts)
        )
        uow.commit()
        return OpenWords(case.reference, broken.ends_at, texts)


def _texts(uow: UnitOfWork, case_id: UUID) -> tuple[Words, ...]:
    updates = update_store.of_case(uow, case_id)
    messages = update_store.messages_of(uow, [one.id for one in updates])
    carried: dict[UUID, list[Message]] = {one.id: [] for one in updates}
    for message in messages:
        if message.update_id is not None:
            carried[message.update_id].append(message)
    found = []
    for update in updates:
        for message in carried[update.id]:
            subject, body = _opened(message, "subject"), _opened(message, "body")
            version, at = message.update_version, message.handed_over_at or message.made_at
            found.append(Words(message.kind, update.stage, version, at, subject, body))
        subject, body = _opened(update, "content_subject"), _opened(update, "content")
        found.append(
            Words("content", update.stage, update.version, update.changed_at, subject, body)
        )
    return tuple(found)


def _opened(row: object, name: str) -> str:
    try:
        return str(getattr(row, name) or "")
    except UnreadableError:
        return FORGOTTEN
