"""Closing what was opened to parole case managers, because what it rested on is no more.

In the caller's transaction. Whoever may still open a submission can do so again, on purpose.
"""

from collections.abc import Iterable
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.store import releases as store
from victim_portal.store.models import Case, SubmissionRelease
from victim_portal.store.unit_of_work import UnitOfWork


def end_of_case(uow: UnitOfWork, actor: Actor, case: Case) -> None:
    """A case was restricted: it is open to the people who are named, and no release before."""
    end(uow, actor, store.open_of_case(uow, case.id))


def end_to(uow: UnitOfWork, actor: Actor, user_id: UUID, offender_id: UUID | None = None) -> None:
    """Somebody left, has another role, or a conflict over an offender (that one's cases only)."""
    end(uow, actor, store.open_to_user(uow, user_id, offender_id))


def end(uow: UnitOfWork, actor: Actor, releases: Iterable[SubmissionRelease]) -> None:
    """End some releases that are open, each with its line in the trail."""
    for release in releases:
        release.ended_at, release.ended_by = uow.clock.now(), actor.name
        audit.record(
            uow,
            actor,
            What.RELEASE_ENDED,
            release.case_id,
            release=str(release.id),
            user=str(release.user_id),
        )
