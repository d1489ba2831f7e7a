"""Letters that carry an update

Revision: 0029, after 0028
"""

import sqlalchemy as sa
from alembic import op

from victim_portal.store import sqlite_tables

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

BEFORE = "kind IN ('first', 'second', 'door_open', 'code')"
AFTER = "kind IN ('first', 'second', 'door_open', 'code', 'update')"
CARRIES = (
    "(kind = 'update') = (update_id IS NOT NULL) AND (update_id IS NULL) = (update_version IS NULL)"
)
LINK = (
    ", \n\tCONSTRAINT fk_letter_update_id_update FOREIGN KEY(update_id) REFERENCES"
    ' "update" (id) DEFERRABLE INITIALLY DEFERRED'
)
CHECK = f", \n\tCONSTRAINT ck_letter_carries_an_update CHECK ({CARRIES})"


def upgrade() -> None:
    """Add the columns and the kind; SQLite can't change a constraint, so there it's made anew."""
    op.add_column("letter", sa.Column("update_id", sa.Uuid()))
    op.add_column("letter", sa.Column("update_version", sa.Integer()))
    op.create_index("ix_letter_update_id", "letter", ["update_id"])
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "letter", _with_news)
        return
    op.drop_constraint(op.f("ck_letter_kind_known"), "letter", type_="check")
    op.create_check_constraint(op.f("ck_letter_kind_known"), "letter", AFTER)
    op.create_check_constraint(op.f("ck_letter_carries_an_update"), "letter", CARRIES)
    op.create_foreign_key(
        op.f("fk_letter_update_id_update"),
        "letter",
        "update",
        ["update_id"],
        ["id"],
        deferrable=True,
        initially="DEFERRED",
    )


def downgrade() -> None:
    """Take them away (tests only: letters with news are lost)."""
    op.execute("DELETE FROM letter WHERE kind = 'update'")
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "letter", _without_news)
    else:
        op.drop_constraint(op.f("fk_letter_update_id_update"), "letter", type_="foreignkey")
        op.drop_constraint(op.f("ck_letter_carries_an_update"), "letter", type_="check")
        op.drop_constraint(op.f("ck_letter_kind_known"), "letter", type_="check")
        op.create_check_constraint(op.f("ck_letter_kind_known"), "letter", BEFORE)
    op.drop_index("ix_letter_update_id", "letter")
    for column in ("update_version", "update_id"):
        op.drop_column("letter", column)


def _with_news(sql: str) -> str:
    sql = sqlite_tables.replaced(sql, BEFORE, AFTER)
    return f"{sql.rstrip().removesuffix(')').rstrip()}{LINK}{CHECK}\n)"


def _without_news(sql: str) -> str:
    for part in (LINK, CHECK):
        sql = sqlite_tables.replaced(sql, part, "")
    return sqlite_tables.replaced(sql, AFTER, BEFORE)
