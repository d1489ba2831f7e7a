"""What an export gives, and what the page on a case's submissions shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.protected_values import ProtectedKind
from victim_portal.domain.vocabulary import Language, SubmissionPart
from victim_portal.services.errors import InvalidError

CASEWORK = "Public Protection Casework Section"


@dataclass(frozen=True)
class Passage:
    """Words that hold a protected value of this case, and where in a file they stand."""

    part: SubmissionPart
    where: str
    kind: ProtectedKind
    excerpt: str = field(repr=False)


class ProtectedValuesError(InvalidError):
    """The files would hold protected values, and nobody gave a reason to keep them.

    `passages` are for the officer to settle with the victim: reword, leave out, ask for
    non-disclosure, or keep with a reason. The field is `keep_reason`.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        told = "; ".join(f"{one.kind} in {one.where}: “{one.excerpt}”" for one in passages)
        super().__init__(
            {
                "keep_reason": "These passages could lead to the victim. Settle each with her, or "
                f"give the reason for keeping them. {told}."
            }
        )
        self.passages = tuple(passages)


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
class Exported:
    """One export: its record and its files, one for each part."""

    submission_id: UUID
    language: Language
    files: tuple[ExportedFile, ...]


@dataclass(frozen=True)
class DocumentView:
    """A file that was made. `current`: it says what the case says now."""

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


@dataclass(frozen=True)
class SubmissionView:
    """One export that was made."""

    id: UUID
    made_at: datetime
    made_by: str
    for_whom: str
    keep_reason: str = field(repr=False)
    documents: tuple[DocumentView, ...]


@dataclass(frozen=True)
class SubmissionsView:
    """The exports of a case, newest first, and what an export now would meet.

    `parts` are the files it would make; `problems` why it can't (a sentence by field);
    `passages` what has to be settled, or kept with a reason.
    """

    reference: str
    submissions: tuple[SubmissionView, ...]
    language: Language
    parts: tuple[SubmissionPart, ...]
    problems: Mapping[str, str]
    passages: tuple[Passage, ...]
