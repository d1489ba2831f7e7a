"""The decision on a review, the moves of its hearing, and what a victim asks for at it

Revision: 0040, after 0046
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _links(table: str, *targets: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [f"{target}_id"],
            [f"{target}.id"],
            name=op.f(f"fk_{table}_{target}_id_{target}"),
            deferrable=True,
            initially="DEFERRED",
        )
        for target in targets
    ]


def upgrade() -> None:
    """Make the tables and the columns."""
    op.add_column("review", sa.Column("decided_on", sa.Date(), nullable=True))
    op.add_column("review", sa.Column("outcome", sa.String(20), nullable=True))
    op.create_table(
        "hearing_step",
        sa.Column("offender_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(20), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=True),
        sa.Column("after_on", sa.Date(), nullable=True),
        sa.Column("learnt_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "move IN ('listed', 'put_off', 'brought_forward', 'put_right')",
            name=op.f("ck_hearing_step_move_known"),
        ),
        *_links("hearing_step", "offender", "review"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing_step")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_hearing_step_review_id_number")),
    )
    op.create_index("ix_hearing_step_offender_id", "hearing_step", ["offender_id"])
    op.create_table(
        "review_ask",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("state_on", sa.Date(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(20), nullable=True),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("passed_to_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("in_plain_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_how", sa.String(20), nullable=True),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('observe', 'summary', 'reconsideration')",
            name=op.f("ck_review_ask_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('wanted', 'passed_on', 'granted', 'refused', 'dropped')",
            name=op.f("ck_review_ask_state_known"),
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR reason_sealed IS NOT NULL",
            name=op.f("ck_review_ask_refusal_has_reason"),
        ),
        *_links("review_ask", "case", "person", "review"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_ask")),
        sa.UniqueConstraint(
            "case_id", "review_id", "kind", name=op.f("uq_review_ask_case_id_review_id_kind")
        ),
    )
    op.create_index("ix_review_ask_review_id", "review_ask", ["review_id"])


def downgrade() -> None:
    """Take them away (tests only)."""
    op.drop_table("review_ask")
    op.drop_table("hearing_step")
    op.drop_column("review", "outcome")
    op.drop_column("review", "decided_on")
