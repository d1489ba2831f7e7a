"""Texts from nobody known, and what finding a caller and safe contact need besides

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

from victim_portal.store import sqlite_tables

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = (
    ("channel", lambda: sa.Column("if_dropped_sealed", sa.LargeBinary())),
    ("person", lambda: sa.Column("spoken_with_sealed", sa.LargeBinary())),
    ("form_once", lambda: sa.Column("said", sa.LargeBinary())),
    (
        "contact_log",
        lambda: sa.Column("for_them", sa.Boolean(), server_default=sa.false(), nullable=False),
    ),
    ("event", lambda: sa.Column("source", sa.String(20))),
    ("event", lambda: sa.Column("case_id", sa.Uuid())),
)
KNOWN = "source IN ('prison', 'probation', 'court', 'police', 'parole_board', 'hospital', 'other')"
OF_EVENT = (
    'CONSTRAINT fk_event_case_id_case FOREIGN KEY(case_id) REFERENCES "case" (id) '
    "DEFERRABLE INITIALLY DEFERRED",
    f"CONSTRAINT ck_event_source_known CHECK ({KNOWN})",
)


def upgrade() -> None:
    """Make the table and add the columns."""
    op.create_table(
        "unmatched_text",
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=120), nullable=True),
        sa.Column("closed_why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["taken_by_id"],
            ["user.id"],
            name=op.f("fk_unmatched_text_taken_by_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_unmatched_text_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmatched_text")),
    )
    for table, column in COLUMNS:
        op.add_column(table, column())
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "event", _with_constraints)
        return
    op.create_foreign_key(
        "fk_event_case_id_case",
        "event",
        "case",
        ["case_id"],
        ["id"],
        deferrable=True,
        initially="DEFERRED",
    )
    op.create_check_constraint(op.f("ck_event_source_known"), "event", KNOWN)


def downgrade() -> None:
    """Take them away (tests only: it loses data)."""
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "event", _without_constraints)
    else:
        op.drop_constraint(op.f("ck_event_source_known"), "event", type_="check")
        op.drop_constraint("fk_event_case_id_case", "event", type_="foreignkey")
    for table, column in COLUMNS:
        op.drop_column(table, column().name)
    op.drop_table("unmatched_text")


def _with_constraints(sql: str) -> str:
    for constraint in OF_EVENT:
        sql = f"{sql.rstrip().removesuffix(')').rstrip()}, \n\t{constraint}\n)"
    return sql


def _without_constraints(sql: str) -> str:
    for constraint in OF_EVENT:
        sql = sqlite_tables.replaced(sql, f", \n\t{constraint}", "")
    return sql
