"""Links to a victim's own pages, the passphrases that open them, and the visits

Revision: 0031, after 0030
"""

import sqlalchemy as sa
from alembic import op

from victim_portal.store import sqlite_tables

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LIVE = sa.text("issued_at IS NOT NULL AND ended_at IS NULL AND redeemed_at IS NULL")
STANDING = sa.text("ended_at IS NULL")
BEFORE = (
    "(update_id IS NULL) = (update_version IS NULL)"
    " AND (update_id IS NULL) <> (verification_id IS NULL)"
)
CARRIES = (
    "(update_id IS NULL) = (update_version IS NULL)"
    " AND (update_id IS NULL OR verification_id IS NULL)"
    " AND (link_id IS NULL OR verification_id IS NULL)"
    " AND (update_id IS NOT NULL OR verification_id IS NOT NULL OR link_id IS NOT NULL)"
)
KEY = "fk_message_link_id_secure_link"
SQLITE_KEY = (
    f", \n\tCONSTRAINT {KEY} FOREIGN KEY(link_id) REFERENCES secure_link (id) "
    "DEFERRABLE INITIALLY DEFERRED"
)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        deferrable=True,
        initially="DEFERRED",
    )


def upgrade() -> None:
    """Make the tables; a message may carry a link, alone or with an update."""
    op.create_table(
        "passphrase",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(200), nullable=False),
        sa.Column("agreed_by", sa.String(120), nullable=False),
        sa.Column("agreed_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("passphrase", "case_id", "case"),
        _key("passphrase", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passphrase")),
    )
    op.create_index("ix_passphrase_case_id", "passphrase", ["case_id"])
    op.create_index(
        "uq_passphrase_standing",
        "passphrase",
        ["case_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "secure_link",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=True),
        sa.Column("issued_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("redeemed_at", MOMENT, nullable=True),
        sa.Column("locked_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.String(30), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("secure_link", "case_id", "case"),
        _key("secure_link", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secure_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_secure_link_token_digest")),
    )
    op.create_index("ix_secure_link_case_id", "secure_link", ["case_id"])
    op.create_index(
        "uq_secure_link_live",
        "secure_link",
        ["case_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_table(
        "victim_visit",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("warned_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("victim_visit", "case_id", "case"),
        _key("victim_visit", "person_id", "person"),
        _key("victim_visit", "link_id", "secure_link"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim_visit")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_victim_visit_token_digest")),
    )
    op.create_index("ix_victim_visit_case_id", "victim_visit", ["case_id"])
    op.add_column("message", sa.Column("link_id", sa.Uuid(), nullable=True))
    op.create_index("ix_message_link_id", "message", ["link_id"])
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "message", _loosened)
        return
    op.create_foreign_key(
        op.f(KEY),
        "message",
        "secure_link",
        ["link_id"],
        ["id"],
        deferrable=True,
        initially="DEFERRED",
    )
    op.drop_constraint(op.f("ck_message_carries_one_thing"), "message", type_="check")
    op.create_check_constraint(op.f("ck_message_carries_one_thing"), "message", CARRIES)


def downgrade() -> None:
    """Take them away (tests only: links that were sent open nothing any more)."""
    op.execute("DELETE FROM message WHERE update_id IS NULL AND verification_id IS NULL")
    op.drop_index("ix_message_link_id", "message")
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "message", _tightened)
    else:
        op.drop_constraint(op.f("ck_message_carries_one_thing"), "message", type_="check")
        op.create_check_constraint(op.f("ck_message_carries_one_thing"), "message", BEFORE)
    op.drop_column("message", "link_id")
    for table in ("victim_visit", "secure_link", "passphrase"):
        op.drop_table(table)


def _loosened(sql: str) -> str:
    looser = sqlite_tables.replaced(sql, f"CHECK ({BEFORE})", f"CHECK ({CARRIES})")
    return f"{looser.rstrip().removesuffix(')').rstrip()}{SQLITE_KEY}\n)"


def _tightened(sql: str) -> str:
    without = sqlite_tables.replaced(sql, SQLITE_KEY, "")
    return sqlite_tables.replaced(without, f"CHECK ({CARRIES})", f"CHECK ({BEFORE})")
