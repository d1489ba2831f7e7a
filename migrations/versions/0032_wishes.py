"""Wishes in a victim's own words, and the reason of a decision in plain words

Revision: 0032, after 0031
"""

import sqlalchemy as sa
from alembic import op

from victim_portal.store import sqlite_tables

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KEY = "fk_condition_request_wish_id_wish"
SQLITE_KEY = (
    f", \n\tCONSTRAINT {KEY} FOREIGN KEY(wish_id) REFERENCES wish (id) "
    "DEFERRABLE INITIALLY DEFERRED"
)


def upgrade() -> None:
    """Make the table; a request may come from a wish."""
    op.create_table(
        "wish",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('no_contact', 'place', 'other')", name=op.f("ck_wish_kind_known")
        ),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_wish_language_known")),
        *(
            sa.ForeignKeyConstraint(
                [f"{target}_id"],
                [f"{target}.id"],
                name=op.f(f"fk_wish_{target}_id_{target}"),
                deferrable=True,
                initially="DEFERRED",
            )
            for target in ("case", "person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
    )
    op.create_index("ix_wish_case_id", "wish", ["case_id"])
    op.add_column("condition_request", sa.Column("wish_id", sa.Uuid(), nullable=True))
    op.add_column(
        "condition_request", sa.Column("outcome_plain_sealed", sa.LargeBinary(), nullable=True)
    )
    op.create_index("ix_condition_request_wish_id", "condition_request", ["wish_id"])
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "condition_request", _with_wish)
        return
    op.create_foreign_key(
        op.f(KEY),
        "condition_request",
        "wish",
        ["wish_id"],
        ["id"],
        deferrable=True,
        initially="DEFERRED",
    )


def downgrade() -> None:
    """Take them away (tests only: wishes in her own words are lost)."""
    op.drop_index("ix_condition_request_wish_id", "condition_request")
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "condition_request", _without_wish)
    else:
        op.drop_constraint(op.f(KEY), "condition_request", type_="foreignkey")
    op.drop_column("condition_request", "outcome_plain_sealed")
    op.drop_column("condition_request", "wish_id")
    op.drop_table("wish")


def _with_wish(sql: str) -> str:
    return f"{sql.rstrip().removesuffix(')').rstrip()}{SQLITE_KEY}\n)"


def _without_wish(sql: str) -> str:
    return sqlite_tables.replaced(sql, SQLITE_KEY, "")
