"""Yearly updates, read as one text and approved together: the only thing done in bulk.

It is safe because nothing in it differs from person to person but names: nobody edited it, no
month moved, no manager is asked, and it says that contact is kept. Each goes through every check
of an approval by itself, and one that is refused holds up no other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language, Role
from victim_portal.services import audit
from victim_portal.services.context import Context
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.names import shown_name
from victim_portal.services.reach import reach_of
from victim_portal.services.updates import approve_update
from victim_portal.store import finding
from victim_portal.store import today as store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.told import at_hand

ANNUAL = frozenset({Stage.ANNUAL_CONTACT})
"""What may be approved together. Everything else is read and approved one by one."""
AHEAD = timedelta(days=3)
MOST = 250


@dataclass(frozen=True)
class AnnualDraft:
    """One yearly update that waits: `version` is the one that is shown."""

    update_id: UUID
    version: int
    reference: str
    person_name: str = field(repr=False)
    language: Language
    sms: str = field(repr=False)
    content: str = field(repr=False)


@dataclass(frozen=True)
class BulkDone:
    """How many were approved, and which weren't, with the reason of each."""

    approved: int
    refused: tuple[tuple[str, str], ...]


def annual_drafts(ctx: Context, actor: Actor) -> tuple[AnnualDraft, ...]:
    """The actor's own yearly updates that are due and that nobody edited, as they stand.

    The words are shown, so each view is recorded. NotAllowedError without casework.
    """
    if actor.role not in (Role.OFFICER, Role.MANAGER) or actor.user_id is None:
        raise NotAllowedError
    with ctx.store.writing() as uow:
        rows = store.unedited(uow, actor.user_id, ANNUAL, ctx.today() + AHEAD, MOST)
        at_hand(uow, [case for _, case in rows])
        seen = [(u, case) for u, case in rows if may_see_case(actor, reach_of(uow, case))]
        persons = finding.persons(uow, {case.person_id for _, case in seen})
        found = []
        for update, case in seen:
            try:
                words = (update.notice_sms or "", update.content or "")
            except UnreadableError:
                # Nobody approves what nobody can read: its own page says so.
                continue
            audit.update_viewed(uow, actor, update)
            found.append(
                AnnualDraft(
                    update.id,
                    update.version,
                    case.reference,
                    shown_name(persons[case.person_id]),
                    Language(update.language),
                    *words,
                )
            )
        uow.commit()
    return tuple(found)


def approve_annual(ctx: Context, actor: Actor, chosen: Sequence[tuple[UUID, int]]) -> BulkDone:
    """Approve some of them in the versions that were shown, each by itself.

    What isn't a yearly update of the actor's own any more, or was changed meanwhile, is refused
    and stays as it is. Sends nothing by itself.
    """
    allowed = {one.update_id: one for one in annual_drafts(ctx, actor)}
    approved, refused = 0, []
    for update_id, version in dict(chosen).items():
        one = allowed.get(update_id)
        if one is None:
            continue
        why = _why_not(ctx, actor, one, version)
        if why:
            refused.append((one.reference, why))
        else:
            approved += 1
    return BulkDone(approved, tuple(refused))


def _why_not(ctx: Context, actor: Actor, one: AnnualDraft, version: int) -> str:
    try:
        approve_update(ctx, actor, one.reference, one.update_id, version)
    except InvalidError as error:
        return " ".join(error.problems.values())
    except (ConflictError, NotFoundError) as error:
        return str(error) or "It changed meanwhile."
    except NotAllowedError:
        return "Only a manager can approve this one."
    return ""
