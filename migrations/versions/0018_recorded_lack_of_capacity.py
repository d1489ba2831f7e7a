"""A recorded lack of capacity, which keeps a parent's or guardian's part at 18

Revision: 0018, after 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing was recorded before."""
    op.create_table(
        "capacity_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("decision_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("basis_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("assessed_by_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(120), nullable=True),
        sa.Column("ended_why_sealed", sa.LargeBinary(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_capacity_record_{column}_{table}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, table in (("case_id", "case"), ("person_id", "person"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_record")),
    )
    op.create_index(op.f("ix_capacity_record_case_id"), "capacity_record", ["case_id"])


def downgrade() -> None:
    """Take it away (tests only)."""
    op.drop_table("capacity_record")
