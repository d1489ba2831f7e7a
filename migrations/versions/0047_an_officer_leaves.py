"""An officer leaves: when, who gets which case, and the end of their access at that moment

Revision: 0047, after 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _link(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=f"fk_{table}_{column}_{target}",
        deferrable=True,
        initially="DEFERRED",
    )


def upgrade() -> None:
    """Add the tables and the moment: nobody's leaving was planned before."""
    op.create_table(
        "leaving",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("leaves_at", MOMENT, nullable=False),
        sa.Column("planned_by", sa.String(120), nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("stays", sa.Boolean(), nullable=False),
        _link("leaving", "user_id", "user"),
        _link("leaving", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name="pk_leaving"),
    )
    op.create_index(
        "uq_leaving_open",
        "leaving",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "leaving_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("leaving_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        _link("leaving_case", "leaving_id", "leaving"),
        _link("leaving_case", "case_id", "case"),
        _link("leaving_case", "person_id", "person"),
        _link("leaving_case", "officer_id", "user"),
        sa.PrimaryKeyConstraint("id", name="pk_leaving_case"),
        sa.UniqueConstraint("leaving_id", "case_id", name="uq_leaving_case_leaving_id_case_id"),
    )
    op.create_index("ix_leaving_case_case_id", "leaving_case", ["case_id"])
    op.add_column("user", sa.Column("access_ends_at", MOMENT, nullable=True))


def downgrade() -> None:
    """Take them away (tests only)."""
    op.drop_column("user", "access_ends_at")
    op.drop_table("leaving_case")
    op.drop_table("leaving")
