"""What the last look is told, and what it may answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.contact import ChannelStanding, Window
from victim_portal.domain.vocabulary import ChannelUse, Enrolment, Language, Level


class Force(StrEnum):
    """How strongly an update presses against what a victim prefers.

    Urgent safety news (escape, release in error, unlawfully at large, recall, imminent
    release of someone never told) and statutory facts (conditions that protect the
    victim, and their ending: DVCVA 2004 s.35) override level, dates to avoid and
    preferred hours. Neither overrides a safe-contact plan or a victim's no.
    """

    ORDINARY = "ordinary"
    STATUTORY = "statutory"
    URGENT = "urgent"


@dataclass(frozen=True)
class LookFacts:
    """Everything about one message and the world, read afresh at the moment of sending.

    `approved_facts` and `current_facts` give each fact the update rests on with its
    version, as approved and as it stands. `stage_levels` are the levels of contact whose
    choosers hear of this stage. `avoid_yearly` holds (month, day) pairs. `preferred` are
    hours the victim likes, beside the plan's safety hours. `not_after` is the moment
    after which the message would be stale. `private_names` (the parties, other people
    and places of the case) may be said only where the plan allows fuller words;
    `never_say` (prisons, home addresses) never. `verification` marks the message that
    carries a code to verify the channel itself; it alone may go to one of `beside`, who
    stand beside the person of the case now, and it is no news: levels, dates to avoid and
    heads-ups are about news. `unagreed_days` are the days that an update's words name
    without a manager's agreement. `frozen` is whether nothing of this stage may go, because
    something that was told of it was wrong; `known_wrong` whether these very words were.
    `told_in_person` is whether a person has told them the same news.
    `parents_way_ends_at` is the moment (aware) from which
    the channel, agreed for somebody under 18, carries nothing more before they decided.
    `asked_back` marks what somebody who left asked for by themselves, to come back: it is no
    news, and goes to nobody who asked never to be contacted.
    """

    standing: ChannelStanding
    use: ChannelUse
    recipient_id: UUID
    channel_person_id: UUID
    case_person_id: UUID
    approved: bool
    approved_facts: Mapping[str, str]
    current_facts: Mapping[str, str]
    case_open: bool
    enrolment: Enrolment
    level: Level | None
    stage_levels: frozenset[Level]
    language: Language
    body: str = field(repr=False)
    allowed_origin: str
    subject: str = field(default="", repr=False)
    private_names: frozenset[str] = field(default=frozenset(), repr=False)
    never_say: frozenset[str] = field(default=frozenset(), repr=False)
    force: Force = Force.ORDINARY
    manager_reason: str = field(default="", repr=False)
    heads_up_first: bool = False
    heads_up_given: bool = False
    language_agreed: bool = False
    parents_way_ends_at: datetime | None = None
    avoid_dates: frozenset[date] = frozenset()
    avoid_yearly: frozenset[tuple[int, int]] = frozenset()
    preferred: tuple[Window, ...] = ()
    not_after: datetime | None = None
    verification: bool = False
    beside: frozenset[UUID] = frozenset()
    unagreed_days: tuple[str, ...] = ()
    frozen: bool = False
    told_in_person: bool = False
    asked_back: bool = False
    known_wrong: bool = False


class HoldReason(StrEnum):
    """Why a message is held; each becomes a task for a person."""

    WRONG_PERSON = "wrong_person"
    CHANNEL_NOT_SAFE = "channel_not_safe"
    NOT_APPROVED = "not_approved"
    KNOWN_WRONG = "known_wrong"
    TEXT_FROZEN = "text_frozen"
    FACTS_CHANGED = "facts_changed"
    TOO_LATE = "too_late"
    CASE_CLOSED = "case_closed"
    VICTIM_SAID_NO = "victim_said_no"
    NOT_ENROLLED = "not_enrolled"
    URGENT_WITHOUT_REASON = "urgent_without_reason"
    AGED_18 = "aged_18"
    LEVEL_EXCLUDES = "level_excludes"
    HEADS_UP_DUE = "heads_up_due"
    LANGUAGE_DIFFERS = "language_differs"
    NO_WORDS = "no_words"
    UNFIT_WORDS = "unfit_words"
    NO_TIME_FITS = "no_time_fits"


@dataclass(frozen=True)
class Send:
    """The message may go now."""


@dataclass(frozen=True)
class Wait:
    """The message may not go yet; look again at `until`, an aware moment in UTC."""

    until: datetime


@dataclass(frozen=True)
class Hold:
    """The message may not go; a person has to act. `sentence` is for staff screens only."""

    reason: HoldReason
    sentence: str


class DropReason(StrEnum):
    """Why a message isn't wanted any more; nobody has to act."""

    TOLD = "told_in_person"


@dataclass(frozen=True)
class Drop:
    """The message never goes, and nothing is missing without it."""

    reason: DropReason
    sentence: str


Verdict = Send | Wait | Hold | Drop
