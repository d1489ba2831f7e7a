"""News that was wrong: what is put right, whom it reached, and which texts are frozen

Revision: 0028, after 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

TABLES = ("wrong_news", "wrong_news_update", "frozen_text")


def upgrade() -> None:
    """Add the tables; nothing was put right before."""
    op.create_table(
        "wrong_news",
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("siblings", sa.String(length=20), nullable=False),
        sa.Column("live_key", sa.String(length=160), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("standing", sa.String(length=20), nullable=False),
        sa.Column("personal", sa.Boolean(), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("truth_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("truth_welsh_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.String(length=120), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "siblings IN ('alone', 'cause', 'day', 'chosen')",
            name=op.f("ck_wrong_news_siblings_known"),
        ),
        sa.CheckConstraint(
            "stage IN ('sentence_explained', 'appeal', 'date_changed', 'open_conditions_considered', 'open_conditions_moved', 'temporary_release_considered', 'parole_review_started', 'statement_due', 'hearing_listed', 'hearing_deferred', 'parole_decision', 'reconsideration', 'pre_release', 'released', 'licence_varied', 'recalled', 're_released', 'licence_ended', 'licence_termination_considered', 'recategorised', 'home_detention_curfew_considered', 'deported', 'hospital_transfer', 'tribunal', 'conditional_discharge', 'absolute_discharge', 'community_treatment_order', 'hospital_recall', 'serious_further_offence', 'escape_or_release_in_error', 'offender_death', 'annual_contact')",
            name=op.f("ck_wrong_news_stage_known"),
        ),
        sa.CheckConstraint(
            "standing IN ('gathering', 'ready', 'releasing', 'done', 'taken_back')",
            name=op.f("ck_wrong_news_standing_known"),
        ),
        sa.CheckConstraint(
            "(released_by_id IS NULL) = (released_at IS NULL)",
            name=op.f("ck_wrong_news_released_whole"),
        ),
        sa.CheckConstraint(
            "released_by_id IS NULL OR released_by_id <> proposed_by_id",
            name=op.f("ck_wrong_news_second_is_not_the_first"),
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_wrong_news_incident_id_incident"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"],
            ["user.id"],
            name=op.f("fk_wrong_news_proposed_by_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"],
            ["user.id"],
            name=op.f("fk_wrong_news_raised_by_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"],
            ["user.id"],
            name=op.f("fk_wrong_news_released_by_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_wrong_news_unit_id_unit"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_news")),
    )
    op.create_index(op.f("ix_wrong_news_unit_id"), "wrong_news", ["unit_id"], unique=False)
    op.create_index(
        "uq_wrong_news_live_key",
        "wrong_news",
        ["live_key"],
        unique=True,
        sqlite_where=sa.text("standing NOT IN ('done', 'taken_back')"),
        postgresql_where=sa.text("standing NOT IN ('done', 'taken_back')"),
    )
    op.create_table(
        "frozen_text",
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("wrong_news_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_by_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('sentence_explained', 'appeal', 'date_changed', 'open_conditions_considered', 'open_conditions_moved', 'temporary_release_considered', 'parole_review_started', 'statement_due', 'hearing_listed', 'hearing_deferred', 'parole_decision', 'reconsideration', 'pre_release', 'released', 'licence_varied', 'recalled', 're_released', 'licence_ended', 'licence_termination_considered', 'recategorised', 'home_detention_curfew_considered', 'deported', 'hospital_transfer', 'tribunal', 'conditional_discharge', 'absolute_discharge', 'community_treatment_order', 'hospital_recall', 'serious_further_offence', 'escape_or_release_in_error', 'offender_death', 'annual_contact')",
            name=op.f("ck_frozen_text_stage_known"),
        ),
        sa.CheckConstraint(
            "(lifted_by_id IS NULL) = (lifted_at IS NULL)", name=op.f("ck_frozen_text_lifted_whole")
        ),
        sa.ForeignKeyConstraint(
            ["frozen_by_id"],
            ["user.id"],
            name=op.f("fk_frozen_text_frozen_by_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"],
            ["user.id"],
            name=op.f("fk_frozen_text_lifted_by_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["wrong_news_id"],
            ["wrong_news.id"],
            name=op.f("fk_frozen_text_wrong_news_id_wrong_news"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_text")),
    )
    op.create_index(
        "uq_frozen_text_stage",
        "frozen_text",
        ["stage"],
        unique=True,
        sqlite_where=sa.text("lifted_at IS NULL"),
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_table(
        "wrong_news_update",
        sa.Column("wrong_news_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reached", sa.String(length=20), nullable=True),
        sa.Column("stopped", sa.Integer(), nullable=False),
        sa.Column("way_on", sa.String(length=20), nullable=True),
        sa.Column("why_not", sa.String(length=20), nullable=True),
        sa.Column("correction_id", sa.Uuid(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "reached IN ('told', 'delivered', 'handed_over', 'perhaps', 'waited', 'not_reached')",
            name=op.f("ck_wrong_news_update_reached_known"),
        ),
        sa.CheckConstraint(
            "way_on IN ('message', 'call', 'decide', 'none')",
            name=op.f("ck_wrong_news_update_way_on_known"),
        ),
        sa.CheckConstraint(
            "why_not IN ('told_by_person', 'no_safe_way', 'welsh_unreviewed', 'no_words', 'said_no', 'case_closed')",
            name=op.f("ck_wrong_news_update_why_not_known"),
        ),
        sa.CheckConstraint(
            "(reached IS NULL) = (way_on IS NULL)",
            name=op.f("ck_wrong_news_update_looked_at_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_wrong_news_update_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["update.id"],
            name=op.f("fk_wrong_news_update_correction_id_update"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_wrong_news_update_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["update_id"],
            ["update.id"],
            name=op.f("fk_wrong_news_update_update_id_update"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["wrong_news_id"],
            ["wrong_news.id"],
            name=op.f("fk_wrong_news_update_wrong_news_id_wrong_news"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_news_update")),
        sa.UniqueConstraint(
            "wrong_news_id", "update_id", name=op.f("uq_wrong_news_update_wrong_news_id_update_id")
        ),
    )
    op.create_index(
        op.f("ix_wrong_news_update_case_id"), "wrong_news_update", ["case_id"], unique=False
    )
    op.create_index(
        "ix_wrong_news_update_correction", "wrong_news_update", ["correction_id"], unique=False
    )
    op.create_index(
        op.f("ix_wrong_news_update_person_id"), "wrong_news_update", ["person_id"], unique=False
    )
    op.create_index(
        "uq_wrong_news_update_counts",
        "wrong_news_update",
        ["update_id"],
        unique=True,
        sqlite_where=sa.text("dropped_at IS NULL"),
        postgresql_where=sa.text("dropped_at IS NULL"),
    )


def downgrade() -> None:
    """Take the tables away again."""
    for table in reversed(TABLES):
        op.drop_table(table)
