"""When a person, and what is kept of them, is due to be forgotten: or why it isn't yet.

The periods are policy (`data/policy.toml`, [[retention]]); this says from which day they
count and what stops them. A case counts from its first closing (`retain_from`), which only
a recorded reason moves, and never ends before the sentence does: whoever opted out may come
back as long as there is something to be told. A doubt keeps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from victim_portal.domain.calendar import add_months
from victim_portal.domain.terms import Term
from victim_portal.domain.vocabulary import Enrolment, Route, SentenceType


class RetentionKind(StrEnum):
    """The kinds of record that the schedule tells apart."""

    STATUTORY_CASE = "statutory_case"
    DISCRETIONARY_CASE = "discretionary_case"
    OPTED_OUT = "opted_out"
    OPTED_OUT_DETAILS = "opted_out_details"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    STAFF_ACCOUNT = "staff_account"
    SIGN_INS = "sign_ins"
    FORMS = "forms"
    AUDIT = "audit"
    INCIDENT = "incident"
    UNMATCHED_TEXT = "unmatched_text"
    LISTED_SENTENCE = "listed_sentence"
    KEY_BACKUP = "key_backup"


class Kept(StrEnum):
    """Why nothing may be forgotten yet."""

    OPEN = "open"
    HOLD = "hold"
    UNDER_WAY = "under_way"
    SENTENCE_RUNS = "sentence_runs"
    END_NOT_KNOWN = "end_not_known"
    NO_CASE = "no_case"


FOR_LIFE = frozenset(
    {SentenceType.LIFE, SentenceType.IPP, SentenceType.DPP, SentenceType.HMP_DETENTION}
)
"""Ends by death, or by the licence's own ending, and by no date that was ever calculated."""

BY_ITS_TERM = frozenset(
    {SentenceType.SDS, SentenceType.SDS_PLUS, SentenceType.DTO, SentenceType.S250}
)
"""Over, licence included, when its term is: so the term may stand in for a missing date."""

NO_FURTHER = frozenset({Enrolment.OPTED_OUT, Enrolment.DO_NOT_CONTACT})
NEVER_JOINED = frozenset(
    {Enrolment.NOT_OFFERED, Enrolment.OFFERED, Enrolment.DECLINED, Enrolment.NO_RESPONSE}
)


@dataclass(frozen=True)
class SentenceEnd:
    """What is known of a sentence's end.

    `expires_on` is the latest of its official expiry dates, `over_on` the day on which an
    event ended it (licence ended, absolute discharge, the offender's death).
    """

    sentence_type: SentenceType
    sentenced_on: date
    custodial_term: Term | None = None
    expires_on: date | None = None
    over_on: date | None = None


@dataclass(frozen=True)
class CaseRecord:
    """A case as far as forgetting goes.

    `withdrawn`: its referral was an error. `held`: a legal hold stands. `under_way`:
    something waits, is uncertain or has still to be done.
    """

    closed_on: date | None
    retain_from: date | None
    enrolment: Enrolment
    route: Route
    withdrawn: bool
    held: bool
    under_way: bool
    sentence: SentenceEnd


@dataclass(frozen=True)
class Due:
    """The day from which something may be forgotten, or why never yet; `rule` is its kind."""

    on: date | None
    rule: RetentionKind | None
    kept: Kept | None

    def reached(self, today: date) -> bool:
        """Whether the day has come."""
        return self.on is not None and self.on <= today


Months = Mapping[RetentionKind, int]
"""How many calendar months each kind of record is kept."""


def kind_of(case: CaseRecord) -> RetentionKind:
    """By which line of the schedule a case is kept."""
    if case.withdrawn:
        return RetentionKind.WITHDRAWN
    if case.enrolment in NO_FURTHER:
        return RetentionKind.OPTED_OUT
    if case.enrolment in NEVER_JOINED:
        return RetentionKind.DECLINED
    if case.route in (Route.DISCRETIONARY, Route.SHORT_SENTENCE, Route.UNDECIDED):
        return RetentionKind.DISCRETIONARY_CASE
    return RetentionKind.STATUTORY_CASE


def sentence_over_on(sentence: SentenceEnd) -> date | None:
    """The day on which a sentence with its licence is over; None while that can't be said."""
    if sentence.over_on is not None:
        return sentence.over_on
    if sentence.sentence_type in FOR_LIFE:
        return None
    if sentence.expires_on is not None:
        return sentence.expires_on
    if sentence.custodial_term is not None and sentence.sentence_type in BY_ITS_TERM:
        return sentence.custodial_term.end_from(sentence.sentenced_on)
    return None


def case_due(case: CaseRecord, months: Months) -> Due:
    """When a case may be forgotten whole."""
    kind = kind_of(case)
    stopped = _stopped(case)
    if stopped is not None:
        return Due(None, None, stopped)
    start = _start(case)
    if case.withdrawn:
        # A referral that was an error has nothing to do with the sentence.
        return Due(add_months(start, months[kind]), kind, None)
    over_on = sentence_over_on(case.sentence)
    if over_on is None:
        for_life = case.sentence.sentence_type in FOR_LIFE
        return Due(None, None, Kept.SENTENCE_RUNS if for_life else Kept.END_NOT_KNOWN)
    return Due(add_months(max(start, over_on), months[kind]), kind, None)


def person_due(cases: Iterable[CaseRecord], months: Months) -> Due:
    """When a person may be forgotten: with the latest of their cases, and never before.

    One case that is kept keeps them.
    """
    found = [case_due(case, months) for case in cases]
    if not found:
        return Due(None, None, Kept.NO_CASE)
    for due in found:
        if due.kept is not None:
            return due
    return max(found, key=lambda due: due.on or date.max)


def details_due(cases: Iterable[CaseRecord], months: Months) -> Due:
    """When whoever opted out of everything is reduced to the stub that keeps them from being
    approached again: name, date of birth, and the answer. The sentence needn't be over.
    """
    records = list(cases)
    if not records:
        return Due(None, None, Kept.NO_CASE)
    for case in records:
        stopped = _stopped(case)
        if stopped is not None:
            return Due(None, None, stopped)
    if any(kind_of(case) is not RetentionKind.OPTED_OUT for case in records):
        return Due(None, None, Kept.SENTENCE_RUNS)
    kind = RetentionKind.OPTED_OUT_DETAILS
    return Due(add_months(max(map(_start, records)), months[kind]), kind, None)


def retain_from_at_closing(retain_from: date | None, closed_on: date) -> date:
    """From which day the period counts once a case closes: the first closing decides.

    Opening and closing again doesn't start the clock anew; who wants that gives a reason.
    """
    return retain_from or closed_on


def brings_forward(retain_from: date | None, closed_on: date, to: date) -> bool:
    """Whether counting from `to` would forget a closed case sooner: a manager decides on that."""
    return to < (retain_from or closed_on)


def _stopped(case: CaseRecord) -> Kept | None:
    if case.closed_on is None:
        return Kept.OPEN
    if case.held:
        return Kept.HOLD
    return Kept.UNDER_WAY if case.under_way else None


def _start(case: CaseRecord) -> date:
    """The day that counts. What closed before there was a schedule counts from its closing."""
    start = case.retain_from or case.closed_on
    if start is None:
        raise ValueError("an open case has no day to count from")
    return start
