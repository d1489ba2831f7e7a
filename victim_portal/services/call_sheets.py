"""Call sheets: all that an officer needs on paper to tell one piece of news by telephone.

What is for the screen only never comes onto one: the code word, who is a danger at a number
and who else can hear it. The sheet says that there is something to read on the screen first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.contact import Window
from victim_portal.domain.contacts import KINDS
from victim_portal.domain.enrolment import SAID_NO
from victim_portal.domain.minors import SpokenWith
from victim_portal.domain.stages import STAGES, Stage
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
    Language,
    Need,
    UpdateState,
)
from victim_portal.services import audit, tasks
from victim_portal.services.ages import must_ask
from victim_portal.services.audit import What
from victim_portal.services.contacts.voicemails import voicemails_for
from victim_portal.services.contacts.ways import Way, ways_of
from victim_portal.services.context import Context
from victim_portal.services.frozen_texts import is_frozen
from victim_portal.services.known_wrong import is_known_wrong
from victim_portal.services.ladder.receipts import CALL, MANAGER
from victim_portal.services.minors import spoken_with
from victim_portal.services.needs import needs_of
from victim_portal.services.planning import current_facts
from victim_portal.services.reach import need_open, reach_of
from victim_portal.services.updates.reading import update_within_reach
from victim_portal.store import tasks as task_store
from victim_portal.store.models import Case, Person, Task, Update
from victim_portal.store.unit_of_work import UnitOfWork

KINDS_OF_CALL = (tasks.TELEPHONE, CALL, MANAGER)
"""The tasks that are done by telephoning with a sheet."""
MOST = 40
"""How many sheets one page prints; the others come once these are done."""


@dataclass(frozen=True)
class PhoneOnSheet:
    """One number of the person's own. `may_ring` is what was agreed, whatever the hour.

    `voicemail` is all that may be said to a machine there; empty where none may be left.
    `read_first` is whether the screen says more of it: a code word, a danger, who else hears.
    """

    kind: ChannelKind
    shown: str = field(repr=False)
    may_ring: bool
    stopped: bool
    agreed: bool
    any_time: bool
    windows: tuple[Window, ...]
    name_to_give: str = field(repr=False)
    if_answered: str = field(repr=False)
    if_dropped: str = field(repr=False)
    voicemail: str = field(repr=False)
    language: Language
    read_first: bool


@dataclass(frozen=True)
class CallSheet:
    """One call to make: whom, how, what to tell in which words, and by when.

    `approved` is whether the words stand approved, `stands` whether all that they rest on is
    as it was. `wrong` is whether they were found to be wrong: then none stand on it; `frozen`
    whether news of this kind waits until two managers have thawed it. `minor` is who is spoken
    with for somebody under 18 (None for a grown-up), `ask_first` whether a young person came
    of age and wasn't asked yet; `said_no` whether a manager decides first.
    """

    reference: str
    update_id: UUID
    stage: Stage
    greeted: str = field(repr=False)
    due_on: date
    made_at: datetime
    urgent: bool
    approved: bool
    stands: bool
    wrong: bool
    frozen: bool
    said_no: bool
    ask_first: bool
    minor: bool
    speak_with: SpokenWith | None
    language: Language
    needs: tuple[Need, ...] = field(repr=False)
    interpreter: str = field(repr=False)
    phones: tuple[PhoneOnSheet, ...] = field(repr=False)
    subject: str = field(repr=False)
    words: str = field(repr=False)
    never_says: tuple[str, ...]


@dataclass(frozen=True)
class CallSheets:
    """The sheets of every call that waits for somebody, soonest first; `more` aren't on it."""

    sheets: tuple[CallSheet, ...]
    more: int


def call_sheet(ctx: Context, actor: Actor, reference: str, update_id: UUID) -> CallSheet:
    """The call sheet of one update; that it was made is recorded. NotFoundError out of reach."""
    with ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        asked = [
            task
            for task in task_store.that_follow(uow, case.id)
            if task.kind in KINDS_OF_CALL and task.about.get("update") == str(update.id)
        ]
        due_on = min((task.due_on for task in asked), default=update.window_closes)
        sheet = _sheet(ctx, uow, actor, case, update, due_on)
        uow.commit()
    return sheet


