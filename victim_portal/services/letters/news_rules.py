"""May the letter with an update's news go? The last look of a message, asked of a letter.

The first two questions (still true, still wanted) and the third (a safe way) are the rules of
`domain.last_look` themselves. The fourth is for what is read over a shoulder: the content is
for behind the reader's own door, so the names in it may stand there, and nothing else may.
"""

from dataclasses import replace

from victim_portal.domain.contact import Never, may_use
from victim_portal.domain.last_look import Force, Hold, HoldReason, LookFacts, look
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelUse,
    Enrolment,
    Language,
    Level,
)
from victim_portal.services.ages import news_way_ends_at
from victim_portal.services.context import Context
from victim_portal.services.news_facts import (
    by_manager,
    force_of,
    is_approved,
    is_wrong,
    levels_told,
    rung_since,
    standing_approvals,
    waits_for_thaw,
)
from victim_portal.services.planning import current_facts
from victim_portal.services.safe_contact import standing_of
from victim_portal.services.updates.names import forbidden_names
from victim_portal.services.updates.reading import words_digest
from victim_portal.services.updates.texts import unagreed_days
from victim_portal.store import cases as case_store
from victim_portal.store import last_look as look_store
from victim_portal.store import updates as update_store
from victim_portal.store import wrong_news as wrong_news_store
from victim_portal.store.models import Case, Channel, Letter, Update
from victim_portal.store.unit_of_work import UnitOfWork

NOT_APPROVED = "These words aren't approved. Read and approve the update first."
CHANGED = "What the news rests on has changed since it was approved. Read the update again."
OTHER_VERSION = "The update was changed since this letter was made."
OTHER_LANGUAGE = "The news isn't in the language that was chosen for this address."
RING_FIRST = "They asked to be told in person first: ring them, and record the call."
_SAID = {
    HoldReason.NOT_APPROVED: NOT_APPROVED,
    HoldReason.FACTS_CHANGED: CHANGED,
    HoldReason.HEADS_UP_DUE: RING_FIRST,
}


def news_way_problem(
    ctx: Context, uow: UnitOfWork, case: Case, update: Update, channel: Channel
) -> str:
    """Why the news of an update may not be posted to an address, as a sentence; or ""."""
    answer = may_use(standing_of(channel), ChannelUse.LETTER, ctx.now())
    if isinstance(answer, Never):
        return answer.sentence
    if channel.language != update.language:
        return OTHER_LANGUAGE
    verdict = look(_facts(ctx, uow, case, update, channel), ctx.now())
    if isinstance(verdict, Hold) and verdict.reason in (
        HoldReason.AGED_18,
        HoldReason.WRONG_PERSON,
    ):
        return verdict.sentence
    return ""


def news_problem(
    ctx: Context, uow: UnitOfWork, case: Case, update: Update, channel: Channel
) -> str:
    """Why the news of an update may not go by letter now, as a sentence; "" where it may."""
    facts = _facts(ctx, uow, case, update, channel)
    if not facts.approved:
        return NOT_APPROVED
    verdict = look(facts, ctx.now())
    if not isinstance(verdict, Hold):
        return ""
    return _SAID.get(verdict.reason, verdict.sentence)


def news_doubts(
    ctx: Context, uow: UnitOfWork, case: Case, letter: Letter, channel: Channel
) -> list[str]:
    """Why a letter that was made shouldn't go out any more, as sentences."""
    update = uow.get(Update, letter.update_id)
    if update is None:
        return []
    found = [OTHER_VERSION] if update.version != letter.update_version else []
    found.append(news_way_problem(ctx, uow, case, update, channel))
    found.append(news_problem(ctx, uow, case, update, channel))
    return list(dict.fromkeys(filter(None, found)))


def _facts(
    ctx: Context, uow: UnitOfWork, case: Case, update: Update, channel: Channel
) -> LookFacts:
    preference, force = case_store.preference(uow, case.id), force_of(Stage(update.stage))
    approvals = standing_approvals(
        update_store.approvals_of(uow, [update.id]), update.version, words_digest(update)
    )
    as_manager = by_manager(approvals)
    _, never = forbidden_names(uow, case)
    standing = standing_of(channel)
    return LookFacts(
        # A letter is opened, not read on a screen that anybody may see.
        standing=replace(standing, plan=replace(standing.plan, fuller_words=True)),
        use=ChannelUse.LETTER,
        recipient_id=update.person_id,
        channel_person_id=channel.person_id,
        case_person_id=case.person_id,
        approved=is_approved(update, approvals),
        approved_facts={name: str(version) for name, version in update.facts.items()},
        current_facts=current_facts(uow, case, update.facts),
        case_open=case.closed_at is None,
        enrolment=Enrolment(case.enrolment),
        level=Level(preference.level) if preference else None,
        stage_levels=levels_told(update),
        language=Language(update.language),
        subject=update.content_subject or "",
        body=update.content or "",
        allowed_origin=ctx.victim_base_url,
        never_say=never,
        # As for a message: what no manager approved goes where no rule stands against it.
        force=Force.ORDINARY if force is Force.URGENT and not as_manager else force,
        manager_reason=update.reason if as_manager else "",
        heads_up_first=preference.call_first if preference else False,
        heads_up_given=rung_since(
            look_store.spoken_with(uow, [case.id]).get(case.id, []), case, approvals
        ),
        unagreed_days=unagreed_days(uow, update),
        parents_way_ends_at=news_way_ends_at(uow, case, channel),
        frozen=waits_for_thaw(update, wrong_news_store.frozen_stages(uow)),
        known_wrong=is_wrong(update, wrong_news_store.named_wrong(uow, [update.id]), approvals),
    )
