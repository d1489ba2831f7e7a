"""The checks themselves, in the order of safety: first everything that holds, then waiting.

A reason to hold is reported even outside the hours, so that the task for a person is made
at once and not at the next opening.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from victim_portal.domain.coming_of_age import ASK_THEM_FIRST
from victim_portal.domain.contact import (
    LONDON,
    Never,
    NotNow,
    london_date,
    may_use,
    next_opening,
)
from victim_portal.domain.enrolment import receives_updates
from victim_portal.domain.last_look.facts import (
    Drop,
    DropReason,
    Force,
    Hold,
    HoldReason,
    LookFacts,
    Send,
    Verdict,
    Wait,
)
from victim_portal.domain.last_look.words import unfit_words
from victim_portal.domain.vocabulary import Enrolment

_SAID_NO = frozenset({Enrolment.DECLINED, Enrolment.OPTED_OUT, Enrolment.DO_NOT_CONTACT})
_STEPS = 400
"""Moves of the clock that are tried before nothing is taken to fit: over a year of days."""


def look(facts: LookFacts, now: datetime) -> Verdict:
    """Whether the message may go at the aware moment `now`: `Send`, `Wait`, `Hold` or `Drop`.

    Reads nothing and changes nothing. Raises ValueError for a naive `now`.
    """
    london_date(now)
    if facts.told_in_person:
        return Drop(DropReason.TOLD, "A person has told them this news.")
    checks = (_channel, _truth, _wish, _words)
    for check in checks:
        for hold in check(facts, now):
            return hold
    return _timing(facts, now)


def _channel(facts: LookFacts, now: datetime) -> Iterator[Hold]:
    theirs = {facts.case_person_id} | (facts.beside if facts.verification else frozenset())
    if facts.recipient_id != facts.channel_person_id or facts.recipient_id not in theirs:
        yield Hold(
            HoldReason.WRONG_PERSON,
            "The message, the channel and the case don't belong to the same person.",
        )
    answer = may_use(facts.standing, facts.use, now, to_verify=facts.verification)
    if isinstance(answer, Never):
        yield Hold(HoldReason.CHANNEL_NOT_SAFE, answer.sentence)
    if facts.parents_way_ends_at is not None and now >= facts.parents_way_ends_at:
        yield Hold(HoldReason.AGED_18, ASK_THEM_FIRST)


def _truth(facts: LookFacts, now: datetime) -> Iterator[Hold]:
    if not facts.approved:
        yield Hold(HoldReason.NOT_APPROVED, "Nobody's approval stands for this message.")
    if facts.known_wrong:
        # Before the freeze, which is lifted once the mistake is put right: these words stay wrong.
        yield Hold(
            HoldReason.KNOWN_WRONG,
            "What it tells was found to be wrong. It never goes: what is true is told instead.",
        )
    if facts.frozen:
        yield Hold(
            HoldReason.TEXT_FROZEN,
            "News of this kind was wrong, and none goes before two managers have thawed it.",
        )
    if not facts.approved_facts:
        yield Hold(HoldReason.FACTS_CHANGED, "It isn't recorded what the message rests on.")
    changed = sorted(
        name
        for name in facts.approved_facts.keys() | facts.current_facts.keys()
        if facts.approved_facts.get(name) != facts.current_facts.get(name)
    )
    if changed:
        yield Hold(
            HoldReason.FACTS_CHANGED,
            f"Changed since the message was approved: {', '.join(changed)}.",
        )
    if facts.not_after is not None and now > facts.not_after:
        yield Hold(HoldReason.TOO_LATE, "The message is out of date: its last day has passed.")


def _wish(facts: LookFacts, now: datetime) -> Iterator[Hold]:
    if not facts.case_open:
        yield Hold(HoldReason.CASE_CLOSED, "The case is closed.")
    comes_back = facts.asked_back and facts.enrolment is Enrolment.OPTED_OUT
    if facts.enrolment in _SAID_NO and not comes_back:
        more = " A manager has to decide about this news." if _overrides(facts) else ""
        yield Hold(HoldReason.VICTIM_SAID_NO, f"The person said no to being told.{more}")
    if not receives_updates(facts.enrolment) and not comes_back:
        yield Hold(HoldReason.NOT_ENROLLED, "The person hasn't opted in.")
    if facts.force is Force.URGENT and not facts.manager_reason.strip():
        yield Hold(HoldReason.URGENT_WITHOUT_REASON, "Urgent news needs a manager's reason.")
    is_news = not facts.verification
    if is_news and not _overrides(facts) and facts.level not in facts.stage_levels:
        yield Hold(
            HoldReason.LEVEL_EXCLUDES,
            "The level of contact that was chosen doesn't include this stage.",
        )
    if is_news and facts.heads_up_first and not facts.heads_up_given:
        yield Hold(HoldReason.HEADS_UP_DUE, "The person asked to be told in person first.")
    if facts.language is not facts.standing.language and not facts.language_agreed:
        yield Hold(
            HoldReason.LANGUAGE_DIFFERS,
            "The message isn't in the language that was chosen: ask before it goes.",
        )


def _words(facts: LookFacts, now: datetime) -> Iterator[Hold]:
    if not facts.body.strip():
        yield Hold(HoldReason.NO_WORDS, "The message is empty.")
    if "\n" in facts.subject or "\r" in facts.subject:
        yield Hold(HoldReason.UNFIT_WORDS, "The subject must be on one line.")
    unfit = unfit_words(
        f"{facts.subject}\n{facts.body}",
        facts.private_names,
        facts.allowed_origin,
        never_say=facts.never_say,
        fuller_words=facts.standing.plan.fuller_words,
    )
    if unfit:
        yield Hold(HoldReason.UNFIT_WORDS, f"Take out or fill in: {', '.join(unfit)}.")
    if facts.unagreed_days:
        yield Hold(
            HoldReason.UNFIT_WORDS,
            f"No manager agreed that a day is told: {', '.join(facts.unagreed_days)}.",
        )


def _timing(facts: LookFacts, now: datetime) -> Verdict:
    """The first moment from `now` on that is safe, and liked unless the news overrides."""
    moment = now.astimezone(UTC)
    for _ in range(_STEPS):
        later = _pushed_back(facts, moment)
        if isinstance(later, Hold):
            return later
        if later == moment:
            break
        moment = later
    else:
        return Hold(
            HoldReason.NO_TIME_FITS,
            "The safe hours and the wishes about days and hours leave no time to send.",
        )
    if moment <= now:
        return Send()
    if facts.not_after is not None and moment > facts.not_after:
        return Hold(
            HoldReason.NO_TIME_FITS,
            "No time that is safe and wished for comes before the message is out of date.",
        )
    return Wait(moment)


def _pushed_back(facts: LookFacts, moment: datetime) -> datetime | Hold:
    """`moment` if it fits every rule of time, else the first moment the broken rule allows."""
    answer = may_use(facts.standing, facts.use, moment, to_verify=facts.verification)
    if isinstance(answer, Never):
        return Hold(HoldReason.NO_TIME_FITS, f"At the next safe time: {answer.sentence}")
    if isinstance(answer, NotNow):
        return answer.until
    if facts.verification or _overrides(facts):
        return moment
    if _to_avoid(facts, moment):
        tomorrow = london_date(moment) + timedelta(days=1)
        return datetime.combine(tomorrow, time.min, LONDON).astimezone(UTC)
    return next_opening(facts.preferred, moment) or moment


def _to_avoid(facts: LookFacts, moment: datetime) -> bool:
    day = london_date(moment)
    yearly = {(day.month, day.day)}
    if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
        # A date kept on 29 February is felt on the 28th in other years.
        yearly.add((2, 29))
    return day in facts.avoid_dates or bool(yearly & facts.avoid_yearly)


def _overrides(facts: LookFacts) -> bool:
    return facts.force is not Force.ORDINARY
