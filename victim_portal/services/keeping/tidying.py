"""What goes by itself when its time is over: sign-ins, and the tokens of forms that were sent.

They concern nobody's case, so no second person is asked.
"""

from datetime import datetime, time

from victim_portal.domain.calendar import LONDON, add_months
from victim_portal.domain.retention import RetentionKind
from victim_portal.services.context import Context
from victim_portal.store import tidying as store


def tidy(ctx: Context) -> int:
    """Delete sessions that ended, tries to sign in and form tokens past their time; how many."""
    months = ctx.policy.retention(ctx.today())

    def before(kind: RetentionKind) -> datetime:
        return datetime.combine(add_months(ctx.today(), -months[kind]), time.min, LONDON)

    with ctx.store.writing() as uow:
        gone = store.sign_ins_before(uow, before(RetentionKind.SIGN_INS))
        gone += store.forms_before(uow, before(RetentionKind.FORMS))
        uow.commit()
    return gone
