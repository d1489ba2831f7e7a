"""What each planning changed, how an update was told, and when dates were last confirmed

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them empty: what was planned, told and confirmed before isn't made up."""
    op.create_table(
        "plan_difference",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("seen_by", sa.String(120)),
        sa.CheckConstraint(
            "(seen_at IS NULL) = (seen_by IS NULL)",
            name=op.f("ck_plan_difference_seen_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_plan_difference_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_difference")),
    )
    op.create_index("ix_plan_difference_case", "plan_difference", ["case_id", "number"])
    op.add_column("update", sa.Column("told_how", sa.String(20)))
    op.add_column("key_dates", sa.Column("confirmed_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Take them away (tests only)."""
    op.drop_column("key_dates", "confirmed_at")
    op.drop_column("update", "told_how")
    op.drop_index("ix_plan_difference_case", "plan_difference")
    op.drop_table("plan_difference")
