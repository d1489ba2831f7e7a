"""Date-change campaigns: their file, whom it concerns, and what was approved together

Revision: 0019, after 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = ("campaign", "campaign_offender", "campaign_move", "campaign_tranche", "tranche_update")


def upgrade() -> None:
    """Add the tables; there were no campaigns before."""
    op.create_table(
        "campaign",
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_key", sa.String(160), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("file_digest", sa.String(64), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_refused", sa.Integer(), nullable=False),
        sa.Column("rows_unknown", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('law_change', 'recalculation', 'correction', 'other')",
            name=op.f("ck_campaign_reason_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("name_key", name=op.f("uq_campaign_name_key")),
        sa.UniqueConstraint("file_digest", name=op.f("uq_campaign_file_digest")),
    )
    op.create_index("ix_campaign_made_at", "campaign", ["made_at", "id"], unique=False)
    op.create_table(
        "campaign_offender",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("offender_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary()),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('moved', 'unchanged')", name=op.f("ck_campaign_offender_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_campaign_offender_campaign_id_campaign"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["offender_id"],
            ["offender.id"],
            name=op.f("fk_campaign_offender_offender_id_offender"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_offender")),
        sa.UniqueConstraint(
            "campaign_id", "offender_id", name=op.f("uq_campaign_offender_campaign_id_offender_id")
        ),
    )
    op.create_index(
        op.f("ix_campaign_offender_offender_id"), "campaign_offender", ["offender_id"], unique=False
    )
    op.create_table(
        "campaign_move",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("road", sa.String(20), nullable=False),
        sa.Column("month_before", sa.String(7)),
        sa.Column("month_after", sa.String(7)),
        sa.Column("moved_months", sa.Integer()),
        sa.Column("nearest_on", sa.Date(), nullable=False),
        sa.Column("told_month", sa.String(7)),
        sa.Column("plan_key", sa.String(120)),
        sa.Column("why_nothing", sa.String(20)),
        sa.Column("asked_on", sa.Date()),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "road IN ('release', 'parole', 'licence_end')", name=op.f("ck_campaign_move_road_known")
        ),
        sa.CheckConstraint(
            "why_nothing IN ('not_in_scheme', 'small_move', 'same_month', 'level', 'no_date_left', 'not_planned')",
            name=op.f("ck_campaign_move_why_nothing_known"),
        ),
        sa.CheckConstraint(
            "(plan_key IS NULL) <> (why_nothing IS NULL)",
            name=op.f("ck_campaign_move_told_or_why_not"),
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_campaign_move_campaign_id_campaign"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_campaign_move_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_campaign_move_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_move")),
        sa.UniqueConstraint(
            "campaign_id", "case_id", "road", name=op.f("uq_campaign_move_campaign_id_case_id_road")
        ),
    )
    op.create_index(op.f("ix_campaign_move_case_id"), "campaign_move", ["case_id"], unique=False)
    op.create_index(
        "ix_campaign_move_nearest",
        "campaign_move",
        ["campaign_id", "nearest_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_campaign_move_person_id"), "campaign_move", ["person_id"], unique=False
    )
    op.create_table(
        "campaign_tranche",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.String(120), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaign.id"],
            name=op.f("fk_campaign_tranche_campaign_id_campaign"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["proposal.id"],
            name=op.f("fk_campaign_tranche_proposal_id_proposal"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_campaign_tranche_unit_id_unit"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_tranche")),
    )
    op.create_index(
        op.f("ix_campaign_tranche_campaign_id"), "campaign_tranche", ["campaign_id"], unique=False
    )
    op.create_index(
        op.f("ix_campaign_tranche_proposal_id"), "campaign_tranche", ["proposal_id"], unique=False
    )
    op.create_table(
        "tranche_update",
        sa.Column("tranche_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words_digest", sa.String(64), nullable=False),
        sa.Column("approved", sa.Boolean()),
        sa.Column("dropped", sa.String(20)),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "dropped IN ('changed', 'not_draft', 'case_closed', 'case_moved', 'alone', 'not_reached', 'not_fit')",
            name=op.f("ck_tranche_update_dropped_known"),
        ),
        sa.CheckConstraint(
            "approved IS NOT TRUE OR dropped IS NULL",
            name=op.f("ck_tranche_update_approved_or_dropped"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_tranche_update_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_tranche_update_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["tranche_id"],
            ["campaign_tranche.id"],
            name=op.f("fk_tranche_update_tranche_id_campaign_tranche"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["update_id"],
            ["update.id"],
            name=op.f("fk_tranche_update_update_id_update"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tranche_update")),
        sa.UniqueConstraint(
            "tranche_id", "update_id", name=op.f("uq_tranche_update_tranche_id_update_id")
        ),
    )
    op.create_index(op.f("ix_tranche_update_case_id"), "tranche_update", ["case_id"], unique=False)
    op.create_index(
        op.f("ix_tranche_update_person_id"), "tranche_update", ["person_id"], unique=False
    )
    op.create_index(
        op.f("ix_tranche_update_update_id"), "tranche_update", ["update_id"], unique=False
    )


def downgrade() -> None:
    """Take them away (tests only)."""
    for table in reversed(TABLES):
        op.drop_table(table)
