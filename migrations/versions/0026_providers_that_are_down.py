"""Whether the providers of texts and e-mail take messages now

Revision: 0026, after 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; a provider without a row is well."""
    op.create_table(
        "provider",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True)),
        sa.Column("open_since", sa.DateTime(timezone=True)),
        sa.Column("probe_at", sa.DateTime(timezone=True)),
        sa.Column("probes", sa.Integer(), nullable=False),
        sa.Column("probing_until", sa.DateTime(timezone=True)),
        sa.Column("recovering_since", sa.DateTime(timezone=True)),
        sa.Column("free_at", sa.DateTime(timezone=True)),
        sa.Column("swept_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind IN ('email', 'sms')", name=op.f("ck_provider_kind_known")),
        sa.CheckConstraint(
            "(open_since IS NULL) = (probe_at IS NULL)",
            name=op.f("ck_provider_open_until_a_probe"),
        ),
        sa.CheckConstraint(
            "open_since IS NULL OR recovering_since IS NULL",
            name=op.f("ck_provider_open_or_recovering"),
        ),
        sa.CheckConstraint(
            "(recovering_since IS NULL) = (free_at IS NULL)",
            name=op.f("ck_provider_recovers_at_a_rate"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider")),
        sa.UniqueConstraint("kind", name=op.f("uq_provider_kind")),
    )


def downgrade() -> None:
    """Take it away (tests only)."""
    op.drop_table("provider")
