"""To whom files went, and what a document stands for

Revision: 0045, after 0044
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        deferrable=True,
        initially="DEFERRED",
    )


RECIPIENTS = "recipient IN ('casework', 'com', 'tribunal', 'mhcs', 'hospital')"
WAYS = "way IN ('secure_email', 'shared_workspace', 'post', 'by_hand')"


def upgrade() -> None:
    """Make the table of handovers, and give exports and files what they lack."""
    op.create_table(
        "handover",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("document_ids", sa.JSON(), nullable=False),
        sa.Column("recipient", sa.String(20), nullable=False),
        sa.Column("to_whom_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("way", sa.String(20), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("acknowledged_on", sa.Date(), nullable=True),
        sa.Column("acknowledged_how_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("acknowledgement_by", sa.String(120), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(RECIPIENTS, name=op.f("ck_handover_recipient_known")),
        sa.CheckConstraint(WAYS, name=op.f("ck_handover_way_known")),
        _key("handover", "case_id", "case"),
        _key("handover", "person_id", "person"),
        _key("handover", "submission_id", "submission"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_case_id", "handover", ["case_id"])
    op.create_index("ix_handover_submission_id", "handover", ["submission_id"])
    op.add_column("submission", sa.Column("recipient", sa.String(20), nullable=True))
    op.add_column("submission", sa.Column("unsettled_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("document", sa.Column("statement_version", sa.Integer(), nullable=True))
    op.add_column("document", sa.Column("request_numbers", sa.JSON(), nullable=True))
    op.add_column("document", sa.Column("words_digest", sa.String(64), nullable=True))
    op.add_column(
        "document",
        sa.Column("audience", sa.String(20), server_default="parole", nullable=False),
    )
    op.create_index("ix_document_content_digest", "document", ["content_digest"])


def downgrade() -> None:
    """Take them away (tests only: to whom files went is lost)."""
    op.drop_index("ix_document_content_digest", "document")
    for column in ("audience", "words_digest", "request_numbers", "statement_version"):
        op.drop_column("document", column)
    for column in ("unsettled_sealed", "recipient"):
        op.drop_column("submission", column)
    op.drop_table("handover")
