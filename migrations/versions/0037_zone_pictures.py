"""The pictures of the maps of areas that are asked for

Revision: 0037, after 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "zone_picture"


def upgrade() -> None:
    """Make the table; outlines stand with their requests, sealed as before."""
    op.create_table(
        TABLE,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("media", sa.String(20), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{column}_id"],
                [f"{target}.id"],
                name=op.f(f"fk_{TABLE}_{column}_id_{target}"),
                deferrable=True,
                initially="DEFERRED",
            )
            for column, target in (
                ("case", "case"),
                ("person", "person"),
                ("request", "condition_request"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_request_id"), TABLE, ["request_id"])


def downgrade() -> None:
    """Take it away (tests only)."""
    op.drop_table(TABLE)
