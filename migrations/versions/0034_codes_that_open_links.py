"""A code in the place of a passphrase; each message carries a token of its own

Revision: 0034, after 0033
"""

import sqlalchemy as sa
from alembic import op

from victim_portal.store import sqlite_tables

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STANDING = sa.text("ended_at IS NULL")
BEFORE = (
    "(update_id IS NULL) = (update_version IS NULL)"
    " AND (update_id IS NULL OR verification_id IS NULL)"
    " AND (link_id IS NULL OR verification_id IS NULL)"
    " AND (update_id IS NOT NULL OR verification_id IS NOT NULL OR link_id IS NOT NULL)"
)
CARRIES = (
    "(update_id IS NULL) = (update_version IS NULL)"
    " AND (update_id IS NULL OR verification_id IS NULL)"
    " AND (link_id IS NULL OR verification_id IS NULL)"
    " AND (link_code_id IS NULL"
    " OR (update_id IS NULL AND verification_id IS NULL AND link_id IS NULL))"
    " AND (update_id IS NOT NULL OR verification_id IS NOT NULL OR link_id IS NOT NULL"
    " OR link_code_id IS NOT NULL)"
)
KNOWN = "proof IN ('words', 'code')"
KEY = "fk_message_link_code_id_link_code"
SQLITE_KEY = (
    f", \n\tCONSTRAINT {KEY} FOREIGN KEY(link_code_id) REFERENCES link_code (id) "
    "DEFERRABLE INITIALLY DEFERRED"
)
SQLITE_KNOWN = f", \n\tCONSTRAINT ck_passphrase_proof_known CHECK ({KNOWN})"
SQLITE_DIGEST = "token_digest BLOB, \n\t"
SQLITE_UNIQUE = ", \n\tCONSTRAINT uq_secure_link_token_digest UNIQUE (token_digest)"


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        deferrable=True,
        initially="DEFERRED",
    )


def upgrade() -> None:
    """Make the table of codes; a message has its own token, or carries such a code."""
    op.add_column(
        "passphrase", sa.Column("proof", sa.String(10), server_default="words", nullable=False)
    )
    op.create_table(
        "link_code",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_why", sa.String(30), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        _key("link_code", "case_id", "case"),
        _key("link_code", "person_id", "person"),
        _key("link_code", "link_id", "secure_link"),
        _key("link_code", "channel_id", "channel"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_code")),
    )
    op.create_index("ix_link_code_case_id", "link_code", ["case_id"])
    op.create_index("ix_link_code_link_id", "link_code", ["link_id"])
    op.create_index(
        "uq_link_code_live",
        "link_code",
        ["link_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.add_column("message", sa.Column("link_digest", sa.LargeBinary(), nullable=True))
    op.add_column("message", sa.Column("link_code_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE message SET link_digest ="
        " (SELECT token_digest FROM secure_link WHERE secure_link.id = message.link_id)"
        " WHERE link_id IS NOT NULL"
    )
    op.create_index("ix_message_link_digest", "message", ["link_digest"])
    op.create_index("ix_message_link_code_id", "message", ["link_code_id"])
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "passphrase", _with_list)
        sqlite_tables.rebuild(op.get_bind(), "secure_link", _without_token)
        sqlite_tables.rebuild(op.get_bind(), "message", _loosened)
        return
    op.create_check_constraint(op.f("ck_passphrase_proof_known"), "passphrase", KNOWN)
    op.drop_column("secure_link", "token_digest")
    op.create_foreign_key(
        op.f(KEY),
        "message",
        "link_code",
        ["link_code_id"],
        ["id"],
        deferrable=True,
        initially="DEFERRED",
    )
    op.drop_constraint(op.f("ck_message_carries_one_thing"), "message", type_="check")
    op.create_check_constraint(op.f("ck_message_carries_one_thing"), "message", CARRIES)


def downgrade() -> None:
    """Take them away (tests only: whoever agreed a code has pages that nothing opens)."""
    op.execute("DELETE FROM message WHERE link_code_id IS NOT NULL")
    op.drop_index("ix_message_link_digest", "message")
    op.drop_index("ix_message_link_code_id", "message")
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        sqlite_tables.rebuild(op.get_bind(), "message", _tightened)
        sqlite_tables.rebuild(op.get_bind(), "secure_link", _with_token)
        sqlite_tables.rebuild(op.get_bind(), "passphrase", _without_list)
    else:
        op.drop_constraint(op.f("ck_message_carries_one_thing"), "message", type_="check")
        op.create_check_constraint(op.f("ck_message_carries_one_thing"), "message", BEFORE)
        op.add_column("secure_link", sa.Column("token_digest", sa.LargeBinary(), nullable=True))
        op.create_unique_constraint(
            op.f("uq_secure_link_token_digest"), "secure_link", ["token_digest"]
        )
    op.execute(
        "UPDATE secure_link SET token_digest = (SELECT link_digest FROM message"
        " WHERE message.link_id = secure_link.id AND link_digest IS NOT NULL"
        " ORDER BY made_at LIMIT 1)"
    )
    for column in ("link_digest", "link_code_id"):
        op.drop_column("message", column)
    op.drop_column("passphrase", "proof")
    op.drop_table("link_code")


def _end_of(sql: str, more: str) -> str:
    return f"{sql.rstrip().removesuffix(')').rstrip()}{more}\n)"


def _loosened(sql: str) -> str:
    looser = sqlite_tables.replaced(sql, f"CHECK ({BEFORE})", f"CHECK ({CARRIES})")
    return _end_of(looser, SQLITE_KEY)


def _tightened(sql: str) -> str:
    without = sqlite_tables.replaced(sql, SQLITE_KEY, "")
    return sqlite_tables.replaced(without, f"CHECK ({CARRIES})", f"CHECK ({BEFORE})")


def _without_token(sql: str) -> str:
    without = sqlite_tables.replaced(sql, SQLITE_UNIQUE, "")
    return sqlite_tables.replaced(without, SQLITE_DIGEST, "")


def _with_token(sql: str) -> str:
    column = sqlite_tables.replaced(sql, "issued_at DATETIME", f"{SQLITE_DIGEST}issued_at DATETIME")
    return _end_of(column, SQLITE_UNIQUE)


def _with_list(sql: str) -> str:
    return _end_of(sql, SQLITE_KNOWN)


def _without_list(sql: str) -> str:
    return sqlite_tables.replaced(sql, SQLITE_KNOWN, "")
