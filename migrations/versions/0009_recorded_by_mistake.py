"""What was recorded by mistake is kept, and counts no more; a stranger's text counts as nobody's

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("contact_log", "enrolment_step")
UNDONE = ("undone_at", "undone_by", "undone_why_sealed")


def upgrade() -> None:
    """Add them; a text that stopped no clock so far was from a number that nobody had checked."""
    for table in TABLES:
        op.add_column(table, sa.Column("undone_at", sa.DateTime(timezone=True)))
        op.add_column(table, sa.Column("undone_by", sa.String(120)))
        op.add_column(table, sa.Column("undone_why_sealed", sa.LargeBinary()))
    op.add_column(
        "contact_log",
        sa.Column("unproven", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    log, case = (
        sa.table("contact_log", *map(sa.column, LOG)),
        sa.table("case", *map(sa.column, CASE)),
    )
    stopped = sa.exists().where(case.c.id == log.c.case_id, case.c.first_contact_on <= log.c.on)
    op.execute(
        log.update()
        .where(
            log.c.recorded_by == "provider",
            log.c.outcome == "received",
            log.c.method == "sms",
            ~stopped,
        )
        .values(unproven=sa.true())
    )


LOG = ("case_id", "on", "recorded_by", "outcome", "method", "unproven")
CASE = ("id", "first_contact_on")


def downgrade() -> None:
    """Take them away (tests only: it loses data)."""
    op.drop_column("contact_log", "unproven")
    for table in TABLES:
        for column in reversed(UNDONE):
            op.drop_column(table, column)
