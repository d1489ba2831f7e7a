"""What was told and may be wrong: none of it stands on the reader's own pages unmarked."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from victim_portal.domain.wrong_news import Shown, shown_as
from victim_portal.services.known_wrong import known_wrong
from victim_portal.services.news_facts import waits_for_thaw
from victim_portal.store import wrong_news as store
from victim_portal.store.models import Update
from victim_portal.store.unit_of_work import UnitOfWork

Doubts = Mapping[UUID, tuple[Shown, Update | None]]


def doubts_about(uow: UnitOfWork, case_id: UUID, told: Sequence[Update]) -> Doubts:
    """How each of some updates of a case is shown, and what puts it right once that was told.

    In doubt is what was found to be wrong; what belongs to it and wasn't looked at yet; and
    what was taken back, for as long as its texts are frozen. What puts another right and is in
    doubt itself puts nothing right.
    """
    doubted = set(known_wrong(uow, told)) | store.not_looked_at_yet(uow, case_id)
    frozen = store.frozen_stages(uow)
    waiting = {one.id for one in told if waits_for_thaw(one, frozen)}
    doubted |= store.ever_named(uow, waiting) if waiting else set()
    right = store.told_corrections(uow, doubted) if doubted else {}
    found: dict[UUID, tuple[Shown, Update | None]] = {}
    for update in told:
        truth = right.get(update.id)
        if truth is not None and truth.id in doubted:
            truth = None
        shown = shown_as(in_doubt=update.id in doubted, put_right=truth is not None)
        found[update.id] = (shown, truth)
    return found
