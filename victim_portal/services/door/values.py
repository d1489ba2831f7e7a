"""What a victim's own pages show, as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.link_codes import Proof
from victim_portal.domain.own_choices import Liked
from victim_portal.domain.vocabulary import ChannelKind, Language, Level, Role
from victim_portal.domain.wrong_news import Shown


@dataclass(frozen=True)
class ProofAsked:
    """What the page of a link asks for, and in which language."""

    language: Language
    proof: Proof


@dataclass(frozen=True)
class Officer:
    """Whom they may ring: first name, number and hours; never a surname."""

    first_name: str
    telephone: str
    hours: str


@dataclass(frozen=True)
class Visitor:
    """Whose pages a request shows, while the visit lasts.

    `language` is the one that they chose for their pages, else that of their messages;
    `ends_at` when the visit ends if nothing more is opened, `warned` whether they passed the
    interruption page, now or before, `left` whether they left the scheme and may come back.
    """

    visit_id: UUID
    case_id: UUID
    person_id: UUID
    language: Language
    warned: bool
    ends_at: datetime
    left: bool
    name: str = field(repr=False)
    officer: Officer | None = field(repr=False)


@dataclass(frozen=True)
class OwnWay:
    """One of their numbers or addresses; `hint` is the end of a number, or how an e-mail begins.

    `has_hours` is whether a plan says when it may be used.
    """

    id: UUID
    kind: ChannelKind
    hint: str = field(repr=False)
    stopped: bool = False
    has_hours: bool = False


@dataclass(frozen=True)
class OwnChoices:
    """What stands of how they want to be told. `avoided` is as `domain.avoided_days` keeps it."""

    level: Level | None
    call_first: bool
    liked: Liked | None
    avoided: tuple[str, ...] = field(repr=False)
    language: Language


@dataclass(frozen=True)
class OwnLook:
    """On one day somebody of one role looked at their record, or changed it."""

    day: date
    role: Role | None
    theirs: bool


@dataclass(frozen=True)
class OwnUpdate:
    """One thing they were told, newest first on the list. `confirmed` is their own word.

    `shown` says whether it may be wrong: while that is looked at its words are empty, and once
    the truth was told, `right` is that.
    """

    id: UUID
    told_on: date
    language: Language
    confirmed: bool
    subject: str = field(repr=False)
    content: str = field(repr=False)
    shown: Shown = Shown.STANDS
    right: "OwnUpdate | None" = None
