"""A seal holds the marks of its rows; the trail is found by who and when

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them; nothing was sealed before this revision."""
    op.add_column("seal", sa.Column("rows", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "seal",
        sa.Column("marks", sa.LargeBinary(), server_default=sa.text("''"), nullable=False),
    )
    # No two seals follow the same one.
    op.create_index("uq_seal_previous", "seal", ["previous"], unique=True)
    op.create_index("ix_audit_event_actor", "audit_event", ["actor_id", "at"])
    op.create_index("ix_audit_event_at", "audit_event", ["at"])


def downgrade() -> None:
    """Take them away (tests only: it loses data)."""
    op.drop_index("ix_audit_event_at", "audit_event")
    op.drop_index("ix_audit_event_actor", "audit_event")
    op.drop_index("uq_seal_previous", "seal")
    op.drop_column("seal", "marks")
    op.drop_column("seal", "rows")
