"""Planning cases again after anything changed. Running it twice changes nothing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import Actor
from victim_portal.domain.overtaking import OvertakenBy
from victim_portal.domain.plan import PlannedUpdate, overtaken
from victim_portal.domain.templates import Recorded
from victim_portal.domain.timeline import Change
from victim_portal.domain.vocabulary import UpdateState
from victim_portal.domain.wording import DraftTexts, WordingError
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.overtaking import end_exact_dates
from victim_portal.services.planning.asking import (
    ask_for_words,
    ask_manager_about_news,
    ask_manager_to_approve,
    say_withdrawn,
    settle_asks,
    settle_words,
)
from victim_portal.services.planning.coming_of_age import hold_parents_messages
from victim_portal.services.planning.dated_tasks import keep_in_step
from victim_portal.services.planning.differences import (
    change_of,
    keep_difference,
    placed_of,
    withdrawal_of,
)
from victim_portal.services.planning.drafts import (
    in_live_words,
    new_update,
    rests_on_the_same,
    says,
    take_over,
    write_words,
)
from victim_portal.services.planning.facts import PlanFacts, deadlines_of, planned
from victim_portal.services.planning.known import Known, known_of
from victim_portal.services.planning.taking_back import back_to_draft, withdraw
from victim_portal.services.planning.words import Writer
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Case, Update
from victim_portal.store.unit_of_work import UnitOfWork

NO_LONGER_PLANNED = "The plan no longer holds it: what it rested on has changed."
NEW_FACTS = "Changed since it was approved: "
NEW_WORDS = (
    "Changed since it was approved: what the words name (the officer, a code word, the language)."
)
UNWRITTEN = (
    "What it rests on has changed, and new words can't be written yet: "
    "a name, a month, a telephone number or hours are missing."
)
READ_AGAIN = "The facts changed after you edited these words: read them again."


@dataclass
class PlanDifference:
    """What planning again did to a case's updates; `changes` is what an officer sees of it.

    `ended` are the updates about whose exact day nobody is asked any more, by their ids.
    """

    added: int = 0
    moved: int = 0
    withdrawn: int = 0
    back_to_draft: int = 0
    changes: list[Change] = field(default_factory=list)
    ended: dict[UUID, OvertakenBy] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.added or self.moved or self.withdrawn or self.back_to_draft)


@dataclass(frozen=True)
class Replanned:
    """What planning again did, with the plan itself and the facts that it was made from."""

    difference: PlanDifference
    planned: tuple[PlannedUpdate, ...]
    facts: PlanFacts


def replan(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case) -> PlanDifference:
    """Bring a case's updates in step with its plan; what that did. See `replanned`."""
    return replanned(ctx, uow, actor, [case])[case.id].difference


def replanned(
    ctx: Context, uow: UnitOfWork, actor: Actor, cases: Collection[Case]
) -> dict[UUID, Replanned]:
    """Bring the updates of some cases in step with their plans, within the caller's transaction.

    New updates come as drafts. One whose facts changed gets new words; was it approved,
    it falls back to draft and what was queued for it is cancelled. What the plan no
    longer holds is withdrawn. What was sent stays as it is.

    What is looked at is read for all of them at once, so the caller keeps them to so many as
    fit into a short transaction. ValueError where one can't be read.
    """
    if not cases:
        return {}
    uow.flush()
    with known_of(uow, cases) as known:
        found = {case.id: _replanned(ctx, uow, actor, case, known[case.id]) for case in cases}
        end_exact_dates(
            uow,
            actor,
            {key: why for one in found.values() for key, why in one.difference.ended.items()},
        )
    uow.flush()
    return found


def _replanned(ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, known: Known) -> Replanned:
    updates, facts = known.updates, known.facts
    wanted = planned(ctx, facts)
    difference = PlanDifference()
    ask_manager_about_news(ctx, uow, actor, case, facts, known.asked)
    by_key = {update.plan_key: update for update in updates}
    writer = Writer(ctx, uow, case, known.names)
    for one in wanted:
        _bring_in_step(ctx, uow, actor, case, one, by_key.get(one.plan_key), writer, difference)
    settle_words(uow, actor, case, writer.wrote)
    keys = {one.plan_key for one in wanted}
    passed = overtaken(facts.case, facts.events, ctx.policy, ctx.today())
    for update in updates:
        if update.plan_key not in keys and update.state in (
            UpdateState.DRAFT,
            UpdateState.APPROVED,
        ):
            was_approved = update.state == UpdateState.APPROVED
            why = passed.get(update.plan_key, NO_LONGER_PLANNED)
            difference.changes.append(
                withdrawal_of(update, facts, overtaken=update.plan_key in passed)
            )
            withdraw(uow, actor, update, why)
            if was_approved and wanted:
                say_withdrawn(ctx, uow, actor, case, update, why)
            settle_asks(uow, actor, case, update)
            difference.ended[update.id] = OvertakenBy.WITHDRAWN
            difference.withdrawn += 1
    keep_in_step(uow, actor, case, deadlines_of(ctx, facts), known.raised, ctx.today())
    keep_difference(ctx, uow, actor, case, facts, difference.changes, known.numbers)
    hold_parents_messages(ctx, uow, actor, case, facts)
    if difference:
        audit.record(
            uow,
            actor,
            What.UPDATES_PLANNED,
            case.id,
            added=difference.added,
            moved=difference.moved,
            withdrawn=difference.withdrawn,
            back_to_draft=difference.back_to_draft,
            policy=ctx.policy.version,
        )
    return Replanned(difference, wanted, facts)


