"""When a case was last planned, and by which policy

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; a case without a row is planned at the next round."""
    op.create_table(
        "case_planning",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("policy_version", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_case_planning_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_planning")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_planning_case_id")),
    )


def downgrade() -> None:
    """Take it away (tests only)."""
    op.drop_table("case_planning")
