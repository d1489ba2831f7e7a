"""Telling staff that how they sign in was changed, in the transaction that changes it.

The worker hands it over (`services.delivery.notices`).
"""

from uuid import UUID

from victim_portal.domain.staff_notices import NoticeKind, NoticeState
from victim_portal.services.context import Context
from victim_portal.store.models import StaffNotice
from victim_portal.store.unit_of_work import UnitOfWork


def tell(ctx: Context, uow: UnitOfWork, user_id: UUID, kind: NoticeKind) -> None:
    """Have a member of staff told of something, by an e-mail that is due at once."""
    uow.add(
        StaffNotice(
            id=uow.tokens.uuid(),
            user_id=user_id,
            kind=kind.value,
            state=NoticeState.WAITING.value,
            made_at=ctx.now(),
            tries=0,
            next_try_at=ctx.now(),
        )
    )
