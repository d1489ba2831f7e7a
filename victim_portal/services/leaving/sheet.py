"""The sheet of a case for whoever takes it over: what no file says at a glance."""

from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import ChannelKind, UpdateState
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.names import shown_name
from victim_portal.services.reach import case_within_reach
from victim_portal.services.representations.rows import person_of
from victim_portal.services.tasks import TaskView, views_of
from victim_portal.store import cases as case_store
from victim_portal.store import contacts as contact_store
from victim_portal.store import people as people_store
from victim_portal.store import updates as update_store


@dataclass(frozen=True)
class SheetWay:
    """A way to reach them. The code word is for the screen alone, never for paper."""

    kind: ChannelKind
    code_word: str = field(repr=False)
    if_answered: str = field(repr=False)
    name_to_give: str = field(repr=False)
    suspended: bool


@dataclass(frozen=True)
class Sheet:
    """What the next officer has to know first. `called` is how they asked to be spoken to."""

    reference: str
    person_name: str = field(repr=False)
    called: str = field(repr=False)
    dates_to_avoid: tuple[str, ...] = field(repr=False)
    call_first: bool
    ways: tuple[SheetWay, ...] = field(repr=False)
    promises: tuple[tuple[date, str], ...] = field(repr=False)
    tasks: tuple[TaskView, ...]
    planned: tuple[tuple[str, date], ...]


def handover_sheet(ctx: Context, actor: Actor, reference: str) -> Sheet:
    """The sheet of a case within reach; the view is recorded. Raises NotFoundError."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.SEE_CASE)
        person = person_of(uow, case)
        uow.vault.fetch([person.id])
        wish = case_store.preference(uow, case.id)
        rows = [(task, case) for task in case_store.open_tasks(uow, case.id)]
        sheet = Sheet(
            reference=case.reference,
            person_name=shown_name(person),
            called=person.called or "",
            dates_to_avoid=tuple(wish.dates_to_avoid or ()) if wish else (),
            call_first=wish.call_first if wish else False,
            ways=tuple(
                SheetWay(
                    ChannelKind(one.kind),
                    one.code_word or "",
                    one.if_answered or "",
                    one.name_to_give or "",
                    one.suspended_at is not None,
                )
                for one in people_store.channels_of(uow, person.id)
            ),
            promises=tuple(
                (one.due_on, one.what or "") for one in contact_store.open_promises(uow, case.id)
            ),
            tasks=tuple(views_of(uow, actor, rows, ctx.today())),
            planned=tuple(
                (update.stage, update.window_opens)
                for update in update_store.of_case(uow, case.id)
                if update.state in (UpdateState.DRAFT, UpdateState.APPROVED)
            ),
        )
        audit.record(uow, actor, What.SHEET_VIEWED, case.id)
        uow.commit()
    return sheet
