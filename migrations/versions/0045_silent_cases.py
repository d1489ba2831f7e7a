"""When a case was last looked at for silence, and what was found

Revision: 0045, after 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TABLE = "case_watch"
SINCE = (
    *("since", "no_way_since", "unread_since", "no_contact_since", "unconfirmed_since"),
    "passed_over_since",
)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=True) for name in SINCE),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{target}_id"],
                [f"{target}.id"],
                name=op.f(f"fk_{TABLE}_{target}_id_{target}"),
                deferrable=True,
                initially="DEFERRED",
            )
            for target in ("case", "person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("case_id", name=op.f(f"uq_{TABLE}_case_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_person_id"), TABLE, ["person_id"])
    silent = sa.text("since IS NOT NULL")
    op.create_index(
        f"ix_{TABLE}_since", TABLE, ["since", "id"], sqlite_where=silent, postgresql_where=silent
    )


def downgrade() -> None:
    """Take it away (tests only)."""
    op.drop_table(TABLE)
