"""Everything that the portal keeps

Revision: 0001, after None
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("came_from", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_event_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_case", ["case_id", "seq"], unique=False)

    op.create_table(
        "data_key",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("pk_data_key")),
    )
    op.create_table(
        "form_once",
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_once")),
    )
    op.create_table(
        "offender",
        sa.Column("first_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("born_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("prison_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("prison_number_index", sa.LargeBinary(), nullable=True),
        sa.Column("crn_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("crn_index", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offender")),
    )
    with op.batch_alter_table("offender", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offender_crn_index"), ["crn_index"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_offender_prison_number_index"), ["prison_number_index"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("first_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("called_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("born_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("protected_identity", sa.Boolean(), nullable=False),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_person_language_known")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["person.id"],
            name=op.f("fk_person_merged_into_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "seal",
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("first_seq", name=op.f("uq_seal_first_seq")),
        sa.UniqueConstraint("last_seq", name=op.f("uq_seal_last_seq")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_index", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_account", ["account_index", "at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_address", ["address_index", "at"], unique=False)

    op.create_table(
        "unit",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("manager_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "NOT active OR manager_id IS NOT NULL", name=op.f("ck_unit_active_has_manager")
        ),
        sa.ForeignKeyConstraint(
            ["manager_id"],
            ["user.id"],
            name="fk_unit_manager_id_user",
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("name_key", name=op.f("uq_unit_name_key")),
    )
    op.create_table(
        "channel",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("value_index", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.JSON(), nullable=False),
        sa.Column("any_time", sa.Boolean(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("fuller_words", sa.Boolean(), nullable=False),
        sa.Column("who_else_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_word_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("if_answered_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_how", sa.String(length=40), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("suspended_why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('mobile', 'landline', 'email', 'post')", name=op.f("ck_channel_kind_known")
        ),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_channel_language_known")),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_channel_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
    )
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_channel_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_channel_value_index"), ["value_index"], unique=False)

    op.create_table(
        "event",
        sa.Column("offender_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("hearing_on", sa.Date(), nullable=True),
        sa.Column("told_by_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('sentence_explained', 'appeal', 'date_changed', 'open_conditions_considered', 'open_conditions_moved', 'temporary_release_considered', 'parole_review_started', 'statement_due', 'hearing_listed', 'hearing_deferred', 'parole_decision', 'reconsideration', 'pre_release', 'released', 'licence_varied', 'recalled', 're_released', 'licence_ended', 'licence_termination_considered', 'recategorised', 'home_detention_curfew_considered', 'deported', 'hospital_transfer', 'tribunal', 'conditional_discharge', 'absolute_discharge', 'community_treatment_order', 'hospital_recall', 'serious_further_offence', 'escape_or_release_in_error', 'offender_death', 'annual_contact')",
            name=op.f("ck_event_stage_known"),
        ),
        sa.ForeignKeyConstraint(
            ["offender_id"],
            ["offender.id"],
            name=op.f("fk_event_offender_id_offender"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_offender_id"), ["offender_id"], unique=False)

    op.create_table(
        "key_dates",
        sa.Column("offender_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offender_id"],
            ["offender.id"],
            name=op.f("fk_key_dates_offender_id_offender"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_dates")),
        sa.UniqueConstraint(
            "offender_id", "version", name=op.f("uq_key_dates_offender_id_version")
        ),
    )
    op.create_table(
        "review",
        sa.Column("offender_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("target_month", sa.String(length=7), nullable=True),
        sa.Column("hearing_on", sa.Date(), nullable=True),
        sa.Column("panel_reference_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offender_id"],
            ["offender.id"],
            name=op.f("fk_review_offender_id_offender"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_offender_id"), ["offender_id"], unique=False)

    op.create_table(
        "search_token",
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("offender_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["offender_id"],
            ["offender.id"],
            name=op.f("fk_search_token_offender_id_offender"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_search_token_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_token")),
    )
    with op.batch_alter_table("search_token", schema=None) as batch_op:
        batch_op.create_index("ix_search_token_kind_token", ["kind", "token"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_search_token_offender_id"), ["offender_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_search_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sentence",
        sa.Column("offender_id", sa.Uuid(), nullable=False),
        sa.Column("sentence_type", sa.String(length=30), nullable=False),
        sa.Column("offence_category", sa.String(length=30), nullable=False),
        sa.Column("offence_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sentenced_on", sa.Date(), nullable=False),
        sa.Column("court_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("custodial_term", sa.String(length=40), nullable=True),
        sa.Column("minimum_term", sa.String(length=40), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "offence_category IN ('sexual', 'violent', 'murder', 'terrorism', 'stalking_harassment', 'other')",
            name=op.f("ck_sentence_offence_category_known"),
        ),
        sa.CheckConstraint(
            "sentence_type IN ('SDS', 'SDS_PLUS', 'EDS', 'SOPC', 'LIFE', 'IPP', 'DPP', 'DTO', 'HMP_DETENTION', 'S250', 'S45A', 'S47', 'HOSPITAL_RESTRICTED', 'HOSPITAL_UNRESTRICTED')",
            name=op.f("ck_sentence_sentence_type_known"),
        ),
        sa.ForeignKeyConstraint(
            ["offender_id"],
            ["offender.id"],
            name=op.f("fk_sentence_offender_id_offender"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sentence")),
    )
    with op.batch_alter_table("sentence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sentence_offender_id"), ["offender_id"], unique=False)

    op.create_table(
        "user",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("first_name", sa.String(length=100), nullable=False),
        sa.Column("last_name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("telephone", sa.String(length=30), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("hours_welsh", sa.String(length=100), nullable=False),
        sa.Column("languages", sa.String(length=20), nullable=False),
        sa.Column("covered_by_id", sa.Uuid(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "role IN ('officer', 'manager', 'administrator', 'auditor', 'parole_case_manager')",
            name=op.f("ck_user_role_known"),
        ),
        sa.ForeignKeyConstraint(
            ["covered_by_id"],
            ["user.id"],
            name=op.f("fk_user_covered_by_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_user_unit_id_unit"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
        sa.UniqueConstraint("id", "active", name=op.f("uq_user_id_active")),
    )
    op.create_table(
        "case",
        sa.Column("reference", sa.String(length=11), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("offender_id", sa.Uuid(), nullable=False),
        sa.Column("sentence_id", sa.Uuid(), nullable=False),
        sa.Column("relationship", sa.String(length=30), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("officer_active", sa.Boolean(), nullable=True),
        sa.Column("queued_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queue_due_on", sa.Date(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("route_rule", sa.String(length=60), nullable=False),
        sa.Column("route_reason", sa.String(length=500), nullable=False),
        sa.Column("route_decided_why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("enrolment", sa.String(length=20), nullable=False),
        sa.Column("enrolment_version", sa.Integer(), nullable=False),
        sa.Column("deferred_until", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("first_contact_on", sa.Date(), nullable=True),
        sa.Column("opened_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_why", sa.String(length=60), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "enrolment IN ('not_offered', 'offered', 'opted_in', 'declined', 'deferred', 'no_response', 'opted_out', 'opted_back_in', 'do_not_contact')",
            name=op.f("ck_case_enrolment_known"),
        ),
        sa.CheckConstraint(
            "relationship IN ('victim', 'bereaved_relative', 'parent_or_guardian', 'acts_for_victim', 'family_spokesperson')",
            name=op.f("ck_case_relationship_known"),
        ),
        sa.CheckConstraint(
            "route IN ('statutory', 'discretionary', 'short_sentence_notification', 'hospital_restricted', 'hospital_unrestricted', 'undecided')",
            name=op.f("ck_case_route_known"),
        ),
        sa.CheckConstraint(
            "closed_at IS NOT NULL OR (officer_id IS NOT NULL AND officer_active IS NOT NULL AND queued_since IS NULL) OR (officer_id IS NULL AND queued_since IS NOT NULL AND queue_due_on IS NOT NULL)",
            name=op.f("ck_case_open_case_has_somebody"),
        ),
        sa.CheckConstraint(
            "officer_active IS NULL OR officer_active", name=op.f("ck_case_officer_is_active")
        ),
        sa.ForeignKeyConstraint(
            ["offender_id"],
            ["offender.id"],
            name=op.f("fk_case_offender_id_offender"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["officer_id", "officer_active"],
            ["user.id", "user.active"],
            name="fk_case_active_officer",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["user.id"],
            name=op.f("fk_case_officer_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_case_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["sentence_id"],
            ["sentence.id"],
            name=op.f("fk_case_sentence_id_sentence"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_case_unit_id_unit"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("person_id", "sentence_id", name=op.f("uq_case_person_id_sentence_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_reference")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_offender_id"), ["offender_id"], unique=False)
        batch_op.create_index("ix_case_officer", ["officer_id", "opened_on", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_case_queue",
            ["unit_id", "queued_since"],
            unique=False,
            sqlite_where=sa.text("queued_since IS NOT NULL"),
            postgresql_where=sa.text("queued_since IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_case_sentence_id"), ["sentence_id"], unique=False)
        batch_op.create_index("ix_case_unit", ["unit_id", "opened_on", "id"], unique=False)

    op.create_table(
        "key_date",
        sa.Column("key_dates_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column("since_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_dates_id"],
            ["key_dates.id"],
            name=op.f("fk_key_date_key_dates_id_key_dates"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_date")),
        sa.UniqueConstraint("key_dates_id", "code", name=op.f("uq_key_date_key_dates_id_code")),
    )
    op.create_table(
        "staff_session",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name=op.f("fk_staff_session_user_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_staff_session_token_digest")),
    )
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "contact_log",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("inward", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "method IN ('letter', 'telephone', 'visit', 'email', 'sms', 'victim_pages')",
            name=op.f("ck_contact_log_method_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('spoke', 'no_answer', 'voicemail_left', 'someone_else_answered', 'wrong_number', 'sent', 'returned', 'received')",
            name=op.f("ck_contact_log_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_contact_log_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
            name=op.f("fk_contact_log_channel_id_channel"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_contact_log_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_log")),
    )
    with op.batch_alter_table("contact_log", schema=None) as batch_op:
        batch_op.create_index("ix_contact_log_case", ["case_id", "on"], unique=False)

    op.create_table(
        "duplicate_flag",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_case_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=30), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_duplicate_flag_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["other_case_id"],
            ["case.id"],
            name=op.f("fk_duplicate_flag_other_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_duplicate_flag_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_flag")),
        sa.UniqueConstraint(
            "case_id", "other_case_id", name=op.f("uq_duplicate_flag_case_id_other_case_id")
        ),
    )
    with op.batch_alter_table("duplicate_flag", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_duplicate_flag_other_case_id"), ["other_case_id"], unique=False
        )

    op.create_table(
        "enrolment_step",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("moved_from", sa.String(length=20), nullable=False),
        sa.Column("moved_to", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("deferred_until", sa.Date(), nullable=True),
        sa.Column("level", sa.String(length=30), nullable=True),
        sa.Column("consent_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "how IN ('letter', 'telephone', 'visit', 'email', 'sms', 'victim_pages')",
            name=op.f("ck_enrolment_step_how_known"),
        ),
        sa.CheckConstraint(
            "moved_to IN ('not_offered', 'offered', 'opted_in', 'declined', 'deferred', 'no_response', 'opted_out', 'opted_back_in', 'do_not_contact')",
            name=op.f("ck_enrolment_step_moved_to_known"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_enrolment_step_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_enrolment_step_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment_step")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_enrolment_step_case_id_number")),
    )
    op.create_table(
        "incident",
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_incident_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_incident_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_table(
        "preference",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=30), nullable=False),
        sa.Column("call_first", sa.Boolean(), nullable=False),
        sa.Column("windows", sa.JSON(), nullable=False),
        sa.Column("dates_to_avoid_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ignore_moves_up_to_months", sa.Integer(), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "level IN ('release_month_only', 'annual', 'key_stages')",
            name=op.f("ck_preference_level_known"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_preference_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_preference_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
        sa.UniqueConstraint("case_id", name=op.f("uq_preference_case_id")),
    )
    op.create_table(
        "referral",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reference_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reference_index", sa.LargeBinary(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("row_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("row_digest", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_referral_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_referral_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("reference_index", name=op.f("uq_referral_reference_index")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_case_id"), ["case_id"], unique=False)

    op.create_table(
        "representation",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_representation_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_representation_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["review.id"],
            name=op.f("fk_representation_review_id_review"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
    )
    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_representation_case_id"), ["case_id"], unique=False)

    op.create_table(
        "statement",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("withheld_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("withheld_reasons_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("written_by", sa.String(length=40), nullable=False),
        sa.Column("read_back_on", sa.Date(), nullable=True),
        sa.Column("reading_preference", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("words_digest", sa.String(length=64), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_statement_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_statement_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["review.id"],
            name=op.f("fk_statement_review_id_review"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("case_id", "version", name=op.f("uq_statement_case_id_version")),
    )
    op.create_table(
        "submission",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("for_whom", sa.String(length=120), nullable=False),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_ids", sa.JSON(), nullable=False),
        sa.Column("keep_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_submission_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_submission_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["review.id"],
            name=op.f("fk_submission_review_id_review"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_case_id"), ["case_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("task_key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=300), nullable=False),
        sa.Column("rule", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("for_user_id", sa.Uuid(), nullable=True),
        sa.Column("for_role", sa.String(length=30), nullable=True),
        sa.Column("managers_own", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=120), nullable=True),
        sa.Column("done_note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "for_role IN ('officer', 'manager', 'administrator', 'auditor', 'parole_case_manager')",
            name=op.f("ck_task_for_role_known"),
        ),
        sa.CheckConstraint(
            "for_user_id IS NOT NULL OR for_role IS NOT NULL",
            name=op.f("ck_task_task_has_an_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_task_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["for_user_id"],
            ["user.id"],
            name=op.f("fk_task_for_user_id_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_task_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_task_unit_id_unit"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_for_user_id"), ["for_user_id"], unique=False)
        batch_op.create_index(
            "ix_task_open_unit",
            ["unit_id", "due_on"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.create_index(
            "uq_task_open_key",
            ["task_key"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "update",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("plan_key", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("window_opens", sa.Date(), nullable=False),
        sa.Column("window_closes", sa.Date(), nullable=False),
        sa.Column("anchor_code", sa.String(length=30), nullable=False),
        sa.Column("anchor_month", sa.String(length=7), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("needs_manager", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("notice_sms_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("notice_subject_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("notice_email_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_subject_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("approved_version", sa.Integer(), nullable=True),
        sa.Column("back_to_draft_why", sa.String(length=500), nullable=True),
        sa.Column("cancelled_by", sa.String(length=120), nullable=True),
        sa.Column("cancelled_why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_update_language_known")),
        sa.CheckConstraint(
            "stage IN ('sentence_explained', 'appeal', 'date_changed', 'open_conditions_considered', 'open_conditions_moved', 'temporary_release_considered', 'parole_review_started', 'statement_due', 'hearing_listed', 'hearing_deferred', 'parole_decision', 'reconsideration', 'pre_release', 'released', 'licence_varied', 'recalled', 're_released', 'licence_ended', 'licence_termination_considered', 'recategorised', 'home_detention_curfew_considered', 'deported', 'hospital_transfer', 'tribunal', 'conditional_discharge', 'absolute_discharge', 'community_treatment_order', 'hospital_recall', 'serious_further_offence', 'escape_or_release_in_error', 'offender_death', 'annual_contact')",
            name=op.f("ck_update_stage_known"),
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR approved_version = version",
            name=op.f("ck_update_approved_as_it_stands"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'approved', 'sent', 'cancelled')",
            name=op.f("ck_update_state_known"),
        ),
        sa.CheckConstraint("window_closes >= window_opens", name=op.f("ck_update_window_in_order")),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_update_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_update_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_update")),
        sa.UniqueConstraint("case_id", "plan_key", name=op.f("uq_update_case_id_plan_key")),
    )
    with op.batch_alter_table("update", schema=None) as batch_op:
        batch_op.create_index("ix_update_state_window", ["state", "window_opens"], unique=False)

    op.create_table(
        "approval",
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words_digest", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by"],
            ["user.id"],
            name=op.f("fk_approval_approved_by_user"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_approval_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["update_id"],
            ["update.id"],
            name=op.f("fk_approval_update_id_update"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint(
            "update_id",
            "version",
            "approved_by",
            name=op.f("uq_approval_update_id_version_approved_by"),
        ),
    )
    op.create_table(
        "condition_request",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("representation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wish_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("catalogue_version", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("inputs_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wording_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("zone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("agreed_to_name", sa.Boolean(), nullable=False),
        sa.Column("agreed_to_map", sa.Boolean(), nullable=False),
        sa.Column("necessity_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("put_forward_to", sa.String(length=120), nullable=True),
        sa.Column("put_forward_on", sa.Date(), nullable=True),
        sa.Column("outcome_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked_for', 'put_forward', 'granted', 'amended', 'refused', 'withdrawn')",
            name=op.f("ck_condition_request_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('refused', 'amended') OR outcome_reason_sealed IS NOT NULL",
            name=op.f("ck_condition_request_refusal_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_condition_request_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_condition_request_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["representation_id"],
            ["representation.id"],
            name=op.f("fk_condition_request_representation_id_representation"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_request")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_condition_request_case_id_number")),
    )
    op.create_table(
        "document",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("large_print", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(length=80), nullable=False),
        sa.Column("source_digest", sa.String(length=64), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("unprintable_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_document_language_known")),
        sa.CheckConstraint(
            "part IN ('statement', 'conditions', 'nondisclosure')",
            name=op.f("ck_document_part_known"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_document_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_document_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_document_submission_id_submission"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "case_id",
            "part",
            "version",
            "language",
            "large_print",
            name=op.f("uq_document_case_id_part_version_language_large_print"),
        ),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_sha256", ["sha256"], unique=False)

    op.create_table(
        "message",
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("update_version", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=60), nullable=False),
        sa.Column("send_key", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("subject_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sent_to_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(length=80), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider_reference", sa.String(length=80), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_code", sa.String(length=60), nullable=True),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('email', 'sms')", name=op.f("ck_message_kind_known")),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_message_language_known")),
        sa.CheckConstraint(
            "state IN ('queued', 'claimed', 'handed_over', 'delivered', 'failed_for_now', 'failed_for_good', 'uncertain', 'held', 'cancelled')",
            name=op.f("ck_message_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
            name=op.f("fk_message_case_id_case"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["channel_id"],
            ["channel.id"],
            name=op.f("fk_message_channel_id_channel"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_message_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["update_id"],
            ["update.id"],
            name=op.f("fk_message_update_id_update"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("send_key", name=op.f("uq_message_send_key")),
        postgresql_with={"fillfactor": 70},
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_channel_id"), ["channel_id"], unique=False)
        batch_op.create_index(
            "ix_message_due",
            ["next_try_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'failed_for_now')"),
            postgresql_where=sa.text("state IN ('queued', 'failed_for_now')"),
        )
        batch_op.create_index(
            "ix_message_leased",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("state = 'claimed'"),
            postgresql_where=sa.text("state = 'claimed'"),
        )
        batch_op.create_index("ix_message_provider_reference", ["provider_reference"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_update_id"), ["update_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rung", sa.String(length=30), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name=op.f("fk_receipt_message_id_message"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_receipt_person_id_person"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint(
            "message_id", "rung", "source", name=op.f("uq_receipt_message_id_rung_source")
        ),
    )


def downgrade() -> None:
    op.drop_table("receipt")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_update_id"))
        batch_op.drop_index("ix_message_provider_reference")
        batch_op.drop_index(
            "ix_message_leased",
            sqlite_where=sa.text("state = 'claimed'"),
            postgresql_where=sa.text("state = 'claimed'"),
        )
        batch_op.drop_index(
            "ix_message_due",
            sqlite_where=sa.text("state IN ('queued', 'failed_for_now')"),
            postgresql_where=sa.text("state IN ('queued', 'failed_for_now')"),
        )
        batch_op.drop_index(batch_op.f("ix_message_channel_id"))
        batch_op.drop_index(batch_op.f("ix_message_case_id"))

    op.drop_table("message")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_sha256")

    op.drop_table("document")
    op.drop_table("condition_request")
    op.drop_table("approval")
    with op.batch_alter_table("update", schema=None) as batch_op:
        batch_op.drop_index("ix_update_state_window")

    op.drop_table("update")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_task_open_key",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_task_open_unit",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_task_for_user_id"))
        batch_op.drop_index(batch_op.f("ix_task_case_id"))

    op.drop_table("task")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_case_id"))

    op.drop_table("submission")
    op.drop_table("statement")
    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_representation_case_id"))

    op.drop_table("representation")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_case_id"))

    op.drop_table("referral")
    op.drop_table("preference")
    op.drop_table("incident")
    op.drop_table("enrolment_step")
    with op.batch_alter_table("duplicate_flag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duplicate_flag_other_case_id"))

    op.drop_table("duplicate_flag")
    with op.batch_alter_table("contact_log", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_log_case")

    op.drop_table("contact_log")
    with op.batch_alter_table("staff_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_session_user_id"))

    op.drop_table("staff_session")
    op.drop_table("key_date")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index("ix_case_unit")
        batch_op.drop_index(batch_op.f("ix_case_sentence_id"))
        batch_op.drop_index(
            "ix_case_queue",
            sqlite_where=sa.text("queued_since IS NOT NULL"),
            postgresql_where=sa.text("queued_since IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_case_person_id"))
        batch_op.drop_index("ix_case_officer")
        batch_op.drop_index(batch_op.f("ix_case_offender_id"))

    op.drop_table("case")
    op.drop_table("user")
    with op.batch_alter_table("sentence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sentence_offender_id"))

    op.drop_table("sentence")
    with op.batch_alter_table("search_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_token_person_id"))
        batch_op.drop_index(batch_op.f("ix_search_token_offender_id"))
        batch_op.drop_index("ix_search_token_kind_token")

    op.drop_table("search_token")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_offender_id"))

    op.drop_table("review")
    op.drop_table("key_dates")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_offender_id"))

    op.drop_table("event")
    with op.batch_alter_table("channel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_channel_value_index"))
        batch_op.drop_index(batch_op.f("ix_channel_person_id"))

    op.drop_table("channel")
    op.drop_table("unit")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_attempt_address")
        batch_op.drop_index("ix_sign_in_attempt_account")

    op.drop_table("sign_in_attempt")
    op.drop_table("seal")
    op.drop_table("person")
    with op.batch_alter_table("offender", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offender_prison_number_index"))
        batch_op.drop_index(batch_op.f("ix_offender_crn_index"))

    op.drop_table("offender")
    op.drop_table("form_once")
    op.drop_table("data_key")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_case")

    op.drop_table("audit_event")
