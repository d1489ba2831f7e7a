"""What a victim wants the decision-makers to hear, and the files that carry it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from victim_portal.domain.vocabulary import Language, RequestState, SubmissionPart
from victim_portal.store.base import Row, SealedJson, SealedText
from victim_portal.store.columns import (
    Retention,
    Subject,
    UtcDateTime,
    closed_list,
    link,
    plain,
    sealed,
)

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
OFFENDER: dict[str, Any] = {"subject": Subject.OFFENDER, "retention": Retention.OFFENDER}


class Review(Row):
    """One parole review of an offender; its hearing may move.

    `decided_on` and `outcome` are the Board's decision on it, once that is known;
    `policy_version` is the policy by which its deadlines were last followed.
    """

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_hearing_on", "hearing_on"),)

    offender_id: Mapped[UUID] = link("offender.id", nullable=False, index=True, **OFFENDER)
    kind: Mapped[str] = plain(String(60), nullable=False, **OFFENDER)
    target_month: Mapped[str | None] = plain(String(7), **OFFENDER)
    hearing_on: Mapped[date | None] = plain(Date, **OFFENDER)
    panel_reference_sealed: Mapped[bytes | None] = sealed(**OFFENDER)
    version: Mapped[int] = plain(nullable=False, **OFFENDER)
    decided_on: Mapped[date | None] = plain(Date, **OFFENDER)
    outcome: Mapped[str | None] = plain(String(20), **OFFENDER)
    closed_at: Mapped[datetime | None] = plain(UtcDateTime(), **OFFENDER)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **OFFENDER)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **OFFENDER)
    policy_version: Mapped[str | None] = plain(String(60), **OFFENDER)

    panel_reference = SealedText("panel_reference_sealed")


class Representation(Row):
    """One occasion on which a victim was heard; its requests hang on it."""

    __tablename__ = "representation"

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    review_id: Mapped[UUID | None] = link("review.id", **PERSON)
    heard_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    how: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)


class ConditionRequest(Row):
    """One licence condition that a victim asks for, in her words and in the catalogue's.

    `wish` is what an officer put down for those who decide; `wish_id` what she wrote herself,
    where it came from her own pages. `outcome_plain` is the reason as she reads it there.
    """

    __tablename__ = "condition_request"
    __table_args__ = (
        closed_list("state", RequestState, table="condition_request"),
        UniqueConstraint("case_id", "number"),
        CheckConstraint(
            "state NOT IN ('refused', 'amended') OR outcome_reason_sealed IS NOT NULL",
            name="refusal_has_reason",
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    representation_id: Mapped[UUID] = link("representation.id", nullable=False, **PERSON)
    number: Mapped[int] = plain(nullable=False, **PERSON)
    wish_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    catalogue_version: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    code: Mapped[str] = plain(String(40), nullable=False, **PERSON)
    inputs_sealed: Mapped[bytes | None] = sealed(**PERSON)
    wording_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    zone_sealed: Mapped[bytes | None] = sealed(**PERSON)
    agreed_to_name: Mapped[bool] = plain(nullable=False, **PERSON)
    agreed_to_map: Mapped[bool] = plain(nullable=False, **PERSON)
    necessity_sealed: Mapped[bytes | None] = sealed(**PERSON)
    state: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    state_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    put_forward_to_sealed: Mapped[bytes | None] = sealed(**PERSON)
    put_forward_on: Mapped[date | None] = plain(Date, **PERSON)
    outcome_reason_sealed: Mapped[bytes | None] = sealed(**PERSON)
    told_on: Mapped[date | None] = plain(Date, **PERSON)
    row_version: Mapped[int] = plain(nullable=False, **PERSON)
    wish_id: Mapped[UUID | None] = link("wish.id", index=True, **PERSON)
    outcome_plain_sealed: Mapped[bytes | None] = sealed(**PERSON)
    # How it stands on the licence where it was granted with changes, and its own last day.
    granted_wording_sealed: Mapped[bytes | None] = sealed(**PERSON)
    ends_on: Mapped[date | None] = plain(Date, **PERSON)
    told_how: Mapped[str | None] = plain(String(20), **PERSON)
    # Why somebody who asked to be rung first wasn't.
    not_rung_sealed: Mapped[bytes | None] = sealed(**PERSON)

    wish = SealedJson("wish_sealed")
    inputs = SealedJson("inputs_sealed")
    wording = SealedText("wording_sealed")
    zone = SealedJson("zone_sealed")
    necessity = SealedJson("necessity_sealed")
    put_forward_to = SealedText("put_forward_to_sealed")
    outcome_reason = SealedText("outcome_reason_sealed")
    outcome_plain = SealedText("outcome_plain_sealed")
    granted_wording = SealedText("granted_wording_sealed")
    not_rung = SealedText("not_rung_sealed")

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012 - SQLAlchemy's own form


class ZonePicture(Row):
    """The picture of one area's map: an uploaded map, or the base map when the area was drawn.

    The outline and what was said of the map stand with the request, which names this row.
    """

    __tablename__ = "zone_picture"

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    request_id: Mapped[UUID] = link("condition_request.id", nullable=False, index=True, **PERSON)
    media: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    content_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    made_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    # Base64 in, base64 out: the sealed doors carry text.
    content = SealedText("content_sealed")


class Statement(Row):
    """One version of a victim personal statement; a later one replaces it.

    `words_digest` seals its words: what is read is compared with it each time.
    """

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("case_id", "version"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    review_id: Mapped[UUID | None] = link("review.id", **PERSON)
    version: Mapped[int] = plain(nullable=False, **PERSON)
    body_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    withheld_sealed: Mapped[bytes | None] = sealed(**PERSON)
    withheld_reasons_sealed: Mapped[bytes | None] = sealed(**PERSON)
    written_by: Mapped[str] = plain(String(40), nullable=False, **PERSON)
    read_back_on: Mapped[date | None] = plain(Date, **PERSON)
    reading_preference: Mapped[str] = plain(String(40), nullable=False, **PERSON)
    observing: Mapped[bool | None] = plain(**PERSON)
    support_sealed: Mapped[bytes | None] = sealed(**PERSON)
    # Why it is put forward beside those of two others of the family.
    family_note_sealed: Mapped[bytes | None] = sealed(**PERSON)
    language: Mapped[str] = plain(String(5), nullable=False, **PERSON)
    signed_on: Mapped[date | None] = plain(Date, **PERSON)
    words_digest: Mapped[str] = plain(String(64), nullable=False, **PERSON)
    withdrawn_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    recorded_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    recorded_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)

    body = SealedJson("body_sealed")
    withheld = SealedJson("withheld_sealed")
    withheld_reasons = SealedJson("withheld_reasons_sealed")
    support = SealedText("support_sealed")
    family_note = SealedText("family_note_sealed")


class Submission(Row):
    """One export: who made it, when, for whom, and of which files.

    `document_ids` names them all, for a file that was made before isn't made again.
    `recipient` is to whom it was made out. `unsettled` lists where passages stood that weren't
    settled, without their words, when a manager had it sent for a reason (`keep_reason`), and
    what was left out of it.
    """

    __tablename__ = "submission"

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    review_id: Mapped[UUID | None] = link("review.id", **PERSON)
    for_whom_sealed: Mapped[bytes | None] = sealed(**PERSON)
    made_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    made_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    document_ids: Mapped[list[str]] = plain(JSON, nullable=False, **PERSON)
    keep_reason_sealed: Mapped[bytes | None] = sealed(**PERSON)
    recipient: Mapped[str | None] = plain(String(20), **PERSON)
    unsettled_sealed: Mapped[bytes | None] = sealed(**PERSON)

    for_whom = SealedText("for_whom_sealed")
    keep_reason = SealedText("keep_reason_sealed")
    unsettled = SealedJson("unsettled_sealed")


class Document(Row):
    """One finished file of a submission, kept as it was handed over.

    `statement_version` or `request_numbers` say whose words it holds; `words_digest` is over
    those words alone, so that a hearing that moves doesn't make them old. `audience` is for whom
    it is written.
    """

    __tablename__ = "document"
    __table_args__ = (
        closed_list("part", SubmissionPart, table="document"),
        closed_list("language", Language, table="document"),
        UniqueConstraint("case_id", "part", "version", "language", "large_print"),
        Index("ix_document_sha256", "sha256"),
        Index("ix_document_content_digest", "content_digest"),
    )

    submission_id: Mapped[UUID] = link("submission.id", nullable=False, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    part: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    version: Mapped[int] = plain(nullable=False, **PERSON)
    language: Mapped[str] = plain(String(5), nullable=False, **PERSON)
    large_print: Mapped[bool] = plain(nullable=False, **PERSON)
    file_name: Mapped[str] = plain(String(80), nullable=False, **PERSON)
    source_digest: Mapped[str] = plain(String(64), nullable=False, **PERSON)
    content_digest: Mapped[str] = plain(String(64), nullable=False, **PERSON)
    sha256: Mapped[str] = plain(String(64), nullable=False, **PERSON)
    content_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    made_on: Mapped[date] = plain(Date, nullable=False, **PERSON)
    unprintable_sealed: Mapped[bytes | None] = sealed(**PERSON)
    statement_version: Mapped[int | None] = plain(**PERSON)
    request_numbers: Mapped[list[int] | None] = plain(JSON, **PERSON)
    words_digest: Mapped[str | None] = plain(String(64), **PERSON)
    audience: Mapped[str] = plain(String(20), nullable=False, server_default="parole", **PERSON)

    unprintable = SealedJson("unprintable_sealed")
    # Base64 in, base64 out: the sealed doors carry text.
    content = SealedText("content_sealed")
