"""How a statement is heard, and what became of a request: how it was told, and until when it holds

Revision: 0041, after 0040
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

COLUMNS = (
    ("statement", "observing", sa.Boolean()),
    ("statement", "support_sealed", sa.LargeBinary()),
    ("statement", "family_note_sealed", sa.LargeBinary()),
    ("statement_draft", "observing", sa.Boolean()),
    ("statement_draft", "support_sealed", sa.LargeBinary()),
    ("condition_request", "granted_wording_sealed", sa.LargeBinary()),
    ("condition_request", "ends_on", sa.Date()),
    ("condition_request", "told_how", sa.String(20)),
    ("condition_request", "not_rung_sealed", sa.LargeBinary()),
)


def upgrade() -> None:
    """Add the columns: what was recorded before says nothing of any of them."""
    for table, name, kind in COLUMNS:
        op.add_column(table, sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    """Take them away (tests only)."""
    for table, name, _ in reversed(COLUMNS):
        op.drop_column(table, name)
