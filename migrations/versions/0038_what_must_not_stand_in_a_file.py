"""Details to look for in files, and how passages were settled

Revision: 0044, after 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        deferrable=True,
        initially="DEFERRED",
    )


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "protected_detail",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("ended_by", sa.String(120), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('workplace', 'school', 'name', 'place')",
            name=op.f("ck_protected_detail_kind_known"),
        ),
        _key("protected_detail", "case_id", "case"),
        _key("protected_detail", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protected_detail")),
    )
    op.create_index("ix_protected_detail_case_id", "protected_detail", ["case_id"])
    op.create_index("ix_protected_detail_person_id", "protected_detail", ["person_id"])
    op.create_table(
        "passage_settlement",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("excerpt_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("how", sa.String(20), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("taken_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("instead_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("statement_version", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("settled_by", sa.String(120), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=False),
        sa.Column("ended_by", sa.String(120), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "how IN ('reword', 'leave_out', 'non_disclosure', 'keep')",
            name=op.f("ck_passage_settlement_how_known"),
        ),
        _key("passage_settlement", "case_id", "case"),
        _key("passage_settlement", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage_settlement")),
    )
    op.create_index("ix_passage_settlement_case_id", "passage_settlement", ["case_id"])


def downgrade() -> None:
    """Take them away (tests only: what was settled is lost)."""
    op.drop_table("passage_settlement")
    op.drop_table("protected_detail")
