"""Who may go where they usually don't: restrictions, broken glass, second persons, releases."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from victim_portal.domain.overtaking import OvertakenBy
from victim_portal.domain.vocabulary import Decision, TwoPersonAct
from victim_portal.store.base import Row, SealedText
from victim_portal.store.columns import Subject, UtcDateTime, closed_list, link, plain, sealed

PERSON: dict[str, Any] = {"subject": Subject.PERSON}
LIVE = "ended_at IS NULL"


class Restriction(Row):
    """Why a case is open to named people only, from when until when."""

    __tablename__ = "restriction"
    __table_args__ = (
        Index(
            "uq_restriction_live",
            "case_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    why_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    set_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    set_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_by: Mapped[str | None] = plain(String(250), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)

    why = SealedText("why_sealed")


class CaseReader(Row):
    """Somebody who is named on a restricted case, beside its officer."""

    __tablename__ = "case_reader"
    __table_args__ = (
        Index(
            "uq_case_reader_live",
            "case_id",
            "user_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
    )

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    user_id: Mapped[UUID] = link("user.id", nullable=False, index=True, **PERSON)
    named_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    named_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ended_by: Mapped[str | None] = plain(String(120), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)


class GlassBreaking(Row):
    """Somebody opened a case outside their reach, with a reason, for a while.

    `found_by` says with what they named it. A manager of the case's unit looks at each one,
    and one of the breaker's own unit (`home_...`).
    """

    __tablename__ = "glass_breaking"
    __table_args__ = (Index("ix_glass_breaking_user", "user_id", "ends_at"),)

    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    user_id: Mapped[UUID] = link("user.id", nullable=False, **PERSON)
    unit_id: Mapped[UUID | None] = link("unit.id", index=True, **PERSON)
    found_by: Mapped[str] = plain(String(20), nullable=False, **PERSON)
    why_sealed: Mapped[bytes] = sealed(nullable=False, **PERSON)
    at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    ends_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    looked_at_by: Mapped[str | None] = plain(String(120), **PERSON)
    looked_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    in_order: Mapped[bool | None] = plain(**PERSON)
    finding_sealed: Mapped[bytes | None] = sealed(**PERSON)
    home_looked_at_by: Mapped[str | None] = plain(String(120), **PERSON)
    home_looked_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    home_in_order: Mapped[bool | None] = plain(**PERSON)
    home_finding_sealed: Mapped[bytes | None] = sealed(**PERSON)

    why = SealedText("why_sealed")
    finding = SealedText("finding_sealed")
    home_finding = SealedText("home_finding_sealed")


class Proposal(Row):
    """What one person proposes and a second one, never the same, decides.

    `about` holds ids and codes, or the row of policy that is proposed. A reason that concerns
    a person is sealed under their key; one that concerns none (a policy, a template) stands in
    `why`, and why it was refused in `refused_why`. One that is `overtaken` nobody decided.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        closed_list("act", TwoPersonAct, table="proposal"),
        closed_list("decision", Decision, table="proposal"),
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id OR decision = 'taken_back'",
            name="second_is_not_the_first",
        ),
        closed_list("overtaken_by", OvertakenBy, table="proposal"),
        CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)"
            " AND ((decided_by_id IS NULL) = (decision IS NULL OR decision = 'overtaken')"
            # Accounts alone may be decided at the command line, which is no member of staff.
            " OR (decided_by_id IS NULL AND act IN ('recover_account', 'let_in')))",
            name="decided_whole",
        ),
        CheckConstraint(
            "(overtaken_by IS NOT NULL) = (decision IS NOT NULL AND decision = 'overtaken')",
            name="overtaken_says_why",
        ),
        Index(
            "uq_proposal_open_key",
            "proposal_key",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    act: Mapped[str] = plain(String(30), nullable=False)
    proposal_key: Mapped[str] = plain(String(160), nullable=False)
    case_id: Mapped[UUID | None] = link("case.id", index=True, **PERSON)
    person_id: Mapped[UUID | None] = link("person.id", **PERSON)
    unit_id: Mapped[UUID | None] = link("unit.id", index=True)
    about: Mapped[dict[str, Any]] = plain(JSON, nullable=False)
    why: Mapped[str | None] = plain(String(1000))
    why_sealed: Mapped[bytes | None] = sealed(**PERSON)
    refused_why: Mapped[str | None] = plain(String(1000))
    proposed_by_id: Mapped[UUID] = link("user.id", nullable=False)
    proposed_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    expires_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False)
    decided_by_id: Mapped[UUID | None] = link("user.id")
    decided_at: Mapped[datetime | None] = plain(UtcDateTime())
    decision: Mapped[str | None] = plain(String(20))
    overtaken_by: Mapped[str | None] = plain(String(20))

    why_about_person = SealedText("why_sealed")


class SubmissionRelease(Row):
    """A submission that was opened to a parole case manager, who sees no other."""

    __tablename__ = "submission_release"
    __table_args__ = (UniqueConstraint("submission_id", "user_id"),)

    submission_id: Mapped[UUID] = link("submission.id", nullable=False, **PERSON)
    case_id: Mapped[UUID] = link("case.id", nullable=False, index=True, **PERSON)
    person_id: Mapped[UUID] = link("person.id", nullable=False, **PERSON)
    user_id: Mapped[UUID] = link("user.id", nullable=False, index=True, **PERSON)
    released_by: Mapped[str] = plain(String(120), nullable=False, **PERSON)
    released_at: Mapped[datetime] = plain(UtcDateTime(), nullable=False, **PERSON)
    opened_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
    ended_by: Mapped[str | None] = plain(String(120), **PERSON)
    ended_at: Mapped[datetime | None] = plain(UtcDateTime(), **PERSON)
