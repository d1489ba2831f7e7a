"""The history of values: what stood before, who put it right, when and why."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from victim_portal.domain.access import Actor, may_see_case
from victim_portal.domain.corrections import Before, Detail, value_at
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.corrections import offenders, persons
from victim_portal.services.corrections.sent import (
    Sent,
    Wrong,
    opened,
    person_history,
    sent_on,
    sent_to,
)
from victim_portal.services.corrections.values import CorrectionsView, CorrectionView, SentView
from victim_portal.services.names import UNREADABLE, OwnNames, shown_name
from victim_portal.services.reach import case_within_reach, reach_of
from victim_portal.store import cases as case_store
from victim_portal.store import corrections as store
from victim_portal.store import people as people_store
from victim_portal.store.duplicates import case_ids_with_merged
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import (
    Case,
    Offender,
    OffenderCorrection,
    Person,
    PersonCorrection,
    Supporter,
)
from victim_portal.store.unit_of_work import UnitOfWork

ON_ONE_CASE = (Detail.RELATIONSHIP, Detail.ROLE)
"""What somebody is on one case alone."""

PHONES = (ChannelKind.MOBILE, ChannelKind.LANDLINE)
"""What is shown as a telephone number is written."""


def corrections_view(ctx: Context, actor: Actor, reference: str) -> CorrectionsView:
    """The history of values on a case and what went out with wrong ones; the view is recorded."""
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference)
        view = CorrectionsView(
            case.reference,
            case.offender_id,
            corrections_of(ctx, uow, actor, case),
            sent_wrong(uow, actor, case),
        )
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
        return view


def corrections_of(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case
) -> tuple[CorrectionView, ...]:
    """What was put right about the person, the channels and the offender of a case, newest first.

    The reason of one that was recorded on a case out of the reader's reach isn't told: it may
    tell of that case.
    """
    person, offender = uow.get(Person, case.person_id), uow.get(Offender, case.offender_id)
    if person is None or offender is None:
        raise LookupError("a case without its person or offender")
    uow.vault.fetch([person.id, offender.id])
    of_case = case_ids_with_merged(uow, case)
    rows = [
        (row, where)
        for row, where in store.of_person(uow, person.id, of_case)
        if where.id in of_case or (row.person_id == person.id and row.field not in ON_ONE_CASE)
    ]
    beside = {
        one.supporter_id: one for at in of_case for one in people_store.supporters_of(uow, at)
    }
    beside.pop(person.id, None)
    uow.vault.fetch(list(beside))
    views = _of_person(uow, actor, case, rows, beside)
    own = OwnNames(uow, actor)
    views += _of_offender(offender, store.of_offender(uow, offender.id), own)
    return tuple(sorted(views, key=lambda one: one.recorded_at, reverse=True))


def sent_wrong(uow: UnitOfWork, actor: Actor, case: Case) -> tuple[SentView, ...]:
    """What went out with a value that was put right since, newest first, as far as is reached."""
    person, offender = uow.get(Person, case.person_id), uow.get(Offender, case.offender_id)
    if person is None or offender is None:
        return ()
    cases = [
        one
        for one in {c.id: c for c in (case, *case_store.of_person(uow, person.id))}.values()
        if may_see_case(actor, reach_of(uow, one))
    ]
    try:
        about_person = persons.texts(person, case)
        about_offender = offenders.texts(offender)
    except UnreadableError:
        return ()
    history = person_history(uow, person)
    past = [
        Before(row.field, opened(row, "before"), row.recorded_at)
        for row in store.of_offender(uow, offender.id)
    ]
    found = {
        (one.view, one.made_at): one
        for one in sent_on(uow, cases)
        if Wrong(
            _wrong_then(about_person, _told_on(one.case, case, history), one),
            _wrong_then(about_offender, past, one) if one.case.id == case.id else {},
        ).stands_in(one.view.kind, one.words)
    }
    reached = {one.id for one in cases}
    beside = [one.supporter_id for one in people_store.supporters_of(uow, case.id)]
    for person_id in (person.id, *beside):
        for channel, _ in store.corrected_channels(uow, person_id):
            for one in sent_to(uow, channel):
                if one.case.id in reached:
                    found.setdefault((one.view, one.made_at), one)
    for one in _to_a_wrong_name(uow, case, beside):
        found.setdefault((one.view, one.made_at), one)
    newest_first = sorted(found.values(), key=lambda one: (one.view.on, one.made_at), reverse=True)
    return tuple(one.view for one in newest_first)


def _to_a_wrong_name(uow: UnitOfWork, case: Case, beside: Sequence[UUID]) -> list[Sent]:
    """What went to supporters on a case under a name that was put right since."""
    on_case = sent_on(uow, [case]) if beside else []
    found = []
    for person in filter(None, (uow.get(Person, one) for one in beside)):
        try:
            now = {
                Detail.FIRST_NAME: person.first_name or "",
                Detail.LAST_NAME: person.last_name or "",
            }
        except UnreadableError:
            continue
        history = person_history(uow, person)
        found += [
            one
            for one in on_case
            if one.person_id == person.id
            and Wrong(_wrong_then(now, history, one)).stands_in(one.view.kind, one.words)
        ]
    return found


def _told_on(where: Case, case: Case, history: Sequence[Before]) -> Sequence[Before]:
    """Who they are to the offence differs from case to case."""
    if where.id == case.id:
        return history
    return [one for one in history if one.detail != Detail.RELATIONSHIP]


def _wrong_then(now: dict[Detail, str], history: Sequence[Before], one: Sent) -> dict[Detail, str]:
    """The values that stood when it was made and don't any more."""
    then = {d: value_at(d, text, history, one.made_at) for d, text in now.items()}
    return {detail: text for detail, text in then.items() if text and text != now[detail]}


