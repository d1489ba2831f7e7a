"""An update that changed while somebody had it open: nothing of theirs is kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from victim_portal.domain.vocabulary import UpdateState
from victim_portal.services.errors import ConflictError
from victim_portal.store.models import Update
from victim_portal.store.unit_of_work import LostUpdateError

CHANGED_MEANWHILE = (
    "This update changed while you had it open. Nothing was approved or saved: "
    "read it again as it stands now."
)


def check_seen(update: Update, seen_version: int, *states: UpdateState) -> None:
    """Refuse a version other than the one that was read, and any other state."""
    if update.version != seen_version or update.state not in states:
        raise ConflictError(CHANGED_MEANWHILE)


@contextmanager
def no_lost_words() -> Iterator[None]:
    """Say that it changed, where the database says that somebody was first."""
    try:
        yield
    except LostUpdateError:
        raise ConflictError(CHANGED_MEANWHILE) from None
