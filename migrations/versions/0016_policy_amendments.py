"""Amendments of the policy, which only grow, and what they are planned by

A proposal may be refused with a reason, and a parole review knows by which policy its
deadlines were last raised.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLE = "policy_amendment"
FUNCTION = "refuse_to_change_the_policy"


def upgrade() -> None:
    """Add the table with its guard, and the two columns."""
    op.create_table(
        TABLE,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(20), nullable=False),
        sa.Column("table_name", sa.String(30), nullable=False),
        sa.Column("row_name", sa.String(100), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("row_values", sa.JSON(), nullable=False),
        sa.Column("before_row", sa.String(100), nullable=False),
        sa.Column("why", sa.String(1000), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "agreed_by_id <> proposed_by_id",
            name=op.f("ck_policy_amendment_second_is_not_the_first"),
        ),
        sa.CheckConstraint(
            "change IN ('add', 'withdraw')", name=op.f("ck_policy_amendment_change_known")
        ),
        sa.CheckConstraint(
            "table_name IN ('clock', 'eligibility', 'lead_time', 'attempts', 'first_contact', 'review_period', 'unusual', 'glass', 'retention')",
            name=op.f("ck_policy_amendment_table_name_known"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [target],
                name=op.f(f"fk_policy_amendment_{column}_{target.partition('.')[0]}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, target in (
                ("proposal_id", "proposal.id"),
                ("proposed_by_id", "user.id"),
                ("agreed_by_id", "user.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_amendment")),
        sa.UniqueConstraint("number", name=op.f("uq_policy_amendment_number")),
    )
    op.create_index("ix_policy_amendment_row", TABLE, ["table_name", "row_name"])
    op.add_column("proposal", sa.Column("refused_why", sa.String(1000), nullable=True))
    op.add_column("review", sa.Column("policy_version", sa.String(60), nullable=True))
    _guard()


def downgrade() -> None:
    """Take them away (tests only); the guard goes with its table."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION {FUNCTION}()")
    op.drop_column("review", "policy_version")
    op.drop_column("proposal", "refused_why")


def _guard() -> None:
    said = "an amendment of the policy is never changed"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        op.execute(f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} {refuse}")
        op.execute(f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} {refuse}")
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS "
            f"(SELECT 1 FROM {TABLE} WHERE id = NEW.id OR number = NEW.number) {refuse}"
        )
        return
    op.execute(
        f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    for name, when in (
        ("is_never_changed", f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"),
        ("is_not_emptied", f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {TABLE}_{name} {when} EXECUTE FUNCTION {FUNCTION}()")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {TABLE}_{name}")
