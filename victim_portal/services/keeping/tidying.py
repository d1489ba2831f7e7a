"""What goes by itself when its time is over, because it concerns nobody's case.

Sign-ins with links and second factors that ended, tokens of forms that were sent, and texts
that somebody read and closed as belonging to no case, and listed sentences that were settled
long ago. No second person is asked.
"""

from datetime import datetime, time

from victim_portal.domain.calendar import LONDON, add_months
from victim_portal.domain.retention import RetentionKind
from victim_portal.services.context import Context
from victim_portal.store import tidying as store


def tidy(ctx: Context) -> int:
    """Delete what is past its time; how many rows went."""
    months = ctx.policy.retention(ctx.today())

    def before(kind: RetentionKind) -> datetime:
        return datetime.combine(add_months(ctx.today(), -months[kind]), time.min, LONDON)

    with ctx.store.writing() as uow:
        gone = store.sign_ins_before(uow, before(RetentionKind.SIGN_INS))
        gone += store.checks_before(uow, before(RetentionKind.SIGN_INS))
        gone += store.factors_before(uow, before(RetentionKind.SIGN_INS))
        gone += store.forms_before(uow, before(RetentionKind.FORMS))
        gone += store.texts_before(uow, before(RetentionKind.UNMATCHED_TEXT))
        gone += store.listed_before(uow, before(RetentionKind.LISTED_SENTENCE))
        uow.commit()
    return gone
