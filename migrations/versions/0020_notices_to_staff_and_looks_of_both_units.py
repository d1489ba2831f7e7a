"""Staff are told of changes to how they sign in; both units look at broken glass

Revision: 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KINDS = (
    "'password', 'codes', 'passkey_added', 'passkey_removed', 'provider', 'link_made', "
    "'link_used', 'role', 'disabled', 'enabled', 'colleague_joined', 'colleague_helped'"
)
STATES = "'waiting', 'claimed', 'handed_over', 'failed', 'uncertain'"


def upgrade() -> None:
    """Add the table and the columns.

    Nobody is told of what was changed before, and what one unit looked at counts for both.
    """
    op.create_table(
        "staff_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.String(80), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_staff_notice_kind_known")),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_staff_notice_state_known")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_staff_notice_user_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notice")),
    )
    op.create_index("ix_staff_notice_user_id", "staff_notice", ["user_id"])
    op.create_index("ix_staff_notice_state", "staff_notice", ["state", "next_try_at"])
    for column in (
        sa.Column("home_looked_at_by", sa.String(120), nullable=True),
        sa.Column("home_looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("home_in_order", sa.Boolean(), nullable=True),
        sa.Column("home_finding_sealed", sa.LargeBinary(), nullable=True),
    ):
        op.add_column("glass_breaking", column)
    op.execute(
        "UPDATE glass_breaking SET home_looked_at_by = looked_at_by, home_looked_at = looked_at,"
        " home_in_order = in_order WHERE looked_at IS NOT NULL AND unit_id IS NOT NULL"
    )


def downgrade() -> None:
    """Take it away (tests only)."""
    op.drop_table("staff_notice")
    with op.batch_alter_table("glass_breaking") as batch_op:
        for column in ("finding_sealed", "in_order", "looked_at", "looked_at_by"):
            batch_op.drop_column(f"home_{column}")
