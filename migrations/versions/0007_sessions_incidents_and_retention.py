"""What sessions, accounts, incidents and cases get for walls, factors and keeping

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

from victim_portal.store import sqlite_tables

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = (
    ("case", lambda: sa.Column("retain_from", sa.Date())),
    ("case", lambda: sa.Column("retain_from_why_sealed", sa.LargeBinary())),
    ("incident", lambda: sa.Column("closed_by", sa.String(120))),
    ("incident", lambda: sa.Column("happened_sealed", sa.LargeBinary())),
    ("incident", lambda: sa.Column("done_sealed", sa.LargeBinary())),
    ("incident", lambda: sa.Column("risk", sa.Boolean())),
    ("incident", lambda: sa.Column("reported_at", sa.DateTime(timezone=True))),
    ("incident", lambda: sa.Column("told_at", sa.DateTime(timezone=True))),
    (
        "incident",
        lambda: sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
    ),
    (
        "sign_in_attempt",
        lambda: sa.Column("step", sa.String(20), server_default="password", nullable=False),
    ),
    ("staff_session", lambda: sa.Column("confirmed_at", sa.DateTime(timezone=True))),
    ("staff_session", lambda: sa.Column("proved_at", sa.DateTime(timezone=True))),
    ("staff_session", lambda: sa.Column("came_from", sa.String(60))),
    ("staff_session", lambda: sa.Column("browser", sa.String(60))),
    ("staff_session", lambda: sa.Column("challenge", sa.LargeBinary())),
    ("staff_session", lambda: sa.Column("challenge_ends_at", sa.DateTime(timezone=True))),
    ("staff_session", lambda: sa.Column("ended_why", sa.String(30))),
    ("user", lambda: sa.Column("password_changed_at", sa.DateTime(timezone=True))),
    ("user", lambda: sa.Column("provider_subject", sa.String(400))),
)
UNIT_KEY = (
    "CONSTRAINT fk_incident_unit_id_unit FOREIGN KEY(unit_id) REFERENCES unit (id) "
    "DEFERRABLE INITIALLY DEFERRED"
)


def upgrade() -> None:
    """Add them; an incident belongs to its case's unit."""
    for table, column in COLUMNS:
        op.add_column(table, column())
    op.add_column("incident", sa.Column("unit_id", sa.Uuid()))
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "incident", _with_key)
    else:
        op.create_foreign_key(
            "fk_incident_unit_id_unit",
            "incident",
            "unit",
            ["unit_id"],
            ["id"],
            deferrable=True,
            initially="DEFERRED",
        )
    op.create_index("ix_incident_unit_id", "incident", ["unit_id"])
    op.create_index("uq_user_provider_subject", "user", ["provider_subject"], unique=True)
    op.execute(
        'UPDATE incident SET unit_id = (SELECT unit_id FROM "case"'
        ' WHERE "case".id = incident.case_id)'
    )
    # Who was signed in before there was a second factor signs in again.
    op.execute(
        "UPDATE staff_session SET ended_at = CURRENT_TIMESTAMP, ended_why = 'second_factor'"
        " WHERE ended_at IS NULL"
    )


def downgrade() -> None:
    """Take them away (tests only: it loses data)."""
    op.drop_index("uq_user_provider_subject", "user")
    op.drop_index("ix_incident_unit_id", "incident")
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(
            op.get_bind(),
            "incident",
            lambda sql: sqlite_tables.replaced(sql, f", \n\t{UNIT_KEY}", ""),
        )
    op.drop_column("incident", "unit_id")
    for table, column in COLUMNS:
        op.drop_column(table, column().name)


def _with_key(sql: str) -> str:
    return f"{sql.rstrip().removesuffix(')').rstrip()}, \n\t{UNIT_KEY}\n)"
