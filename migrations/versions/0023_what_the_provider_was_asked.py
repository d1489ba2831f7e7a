"""What the provider was asked about a message in doubt

Revision: 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

IN_DOUBT = sa.text("ask_at IS NOT NULL")


def upgrade() -> None:
    """Add the columns; what is uncertain already stays with the people who were asked."""
    op.add_column("message", sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "message", sa.Column("asks", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column(
        "message",
        sa.Column("sent_again", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "ix_message_in_doubt",
        "message",
        ["ask_at"],
        sqlite_where=IN_DOUBT,
        postgresql_where=IN_DOUBT,
    )


def downgrade() -> None:
    """Take them away (tests only)."""
    op.drop_index("ix_message_in_doubt", "message")
    for column in ("sent_again", "asks", "ask_at"):
        op.drop_column("message", column)
