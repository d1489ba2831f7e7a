"""An update that changed while somebody had it open: nothing of theirs is kept."""

from collections.abc import Iterator
from contextlib import contextmanager

from victim_portal.domain.vocabulary import UpdateState
from victim_portal.domain.wrong_news import is_correction
from victim_portal.services.errors import ConflictError
from victim_portal.store.models import Update
from victim_portal.store.unit_of_work import LostUpdateError

CHANGED_MEANWHILE = (
    "This update changed while you had it open. Nothing was approved or saved: "
    "read it again as it stands now."
)
OF_TWO_MANAGERS = (
    "This puts something right that was wrong. Two managers release it, or take it back, on a "
    "page of its own. If you have told them already, record that."
)


def refuse_corrections(update: Update) -> None:
    """What puts wrong news right isn't one person's to approve, edit or cancel."""
    if is_correction(update.plan_key):
        raise ConflictError(OF_TWO_MANAGERS)


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
