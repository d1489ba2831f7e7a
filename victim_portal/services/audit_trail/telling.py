"""Who told her what: from the trail, with what became of each telling."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.audit_trail.within import case_of_trail
from victim_portal.services.context import Context
from victim_portal.store import updates as update_store
from victim_portal.store.models import AuditEvent, Case, Letter, Message, Receipt, Update
from victim_portal.store.trail import of_case
from victim_portal.store.unit_of_work import UnitOfWork

TELLING = frozenset(
    one.value
    for one in (
        What.UPDATE_APPROVED,
        What.UPDATE_TOLD,
        What.MESSAGE_QUEUED,
        What.MESSAGE_HANDED_OVER,
        What.LETTER_MADE,
        What.LETTER_POSTED,
        What.LETTER_RETURNED,
        What.CONTACT_RECORDED,
    )
)
MOST = 2000
CODE = "code"


@dataclass(frozen=True)
class Authority:
    """Who approved, and when: two people where two are asked for."""

    who: str
    at: datetime


@dataclass(frozen=True)
class Rung:
    """One thing that is known of how far it got: what, when, who says so."""

    rung: str
    at: datetime
    source: str


@dataclass(frozen=True)
class Telling:
    """One telling. `template` is the stage of an update, the kind of a letter, or `code`.

    `at` is None while it hasn't gone. `version` and `digest` say in which words, without them.
    """

    at: datetime | None
    who: str
    how: str
    template: str | None
    language: str | None
    version: int | None
    digest: str | None
    edited: bool
    authority: tuple[Authority, ...]
    state: str
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True)
class _Known:
    """What stands in the tables about the things that the events name."""

    events: Sequence[AuditEvent]
    updates: dict[UUID, Update]
    messages: dict[UUID, Message]
    letters: dict[UUID, Letter]
    receipts: dict[UUID, list[Receipt]]


def told_of(ctx: Context, actor: Actor, reference: str) -> tuple[str, list[Telling]]:
    """The case's reference, and what its person was told, newest first; recorded as read."""
    with ctx.store.writing() as uow:
        case = case_of_trail(uow, actor, reference)
        known = _known(uow, case)
        found = [*_messages(known), *_spoken(known), *_letters(known), *_contacts(known)]
        # What hasn't gone stands first: it still may.
        found.sort(key=lambda one: (one.at is None, one.at or ctx.now()), reverse=True)
        audit.record(uow, actor, What.TRAIL_VIEWED, case.id, part="told", rows=len(found))
        uow.commit()
    return case.reference, found


def _known(uow: UnitOfWork, case: Case) -> _Known:
    events = list(reversed(of_case(uow, case.id, TELLING, None, MOST)))
    messages = {UUID(_said(one, "message")) for one in events if "message" in one.details}
    sent = [uow.get(Message, key) for key in messages]
    letters = {UUID(_said(one, "letter")) for one in events if "letter" in one.details}
    made = [uow.get(Letter, key) for key in letters]
    receipts: dict[UUID, list[Receipt]] = defaultdict(list)
    for receipt in update_store.receipts(uow, messages):
        receipts[receipt.message_id].append(receipt)
    return _Known(
        events=events,
        updates={one.id: one for one in update_store.of_case(uow, case.id)},
        messages={one.id: one for one in sent if one is not None},
        letters={one.id: one for one in made if one is not None},
        receipts=receipts,
    )


def _messages(known: _Known) -> list[Telling]:
    handed = {
        _said(one, "message"): one for one in known.events if one.what == What.MESSAGE_HANDED_OVER
    }
    found = []
    for queued in known.events:
        if queued.what != What.MESSAGE_QUEUED:
            continue
        key = _said(queued, "message")
        message, gone = known.messages.get(UUID(key)), handed.get(key)
        update = _update(known, queued)
        version = message.update_version if message else None
        found.append(
            Telling(
                at=gone.at if gone else None,
                who=gone.actor if gone else queued.actor,
                how=message.kind if message else "",
                template=update.stage if update else CODE,
                language=message.language if message else None,
                version=version,
                digest=_said(gone, "digest") if gone else None,
                edited=bool(update and update.edited),
                authority=_approved(known, update, version) if update else _by(queued),
                state=message.state if message else "",
                rungs=tuple(
                    Rung(one.rung, one.at, one.source) for one in known.receipts[UUID(key)]
                ),
            )
        )
    return found


def _spoken(known: _Known) -> list[Telling]:
    found = []
    for event in known.events:
        if event.what == What.UPDATE_TOLD:
            update = _update(known, event)
            found.append(
                Telling(
                    at=event.at,
                    who=event.actor,
                    how=_said(event, "how"),
                    template=update.stage if update else None,
                    language=update.language if update else None,
                    version=event.details["version"],
                    digest=_said(event, "digest"),
                    edited=bool(update and update.edited),
                    authority=_by(event),
                    state="told",
                )
            )
    return found


def _letters(known: _Known) -> list[Telling]:
    after: dict[str, list[AuditEvent]] = defaultdict(list)
    for event in known.events:
        if event.what in (What.LETTER_POSTED, What.LETTER_RETURNED):
            after[_said(event, "letter")].append(event)
    found = []
    for event in known.events:
        if event.what != What.LETTER_MADE:
            continue
        later = after[_said(event, "letter")]
        posted = next((one for one in later if one.what == What.LETTER_POSTED), None)
        back = any(one.what == What.LETTER_RETURNED for one in later)
        row = known.letters.get(UUID(_said(event, "letter")))
        found.append(
            Telling(
                at=posted.at if posted else None,
                who=(posted or event).actor,
                how="letter",
                template=_said(event, "kind"),
                language=row.language if row else None,
                version=None,
                digest=_said(event, "digest"),
                edited=False,
                authority=_by(event),
                state="returned" if back else "posted" if posted else "made",
                rungs=tuple(Rung(str(one.what), one.at, one.actor) for one in later),
            )
        )
    return found


def _contacts(known: _Known) -> list[Telling]:
    """Every attempt and contact; what was said in it isn't kept in the trail."""
    return [
        Telling(
            at=event.at,
            who=event.actor,
            how=_said(event, "how"),
            template=None,
            language=None,
            version=None,
            digest=None,
            edited=False,
            authority=(),
            state=_said(event, "outcome"),
        )
        for event in known.events
        if event.what == What.CONTACT_RECORDED
    ]


def _approved(known: _Known, update: Update, version: int | None) -> tuple[Authority, ...]:
    """Who approved the version that went."""
    return tuple(
        Authority(one.actor, one.at)
        for one in known.events
        if one.what == What.UPDATE_APPROVED
        and _said(one, "update") == str(update.id)
        and one.details["version"] == version
    )


def _by(event: AuditEvent) -> tuple[Authority, ...]:
    return (Authority(event.actor, event.at),)


def _update(known: _Known, event: AuditEvent) -> Update | None:
    update_id = event.details.get("update")
    return known.updates.get(UUID(str(update_id))) if update_id else None


def _said(event: AuditEvent, key: str) -> str:
    return str(event.details.get(key))
