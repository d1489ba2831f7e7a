"""Sentence-progress updates, their approvals, and the messages that carry them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import Language, MessageState, UpdateState
from victim_portal.store.base import Row, SealedText
from victim_portal.store.columns import Subject, UtcDateTime, closed_list, link, plain, sealed

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
# As the partial indexes have them: a query uses such an index only where it says the same.
DUE = "state IN ('queued', 'failed_for_now')"
CLAIMED = "state = 'claimed'"


class Update(Row):
    """One sentence-progress update for one case: its window, facts and two texts."""

    __tablename__ = "update"
    __table_args__ = (
        closed_list("stage", Stage, table="update"),
        closed_list("state", UpdateState, table="update"),
        closed_list("language", Language, table="update"),
        UniqueConstraint("case_id", "plan_key"),
        CheckConstraint("window_closes >= window_opens", name="window_in_order"),
        CheckConstraint(
            "state <> 'approved' OR approved_version = version", name="approved_as_it_stands"
        ),
        Index("ix_update_state_window", "state", "window_opens"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    stage: Mapped[str] = plain(String(40), nullable=False, **PERSON)
    plan_key: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    state: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    window_opens: Mapped[date] = plain(Date, nullable=False, **PERSON)
    window_closes: Mapped[date] = plain(Date, nullable=False, **PERSON)
    anchor_code: Mapped[str] = plain(String(30), nullable=False, **PERSON)
    anchor_month: Mapped[str | None] = plain(String(7), **PERSON)
    # What the words need beside the month: previous month, outcome, event, licence or not.
    said: Mapped[dict[str, Any]] = plain(JSON, nullable=False, **PERSON)
    needs_manager: Mapped[bool] = plain(nullable=False, **PERSON)
    reason: Mapped[str] = plain(String(500), nullable=False, **PERSON)
    facts: Mapped[dict[str, Any]] = plain(JSON, nullable=False, **PERSON)
    language: Mapped[str] = plain(String(5), nullable=False, **PERSON)
    # From which texts it was drafted, and in which version of each, by their keys.
    text_versions: Mapped[dict[str, Any]] = plain(JSON, nullable=False, default=dict, **PERSON)
    notice_sms_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    notice_subject_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    notice_email_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    content_subject_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    content_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    edited: Mapped[bool] = plain(nullable=False, default=False, **PERSON)
    version: Mapped[int] = plain(nullable=False, **PERSON)
    approved_version: Mapped[int | None] = plain(**PERSON)
    back_to_draft_why: Mapped[str | None] = plain(String(500), **PERSON)
    # Empty where the plan itself withdrew it: then it may come back.
    cancelled_by: Mapped[str | None] = plain(String(120), **PERSON)
    cancelled_why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    sent_on: Mapped[date | None] = plain(Date, **PERSON)
    # How a person told it; empty where messages carried it.
    told_how: Mapped[str | None] = plain(String(20), **PERSON)
    told_by: Mapped[str | None] = plain(String(120), **PERSON)
    # When a person cancelled it, or wrote down that they had told it.
    decided_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    # When its officer was asked to read it, so that the task is raised once.
    asked_on: Mapped[date | None] = plain(Date, **PERSON)
    changed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    row_version: Mapped[int] = plain(nullable=False, **PERSON)

    notice_sms = SealedText("notice_sms_sealed")
    notice_subject = SealedText("notice_subject_sealed")
    notice_email = SealedText("notice_email_sealed")
    content_subject = SealedText("content_subject_sealed")
    content = SealedText("content_sealed")
    cancelled_why = SealedText("cancelled_why_sealed")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class CasePlanning(Row):
    """When a case was last planned, and by which policy: what time alone changes is found by it."""

    __tablename__ = "case_planning"
    __table_args__ = (UniqueConstraint("case_id"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    planned_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    policy_version: Mapped[str] = plain(String(60), nullable=False, **PERSON)


class PlanDifference(Row):
    """What one planning changed in one case, in codes and months, and who has seen it."""

    __tablename__ = "plan_difference"
    __table_args__ = (
        CheckConstraint("(seen_at IS NULL) = (seen_by IS NULL)", name="seen_by_somebody"),
        Index("ix_plan_difference_case", "case_id", "number"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    # The order of a case's differences; two at one moment may share it, and are both shown.
    number: Mapped[int] = plain(nullable=False, **PERSON)
    changes: Mapped[list[Any]] = plain(JSON, nullable=False, **PERSON)
    # For each road: the month that they were told of, and the month that stood then.
    told: Mapped[list[Any]] = plain(JSON, nullable=False, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    made_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    seen_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    seen_by: Mapped[str | None] = plain(String(120), **PERSON)


class Approval(Row):
    """One person's approval of one version of one update, in the words they read."""

    __tablename__ = "approval"
    __table_args__ = (UniqueConstraint("update_id", "version", "approved_by"),)

    update_id: Mapped[UUID] = link("update.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    version: Mapped[int] = plain(nullable=False, **PERSON)
    words_digest: Mapped[str] = plain(String(64), nullable=False, **PERSON)
    approved_by: Mapped[UUID] = link("user.id", nullable=False, **PERSON)
    approved_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)


