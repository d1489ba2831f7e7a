"""Versions of the texts, which only grow, and from which of them an update was drafted

Revision: 0030, after 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLE = "template_version"
FUNCTION = "refuse_to_change_a_template"


def upgrade() -> None:
    """Add the table with its guard, and the column; what was drafted before recorded nothing."""
    op.create_table(
        TABLE,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(1000), nullable=False),
        sa.Column("source_key", sa.String(16), nullable=False),
        sa.Column("english", sa.String(1000), nullable=False),
        sa.Column("welsh", sa.String(1000), nullable=False),
        sa.Column("reviewer", sa.String(120), nullable=False),
        sa.Column("why", sa.String(1000), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "agreed_by_id <> proposed_by_id",
            name=op.f("ck_template_version_second_is_not_the_first"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_template_version_version_counted")),
        sa.CheckConstraint(
            "english <> '' AND welsh <> '' AND reviewer <> ''",
            name=op.f("ck_template_version_whole"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [target],
                name=op.f(f"fk_template_version_{column}_{target.partition('.')[0]}"),
                initially="DEFERRED",
                deferrable=True,
            )
            for column, target in (
                ("proposal_id", "proposal.id"),
                ("proposed_by_id", "user.id"),
                ("agreed_by_id", "user.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_version")),
        sa.UniqueConstraint("number", name=op.f("uq_template_version_number")),
        sa.UniqueConstraint(
            "source_key", "version", name=op.f("uq_template_version_source_key_version")
        ),
    )
    op.add_column(
        "update",
        sa.Column("text_versions", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
    )
    _guard()


def downgrade() -> None:
    """Take them away (tests only); the guard goes with its table."""
    op.drop_column("update", "text_versions")
    op.drop_table(TABLE)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP FUNCTION {FUNCTION}()")


def _guard() -> None:
    said = "a version of a template is never changed"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        op.execute(f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} {refuse}")
        op.execute(f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} {refuse}")
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS "
            f"(SELECT 1 FROM {TABLE} WHERE id = NEW.id OR number = NEW.number "
            f"OR (source_key = NEW.source_key AND version = NEW.version)) {refuse}"
        )
        return
    op.execute(
        f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    for name, when in (
        ("is_never_changed", f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW"),
        ("is_not_emptied", f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {TABLE}_{name} {when} EXECUTE FUNCTION {FUNCTION}()")
        op.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {TABLE}_{name}")
