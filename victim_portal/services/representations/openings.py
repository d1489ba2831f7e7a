"""Who has files of a victim's statement, and who opened them: what can't be unread."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services.names import full_name
from victim_portal.services.representations.values import SeenBy
from victim_portal.store import releases as release_store
from victim_portal.store import representations as store
from victim_portal.store.models import Statement, Submission
from victim_portal.store.unit_of_work import UnitOfWork

OF_THE_STATEMENT = frozenset({SubmissionPart.STATEMENT, SubmissionPart.NON_DISCLOSURE})


def seen_by(
    uow: UnitOfWork, case_id: UUID, statements: Sequence[Statement]
) -> dict[int, tuple[SeenBy, ...]]:
    """By version of a case's statement: for whom files of it were made, and who opened them."""
    made = {str(one.id) for one in store.documents(uow, case_id) if one.part in OF_THE_STATEMENT}
    carried = [
        one for one in store.submissions(uow, case_id) if made.intersection(one.document_ids)
    ]
    if not carried:
        return {}
    released = release_store.of_case(uow, case_id)
    found: dict[int, list[SeenBy]] = {}
    for submission in reversed(carried):
        here = [
            (full_name(user.first_name, user.last_name), release.opened_at)
            for release, user in released
            if release.submission_id == submission.id
        ]
        found.setdefault(version_in(submission, statements), []).append(
            SeenBy(
                made_at=submission.made_at,
                for_whom=submission.for_whom or "",
                opened=tuple((name, at) for name, at in here if at is not None),
                not_opened=tuple(name for name, at in here if at is None),
            )
        )
    return {version: tuple(rows) for version, rows in found.items()}


def opened_at(uow: UnitOfWork, case_id: UUID) -> dict[UUID, datetime]:
    """When each submission of a case was opened first by somebody outside, where it was."""
    found: dict[UUID, datetime] = {}
    for release, _ in release_store.of_case(uow, case_id):
        if release.opened_at is not None:
            before = found.get(release.submission_id, release.opened_at)
            found[release.submission_id] = min(before, release.opened_at)
    return found


def version_in(submission: Submission, statements: Sequence[Statement]) -> int:
    """Which version of the statement a submission carried; 0 where it is none of these."""
    known = (one.version for one in statements if one.recorded_at <= submission.made_at)
    return max(known, default=0)
