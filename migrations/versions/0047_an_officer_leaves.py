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
        sa.Column("called_off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_leaving_user_id_user"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_leaving_unit_id_unit"),
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
        sa.ForeignKeyConstraint(
            ["leaving_id"], ["leaving.id"], name="fk_leaving_case_leaving_id_leaving"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_leaving_case_case_id_case"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_leaving_case_person_id_person"
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["user.id"], name="fk_leaving_case_officer_id_user"
        ),
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
