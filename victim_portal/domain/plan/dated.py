"""Updates that are planned ahead from the key dates."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from victim_portal.domain.plan.situation import Situation
from victim_portal.domain.plan.tariff import expected_review
from victim_portal.domain.plan.values import PlannedUpdate
from victim_portal.domain.stages import (
    Road,
    Stage,
    YearMonth,
    governing_licence_end,
    governing_parole,
    governing_release,
    last_expiry,
    release_is_on_licence,
)


def from_key_dates(now: Situation) -> Iterator[PlannedUpdate]:
    """Every update that follows from the dates alone, in no order, whatever the level."""
    yield from _sentence_explained(now)
    yield from expected_review(now)
    yield from _parole_review(now)
    yield from _pre_release(now)
    yield from _licence_ended(now)
    yield from _date_changed(now)
    yield from _annual_contact(now)


def ahead(now: Situation, road: Road, not_before: date | None = None) -> tuple[str, date] | None:
    """The code and date of what is still to come on a road; None where nothing is."""
    start, dates = not_before or now.today, now.key_dates.dates
    if road is Road.LICENCE_END:
        end = governing_licence_end(dates)
        if end is None or end[1] < start or _no_licence_to_come(now):
            return None
        return end
    if now.at_liberty:
        return None
    find = governing_release if road is Road.RELEASE else governing_parole
    return find(dates, start)


def _no_licence_to_come(now: Situation) -> bool:
    """In custody until the sentence itself is over: nobody is on a licence any more."""
    dates = now.key_dates.dates
    release = None if now.at_liberty else governing_release(dates, now.today)
    return release is not None and not release_is_on_licence(release, dates)


def _sentence_explained(now: Situation) -> Iterator[PlannedUpdate]:
    expiry = last_expiry(now.key_dates.dates)
    key = now.open_key(Stage.SENTENCE_EXPLAINED, None, again=False)
    if key is None or (expiry is not None and expiry < now.today):
        return
    found = [f for f in (ahead(now, Road.PAROLE), ahead(now, Road.RELEASE)) if f]
    code, day = min(found, key=lambda pair: pair[1]) if found else ("", None)
    asked_on = now.case.referred_on or now.case.opted_in_on
    closes = now.lead(Stage.SENTENCE_EXPLAINED, asked_on) if asked_on else None
    opens, closes = now.window(now.case.opted_in_on, closes)
    yield PlannedUpdate(
        Stage.SENTENCE_EXPLAINED,
        opens,
        closes,
        "The victim has opted in and is told what the sentence means.",
        now.facts(code),
        key,
        anchor_code=code,
        anchor_month=YearMonth.of(day) if day else None,
    )


def _parole_review(now: Situation) -> Iterator[PlannedUpdate]:
    found = ahead(now, Road.PAROLE)
    if found is None:
        return
    code, day = found
    month = YearMonth.of(day)
    key = now.open_key(f"{Stage.PAROLE_REVIEW_STARTED}:{code}", month)
    if key is None:
        return
    # A request to withhold a statement is due before the statement, so both must be open.
    last = now.lead("non_disclosure_due", day) or now.working_day_before(day)
    opens, closes = now.window(now.lead(Stage.PAROLE_REVIEW_STARTED, day), last)
    yield PlannedUpdate(
        Stage.PAROLE_REVIEW_STARTED,
        opens,
        closes,
        f"Parole is possible from {month.in_words()} ({code}); the review starts well before, "
        "and a statement and conditions take time.",
        now.facts(code),
        key,
        anchor_code=code,
        anchor_month=month,
    )


def _pre_release(now: Situation) -> Iterator[PlannedUpdate]:
    found = ahead(now, Road.RELEASE)
    if found is None:
        return
    code, day = found
    month = YearMonth.of(day)
    key = now.open_key(f"{Stage.PRE_RELEASE}:{code}", month)
    if key is None:
        return
    on_licence = release_is_on_licence(found, now.key_dates.dates)
    last = now.lead("conditions_due", day) if on_licence else None
    opens, closes = now.window(
        now.lead(Stage.PRE_RELEASE, day), last or now.working_day_before(day)
    )
    why = (
        "the victim can ask for licence conditions before they are settled."
        if on_licence
        else "no licence follows, so no conditions are possible."
    )
    yield PlannedUpdate(
        Stage.PRE_RELEASE,
        opens,
        closes,
        f"Release is expected in {month.in_words()} ({code}); {why}",
        now.facts(code),
        key,
        anchor_code=code,
        anchor_month=month,
        on_licence=on_licence,
    )


def _licence_ended(now: Situation) -> Iterator[PlannedUpdate]:
    found = ahead(now, Road.LICENCE_END)
    if found is None or any(e.stage is Stage.LICENCE_ENDED for e in now.events):
        return
    code, day = found
    month = YearMonth.of(day)
    key = now.open_key(f"{Stage.LICENCE_ENDED}:{code}", month)
    if key is None:
        return
    opens, closes = now.window(now.lead(Stage.LICENCE_ENDED, day), now.working_day_before(day))
    yield PlannedUpdate(
        Stage.LICENCE_ENDED,
        opens,
        closes,
        f"The licence ends in {month.in_words()} ({code}), and every condition with it.",
        now.facts(code),
        key,
        anchor_code=code,
        anchor_month=month,
    )


def _date_changed(now: Situation) -> Iterator[PlannedUpdate]:
    for road in Road:
        found, before = ahead(now, road), month_told(now, road)
        if found is None or before is None:
            continue
        code, day = found
        month = YearMonth.of(day)
        if abs(before.months_until(month)) <= now.preference.ignore_moves_up_to_months:
            continue
        key = now.open_key(f"{Stage.DATE_CHANGED}:{road}", month)
        if key is None:
            continue
        news_on = now.key_dates.received_on or now.today
        last = now.lead(Stage.DATE_CHANGED, news_on)
        if last is not None:
            last = min(last, now.working_day_before(day))
        opens, closes = now.window(None, last)
        yield PlannedUpdate(
            Stage.DATE_CHANGED,
            opens,
            closes,
            f"The victim was told {before.in_words()}; it is now {month.in_words()} ({code}).",
            now.facts(code),
            key,
            anchor_code=code,
            anchor_month=month,
            previous_month=before,
            needs_manager=month < before and _is_close(now, day),
        )


def month_told(now: Situation, road: Road) -> YearMonth | None:
    """The month that this victim knows: last told by an update, or in force when they joined."""
    told = now.told_month(road)
    if told is not None:
        return told[1]
    dates = now.key_dates.disclosed
    if road is Road.RELEASE:
        known = governing_release(dates, date.min)
    elif road is Road.PAROLE:
        known = governing_parole(dates, date.min)
    else:
        known = governing_licence_end(dates)
    return YearMonth.of(known[1]) if known else None


def _is_close(now: Situation, day: date) -> bool:
    """Nearer than conditions are due: too near for one person to decide alone."""
    due = now.lead("conditions_due", day)
    return due is None or due <= now.today


def _annual_contact(now: Situation) -> Iterator[PlannedUpdate]:
    origin = now.case.opted_in_on or now.case.last_contact_on or now.today
    spoken = max(origin, now.case.last_contact_on or origin)
    rule = now.lead_rule(Stage.ANNUAL_CONTACT, now.today)
    if rule is None or rule.amount == 0:
        return
    # Counted from the first day each time, so that a late year never delays the next.
    times, key, due = 0, None, origin
    while key is None or YearMonth.of(due) <= YearMonth.of(spoken):
        times += 1
        due = replace(rule, amount=rule.amount * times).applied_to(origin, now.bank_holidays)
        key = now.open_key(f"{Stage.ANNUAL_CONTACT}:{YearMonth.of(due)}", None, again=False)
    expiry = last_expiry(now.key_dates.dates)
    if expiry is not None and expiry < max(due, now.today):
        return
    opens, closes = now.window(due.replace(day=1), due)
    found = next((f for road in Road if (f := ahead(now, road, opens))), None)
    code, day = found or ("", None)
    yield PlannedUpdate(
        Stage.ANNUAL_CONTACT,
        opens,
        closes,
        f"Contact is kept each year: due in {YearMonth.of(due).in_words()}, last contact in "
        f"{YearMonth.of(spoken).in_words()}.",
        now.facts(code),
        key,
        anchor_code=code,
        anchor_month=YearMonth.of(day) if day else None,
    )
