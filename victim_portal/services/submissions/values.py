"""What an export gives, and what the page on a case's submissions shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.protected_values import ProtectedKind
from victim_portal.domain.submissions import (
    OFFERED_IN,
    DocumentStanding,
    HandoverWay,
    Place,
    Recipient,
)
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.services.errors import InvalidError


@dataclass(frozen=True)
class Passage:
    """Words that hold a protected value, and where in a file they stand.

    `key` names it on a form: another one as soon as the words, or what stands around them,
    change. `settled`: it was agreed with her that it stays in, and `kept_because` says why.
    `somebody_elses`: it leads to another than the victim, who can't agree for them.
    """

    part: SubmissionPart
    where: str
    kind: ProtectedKind
    excerpt: str = field(repr=False)
    words: str = field(repr=False)
    place: Place
    key: str
    settled: bool = False
    kept_because: str = field(default="", repr=False)
    somebody_elses: bool = False

    @property
    def changeable(self) -> bool:
        """Whether something else than keeping it can be chosen on its page."""
        return len(OFFERED_IN[self.place.kind]) > 1


def unsettled(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Those that nobody has settled with her yet."""
    return tuple(one for one in passages if not one.settled)


class ProtectedValuesError(InvalidError):
    """The files would hold protected values that nobody has settled with the victim.

    `passages` are for the officer to settle with her: reword, leave out, ask for
    non-disclosure, or keep with a reason. The field is `send_unsettled`, by which a manager
    has them sent all the same.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        told = "; ".join(f"{one.kind} in {one.where}: “{one.excerpt}”" for one in passages)
        super().__init__(
            {
                "send_unsettled": "These passages could lead to the victim. Settle each with her, "
                f"or have a manager send the files with the list. {told}."
            }
        )
        self.passages = tuple(passages)


class UncleanFileError(Exception):
    """A finished file holds what the portal itself put there: a fault of ours, nothing is kept.

    `faults` are kinds and places, without a word of anybody's.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class ExportedFile:
    """One file of a submission, as it is handed over.

    `unprintable` lists the characters that no font has, shown by markers in the file;
    `content_digest` is printed on its last page.
    """

    document_id: UUID
    part: SubmissionPart
    version: int
    file_name: str
    content: bytes = field(repr=False)
    sha256: str
    content_digest: str
    unprintable: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """What went into no file, with the sentence that says what is missing."""

    part: SubmissionPart
    where: str
    why: str = field(repr=False)


@dataclass(frozen=True)
class Exported:
    """One export: its record and its files, one for each part; `waiting` was left out."""

    submission_id: UUID
    language: Language
    recipient: Recipient
    for_whom: str
    files: tuple[ExportedFile, ...]
    waiting: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class DocumentView:
    """A file that was made. `current`: it says what the case says now.

    `standing` is what a recipient who checks it is told. `taken_back`: the victim withdrew
    something in it, so it isn't handed out or over any more.
    """

    id: UUID
    part: SubmissionPart
    version: int
    language: Language
    large_print: bool
    file_name: str
    made_on: date
    sha256: str
    content_digest: str
    unprintable: tuple[str, ...]
    current: bool
    standing: DocumentStanding
    taken_back: bool
    statement_version: int | None
    request_numbers: tuple[int, ...]


@dataclass(frozen=True)
class HandoverView:
    """Files that went to somebody, and whether they said that they have them."""

    id: UUID
    submission_id: UUID
    recipient: Recipient
    to_whom: str = field(repr=False)
    way: HandoverWay
    handed_on: date
    file_names: tuple[str, ...]
    recorded_by: str
    acknowledged_on: date | None
    acknowledged_how: str = field(repr=False)


@dataclass(frozen=True)
class Unsettled:
    """Where a passage stood that wasn't settled when the files were sent; without its words."""

    part: SubmissionPart
    where: str
    kind: str


@dataclass(frozen=True)
class SubmissionView:
    """One export that was made: by whom, for whom, of which files, and to whom it went.

    `keep_reason` is why a manager sent it although passages were `unsettled`; `waiting` is
    what was left out of it, for want of the victim's agreement or of a seal.
    """

    id: UUID
    made_at: datetime
    made_by: str
    for_whom: str
    recipient: Recipient | None
    keep_reason: str = field(repr=False)
    unsettled: tuple[Unsettled, ...]
    waiting: tuple[LeftOut, ...]
    documents: tuple[DocumentView, ...]
    handovers: tuple[HandoverView, ...]


@dataclass(frozen=True)
class Unprintable:
    """Characters of a part that no font has: a marker will stand in the file for each."""

    part: SubmissionPart
    characters: tuple[str, ...]


@dataclass(frozen=True)
class Due:
    """A day by which a part must be there, and how much time is left, or what to do now."""

    part: SubmissionPart
    due_on: date
    words: str
    gone: bool


@dataclass(frozen=True)
class SubmissionsView:
    """The exports of a case, newest first, and what an export now would meet.

    `recipient` is whom this is about, among `recipients`. `parts` are the files it would
    make; `problems` why it can't (a sentence by field); `passages` what has to be settled or
    is kept; `unprintable` what a marker will stand for. `left_out`: something is withheld
    that this recipient's files neither say nor apply for. `manager`: the reader may send
    passages that aren't settled. `due`: by when the parts must be there. `waiting`: what is left
    out until something is put right, while the rest can go.
    """

    reference: str
    submissions: tuple[SubmissionView, ...]
    language: Language
    recipient: Recipient
    recipients: tuple[Recipient, ...]
    parts: tuple[SubmissionPart, ...]
    problems: Mapping[str, str]
    passages: tuple[Passage, ...]
    unprintable: tuple[Unprintable, ...]
    left_out: bool
    manager: bool
    due: tuple[Due, ...]
    waiting: tuple[LeftOut, ...]
