"""The providers that carry texts and e-mail: whether they take messages now."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from victim_portal.store.base import Row
from victim_portal.store.columns import UtcDateTime, plain


class Provider(Row):
    """One provider's breaker (`domain.breaker`), which every worker shares.

    `swept_at` is when what can't wait for it was last looked for.
    """

    __tablename__ = "provider"
    __table_args__ = (
        CheckConstraint("kind IN ('email', 'sms')", name="kind_known"),
        CheckConstraint("(open_since IS NULL) = (probe_at IS NULL)", name="open_until_a_probe"),
        CheckConstraint(
            "open_since IS NULL OR recovering_since IS NULL", name="open_or_recovering"
        ),
        CheckConstraint(
            "(recovering_since IS NULL) = (free_at IS NULL)", name="recovers_at_a_rate"
        ),
        UniqueConstraint("kind"),
    )

    kind: Mapped[str] = plain(String(10), nullable=False)
    failures: Mapped[int] = plain(nullable=False, default=0)
    failed_at: Mapped[datetime | None] = plain(UtcDateTime())
    open_since: Mapped[datetime | None] = plain(UtcDateTime())
    probe_at: Mapped[datetime | None] = plain(UtcDateTime())
    probes: Mapped[int] = plain(nullable=False, default=0)
    probing_until: Mapped[datetime | None] = plain(UtcDateTime())
    recovering_since: Mapped[datetime | None] = plain(UtcDateTime())
    free_at: Mapped[datetime | None] = plain(UtcDateTime())
    swept_at: Mapped[datetime | None] = plain(UtcDateTime())
