"""A code for whoever opens a link: to another number or address than the link's."""

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.link_codes import MOST_CODES, Proof, way_for_code
from victim_portal.domain.wording import WordingError
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.opening import opens
from victim_portal.services.links.codes import queue_code
from victim_portal.services.links.issuing import link_digest
from victim_portal.services.messages import asks
from victim_portal.services.safe_contact import message_channels, standing_of
from victim_portal.store import door as door_store
from victim_portal.store.models import Case, Channel, SecureLink
from victim_portal.store.unit_of_work import UnitOfWork

ASKED = "ask_code"


def send_code(ctx: Context, token: str) -> None:
    """Have a code sent for a link that lives; says nothing of whether it was.

    It goes to a verified number or address of the person's own, never to the one by which this
    link came, and there it meets the last look like everything else: at other hours than theirs
    it waits. A newer one ends an older. A few are enough for one link; where none can go, an
    officer is asked to ring.
    """
    with ctx.store.writing() as uow:
        digest = link_digest(uow, token)
        link, came = door_store.link_with(uow, digest), door_store.came_with(uow, digest)
        if link is None or came is None or not opens(ctx, uow, link):
            return
        case, by = uow.get(Case, link.case_id), uow.get(Channel, came.channel_id)
        agreed = door_store.passphrase(uow, link.case_id)
        if case is None or by is None or agreed is None or agreed.proof != Proof.CODE:
            return
        if door_store.codes_made(uow, link.id) >= MOST_CODES:
            return
        if not _send(ctx, uow, case, link, by):
            _ask_officer(ctx, uow, case)
        audit.record(uow, THE_PERSON, What.LINK_CODE_ASKED, case.id, link=str(link.id))
        uow.commit()


def _send(ctx: Context, uow: UnitOfWork, case: Case, link: SecureLink, by: Channel) -> bool:
    usable = {one.id: one for one in message_channels(uow, case)}
    ways = [(one.id, one.value_index, standing_of(one)) for one in usable.values()]
    chosen = way_for_code(ways, by.value_index, ctx.now())
    if chosen is None:
        return False
    try:
        queue_code(ctx, uow, case, link, usable[chosen])
    except WordingError:
        return False
    return True


def _ask_officer(ctx: Context, uow: UnitOfWork, case: Case) -> None:
    tasks.raise_for_case(
        uow,
        THE_PERSON,
        case,
        ASKED,
        "They asked for a code for their link, and none can be sent: ring them by their plan",
        "Never silence: what can't be sent is told by a person",
        asks.working_day(ctx),
    )
