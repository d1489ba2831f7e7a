"""What goes with a non-disclosure application, and who asked about documents

Revision: 0046, after 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
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


DECISIONS = "decision IN ('withheld', 'withheld_from_both', 'gist', 'refused')"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "non_disclosure",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=True),
        sa.Column("gist_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("decision", sa.String(20), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("decision_by", sa.String(120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(DECISIONS, name=op.f("ck_non_disclosure_decision_known")),
        _key("non_disclosure", "case_id", "case"),
        _key("non_disclosure", "person_id", "person"),
        _key("non_disclosure", "statement_id", "statement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_non_disclosure")),
    )
    op.create_index("ix_non_disclosure_case_id", "non_disclosure", ["case_id"])
    op.create_table(
        "document_check",
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_check")),
    )
    op.create_index("ix_document_check_address", "document_check", ["address_index", "at"])


def downgrade() -> None:
    """Take them away (tests only: what the Board decided is lost)."""
    op.drop_table("document_check")
    op.drop_table("non_disclosure")
