"""Versions of the texts that reach a victim, each put to use by two people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from victim_portal.store.base import Row
from victim_portal.store.columns import Retention, UtcDateTime, link, plain

POLICY: dict[str, Any] = {"retention": Retention.POLICY, "nullable": False}


class TemplateVersion(Row):
    """One version of one text, in both languages; the database lets none be changed.

    `number` counts all of them, `version` those of the text. `source` are the English words
    that came with the portal when it was written, `source_key` is what updates keep of them.
    """

    __tablename__ = "template_version"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("source_key", "version"),
        CheckConstraint("agreed_by_id <> proposed_by_id", name="second_is_not_the_first"),
        CheckConstraint("version > 0", name="version_counted"),
        # Neither language goes live without the other, nor Welsh that nobody answers for.
        CheckConstraint("english <> '' AND welsh <> '' AND reviewer <> ''", name="whole"),
    )

    number: Mapped[int] = plain(**POLICY)
    name: Mapped[str] = plain(String(100), **POLICY)
    version: Mapped[int] = plain(**POLICY)
    source: Mapped[str] = plain(String(1000), **POLICY)
    source_key: Mapped[str] = plain(String(16), **POLICY)
    english: Mapped[str] = plain(String(1000), **POLICY)
    welsh: Mapped[str] = plain(String(1000), **POLICY)
    reviewer: Mapped[str] = plain(String(120), **POLICY)
    why: Mapped[str] = plain(String(1000), **POLICY)
    proposal_id: Mapped[UUID] = link("proposal.id", **POLICY)
    proposed_by_id: Mapped[UUID] = link("user.id", **POLICY)
    proposed_at: Mapped[datetime] = plain(UtcDateTime(), **POLICY)
    agreed_by_id: Mapped[UUID] = link("user.id", **POLICY)
    agreed_at: Mapped[datetime] = plain(UtcDateTime(), **POLICY)
