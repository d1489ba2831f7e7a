"""A manager's agreement that an update names a day

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

LINKS = {
    "update_id": "update",
    "person_id": "person",
    "proposal_id": "proposal",
    "agreed_by": "user",
}


def upgrade() -> None:
    """Add the table; no update names a day before."""
    op.create_table(
        "exact_date_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_exact_date_agreement_{column}_{table}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, table in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exact_date_agreement")),
        sa.UniqueConstraint(
            "update_id", "version", name=op.f("uq_exact_date_agreement_update_id_version")
        ),
    )


def downgrade() -> None:
    """Take it away (tests only)."""
    op.drop_table("exact_date_agreement")
