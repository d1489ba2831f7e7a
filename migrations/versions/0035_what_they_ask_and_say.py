"""What they ask for and say on their own pages, and the language in which they read them

Revision: 0035, after 0034
"""

import sqlalchemy as sa
from alembic import op

from victim_portal.store import sqlite_tables

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KNOWN = "pages_language IN ('en', 'cy')"
SQLITE_KNOWN = f", \n\tCONSTRAINT ck_person_pages_language_known CHECK ({KNOWN})"
KINDS = "kind IN ('supporter', 'hours', 'way_again')"


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        deferrable=True,
        initially="DEFERRED",
    )


def upgrade() -> None:
    """Make the tables, and give each person a language of their pages."""
    op.create_table(
        "own_request",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_own_request_kind_known")),
        _key("own_request", "case_id", "case"),
        _key("own_request", "person_id", "person"),
        _key("own_request", "channel_id", "channel"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_request")),
    )
    op.create_index("ix_own_request_case_id", "own_request", ["case_id"])
    op.create_table(
        "feedback",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("clear", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("feedback", "case_id", "case"),
        _key("feedback", "person_id", "person"),
        _key("feedback", "update_id", "update"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("update_id", name=op.f("uq_feedback_update_id")),
    )
    op.create_index("ix_feedback_case_id", "feedback", ["case_id"])
    op.add_column("person", sa.Column("pages_language", sa.String(5), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "person", _with_list)
        return
    op.create_check_constraint(op.f("ck_person_pages_language_known"), "person", KNOWN)


def downgrade() -> None:
    """Take them away (tests only: what was asked and said is lost)."""
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "person", _without_list)
    op.drop_column("person", "pages_language")
    op.drop_table("feedback")
    op.drop_table("own_request")


def _with_list(sql: str) -> str:
    return f"{sql.rstrip().removesuffix(')').rstrip()}{SQLITE_KNOWN}\n)"


def _without_list(sql: str) -> str:
    return sqlite_tables.replaced(sql, SQLITE_KNOWN, "")
