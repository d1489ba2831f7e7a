"""No seal is replaced by its place: SQLite's guard knows every unique key of a seal

INSERT OR REPLACE deletes what has the same value in any unique column, and the guard of 0002
looked at the id alone. PostgreSQL has no such statement.

Revision: 0012, after 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEYS = ("id", "first_seq", "last_seq", "previous")


def upgrade() -> None:
    """Put the wider guard in the place of the old one."""
    _guard(KEYS)


def downgrade() -> None:
    """Put the old guard back (tests only)."""
    _guard(("id",))


def _guard(keys: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TRIGGER seal_no_replace")
    known = " OR ".join(f"{key} = NEW.{key}" for key in keys)
    op.execute(
        "CREATE TRIGGER seal_no_replace BEFORE INSERT ON seal "
        f"WHEN EXISTS (SELECT 1 FROM seal WHERE {known}) "
        "BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"
    )