class ExactDateAgreement(Row):
    """A manager's agreement that one version of an update names a day, and their reason."""

    __tablename__ = "exact_date_agreement"
    __table_args__ = (UniqueConstraint("update_id", "version"),)

    update_id: Mapped[UUID] = link("update.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    proposal_id: Mapped[UUID] = link("proposal.id", nullable=False, **PERSON)
    version: Mapped[int] = plain(nullable=False, **PERSON)
    why_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    agreed_by: Mapped[UUID] = link("user.id", nullable=False, **PERSON)
    agreed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    why = SealedText("why_sealed")


class Message(Row):
    """One message to one recipient over one channel; only the worker hands it over."""

    __tablename__ = "message"
    __table_args__ = (
        closed_list("state", MessageState, table="message"),
        closed_list("language", Language, table="message"),
        CheckConstraint("kind IN ('email', 'sms')", name="kind_known"),
        # It carries an update in one version (perhaps with a link), the code that verifies its
        # channel, a link alone, or the code that opens a link.
        CheckConstraint(
            "(update_id IS NULL) = (update_version IS NULL)"
            " AND (update_id IS NULL OR verification_id IS NULL)"
            " AND (link_id IS NULL OR verification_id IS NULL)"
            " AND (link_code_id IS NULL"
            " OR (update_id IS NULL AND verification_id IS NULL AND link_id IS NULL))"
            " AND (update_id IS NOT NULL OR verification_id IS NOT NULL OR link_id IS NOT NULL"
            " OR link_code_id IS NOT NULL)",
            name="carries_one_thing",
        ),
        UniqueConstraint("send_key"),
        Index(
            "ix_message_due",
            "next_try_at",
            "id",
            sqlite_where=text(DUE),
            postgresql_where=text(DUE),
        ),
        Index(
            "ix_message_leased",
            "lease_until",
            sqlite_where=text(CLAIMED),
            postgresql_where=text(CLAIMED),
        ),
        Index(
            "ix_message_in_doubt",
            "ask_at",
            sqlite_where=text("ask_at IS NOT NULL"),
            postgresql_where=text("ask_at IS NOT NULL"),
        ),
        Index("ix_message_provider_reference", "provider_reference"),
        Index("ix_message_made_at", "made_at"),
        {"postgresql_with": {"fillfactor": 70}},
    )

    update_id: Mapped[UUID | None] = link("update.id", index=True, **PERSON)
    verification_id: Mapped[UUID | None] = link("verification.id", index=True, **PERSON)
    link_id: Mapped[UUID | None] = link("secure_link.id", index=True, **PERSON)
    # Of the token in its link.
    link_digest: Mapped[bytes | None] = plain(LargeBinary, index=True, **PERSON)
    link_code_id: Mapped[UUID | None] = link("link_code.id", index=True, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    channel_id: Mapped[UUID] = link("channel.id", nullable=False, index=True, **PERSON)
    kind: Mapped[str] = plain(String(10), nullable=False, **PERSON)
    update_version: Mapped[int | None] = plain(**PERSON)
    cause: Mapped[str] = plain(String(60), nullable=False, **PERSON)
    send_key: Mapped[str] = plain(String(200), nullable=False, **PERSON)
    state: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    language: Mapped[str] = plain(String(5), nullable=False, **PERSON)
    subject_sealed: Mapped[bytes | None] = sealed(**PERSON)
    body_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    sent_to_sealed: Mapped[bytes | None] = sealed(**PERSON)
    deadline_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    next_try_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    tries: Mapped[int] = plain(nullable=False, default=0, **PERSON)
    claimed_by: Mapped[str | None] = plain(String(80), **PERSON)
    lease_until: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    # In doubt: when the provider is asked next, how often it said no, whether it went again.
    ask_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    asks: Mapped[int] = plain(nullable=False, default=0, **PERSON)
    sent_again: Mapped[bool] = plain(nullable=False, default=False, **PERSON)
    provider_reference: Mapped[str | None] = plain(String(80), **PERSON)
    handed_over_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    why_code: Mapped[str | None] = plain(String(60), **PERSON)
    surge_id: Mapped[UUID | None] = link("surge.id", index=True, **PERSON)
    why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    changed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    subject = SealedText("subject_sealed")
    body = SealedText("body_sealed")
    sent_to = SealedText("sent_to_sealed")
    # In words, for staff alone: the words that don't fit may be somebody's name.
    why = SealedText("why_sealed")


class Receipt(Row):
    """One rung of the receipt ladder that a message reached, and how we know."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("message_id", "rung", "source"),)

    message_id: Mapped[UUID] = link("message.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    rung: Mapped[str] = plain(String(30), nullable=False, **PERSON)
    source: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    code: Mapped[str | None] = plain(String(40), **PERSON)
    at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
