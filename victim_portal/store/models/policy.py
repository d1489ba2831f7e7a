"""What two people changed of the policy in the package, and the official licence policies."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from victim_portal.domain.policy import Change, Table
from victim_portal.store.base import Row
from victim_portal.store.columns import Retention, UtcDateTime, closed_list, link, plain

POLICY: dict[str, Any] = {"retention": Retention.POLICY, "nullable": False}


class PolicyAmendment(Row):
    """One row that was added to the policy, or taken away before it began.

    They are applied in the order of their numbers, and never changed: the database refuses
    it. `before_row` is the id of the eligibility row before which a new one stands.
    """

    __tablename__ = "policy_amendment"
    __table_args__ = (
        UniqueConstraint("number"),
        closed_list("change", Change, table="policy_amendment"),
        closed_list("table_name", Table, table="policy_amendment"),
        CheckConstraint("agreed_by_id <> proposed_by_id", name="second_is_not_the_first"),
        Index("ix_policy_amendment_row", "table_name", "row_name"),
    )

    number: Mapped[int] = plain(**POLICY)
    change: Mapped[str] = plain(String(20), **POLICY)
    table_name: Mapped[str] = plain(String(30), **POLICY)
    row_name: Mapped[str] = plain(String(100), **POLICY)
    begins_on: Mapped[date] = plain(Date, **POLICY)
    row_values: Mapped[dict[str, Any]] = plain(JSON, **POLICY)
    before_row: Mapped[str] = plain(String(100), **POLICY)
    why: Mapped[str] = plain(String(1000), **POLICY)
    proposal_id: Mapped[UUID] = link("proposal.id", **POLICY)
    proposed_by_id: Mapped[UUID] = link("user.id", **POLICY)
    proposed_at: Mapped[datetime] = plain(UtcDateTime(), **POLICY)
    agreed_by_id: Mapped[UUID] = link("user.id", **POLICY)
    agreed_at: Mapped[datetime] = plain(UtcDateTime(), **POLICY)


class LicencePolicyVersion(Row):
    """One version of the official licence conditions policy; the database lets none be changed.

    `number` counts the imports; the highest is in use. `document` is the file's JSON, and
    `digest` the SHA-256 of its canonical form, by which the same file is known again.
    """

    __tablename__ = "licence_policy"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("version"),
        CheckConstraint("number > 0", name="number_counted"),
    )

    number: Mapped[int] = plain(**POLICY)
    version: Mapped[str] = plain(String(20), **POLICY)
    digest: Mapped[str] = plain(String(64), **POLICY)
    document: Mapped[dict[str, Any]] = plain(JSON, **POLICY)
    imported_by: Mapped[str] = plain(String(120), **POLICY)
    imported_at: Mapped[datetime] = plain(UtcDateTime(), **POLICY)
