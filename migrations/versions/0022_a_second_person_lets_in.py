"""A second person before an account is let in

The command line may decide on accounts, and is no member of staff.

Revision: 0022, after 0021
"""

from alembic import op

from victim_portal.store import sqlite_tables

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = "proposal"
BEFORE = (
    "act IN ('lift_restriction', 'purge', 'change_policy', 'publish_template',"
    " 'tell_exact_date', 'release_sends', 'correct_many', 'recover_account')"
)
AFTER = BEFORE[:-1] + ", 'let_in')"
WHOLE_BEFORE = (
    "(decision IS NULL) = (decided_at IS NULL)"
    " AND (decided_by_id IS NULL) = (decision IS NULL OR decision = 'overtaken')"
)
WHOLE_AFTER = (
    "(decision IS NULL) = (decided_at IS NULL)"
    " AND ((decided_by_id IS NULL) = (decision IS NULL OR decision = 'overtaken')"
    " OR (decided_by_id IS NULL AND act IN ('recover_account', 'let_in')))"
)


def upgrade() -> None:
    """Widen the list of acts, and let a decision on an account be the command line's."""
    _change((BEFORE, AFTER), (WHOLE_BEFORE, WHOLE_AFTER))


def downgrade() -> None:
    """Take it back (tests only), with what only the wider list allows."""
    op.execute("DELETE FROM proposal WHERE act = 'let_in'")
    op.execute(
        "DELETE FROM proposal WHERE decided_by_id IS NULL AND decision IN ('agreed', 'refused')"
    )
    _change((AFTER, BEFORE), (WHOLE_AFTER, WHOLE_BEFORE))


def _change(acts: tuple[str, str], whole: tuple[str, str]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(
            op.get_bind(),
            TABLE,
            lambda sql: sqlite_tables.replaced(sqlite_tables.replaced(sql, *acts), *whole),
        )
        return
    for name, check in (("act_known", acts[1]), ("decided_whole", whole[1])):
        op.drop_constraint(op.f(f"ck_proposal_{name}"), TABLE, type_="check")
        op.create_check_constraint(op.f(f"ck_proposal_{name}"), TABLE, check)
