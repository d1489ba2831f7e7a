"""How far up the receipt ladder each update has climbed

Revision: 0027, after 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

CLIMBS = sa.text("look_at IS NOT NULL")


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_ladder_{column}_{to}")
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=name, initially="DEFERRED", deferrable=True
    )


def upgrade() -> None:
    """Add the table; the worker begins a ladder for what was sent in the last days."""
    op.create_table(
        "ladder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True)),
        sa.Column("ended_why", sa.String(20)),
        sa.CheckConstraint(
            "step IN ('sent', 'another_channel', 'officer', 'manager')",
            name=op.f("ck_ladder_step_known"),
        ),
        sa.CheckConstraint(
            "ended_why IN ('reached', 'told', 'replaced', 'closed', 'said_no')",
            name=op.f("ck_ladder_ended_why_known"),
        ),
        sa.CheckConstraint(
            "ended_why IS NULL OR look_at IS NULL", name=op.f("ck_ladder_ended_is_over")
        ),
        _key("update_id", "update"),
        _key("case_id", "case"),
        _key("person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder")),
        sa.UniqueConstraint("update_id", name=op.f("uq_ladder_update_id")),
    )
    op.create_index(op.f("ix_ladder_case_id"), "ladder", ["case_id"])
    op.create_index(
        "ix_ladder_look_at", "ladder", ["look_at"], sqlite_where=CLIMBS, postgresql_where=CLIMBS
    )


def downgrade() -> None:
    """Take it away (tests only)."""
    op.drop_table("ladder")