def _of_person(
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    rows: Sequence[tuple[PersonCorrection, Case]],
    beside: Mapping[UUID, Supporter],
) -> list[CorrectionView]:
    """The rows come newest first: what one became is what the next one replaced."""
    right = {
        (wrong.kind, opened(wrong, "value")): opened(put, "value") or ""
        for one in {row.person_id for row, _ in rows}
        for wrong, put in store.corrected_channels(uow, one)
    }
    later: dict[tuple[UUID, str], str] = {}
    views = []
    for row, where in rows:
        reached = where.id == case.id or may_see_case(actor, reach_of(uow, where))
        detail = _detail(row.field)
        before = opened(row, "before") if row.before_sealed else ""
        if isinstance(detail, Detail):
            key = (where.id if detail is Detail.RELATIONSHIP else row.person_id, row.field)
            became = later[key] if key in later else _now(uow, row, where, detail, beside)
            later[key] = UNREADABLE if before is None else before
        else:
            became = right.get((row.field, before), "")
        views.append(
            CorrectionView(
                detail=detail,
                offender=False,
                before=UNREADABLE if before is None else _shown(detail, before),
                became=_shown(detail, became),
                why=(opened(row, "why") or UNREADABLE) if reached else "",
                elsewhere=not reached,
                recorded_by=row.recorded_by if reached else "",
                recorded_at=row.recorded_at,
                whose=_name_of(uow, row.person_id) if row.person_id in beside else "",
            )
        )
    return views


def _detail(name: str) -> Detail | ChannelKind:
    return Detail(name) if name in tuple(Detail) else ChannelKind(name)


def _shown(detail: Detail | ChannelKind, text: str) -> str:
    return shown_phone(text) if detail in PHONES and text else text


def _name_of(uow: UnitOfWork, person_id: UUID) -> str:
    person = uow.get(Person, person_id)
    return shown_name(person) if person else UNREADABLE


def _now(
    uow: UnitOfWork,
    row: PersonCorrection,
    where: Case,
    detail: Detail,
    beside: Mapping[UUID, Supporter],
) -> str:
    person, supporter = uow.get(Person, row.person_id), beside.get(row.person_id)
    if detail is Detail.ROLE:
        return supporter.role if supporter else UNREADABLE
    try:
        return persons.texts(person, where)[detail] if person else UNREADABLE
    except UnreadableError:
        return UNREADABLE


def _of_offender(
    offender: Offender, rows: Sequence[OffenderCorrection], own: OwnNames
) -> list[CorrectionView]:
    """What another unit's people wrote, and their names, would tell of a case there."""
    try:
        now = {detail.value: text for detail, text in offenders.texts(offender).items()}
    except UnreadableError:
        now = {}
    views = []
    for row in rows:
        before = opened(row, "before") if row.before_sealed else ""
        views.append(
            CorrectionView(
                detail=Detail(row.field),
                offender=True,
                before=UNREADABLE if before is None else before,
                became=now.get(row.field, UNREADABLE),
                why=(opened(row, "why") or UNREADABLE) if own.shown(row.recorded_by) else "",
                elsewhere=not own.shown(row.recorded_by),
                recorded_by=own.shown(row.recorded_by),
                recorded_at=row.recorded_at,
            )
        )
        now[row.field] = UNREADABLE if before is None else before
    return views
