"""The timeline of one case, for its page."""

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.timeline import doubts, shown, situation_of
from victim_portal.domain.vocabulary import SentenceType
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.names import shown_name
from victim_portal.services.planning import deadlines_to_do, gather
from victim_portal.services.reach import case_within_reach
from victim_portal.services.timeline.dates import AllVersions
from victim_portal.services.timeline.past import answers_of, events_of, milestones_of
from victim_portal.services.timeline.updates import (
    deadlines_in_time,
    entries_of,
    expected_in_time,
)
from victim_portal.services.timeline.values import TimelineView
from victim_portal.store import cases as case_store
from victim_portal.store import plan_differences as difference_store
from victim_portal.store import updates as update_store


def timeline_view(ctx: Context, actor: Actor, reference: str, asked: str = "") -> TimelineView:
    """The timeline of a case within reach; the view is recorded.

    `asked` is a year of the past, or `all`; anything else is the time around today.
    Nothing in it is of another case: what is shared is the offender's own, and who told or
    typed it only where the reader may know.
    """
    today = ctx.today()
    with ctx.store.writing() as uow:
        case = case_within_reach(uow, actor, reference, Permission.CHANGE_CASE)
        person, offender, sentence, _, _ = case_store.surroundings(uow, case)
        updates = update_store.of_case(uow, case.id)
        facts, dates = gather(uow, case, updates), AllVersions(uow, offender)
        now = situation_of(
            facts.case, facts.key_dates, facts.events, ctx.policy, ctx.bank_holidays, today
        )
        doubtful = doubts(now, dates.versions, SentenceType(sentence.sentence_type))
        entries = [
            *milestones_of(case, sentence),
            *events_of(uow, actor, offender),
            *dates.entries(uow, actor),
            *answers_of(uow, case),
            *entries_of(uow, updates, today),
            *deadlines_in_time(deadlines_to_do(ctx, uow, case, facts), today),
            *expected_in_time(doubtful),
        ]
        view = TimelineView(
            reference=case.reference,
            person_name=shown_name(person),
            offender_name=shown_name(offender),
            stretch=shown(entries, today, asked),
            late=sum(one.late for one in entries),
            doubts=doubtful,
            histories=dates.histories(),
            changes_waiting=len(difference_store.unseen(uow, case.id)),
        )
        audit.record(uow, actor, What.CASE_VIEWED, case.id)
        uow.commit()
    return view
