"""Versions of the official licence conditions policy, which only grow

Revision: 0036, after 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLE = "licence_policy"
FUNCTION = "refuse_to_change_a_licence_policy"


def upgrade() -> None:
    """Make the table with its guard: requests stand on a version for as long as they are kept."""
    op.create_table(
        TABLE,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("imported_by", sa.String(120), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_licence_policy_number_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_licence_policy")),
        sa.UniqueConstraint("number", name=op.f("uq_licence_policy_number")),
        sa.UniqueConstraint("version", name=op.f("uq_licence_policy_version")),
    )
    _guard()


def downgrade() -> None:
    """Take it away (tests only); the guard goes with its table."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION {FUNCTION}()")


def _guard() -> None:
    said = "a version of the licence policy is never changed"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        op.execute(f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} {refuse}")
        op.execute(f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} {refuse}")
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS "
            f"(SELECT 1 FROM {TABLE} WHERE id = NEW.id OR number = NEW.number "
            f"OR version = NEW.version) {refuse}"
        )
        return
    op.execute(
        f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    for name, when in (
        ("is_never_changed", f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"),
        ("is_not_emptied", f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {TABLE}_{name} {when} EXECUTE FUNCTION {FUNCTION}()")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {TABLE}_{name}")
