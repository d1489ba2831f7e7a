"""Who has looked at their record: by day and role, in plain entries."""

from victim_portal.domain.calendar import london_date
from victim_portal.domain.vocabulary import Role
from victim_portal.services.audit import VIEWS, What
from victim_portal.services.context import Context
from victim_portal.services.door.values import OwnLook, Visitor
from victim_portal.store import trail as trail_store
from victim_portal.store.models import Case, User

SEEN = frozenset(
    {
        *(one.value for one in VIEWS),
        *(What.TRAIL_EXPORTED.value, What.GLASS_BROKEN.value, What.SUBMISSION_EXPORTED.value),
    }
)
MOST = 500
"""Views that are looked through, newest first: a busy case has some thousand in a year."""


def who_looked(ctx: Context, visitor: Visitor) -> tuple[OwnLook, ...]:
    """On which days people of which role looked at the case, newest first.

    `theirs` is the officer who has the case now. Nobody is named: who it was stands in the
    trail, and an auditor answers for it.
    """
    with ctx.store.reading() as uow:
        case = uow.get(Case, visitor.case_id)
        events = trail_store.of_case(uow, visitor.case_id, SEEN, None, MOST)
        users = uow.get_many(User, {event.actor_id for event in events})
        found: dict[OwnLook, None] = {}
        for event in events:
            user = users.get(event.actor_id) if event.actor_id else None
            if user is None:
                continue
            theirs = case is not None and user.id == case.officer_id
            found.setdefault(OwnLook(london_date(event.at), Role(user.role), theirs), None)
        return tuple(found)
