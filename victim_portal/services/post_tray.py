"""Reading the demo's post tray: a view like any other, and on the trail like any other."""

from collections.abc import Sequence

from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import Role
from victim_portal.ports import PostTray, TrayItem
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError


def read_post_tray(ctx: Context, actor: Actor, tray: PostTray) -> Sequence[TrayItem]:
    """What would have been sent, newest first; the view is recorded.

    The words are those of every case, so even in the demo they are for casework alone.
    """
    if actor.role not in (Role.OFFICER, Role.MANAGER):
        raise NotAllowedError
    items = tray.items()
    with ctx.store.writing() as uow:
        audit.record(uow, actor, What.POST_TRAY_VIEWED, rows=len(items))
        uow.commit()
    return items
