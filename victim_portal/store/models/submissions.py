"""What stands beside a submission: details to look for, what was settled, to whom it went."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Date, Index, LargeBinary, String
from sqlalchemy.orm import Mapped

from victim_portal.domain.submissions import (
    BoardDecision,
    DetailKind,
    HandoverWay,
    Recipient,
    Settled,
)
from victim_portal.store.base import Row, SealedJson, SealedText
from victim_portal.store.columns import UtcDateTime, closed_list, link, plain, sealed
from victim_portal.store.models.representations import PERSON


class ProtectedDetail(Row):
    """A place or a name that must not stand in a file, beside what channels hold already."""

    __tablename__ = "protected_detail"
    __table_args__ = (closed_list("kind", DetailKind, table="protected_detail"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, index=True, **PERSON)
    kind: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    value_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_by: Mapped[str | None] = plain(String(120), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)

    value = SealedText("value_sealed")


class PassageSettlement(Row):
    """How a passage that could lead to the victim was settled with her.

    `place` is the text in which it stands, `words` what was found and `excerpt` what stands
    around it. `taken` became `instead`; of a statement that made `statement_version`.
    """

    __tablename__ = "passage_settlement"
    __table_args__ = (closed_list("how", Settled, table="passage_settlement"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    place: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    kind: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    words_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    excerpt_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    how: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    reason_sealed: Mapped[bytes | None] = sealed(**PERSON)
    taken_sealed: Mapped[bytes | None] = sealed(**PERSON)
    instead_sealed: Mapped[bytes | None] = sealed(**PERSON)
    statement_version: Mapped[int | None] = plain(**PERSON)
    agreed_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    settled_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    settled_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_by: Mapped[str | None] = plain(String(120), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)

    words = SealedText("words_sealed")
    excerpt = SealedText("excerpt_sealed")
    reason = SealedText("reason_sealed")
    taken = SealedText("taken_sealed")
    instead = SealedText("instead_sealed")


class Handover(Row):
    """Files of a submission that went to somebody: how, on which day, and that they have them."""

    __tablename__ = "handover"
    __table_args__ = (
        closed_list("recipient", Recipient, table="handover"),
        closed_list("way", HandoverWay, table="handover"),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    submission_id: Mapped[UUID] = link("submission.id", nullable=False, index=True, **PERSON)
    document_ids: Mapped[list[str]] = plain(JSON, nullable=False, **PERSON)
    recipient: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    to_whom_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    way: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    handed_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    acknowledged_on: Mapped[date | None] = plain(Date, **PERSON)
    acknowledged_how_sealed: Mapped[bytes | None] = sealed(**PERSON)
    acknowledgement_by: Mapped[str | None] = plain(String(120), **PERSON)

    to_whom = SealedText("to_whom_sealed")
    acknowledged_how = SealedText("acknowledged_how_sealed")


class NonDisclosure(Row):
    """What goes with a non-disclosure application, and what the Board decided on it.

    `statement_id` is the version whose material it covers; none where the material is of
    condition requests alone. It stands for later versions of the same material too. `gist`
    stands in the served statement in its place.
    """

    __tablename__ = "non_disclosure"
    __table_args__ = (closed_list("decision", BoardDecision, table="non_disclosure"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    statement_id: Mapped[UUID | None] = link("statement.id", **PERSON)
    gist_sealed: Mapped[bytes | None] = sealed(**PERSON)
    agreed_on: Mapped[date | None] = plain(Date, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    decision: Mapped[str | None] = plain(String(20), **PERSON)
    decided_on: Mapped[date | None] = plain(Date, **PERSON)
    decided_why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    decision_by: Mapped[str | None] = plain(String(120), **PERSON)

    gist = SealedJson("gist_sealed")
    decided_why = SealedText("decided_why_sealed")


class DocumentCheck(Row):
    """That somebody without an account asked whether a document is current, and from where."""

    __tablename__ = "document_check"
    __table_args__ = (Index("ix_document_check_address", "address_index", "at"),)

    at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    address_index: Mapped[bytes] = plain(LargeBinary, nullable=False)
