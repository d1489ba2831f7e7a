"""Columns for first contact on known tables; a message may carry a code instead of an update

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

from victim_portal.store import sqlite_tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = (
    ("case", lambda: sa.Column("closed_note_sealed", sa.LargeBinary())),
    ("channel", lambda: sa.Column("name_to_give_sealed", sa.LargeBinary())),
    ("channel", lambda: sa.Column("danger_sealed", sa.LargeBinary())),
    ("contact_log", lambda: sa.Column("at", sa.DateTime(timezone=True))),
    (
        "contact_log",
        lambda: sa.Column("visit_offered", sa.Boolean(), server_default=sa.false(), nullable=False),
    ),
    ("contact_log", lambda: sa.Column("still_safe", sa.Boolean())),
    ("contact_log", lambda: sa.Column("next_step_sealed", sa.LargeBinary())),
    ("contact_log", lambda: sa.Column("next_on", sa.Date())),
    ("enrolment_step", lambda: sa.Column("consent_shown_sealed", sa.LargeBinary())),
    (
        "offender",
        lambda: sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
    ),
    ("person", lambda: sa.Column("needs_sealed", sa.LargeBinary())),
    ("person", lambda: sa.Column("row_version", sa.Integer(), server_default="1", nullable=False)),
)
LINKS = (
    ("case", "merged_into_id", "case"),
    ("channel", "corrects_id", "channel"),
    ("contact_log", "with_id", "person"),
    ("contact_log", "letter_id", "letter"),
    ("message", "verification_id", "verification"),
)
INDEXES = (("case", "merged_into_id"), ("message", "verification_id"))
CARRIES = (
    "(update_id IS NULL) = (update_version IS NULL)"
    " AND (update_id IS NULL) <> (verification_id IS NULL)"
)


def upgrade() -> None:
    """Add them. SQLite can't loosen a column, so there the table of messages is made anew."""
    for table, column in COLUMNS:
        op.add_column(table, column())
    for link in LINKS:
        _add_link(*link)
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "message", _loosened)
        return
    op.alter_column("message", "update_id", nullable=True)
    op.alter_column("message", "update_version", nullable=True)
    op.create_check_constraint(op.f("ck_message_carries_one_thing"), "message", CARRIES)


def downgrade() -> None:
    """Take them away (tests only: codes that were sent are lost)."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute("DELETE FROM message WHERE verification_id IS NOT NULL")
    if on_sqlite:
        sqlite_tables.rebuild(op.get_bind(), "message", _tightened)
    else:
        op.drop_constraint(op.f("ck_message_carries_one_thing"), "message", type_="check")
        op.alter_column("message", "update_id", nullable=False)
        op.alter_column("message", "update_version", nullable=False)
    for table, column in INDEXES:
        op.drop_index(f"ix_{table}_{column}", table)
    for table, column, target in LINKS:
        if on_sqlite:
            key = f", \n\t{_key(table, column, target)}"
            sqlite_tables.rebuild(
                op.get_bind(), table, lambda sql, key=key: sqlite_tables.replaced(sql, key, "")
            )
        op.drop_column(table, column)
    for table, column in COLUMNS:
        op.drop_column(table, column().name)


def _add_link(table: str, column: str, target: str) -> None:
    op.add_column(table, sa.Column(column, sa.Uuid()))
    if op.get_bind().dialect.name == "sqlite":
        key = _key(table, column, target)
        sqlite_tables.rebuild(op.get_bind(), table, lambda sql: _with(sql, key))
        return
    op.create_foreign_key(
        op.f(f"fk_{table}_{column}_{target}"),
        table,
        target,
        [column],
        ["id"],
        deferrable=True,
        initially="DEFERRED",
    )


def _key(table: str, column: str, target: str) -> str:
    name = f"fk_{table}_{column}_{target}"
    target = f'"{target}"' if target == "case" else target
    return (
        f"CONSTRAINT {name} FOREIGN KEY({column}) REFERENCES {target} (id) "
        "DEFERRABLE INITIALLY DEFERRED"
    )


def _with(sql: str, constraint: str) -> str:
    """A table's definition with one more constraint at its end."""
    return f"{sql.rstrip().removesuffix(')').rstrip()}, \n\t{constraint}\n)"


def _loosened(sql: str) -> str:
    for column in ("update_id CHAR(32)", "update_version INTEGER"):
        sql = sqlite_tables.replaced(sql, f"{column} NOT NULL", column)
    return _with(sql, f"CONSTRAINT ck_message_carries_one_thing CHECK ({CARRIES})")


def _tightened(sql: str) -> str:
    for column in ("update_id CHAR(32)", "update_version INTEGER"):
        sql = sqlite_tables.replaced(sql, column, f"{column} NOT NULL")
    check = f", \n\tCONSTRAINT ck_message_carries_one_thing CHECK ({CARRIES})"
    return sqlite_tables.replaced(sql, check, "")
