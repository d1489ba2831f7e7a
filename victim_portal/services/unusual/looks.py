"""What staff looked at, from the trail, as the rules of reading that stands out need it."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from victim_portal.domain.unusual import Look, LookKind
from victim_portal.domain.vocabulary import Role
from victim_portal.services.audit import VIEWS, What
from victim_portal.store import trail as trail_store
from victim_portal.store.models import Case, User
from victim_portal.store.unit_of_work import UnitOfWork

SEEN = frozenset({*(one.value for one in VIEWS), What.CALLER_SEARCHED.value})


def looks_between(
    uow: UnitOfWork, since: datetime, until: datetime, user_id: UUID | None = None
) -> dict[UUID, list[Look]]:
    """What staff looked at in a stretch of time, by person."""
    rows = trail_store.between(uow, since, until, SEEN, user_id)
    glass = trail_store.glass_between(uow, since, until)
    cases = trail_store.cases_with(uow, {case_id for *_, case_id in rows if case_id})
    staff = trail_store.staff_with(
        uow, {one for one, *_ in rows} | {broken.user_id for broken in glass}
    )
    found: dict[UUID, list[Look]] = defaultdict(list)
    for reader_id, at, what, case_id in rows:
        if reader_id not in staff:
            continue
        kind = LookKind.SEARCH if what == What.CALLER_SEARCHED else LookKind.VIEW
        own = _is_own(staff[reader_id][0], cases.get(case_id) if case_id else None)
        found[reader_id].append(Look(at, kind, case_id, own))
    for broken in glass:
        if user_id in (None, broken.user_id) and broken.user_id in staff:
            look = Look(broken.at, LookKind.GLASS, broken.case_id, own=False)
            found[broken.user_id].append(look)
    return found


def _is_own(reader: User, case: Case | None) -> bool:
    """Whether a case is one that its reader opens in their daily work."""
    if case is None or reader.role == Role.AUDITOR:
        # Auditors look at many cases' trails, which is their work.
        return True
    if reader.role == Role.MANAGER:
        return case.unit_id == reader.unit_id
    return case.officer_id == reader.id