def call_sheets(ctx: Context, actor: Actor) -> CallSheets:
    """The sheets of the actor's own calls, or for a manager the unit's, by their last day.

    A case on which the actor may only look has none here. Raises NeedsProofError where the
    actor's reading stands out, and one of the cases isn't open yet.
    """
    with ctx.store.writing() as uow:
        rows = task_store.open_for(
            uow, actor.user_id, actor.role, actor.unit_id, MOST + 1, kinds=KINDS_OF_CALL
        )
        calls = list(_calls(uow, actor, rows))
        for case, _, _ in calls[:MOST]:
            need_open(actor, case)
        sheets = tuple(
            _sheet(ctx, uow, actor, case, update, due_on) for case, update, due_on in calls[:MOST]
        )
        uow.commit()
    return CallSheets(sheets, len(calls) - len(sheets))


def _calls(
    uow: UnitOfWork, actor: Actor, rows: Iterable[tuple[Task, Case | None]]
) -> Iterable[tuple[Case, Update, date]]:
    seen = set[UUID]()
    for task, case in rows:
        named = task.about.get("update")
        if case is None or not named:
            continue
        update = uow.get(Update, UUID(str(named)))
        if update is None or update.case_id != case.id or update.id in seen:
            continue
        if is_allowed(Permission.CHANGE_CASE, actor, reach_of(uow, case)):
            seen.add(update.id)
            yield case, update, task.due_on


def _sheet(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, update: Update, due_on: date
) -> CallSheet:
    uow.vault.fetch([case.person_id])
    person = uow.get(Person, case.person_id)
    if person is None:
        raise LookupError("a case without its person")
    wrong = is_known_wrong(uow, update)
    needs, who, rule = needs_of(person), spoken_with(ctx, person), STAGES[Stage(update.stage)]
    rests_on = {name: str(version) for name, version in update.facts.items()}
    sheet = CallSheet(
        reference=case.reference,
        update_id=update.id,
        stage=Stage(update.stage),
        greeted=needs.called or person.first_name or "",
        due_on=due_on,
        made_at=ctx.now(),
        urgent=rule.urgent,
        approved=not wrong
        and update.approved_version == update.version
        and update.state in (UpdateState.APPROVED, UpdateState.SENT),
        stands=current_facts(uow, case, update.facts) == rests_on,
        wrong=wrong,
        frozen=is_frozen(uow, update),
        said_no=case.enrolment in SAID_NO,
        ask_first=must_ask(uow, case),
        minor=who is not None,
        speak_with=who,
        language=Language(update.language),
        needs=needs.needs,
        interpreter=needs.interpreter,
        phones=_phones(ctx, uow, actor, case),
        # On paper nobody can take them back: wrong words aren't printed at all.
        subject="" if wrong else update.content_subject or "",
        words="" if wrong else update.content or "",
        never_says=rule.never_says,
    )
    audit.record(
        uow,
        actor,
        What.CALL_SHEET_MADE,
        case.id,
        update=str(update.id),
        version=update.version,
    )
    return sheet


def _phones(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> tuple[PhoneOnSheet, ...]:
    """The person's own numbers: news is for nobody else, whoever stands beside them."""
    kinds = KINDS[ContactMethod.TELEPHONE]
    own = [
        way
        for way in ways_of(ctx, uow, case)
        if way.channel.person_id == case.person_id and way.channel.kind in kinds
    ]
    for way in own:
        audit.record(uow, actor, What.CHANNEL_VIEWED, case.id, channel=str(way.channel.id))
    voicemails = voicemails_for(ctx, uow, actor, own)
    return tuple(_phone(way, voicemails.get(way.channel.id, "")) for way in own)


def _phone(way: Way, voicemail: str) -> PhoneOnSheet:
    view = way.channel
    agreed = ChannelUse.CALL in view.uses
    stopped = view.suspended_at is not None
    return PhoneOnSheet(
        kind=view.kind,
        shown=view.shown,
        may_ring=not stopped and (agreed or not view.has_plan),
        stopped=stopped,
        agreed=agreed,
        any_time=view.any_time,
        windows=view.windows,
        name_to_give=view.name_to_give,
        if_answered=view.if_answered,
        if_dropped=view.if_dropped,
        voicemail=voicemail,
        language=view.language,
        read_first=bool(view.code_word or view.danger or view.who_else),
    )
