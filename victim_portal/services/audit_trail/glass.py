"""The words themselves: behind glass that an auditor breaks with a reason, for an hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.calendar import london_date
from victim_portal.services import audit, once, tasks
from victim_portal.services.audit import What
from victim_portal.services.audit_trail.within import case_of_trail
from victim_portal.services.context import Context
from victim_portal.services.errors import InvalidError
from victim_portal.store import trail as trail_store
from victim_portal.store import updates as update_store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import GlassBreaking, Message
from victim_portal.store.unit_of_work import UnitOfWork

LASTS = timedelta(hours=1)
SHORTEST_REASON = 20
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
class BrokenGlass:
    """What the glass lets somebody read; `ends_at` None: it isn't broken, and nothing is here."""

    reference: str
    ends_at: datetime | None
    texts: tuple[Words, ...] = ()


def break_glass(
    ctx: Context, actor: Actor, reference: str, reason: str, token: UUID | None = None
) -> None:
    """Let an auditor read a case's words for an hour; its manager is asked to look at it.

    Raises InvalidError for a reason that says nothing. Sent twice, it is broken once.
    """
    with ctx.store.writing() as uow:
        case = case_of_trail(uow, actor, reference)
        if len(reason.strip()) < SHORTEST_REASON:
            sentence = f"Say why in at least {SHORTEST_REASON} characters"
            raise InvalidError({"reason": sentence})
        if actor.user_id is None or once.already_done(uow, token) is not None:
            return
        broken = GlassBreaking(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            user_id=actor.user_id,
            unit_id=case.unit_id,
            found_by="reference",
            why=reason.strip(),
            at=ctx.now(),
            ends_at=ctx.now() + LASTS,
        )
        uow.add(broken)
        tasks.raise_for_case(
            uow,
            actor,
            case,
            "glass_broken",
            "An auditor broke the glass to read what the person was told: look at the reason",
            "Breaking the glass is looked at by the manager at once",
            london_date(ctx.now()),
            key=str(broken.id),
            manager=True,
            glass=str(broken.id),
        )
        audit.record(
            uow,
            actor,
            What.TRAIL_GLASS_BROKEN,
            case.id,
            glass=str(broken.id),
            ends_at=broken.ends_at.isoformat(),
        )
        once.remember(uow, token, str(broken.id))
        uow.commit()


def read_words(ctx: Context, actor: Actor, reference: str) -> BrokenGlass:
    """The words of a case's updates and messages while the glass is broken; recorded as read."""
    with ctx.store.writing() as uow:
        case = case_of_trail(uow, actor, reference)
        broken = trail_store.live_glass(uow, case.id, actor.user_id, ctx.now())
        if broken is None:
            return BrokenGlass(case.reference, None)
        texts = _texts(uow, case.id)
        audit.record(
            uow, actor, What.TRAIL_WORDS_READ, case.id, glass=str(broken.id), texts=len(texts)
        )
        uow.commit()
        return BrokenGlass(case.reference, broken.ends_at, texts)


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
