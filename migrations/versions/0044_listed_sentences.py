"""Qualifying sentences as courts and prisons list them, and what became of each

Revision: 0044, after 0043
"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TYPES = (
    *("SDS", "SDS_PLUS", "EDS", "SOPC", "LIFE", "IPP", "DPP", "DTO", "HMP_DETENTION", "S250"),
    *("S45A", "S47", "HOSPITAL_RESTRICTED", "HOSPITAL_UNRESTRICTED"),
)
CATEGORIES = ("sexual", "violent", "murder", "terrorism", "stalking_harassment", "other")
ROUTES = (
    *("statutory", "discretionary", "short_sentence_notification", "hospital_restricted"),
    *("hospital_unrestricted", "undecided"),
)
OUTCOMES = (
    *("in_order", "referral_came", "offered", "no_victim", "not_qualifying", "listed_wrongly"),
    *("known_case", "late_explained"),
)
STEPS = (
    *("listed", "listed_again", "list_changed", "owner", "no_owner", "chased", "not_this_case"),
    *("answered", "reopened", "settled", "came_back"),
)
DATED = ("sentenced_on", "sentence_type")


def _known(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}_known"))


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        deferrable=True,
        initially="DEFERRED",
    )


def upgrade() -> None:
    """Make the tables."""
    one = "listed_sentence"
    op.create_table(
        one,
        sa.Column("details_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("prison_number_index", sa.LargeBinary(), nullable=True),
        sa.Column("crn_index", sa.LargeBinary(), nullable=True),
        sa.Column("pnc_index", sa.LargeBinary(), nullable=True),
        sa.Column("sentence_type", sa.String(30), nullable=False),
        sa.Column("offence_category", sa.String(30), nullable=False),
        sa.Column("sentenced_on", sa.Date(), nullable=False),
        sa.Column("custodial_term", sa.String(40), nullable=True),
        sa.Column("victims", sa.Integer(), nullable=True),
        sa.Column("route", sa.String(40), nullable=False),
        sa.Column("route_rule", sa.String(60), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("offender_id", sa.Uuid(), nullable=True),
        sa.Column("sentence_id", sa.Uuid(), nullable=True),
        sa.Column("matched", sa.String(10), nullable=True),
        sa.Column("denied", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("never_referred", sa.Boolean(), nullable=False),
        sa.Column("referred_late", sa.Boolean(), nullable=False),
        sa.Column("never_offered", sa.Boolean(), nullable=False),
        sa.Column("perhaps", sa.Boolean(), nullable=False),
        sa.Column("referral_answer", sa.String(20), nullable=True),
        sa.Column("late_answered", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("chased_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _known(one, "sentence_type", TYPES),
        _known(one, "offence_category", CATEGORIES),
        _known(one, "route", ROUTES),
        _known(one, "state", ("waiting", "open", "settled")),
        _known(one, "matched", ("number", "person")),
        _known(one, "referral_answer", OUTCOMES),
        _known(one, "outcome", OUTCOMES),
        sa.CheckConstraint(
            "(state = 'settled') = (outcome IS NOT NULL)", name=op.f(f"ck_{one}_settled_somehow")
        ),
        sa.CheckConstraint(
            "(sentence_id IS NULL) = (matched IS NULL)", name=op.f(f"ck_{one}_matched_somehow")
        ),
        sa.CheckConstraint(
            "owner_id IS NULL OR state = 'open'", name=op.f(f"ck_{one}_owned_while_open")
        ),
        _link(one, "unit_id", "unit"),
        _link(one, "owner_id", "user"),
        _link(one, "offender_id", "offender"),
        _link(one, "sentence_id", "sentence"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{one}")),
        sa.UniqueConstraint("prison_number_index", *DATED, name=f"uq_{one}_number"),
        sa.UniqueConstraint("crn_index", *DATED, name=f"uq_{one}_crn"),
        sa.UniqueConstraint("pnc_index", *DATED, name=f"uq_{one}_pnc"),
    )
    op.create_index(f"ix_{one}_unit", one, ["unit_id", "state", "due_on", "id"])
    op.create_index(f"ix_{one}_settled_at", one, ["settled_at"])
    looked_at = sa.text("look_on IS NOT NULL")
    op.create_index(
        f"ix_{one}_look",
        one,
        ["look_on", "id"],
        sqlite_where=looked_at,
        postgresql_where=looked_at,
    )
    for column in ("owner_id", "offender_id", "sentence_id"):
        op.create_index(op.f(f"ix_{one}_{column}"), one, [column])
    source = "listed_source"
    op.create_table(
        source,
        sa.Column("listed_id", sa.Uuid(), nullable=False),
        sa.Column("reference_index", sa.LargeBinary(), nullable=False),
        sa.Column("row_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("row_digest", sa.LargeBinary(), nullable=False),
        sa.Column("listed_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _link(source, "listed_id", one),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{source}")),
        sa.UniqueConstraint("reference_index", name=op.f(f"uq_{source}_reference_index")),
    )
    op.create_index(op.f(f"ix_{source}_listed_id"), source, ["listed_id"])
    note = "listed_note"
    op.create_table(
        note,
        sa.Column("listed_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _known(note, "step", STEPS),
        _known(note, "outcome", OUTCOMES),
        _link(note, "listed_id", one),
        _link(note, "owner_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{note}")),
    )
    op.create_index("ix_listed_note_listed_id", note, ["listed_id", "at", "id"])


def downgrade() -> None:
    """Take them away (tests only)."""
    for table in ("listed_note", "listed_source", "listed_sentence"):
        op.drop_table(table)
