"""Proposals that ended before anybody decided them; who told an update, and when it was decided

Revision: 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

from victim_portal.store import sqlite_tables

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KNOWN = "decision IN ('agreed', 'refused', 'taken_back', 'overtaken')"
KNOWN_BEFORE = "decision IN ('agreed', 'refused', 'taken_back')"
WHOLE = (
    "(decision IS NULL) = (decided_at IS NULL)"
    " AND (decided_by_id IS NULL) = (decision IS NULL OR decision = 'overtaken')"
)
WHOLE_BEFORE = (
    "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by_id IS NULL)"
)
REASONS = "'words_changed', 'facts_changed', 'cancelled', 'told', 'withdrawn', 'ran_out'"
NEW = (
    ("ck_proposal_overtaken_by_known", f"overtaken_by IN ({REASONS})"),
    (
        "ck_proposal_overtaken_says_why",
        "(overtaken_by IS NOT NULL) = (decision IS NOT NULL AND decision = 'overtaken')",
    ),
)
OF_UPDATE = (
    ("told_by", lambda: sa.Column("told_by", sa.String(120))),
    ("decided_at", lambda: sa.Column("decided_at", sa.DateTime(timezone=True))),
)


def upgrade() -> None:
    """Add the columns; what was decided before keeps the name that was written beside it."""
    op.add_column("proposal", sa.Column("overtaken_by", sa.String(20)))
    for _, column in OF_UPDATE:
        op.add_column("update", column())
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "proposal", _with)
        return
    _change(KNOWN, WHOLE)
    for name, rule in NEW:
        op.create_check_constraint(op.f(name), "proposal", rule)


def downgrade() -> None:
    """Take them away (tests only): what nobody decided is taken back by who proposed it."""
    op.execute(
        "UPDATE proposal SET decision = 'taken_back', decided_by_id = proposed_by_id,"
        " overtaken_by = NULL WHERE decision = 'overtaken'"
    )
    if op.get_bind().dialect.name == "sqlite":
        sqlite_tables.rebuild(op.get_bind(), "proposal", _without)
    else:
        for name, _ in NEW:
            op.drop_constraint(op.f(name), "proposal", type_="check")
        _change(KNOWN_BEFORE, WHOLE_BEFORE)
    op.drop_column("proposal", "overtaken_by")
    for name, _ in OF_UPDATE:
        op.drop_column("update", name)


def _change(known: str, whole: str) -> None:
    for name, rule in (("ck_proposal_decision_known", known), ("ck_proposal_decided_whole", whole)):
        op.drop_constraint(op.f(name), "proposal", type_="check")
        op.create_check_constraint(op.f(name), "proposal", rule)


def _with(sql: str) -> str:
    sql = sqlite_tables.replaced(sql, KNOWN_BEFORE, KNOWN)
    sql = sqlite_tables.replaced(sql, WHOLE_BEFORE, WHOLE)
    for name, rule in NEW:
        sql = f"{sql.rstrip().removesuffix(')').rstrip()}, \n\tCONSTRAINT {name} CHECK ({rule})\n)"
    return sql


def _without(sql: str) -> str:
    for name, rule in NEW:
        sql = sqlite_tables.replaced(sql, f", \n\tCONSTRAINT {name} CHECK ({rule})", "")
    sql = sqlite_tables.replaced(sql, KNOWN, KNOWN_BEFORE)
    return sqlite_tables.replaced(sql, WHOLE, WHOLE_BEFORE)
