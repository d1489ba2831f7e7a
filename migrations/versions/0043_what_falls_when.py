"""What is ahead is found by its day: who was told of what falls within the next weeks

Revision: 0043, after 0042
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the indexes."""
    op.create_index("ix_key_date_falls_on", "key_date", ["falls_on"])
    op.create_index("ix_event_happened_on", "event", ["happened_on"])
    op.create_index("ix_review_hearing_on", "review", ["hearing_on"])


def downgrade() -> None:
    """Take them away (tests only)."""
    op.drop_index("ix_review_hearing_on", "review")
    op.drop_index("ix_event_happened_on", "event")
    op.drop_index("ix_key_date_falls_on", "key_date")
