"""Statements that a victim writes on her own pages, until they are signed

Revision: 0033, after 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
PARTS = "part IN ('then', 'since', 'release')"
STANDING = sa.text("ended_at IS NULL")


def _whose(table: str, *targets: str) -> list[sa.ForeignKeyConstraint]:
    pairs = [("case_id", "case"), ("person_id", "person")]
    pairs += [("draft_id", target) for target in targets]
    return [
        sa.ForeignKeyConstraint(
            [column],
            [f"{target}.id"],
            name=op.f(f"fk_{table}_{column}_{target}"),
            deferrable=True,
            initially="DEFERRED",
        )
        for column, target in pairs
    ]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "statement_draft",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("preference", sa.String(40), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.String(20), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "language IN ('en', 'cy')", name=op.f("ck_statement_draft_language_known")
        ),
        sa.CheckConstraint(
            "ended_why IN ('signed', 'thrown_away')",
            name=op.f("ck_statement_draft_ended_why_known"),
        ),
        *_whose("statement_draft"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_draft")),
    )
    op.create_index("ix_statement_draft_case_id", "statement_draft", ["case_id"])
    op.create_index(
        "uq_statement_draft_standing",
        "statement_draft",
        ["case_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "draft_part",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(10), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("others_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(40), nullable=True),
        sa.Column("page_from", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(PARTS, name=op.f("ck_draft_part_part_known")),
        *_whose("draft_part", "statement_draft"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_part")),
        sa.UniqueConstraint("draft_id", "part", name=op.f("uq_draft_part_draft_id_part")),
    )
    op.create_index("ix_draft_part_case_id", "draft_part", ["case_id"])
    op.create_table(
        "draft_worry",
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(10), nullable=False),
        sa.Column("passage_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(PARTS, name=op.f("ck_draft_worry_part_known")),
        *_whose("draft_worry", "statement_draft"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_worry")),
    )
    op.create_index("ix_draft_worry_draft_id", "draft_worry", ["draft_id"])


def downgrade() -> None:
    """Take them away (tests only: drafts are lost)."""
    for table in ("draft_worry", "draft_part", "statement_draft"):
        op.drop_table(table)
