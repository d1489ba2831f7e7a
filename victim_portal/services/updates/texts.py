"""The texts of an update, and the days that they name."""

import hashlib
import json
from collections.abc import Iterable, Sequence

from victim_portal.domain.last_look import named_days
from victim_portal.store import updates as update_store
from victim_portal.store.models import Update
from victim_portal.store.unit_of_work import UnitOfWork

TEXTS = ("notice_sms", "notice_subject", "notice_email", "content_subject", "content")


def texts_of(update: Update) -> list[str | None]:
    """Every text of an update, in the order of `TEXTS`."""
    return [getattr(update, name) for name in TEXTS]


def days_of(update: Update) -> tuple[str, ...]:
    """The days that the words of an update name, whichever of them will be read."""
    return days_in(texts_of(update))


def days_in(texts: Iterable[str | None]) -> tuple[str, ...]:
    """The same of its texts as they were read."""
    return named_days("\n".join(one or "" for one in texts))


def digest_of(texts: Sequence[str | None]) -> str:
    """The SHA-256 of everything that an approver reads, in hexadecimal."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=True).encode()).hexdigest()


def unagreed_days(uow: UnitOfWork, update: Update) -> tuple[str, ...]:
    """The days in an update's words to which no manager has agreed."""
    days = days_of(update)
    return days if days and update_store.exact_date_agreement(uow, update) is None else ()
