"""The audit only grows: the database itself refuses to change or delete its rows

On SQLite, INSERT OR REPLACE deletes without firing the delete trigger unless the
connection asked for it, so an insert over an existing row is refused as well. On
PostgreSQL the triggers fire for replicas and owners too, and TRUNCATE has its own.

Revision: 0002, after 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("audit_event", "seal")
SQLITE_KEYS = {"audit_event": ("seq", "id"), "seal": ("id",)}


def upgrade() -> None:
    """Put the guards up, and the one foreign key that needs both of its tables."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            _guard_on_sqlite(table)
        return
    op.create_foreign_key(
        "fk_unit_manager_id_user",
        "unit",
        "user",
        ["manager_id"],
        ["id"],
        deferrable=True,
        initially="DEFERRED",
    )
    op.execute(
        "CREATE FUNCTION refuse_to_change_the_trail() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_trail()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_the_trail()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_only_grows")
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_is_not_emptied")


def downgrade() -> None:
    """Take the guards down (tests only)."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for what in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_no_{what}")
        return
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_only_grows ON {table}")
        op.execute(f"DROP TRIGGER {table}_is_not_emptied ON {table}")
    op.execute("DROP FUNCTION refuse_to_change_the_trail()")
    op.drop_constraint("fk_unit_manager_id_user", "unit", type_="foreignkey")


def _guard_on_sqlite(table: str) -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
    known = " OR ".join(f"{key} = NEW.{key}" for key in SQLITE_KEYS[table])
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {known}) {refuse}"
    )
