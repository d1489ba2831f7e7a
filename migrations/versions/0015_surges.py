"""Messages that are parked because an hour had far more of them than any before

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, and to each message the surge that parked it; nothing is parked yet."""
    op.create_table(
        "surge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("let_go_at", sa.DateTime(timezone=True)),
        sa.Column("stopped_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by_id", sa.Uuid()),
        sa.CheckConstraint(
            "let_go_at IS NULL OR stopped_at IS NULL", name=op.f("ck_surge_ends_once")
        ),
        sa.CheckConstraint(
            "(ended_by_id IS NULL) = (let_go_at IS NULL AND stopped_at IS NULL)",
            name=op.f("ck_surge_somebody_ended_it"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"],
            ["user.id"],
            name=op.f("fk_surge_ended_by_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surge")),
    )
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("surge_id", sa.Uuid()))
        message.create_foreign_key(
            op.f("fk_message_surge_id_surge"),
            "surge",
            ["surge_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
    op.create_index(op.f("ix_message_surge_id"), "message", ["surge_id"])
    op.create_index("ix_message_made_at", "message", ["made_at"])


def downgrade() -> None:
    """Take it away (tests only)."""
    op.drop_index("ix_message_made_at", "message")
    op.drop_index(op.f("ix_message_surge_id"), "message")
    with op.batch_alter_table("message") as message:
        message.drop_constraint(op.f("fk_message_surge_id_surge"), type_="foreignkey")
        message.drop_column("surge_id")
    op.drop_table("surge")
