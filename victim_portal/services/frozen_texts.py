"""Texts of a stage of which something that was told was wrong: none goes before their thaw."""

from victim_portal.domain.wrong_news import is_correction
from victim_portal.store import wrong_news as store
from victim_portal.store.models import Update
from victim_portal.store.unit_of_work import UnitOfWork


def is_frozen(uow: UnitOfWork, update: Update) -> bool:
    """Whether an update may neither be approved nor sent; what puts it right may."""
    return not is_correction(update.plan_key) and store.frozen(uow, update.stage) is not None
