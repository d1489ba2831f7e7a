"""A task that was put off: until when, by whom, and why

Revision: 0046, after 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

COLUMNS = (
    ("put_off_until", sa.Date()),
    ("put_off_by", sa.String(120)),
    ("put_off_why_sealed", sa.LargeBinary()),
)


def upgrade() -> None:
    """Add the columns: nothing was put off before."""
    for name, kind in COLUMNS:
        op.add_column("task", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Take them away (tests only)."""
    for name, _ in reversed(COLUMNS):
        op.drop_column("task", name)
