"""The listed sentences of a unit, or of their owner: nearest day first, a page at a time."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.csv_text import encode_table
from victim_portal.domain.reconciliation import Gap, ListedState, Outcome
from victim_portal.domain.vocabulary import Role, Route, SentenceType
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.names import UNREADABLE, full_name
from victim_portal.services.reconciliation.reach import CASEWORK
from victim_portal.services.reconciliation.values import Asked, ListedLine, ListedPage
from victim_portal.store import reconciliation as store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import ListedSentence, User
from victim_portal.store.reconciliation import ListedScope
from victim_portal.store.unit_of_work import UnitOfWork

PAGE = 25
MOST_EXPORTED = 5000
EXPORTED = (
    *("offender", "number", "sentenced_on", "sentence_type", "route", "victims", "missing"),
    *("state", "outcome", "owner", "due_on", "chased_on"),
)


def list_sentences(ctx: Context, actor: Actor, asked: Asked, after: str = "") -> ListedPage:
    """A page of what was asked for; the view of its names is recorded.

    A manager sees those of their unit, an officer those they own. `after` is that of the page
    before; a key that can't be read starts again. NotAllowedError for everybody else.
    """
    scope = _scope(actor, asked)
    with ctx.store.writing() as uow:
        found = store.page(uow, scope, _key(after), PAGE)
        lines = lines_of(ctx, uow, found[:PAGE])
        count = store.capped_count(uow, scope)
        audit.record(uow, actor, What.SENTENCES_LISTED, rows=len(lines))
        uow.commit()
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ListedPage(
        lines=lines,
        after=f"{last.due_on.isoformat()}_{last.id}" if last else None,
        count=min(count, store.CAP),
        capped=count > store.CAP,
    )


def export_sentences(ctx: Context, actor: Actor, asked: Asked) -> bytes:
    """What was asked for as a file for a spreadsheet, 5,000 at most; recorded."""
    scope = _scope(actor, asked)
    with ctx.store.writing() as uow:
        lines = lines_of(ctx, uow, store.page(uow, scope, None, MOST_EXPORTED)[:MOST_EXPORTED])
        audit.record(uow, actor, What.SENTENCES_EXPORTED, rows=len(lines))
        uow.commit()
    return encode_table(EXPORTED, [_cells(line) for line in lines])


def lines_of(
    ctx: Context, uow: UnitOfWork, found: Sequence[ListedSentence]
) -> tuple[ListedLine, ...]:
    """Listed sentences as lines, their owners asked for once."""
    owners = uow.get_many(User, [one.owner_id for one in found])
    return tuple(line_of(ctx, one, owners) for one in found)


def line_of(ctx: Context, one: ListedSentence, owners: dict[UUID, User]) -> ListedLine:
    """One as a line; what can't be opened takes no other down."""
    owner = owners.get(one.owner_id) if one.owner_id else None
    try:
        details = one.details or {}
    except UnreadableError:
        details = {"offender_last_name": UNREADABLE}
    said = (
        (Gap.NEVER_REFERRED, one.never_referred),
        (Gap.PERHAPS, one.perhaps),
        (Gap.REFERRED_LATE, one.referred_late),
        (Gap.NEVER_OFFERED, one.never_offered),
    )
    return ListedLine(
        id=one.id,
        offender_name=full_name(
            details.get("offender_first_name"), details.get("offender_last_name")
        ),
        number=details.get("prison_number") or details.get("crn") or details.get("pnc", ""),
        sentence_type=SentenceType(one.sentence_type),
        sentenced_on=one.sentenced_on,
        route=Route(one.route),
        victims=one.victims,
        gaps=tuple(gap for gap, holds in said if holds),
        state=ListedState(one.state),
        outcome=Outcome(one.outcome) if one.outcome else None,
        owner=full_name(owner.first_name, owner.last_name) if owner else "",
        due_on=one.due_on,
        overdue=one.state == ListedState.OPEN and one.due_on < ctx.today(),
        chased_on=one.chased_on,
    )


def _scope(actor: Actor, asked: Asked) -> ListedScope:
    if actor.role not in CASEWORK or actor.user_id is None or actor.unit_id is None:
        raise NotAllowedError
    return ListedScope(
        reader_id=actor.user_id,
        unit_id=actor.unit_id,
        own=asked.mine or actor.role is not Role.MANAGER,
        state=asked.state,
        chased=asked.chased,
        gap=asked.gap,
    )


def _key(after: str) -> tuple[date, UUID] | None:
    day, _, row_id = after.partition("_")
    try:
        return date.fromisoformat(day), UUID(row_id)
    except ValueError:
        return None


def _cells(line: ListedLine) -> tuple[str, ...]:
    return (
        line.offender_name,
        line.number,
        line.sentenced_on.isoformat(),
        line.sentence_type.value,
        line.route.value,
        "" if line.victims is None else str(line.victims),
        " ".join(gap.value for gap in line.gaps),
        line.state.value,
        line.outcome.value if line.outcome else "",
        line.owner,
        line.due_on.isoformat(),
        line.chased_on.isoformat() if line.chased_on else "",
    )
