"""The texts of an update, and the days that they name."""

from victim_portal.domain.last_look import named_days
from victim_portal.store import updates as update_store
from victim_portal.store.models import Update
from victim_portal.store.unit_of_work import UnitOfWork

TEXTS = ("notice_sms", "notice_subject", "notice_email", "content_subject", "content")


def days_of(update: Update) -> tuple[str, ...]:
    """The days that the words of an update name, whichever of them will be read."""
    return named_days("\n".join(getattr(update, name) or "" for name in TEXTS))


def unagreed_days(uow: UnitOfWork, update: Update) -> tuple[str, ...]:
    """The days in an update's words to which no manager has agreed."""
    days = days_of(update)
    return days if days and update_store.exact_date_agreement(uow, update) is None else ()
