"""The world as the last look is told of it: `Seen` afresh in the claiming transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from victim_portal.domain.calendar import end_of_day
from victim_portal.domain.last_look import Force, LookFacts, Send, Verdict, look
from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import (
    ChannelUse,
    Enrolment,
    Language,
    Level,
    VerificationWay,
)
from victim_portal.services.context import Context
from victim_portal.services.delivery.seen import Seen
from victim_portal.services.links.facts import link_code_facts, link_facts
from victim_portal.services.links.words import approved_words, with_link
from victim_portal.services.messages.carried import code_of
from victim_portal.services.messages.moving import case_of
from victim_portal.services.news_facts import (
    Approvals,
    by_manager,
    force_of,
    is_approved,
    is_wrong,
    levels_told,
    rung_since,
    standing_approvals,
    waits_for_thaw,
)
from victim_portal.services.planning import versions_now
from victim_portal.services.safe_contact import standing_of, window_from
from victim_portal.services.updates.texts import TEXTS, days_in, digest_of, texts_of
from victim_portal.services.verification.facts import code_facts, is_messages_own, words_stand
from victim_portal.store.models import Channel, Message, Preference, Update
from victim_portal.store.unit_of_work import UnitOfWork

USES = {"sms": ChannelUse.SMS, "email": ChannelUse.EMAIL}


def look_facts(ctx: Context, uow: UnitOfWork, message: Message, seen: Seen) -> LookFacts:
    """Everything about one message that the rules ask; raises ValueError for what can't be read.

    A code asks for the rest that it needs itself: there are few of them.
    """
    if message.verification_id is not None:
        return _code_facts(ctx, uow, message, seen.channel(message))
    if message.link_code_id is not None:
        return link_code_facts(ctx, uow, seen.case(message), seen.channel(message), message)
    if message.update_id is None:
        return link_facts(ctx, uow, seen.case(message), seen.channel(message), message)
    return _update_facts(ctx, message, seen)


def _code_facts(ctx: Context, uow: UnitOfWork, message: Message, channel: Channel) -> LookFacts:
    code = code_of(uow, message)
    found = code_facts(
        ctx,
        uow,
        case_of(uow, message),
        channel,
        VerificationWay(code.way),
        message.subject or "",
        message.body or "",
        code.plan_version,
        end_of_day(message.deadline_on),
    )
    # Another officer may have the case by now: nobody is told to wait for the wrong one.
    words = "same" if words_stand(ctx, uow, case_of(uow, message), channel, message) else "other"
    return replace(
        found,
        approved_facts={**found.approved_facts, "words": "same"},
        current_facts={**found.current_facts, "words": words},
        use=USES[message.kind],
        recipient_id=message.person_id,
        approved=is_messages_own(ctx, uow, message, channel, code),
        language=Language(message.language),
    )


def _update_facts(ctx: Context, message: Message, seen: Seen) -> LookFacts:
    case, update, channel = seen.case(message), seen.update(message), seen.channel(message)
    preference = seen.preferences.get(case.id)
    stage = Stage(update.stage)
    texts = texts_of(update)
    approvals = standing_approvals(
        seen.approvals.get(update.id, []), message.update_version, digest_of(texts)
    )
    private, never = seen.unsaid(case)
    dates, yearly = _to_avoid(preference)
    return LookFacts(
        standing=standing_of(channel),
        use=USES[message.kind],
        recipient_id=message.person_id,
        channel_person_id=channel.person_id,
        case_person_id=case.person_id,
        approved=_approved(
            ctx, message, update, channel, approvals, dict(zip(TEXTS, texts, strict=True))
        ),
        approved_facts={name: str(version) for name, version in update.facts.items()},
        current_facts=versions_now(
            case,
            preference,
            seen.dates.get(case.offender_id, {}),
            seen.events.get(case.offender_id, {}),
            update.facts,
        ),
        case_open=case.closed_at is None,
        enrolment=Enrolment(case.enrolment),
        level=Level(preference.level) if preference else None,
        stage_levels=levels_told(update),
        language=Language(message.language),
        body=with_link(ctx, message.body or "", own_pages=case.id in seen.own_pages),
        subject=message.subject or "",
        allowed_origin=ctx.victim_base_url,
        private_names=private,
        never_say=never,
        force=force_of(stage),
        # The manager who approves urgent news does so for the reason that stands with it.
        manager_reason=update.reason if by_manager(approvals) else "",
        heads_up_first=preference.call_first if preference else False,
        heads_up_given=rung_since(seen.spoken.get(case.id, []), case, approvals),
        avoid_dates=dates,
        avoid_yearly=yearly,
        preferred=tuple(window_from(one) for one in preference.windows) if preference else (),
        not_after=end_of_day(message.deadline_on),
        unagreed_days=() if (update.id, update.version) in seen.agreed else days_in(texts),
        parents_way_ends_at=seen.way_ends_at(case, channel),
        frozen=waits_for_thaw(update, seen.frozen),
        told_in_person=update.told_how is not None or (update.id, update.version) in seen.told,
        known_wrong=is_wrong(update, seen.wrong, approvals),
    )


def verdict_on(facts: LookFacts, now: datetime) -> Verdict:
    """The last look. Urgent news that an officer approved goes where no rule stands against it.

    Where one does, only a manager may override it: then it is held at once for the
    manager's word, and doesn't wait for tomorrow.
    """
    unbacked = facts.force is Force.URGENT and not facts.manager_reason
    if unbacked and isinstance(look(replace(facts, force=Force.ORDINARY), now), Send):
        return Send()
    return look(facts, now)


def _approved(
    ctx: Context,
    message: Message,
    update: Update,
    channel: Channel,
    approvals: Approvals,
    text: Mapping[str, str | None],
) -> bool:
    sms = message.kind == "sms"
    words = [(None, text["notice_sms"]) if sms else (text["notice_subject"], text["notice_email"])]
    # The plan may have been narrowed since: then the fuller words stay where they are.
    if channel.fuller_words:
        words.append((None if sms else text["content_subject"], text["content"]))
    return (
        is_approved(update, approvals)
        and update.case_id == message.case_id
        and update.version == message.update_version
        and (message.subject, approved_words(ctx, message)) in words
    )


def _to_avoid(preference: Preference | None) -> tuple[frozenset[date], frozenset[tuple[int, int]]]:
    """Dates as stored: "2027-03-09" for one day, "03-09" for that day of every year."""
    days: set[date] = set()
    yearly: set[tuple[int, int]] = set()
    for stored in (preference.dates_to_avoid or []) if preference else []:
        if len(stored) == len("03-09"):
            # Any leap year will do to tell whether there is such a day.
            day = date.fromisoformat(f"2024-{stored}")
            yearly.add((day.month, day.day))
        else:
            days.add(date.fromisoformat(stored))
    return frozenset(days), frozenset(yearly)
