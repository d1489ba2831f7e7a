"""What a manager reads before they put something right, and while it goes on.

Their own cases by name, and numbers alone of other units.
"""

from collections import Counter
from uuid import UUID

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.campaigns import shown_number
from victim_portal.domain.stages import Stage, YearMonth
from victim_portal.domain.vocabulary import Language, UpdateState
from victim_portal.domain.wrong_news import (
    AROUND,
    REACHED,
    Reached,
    Siblings,
    Standing,
    WayOn,
    WhyNot,
)
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import NotFoundError
from victim_portal.services.names import full_name
from victim_portal.services.reach import need, reach_of
from victim_portal.services.updates.reading import update_within_reach
from victim_portal.services.wrong_news.asking import due_for
from victim_portal.services.wrong_news.siblings import cause_of_siblings, how_far, how_far_of
from victim_portal.services.wrong_news.values import (
    CallLine,
    CallList,
    Candidate,
    Choice,
    WrongChoices,
    WrongLine,
    WrongView,
)
from victim_portal.services.wrong_news.waiting import RELEASE, THAW, waiting_for
from victim_portal.store import updates as update_store
from victim_portal.store import wrong_news as store
from victim_portal.store.models import Case, Unit, Update, User, WrongNews
from victim_portal.store.unit_of_work import UnitOfWork

MOST_SHOWN, MOST_CALLS, NEWEST = 200, 1000, 100


def what_is_wrong(ctx: Context, actor: Actor, reference: str, update_id: UUID) -> WrongChoices:
    """What may be wrong together with an update, and how many that is; recorded.

    Raises NotFoundError out of reach.
    """
    with ctx.store.writing() as uow:
        case, update = update_within_reach(uow, actor, reference, update_id)
        stage = Stage(update.stage)
        reached = how_far(uow, update)
        cause = cause_of_siblings(uow, update)
        messages = update_store.messages_of(uow, [update.id])
        moment = update.decided_at if update.told_how else update.changed_at
        made = [one.made_at for one in messages] or [moment or ctx.now()]
        day = store.matching(stage, Siblings.DAY, None, min(made) - AROUND, max(made) + AROUND)
        choices = [Choice(Siblings.ALONE, 1)]
        if cause is not None:
            same = store.matching(stage, Siblings.CAUSE, cause, None, None)
            choices.append(_choice(uow, actor, Siblings.CAUSE, same, cause.partition(":")[0]))
        choices.append(_choice(uow, actor, Siblings.DAY, day, ""))
        found = store.within_reach(uow, day, actor.user_id, actor.unit_id, MOST_SHOWN + 1)
        others = [(one, its) for one, its in found if one.id != update.id]
        live = store.live_of_update(uow, update.id)
        told = reached in REACHED or update.state == UpdateState.APPROVED
        view = WrongChoices(
            reference=case.reference,
            update_id=update.id,
            stage=stage,
            language=Language(update.language),
            reached=reached,
            choices=tuple(choices),
            candidates=_candidates(uow, others[:MOST_SHOWN]),
            more=max(0, len(others) - MOST_SHOWN),
            may_put_right=told
            and is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case)),
            live_id=live.id if live else None,
            is_frozen=store.frozen(uow, update.stage) is not None,
        )
        audit.update_viewed(uow, actor, update)
        uow.commit()
        return view


def list_wrong_news(ctx: Context, actor: Actor) -> tuple[WrongLine, ...]:
    """What is put right, and was: live ones first. NotAllowedError for who isn't a manager."""
    need(Permission.RELEASE_SENDS, actor)
    with ctx.store.writing() as uow:
        lines = tuple(_line(wrong, unit) for wrong, unit in store.newest(uow, NEWEST))
        audit.record(uow, actor, What.WRONG_NEWS_LISTED, rows=len(lines))
        uow.commit()
        return lines