def _bring_in_step(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    planned: PlannedUpdate,
    update: Update | None,
    writer: Writer,
    difference: PlanDifference,
) -> None:
    if update is not None and update.state == UpdateState.SENT:
        return
    revived = update is not None and update.state == UpdateState.CANCELLED
    before = placed_of(update) if update is not None and not revived else None
    rested_on = dict(update.facts) if update is not None and before is not None else {}
    try:
        stands = (
            update is not None and not revived and _stands(update, planned, writer, ctx.today())
        )
        if update is not None and stands and in_live_words(update, ctx.live_texts):
            return
        words = writer.draft(planned)
    except (WordingError, UnreadableError):
        # A name that can't be opened is one more that is missing: the offender's other
        # victims are planned for all the same.
        ask_for_words(ctx, uow, actor, case, planned)
        if update is not None and not revived:
            if update.state == UpdateState.APPROVED:
                _note(difference, change_of(update, before, rested_on, planned, True, ctx.today()))
            _unwritten(uow, actor, update, difference)
        return
    if update is None:
        update = new_update(ctx, uow, case, planned, writer, words)
        uow.add(update)
        ask_manager_to_approve(ctx, uow, actor, case, update)
        difference.added += 1
        _note(difference, change_of(update, None, {}, planned, False, ctx.today()))
        return
    if stands:
        _reword(ctx, uow, actor, case, update, words, writer.wrote[planned.plan_key], difference)
        return
    was_approved = update.state == UpdateState.APPROVED
    _note(difference, change_of(update, before, rested_on, planned, was_approved, ctx.today()))
    if was_approved:
        same = update.said.get("made_from") == writer.made_from
        why = f"{NEW_FACTS}{planned.reason}" if same else NEW_WORDS
        back_to_draft(uow, actor, update, f"{why} {READ_AGAIN}" if update.edited else why)
        difference.back_to_draft += 1
    elif revived:
        difference.added += 1
    else:
        difference.moved += 1
    if revived:
        update.cancelled_by = update.cancelled_why = update.back_to_draft_why = None
    update.state = UpdateState.DRAFT
    take_over(update, planned, writer, ctx.now())
    update.version += 1
    difference.ended[update.id] = OvertakenBy.FACTS_CHANGED
    if update.edited:
        # An officer's own words aren't thrown away, but they rest on facts that are gone.
        update.back_to_draft_why = update.back_to_draft_why if was_approved else READ_AGAIN
    else:
        update.language = writer.language.value
        write_words(update, words, writer.wrote[planned.plan_key])
    ask_manager_to_approve(ctx, uow, actor, case, update)


def _reword(
    ctx: Context,
    uow: UnitOfWork,
    actor: Actor,
    case: Case,
    update: Update,
    words: DraftTexts,
    made_from: Recorded,
    difference: PlanDifference,
) -> None:
    """Write a draft that nobody edited in the words that are live now; its plan stands.

    It is a new version, so that nobody approves one that they haven't read. For an officer it
    is no change of the plan.
    """
    if not says(update, words):
        update.version += 1
        update.changed_at = ctx.now()
        difference.moved += 1
        difference.ended[update.id] = OvertakenBy.WORDS_CHANGED
    write_words(update, words, made_from)
    ask_manager_to_approve(ctx, uow, actor, case, update)


def _note(difference: PlanDifference, change: Change | None) -> None:
    if change is not None:
        difference.changes.append(change)


def _stands(update: Update, planned: PlannedUpdate, writer: Writer, today: date) -> bool:
    """Whether an update rests on what the plan rests on, and its words are made from it."""
    return (
        rests_on_the_same(update, planned, today)
        and update.said.get("made_from") == writer.made_from
    )


def _unwritten(uow: UnitOfWork, actor: Actor, update: Update, difference: PlanDifference) -> None:
    """The old words are no longer true, whether or not there are new ones."""
    if update.state == UpdateState.APPROVED:
        back_to_draft(uow, actor, update, UNWRITTEN)
        difference.back_to_draft += 1
    difference.ended[update.id] = OvertakenBy.FACTS_CHANGED
    update.back_to_draft_why = UNWRITTEN
    # Resting on nothing it can't be approved, and the next planning tries again.
    update.facts = {}
    update.changed_at = uow.clock.now()
