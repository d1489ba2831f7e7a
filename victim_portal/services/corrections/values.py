"""What a correction takes and what its pages show. Personal values stay out of every repr."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.corrections import Detail, SentKind
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services.channels.views import ChannelView

CHANGED_MEANWHILE = (
    "Somebody else changed these details while you had them open. Nothing of yours was saved: "
    "compare what you typed with what stands now, and save again."
)
NOTHING_CHANGED = "You changed nothing: what you sent is what stands already."
MERGED = "This case turned out to be a double. Put the details right on the case that stays."


@dataclass(frozen=True)
class PersonInput:
    """A person's details as they should be, and why; `relationship` is that of the case."""

    last_name: str = field(repr=False)
    relationship: str
    why: str = field(repr=False)
    first_name: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)


@dataclass(frozen=True)
class OffenderInput:
    """An offender's details as they should be, and why."""

    last_name: str = field(repr=False)
    why: str = field(repr=False)
    first_name: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    prison_number: str = field(default="", repr=False)
    crn: str = field(default="", repr=False)


@dataclass(frozen=True)
class SupporterDetails:
    """A supporter's details as they should be, and why.

    `role` is what they are to the victim; `not_the_offender` and `another_person` answer what
    is asked where names are alike.
    """

    last_name: str = field(repr=False)
    role: str
    why: str = field(repr=False)
    first_name: str = field(default="", repr=False)
    born_on: date | None = field(default=None, repr=False)
    not_the_offender: bool = False
    another_person: bool = False


@dataclass(frozen=True)
class SentView:
    """One thing that went out: by what, on which day, to where, and under whose name.

    `what` says which message, letter, file or call it was, in a word of a closed list.
    `name` is the person's name as it stood when it was made.
    """

    kind: SentKind
    what: StrEnum
    on: date
    case_reference: str
    to: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True)
class DetailsNow:
    """Details as they stand, for their form: text by detail, "" where none is recorded.

    `version` is the one that was shown; `sent` what went out so far, newest first.
    """

    values: Mapping[Detail, str] = field(repr=False)
    version: int
    sent: tuple[SentView, ...]

    @property
    def born_on(self) -> date | None:
        """The date of birth as a date."""
        text = self.values[Detail.BORN_ON]
        return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class OffenderNow(DetailsNow):
    """An offender for the form; `references` are the open cases within the reader's reach."""

    references: tuple[str, ...]


@dataclass(frozen=True)
class ChannelNow:
    """A number or address for its form, and what went to it so far."""

    channel: ChannelView
    sent: tuple[SentView, ...]


@dataclass(frozen=True)
class EndedNow:
    """A number or address that ended while the form of its correction was open.

    `saved` is whether that very form was saved before; `right` is what stands in its place
    now where somebody put it right, None where it ended.
    """

    kind: ChannelKind
    saved: bool
    right: ChannelNow | None


@dataclass(frozen=True)
class CorrectionView:
    """One thing that was put right; a `detail` is one of `Detail` or of `ChannelKind`.

    `whose` names the supporter whom it is about, "" for the person of the case or the offender.
    `elsewhere`: it was done on a case that the reader doesn't reach, so the reason isn't told.
    """

    detail: Detail | ChannelKind
    offender: bool
    before: str = field(repr=False)
    became: str = field(repr=False)
    why: str = field(repr=False)
    elsewhere: bool
    recorded_by: str
    recorded_at: datetime
    whose: str = field(default="", repr=False)


@dataclass(frozen=True)
class CorrectionsView:
    """The history of values on a case, newest first, and what went out with wrong ones."""

    reference: str
    offender_id: UUID
    corrections: tuple[CorrectionView, ...]
    sent: tuple[SentView, ...]