def wrong_news_view(ctx: Context, actor: Actor, wrong_id: UUID) -> WrongView:
    """One of them: numbers, the words, and who agreed to what; recorded.

    Raises NotFoundError, NotAllowedError.
    """
    need(Permission.RELEASE_SENDS, actor)
    with ctx.store.writing() as uow:
        wrong = _existing(uow, wrong_id)
        rows = store.numbers(uow, wrong.id)
        reached: Counter[Reached] = Counter()
        ways: Counter[WayOn] = Counter()
        why_not: Counter[WhyNot] = Counter()
        for how, way, why, number, _ in rows:
            reached[Reached(how)] += number
            ways[WayOn(way)] += number
            if why is not None:
                why_not[WhyNot(why)] += number
        states = store.count_corrections(uow, wrong.id)
        proposed = waiting_for(ctx, uow, RELEASE, wrong)
        thawing = waiting_for(ctx, uow, THAW, wrong)
        live = wrong.standing in (Standing.GATHERING, Standing.READY)
        view = WrongView(
            line=_line(wrong, uow.get(Unit, wrong.unit_id)),
            siblings=Siblings(wrong.siblings),
            personal=wrong.personal,
            raised_by=_name(uow, wrong.raised_by_id),
            why=wrong.why or "",
            truth=wrong.truth or "",
            truth_welsh=wrong.truth_welsh or "",
            incident_id=wrong.incident_id if wrong.unit_id == actor.unit_id else None,
            reached={one: reached[one] for one in Reached if reached[one]},
            ways={one: ways[one] for one in WayOn if ways[one]},
            why_not={one: why_not[one] for one in WhyNot if why_not[one]},
            stopped=sum(int(row[4] or 0) for row in rows),
            left=store.left_to_look_at(uow, wrong) if wrong.standing == "gathering" else 0,
            corrections={UpdateState(state): number for state, number in states.items()},
            proposed_by=_name(uow, proposed.proposed_by_id) if proposed and live else "",
            proposed_by_self=proposed is not None and proposed.proposed_by_id == actor.user_id,
            released_by=_name(uow, wrong.released_by_id),
            released_at=wrong.released_at,
            frozen=store.frozen(uow, wrong.stage) is not None,
            thaw_by=_name(uow, thawing.proposed_by_id) if thawing else "",
            thaw_by_self=thawing is not None and thawing.proposed_by_id == actor.user_id,
            preview=_preview(uow, actor, wrong),
        )
        audit.record(
            uow, actor, What.WRONG_NEWS_SHOWN, wrong_news=str(wrong.id), rows=sum(reached.values())
        )
        uow.commit()
        return view


def call_list(ctx: Context, actor: Actor, wrong_id: UUID) -> CallList:
    """Whom to ring of the actor's own reach, for printing; recorded.

    Raises NotFoundError, NotAllowedError.
    """
    need(Permission.RELEASE_SENDS, actor)
    with ctx.store.writing() as uow:
        wrong = _existing(uow, wrong_id)
        rows = store.to_ring(uow, wrong.id, actor.user_id, actor.unit_id, MOST_CALLS + 1)
        shown = CallList(
            line=_line(wrong, uow.get(Unit, wrong.unit_id)),
            due_on=due_for(ctx, Stage(wrong.stage)),
            calls=tuple(
                CallLine(
                    reference=case.reference,
                    correction_id=correction.id if correction else None,
                    reached=Reached(item.reached),
                    why_not=WhyNot(item.why_not) if item.why_not else None,
                    way_on=WayOn(item.way_on),
                    told=correction is not None and correction.state == UpdateState.SENT,
                )
                for item, case, correction in rows[:MOST_CALLS]
                if item.reached
                and item.way_on
                and is_allowed(Permission.SEE_CASE, actor, reach_of(uow, case))
            ),
            more=len(rows) > MOST_CALLS,
        )
        audit.record(
            uow, actor, What.WRONG_NEWS_SHOWN, wrong_news=str(wrong.id), rows=len(shown.calls)
        )
        uow.commit()
        return shown


def _choice(
    uow: UnitOfWork, actor: Actor, siblings: Siblings, which: store.Which, cause: str
) -> Choice:
    units = store.units_of(uow, which)
    shown = tuple(
        (name, shown_number(number, unit_id == actor.unit_id)) for unit_id, name, number in units
    )
    hidden = any(number is None for _, number in shown)
    return Choice(siblings, None if hidden else sum(one[2] for one in units), shown, cause)


def _candidates(uow: UnitOfWork, rows: list[tuple[Update, Case]]) -> tuple[Candidate, ...]:
    messages: dict[UUID, list[object]] = {one.id: [] for one, _ in rows}
    for message in update_store.messages_of(uow, messages):
        if message.update_id is not None:
            messages[message.update_id].append(message)
    return tuple(
        Candidate(
            update_id=one.id,
            reference=case.reference,
            month=YearMonth.parse(one.anchor_month).in_words() if one.anchor_month else "",
            reached=how_far_of(one, messages[one.id]),  # type: ignore[arg-type]  # messages alone
        )
        for one, case in rows
    )


def _preview(uow: UnitOfWork, actor: Actor, wrong: WrongNews) -> str:
    """The words of one correction of the reader's own cases, as its victim reads them."""
    found = store.within_reach(
        uow, Update.plan_key == wrong.correction_key, actor.user_id, actor.unit_id, 1
    )
    for update, case in found:
        uow.vault.fetch([case.person_id])
        return update.content or ""
    return ""


def _existing(uow: UnitOfWork, wrong_id: UUID) -> WrongNews:
    wrong = uow.get(WrongNews, wrong_id)
    if wrong is None:
        raise NotFoundError
    return wrong


def _line(wrong: WrongNews, unit: Unit | None) -> WrongLine:
    return WrongLine(
        wrong.id,
        Stage(wrong.stage),
        Standing(wrong.standing),
        unit.name if unit else "",
        wrong.raised_at,
    )


def _name(uow: UnitOfWork, user_id: UUID | None) -> str:
    user = uow.get(User, user_id)
    return full_name(user.first_name, user.last_name) if user else ""
