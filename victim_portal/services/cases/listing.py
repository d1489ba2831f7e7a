"""The list of cases: newest first, a page at a time, only within the reader's reach."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.vocabulary import Enrolment, Language, Role, Route
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.clocks import first_contact_due
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.names import full_name as full_name
from victim_portal.services.names import shown_name
from victim_portal.services.reach import reach_of
from victim_portal.store import cases as case_store
from victim_portal.store import updates as update_store
from victim_portal.store.cases import CaseScope
from victim_portal.store.models import Case

PAGE = 25


class CaseFilter(StrEnum):
    """The lists that an officer or manager may ask for."""

    MINE = "mine"
    QUEUE = "queue"
    UNIT = "unit"
    NAMED = "named"
    CLOSED = "closed"


@dataclass(frozen=True)
class CaseLine:
    """One case in a list."""

    reference: str
    person_name: str = field(repr=False)
    offender_name: str = field(repr=False)
    enrolment: Enrolment
    route: Route
    language: Language
    received_on: date
    first_contact_due: date | None
    first_contact_on: date | None
    overdue: bool
    drafts_to_read: int
    queued: bool


@dataclass(frozen=True)
class CasePage:
    """A page of cases; `older` is the key of the next page, None at the end."""

    lines: tuple[CaseLine, ...]
    older: str | None
    count: int
    capped: bool


def list_cases(ctx: Context, actor: Actor, which: CaseFilter, after: str | None = None) -> CasePage:
    """A page of the asked list; the view of its names is recorded.

    `after` is the `older` of the page before; a key that can't be read starts again.
    """
    casework = actor.role in (Role.OFFICER, Role.MANAGER)
    if not casework or actor.unit_id is None or actor.user_id is None:
        raise NotAllowedError
    scope = CaseScope(
        reader_id=actor.user_id,
        reader_unit_id=actor.unit_id,
        # What is one's own, or where one is named, may be another unit's.
        unit_id=None if which in (CaseFilter.MINE, CaseFilter.NAMED) else actor.unit_id,
        officer_id=actor.user_id if which is CaseFilter.MINE else None,
        queue=which is CaseFilter.QUEUE,
        named=which is CaseFilter.NAMED,
        closed=which is CaseFilter.CLOSED,
    )
    with ctx.store.writing() as uow:
        rows = case_store.page(uow, scope, _key(after), PAGE)
        shown = [row for row in rows[:PAGE] if may_see_case(actor, reach_of(uow, row[0]))]
        drafts = update_store.to_read(uow, [case.id for case, _, _ in shown])
        sentences = case_store.sentenced_on(uow, [case.sentence_id for case, _, _ in shown])
        lines = []
        for case, person, offender in shown:
            due = first_contact_due(ctx, case, sentences[case.sentence_id])
            lines.append(
                CaseLine(
                    reference=case.reference,
                    person_name=shown_name(person),
                    offender_name=shown_name(offender),
                    enrolment=Enrolment(case.enrolment),
                    route=Route(case.route),
                    language=Language(person.language),
                    received_on=case.received_on,
                    first_contact_due=due,
                    first_contact_on=case.first_contact_on,
                    overdue=_waits_for_contact(case) and due < ctx.today(),
                    drafts_to_read=drafts.get(case.id, 0),
                    queued=case.queued_since is not None,
                )
            )
        count = case_store.capped_count(uow, scope)
        audit.record(uow, actor, What.CASES_LISTED, rows=len(lines), filter=which.value)
        uow.commit()
    last = rows[PAGE - 1][0] if len(rows) > PAGE else None
    older = f"{last.opened_on.isoformat()}_{last.id}" if last else None
    return CasePage(tuple(lines), older, min(count, 1000), count > 1000)


def _waits_for_contact(case: Case) -> bool:
    """Whether somebody still has to reach them: not once nobody ever answered."""
    given_up = case.enrolment in (Enrolment.NO_RESPONSE, Enrolment.DO_NOT_CONTACT)
    return case.first_contact_on is None and case.closed_at is None and not given_up


def _key(after: str | None) -> tuple[datetime, UUID] | None:
    if not after:
        return None
    moment, _, row_id = after.partition("_")
    try:
        read = datetime.fromisoformat(moment)
        return (read.astimezone(UTC), UUID(row_id)) if read.tzinfo else None
    except (ValueError, OverflowError):
        return None
