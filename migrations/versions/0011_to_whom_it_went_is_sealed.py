"""To whom a request or a submission went is free text, and so it is sealed

What stands there already is sealed under its person's data key, which needs the settings'
keys: `victim-portal migrate` brings them.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import context, op

from victim_portal.store import sealing_over

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOVED = (("condition_request", "put_forward_to"), ("submission", "for_whom"))


def upgrade() -> None:
    """Seal them and take the plain columns away."""
    keyring = context.config.attributes.get("keyring")
    sealing_over.leave_no_trace(op.get_bind())
    for table, plain in MOVED:
        op.add_column(table, sa.Column(f"{plain}_sealed", sa.LargeBinary()))
        sealing_over.seal_over(op.get_bind(), keyring, table, plain, "person_id")
        op.drop_column(table, plain)


def downgrade() -> None:
    """Bring empty columns back (tests only: what is sealed isn't opened)."""
    for table, plain in MOVED:
        op.drop_column(table, f"{plain}_sealed")
    op.add_column("condition_request", sa.Column("put_forward_to", sa.String(120)))
    op.add_column(
        "submission", sa.Column("for_whom", sa.String(120), server_default="", nullable=False)
    )
