"""Letters and files: the post tray of a demo, and what a PDF is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from victim_portal.domain.canonical import LATER
from victim_portal.domain.richtext import Block
from victim_portal.domain.vocabulary import Language, SubmissionPart


@dataclass(frozen=True)
class TrayItem:
    """One message that the demo kept instead of sending, as its reader would see it."""

    message_id: UUID
    kept_at: datetime
    kind: str
    to: str
    subject: str
    body: str
    language: Language


class PostTray(Protocol):
    """The demo's stand-in for the outside world."""

    def items(self, limit: int = 100) -> Sequence[TrayItem]:
        """The newest messages first, at most `limit`."""


@dataclass(frozen=True)
class Figure:
    """A map or another picture, and the words that stand for it.

    One of `drawing` (an SVG file) and `picture` (a PNG or JPEG file) is given. `alternative`
    is what a reader meets who can't see it, `caption` what stands below it.
    """

    alternative: str
    caption: str = ""
    drawing: str = field(default="", repr=False)
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class ConditionRow:
    """One requested licence condition as the reader of the PDF meets it."""

    number: int
    condition: str
    wish: Sequence[Block]
    necessity: Sequence[Block]
    named: bool
    mapped: bool
    figures: Sequence[Figure] = field(default=(), metadata=LATER)


@dataclass(frozen=True)
class SubmissionContent:
    """Everything that one part of a submission says; holds no victim contact details.

    `body` is the statement (or the withheld material), empty for the conditions part;
    `conditions` is empty for the statement. `reasons` carries the non-disclosure
    application's grounds, `figures` the maps that it covers, `gist` what stands in the served
    statement in place of it.

    `language` is that of the headings; `words_language` that of the victim's own words,
    where it is another. `called` is what the document is called where that isn't the usual
    name of its part. `more_facts` are pairs of a label and a value for the first page, and
    `check_at` the address of the page that says whether a document is current.
    `in_hospital`: it is a patient whose release is decided.
    """

    part: SubmissionPart
    case_reference: str
    version: int
    made_on: date
    language: Language
    large_print: bool
    prisoner_name: str
    prison_number: str
    prisoner_born_on: date | None
    review: str
    panel_reference: str
    victim_role: str
    officer_name: str
    officer_contact: str
    reading_preference: str
    may_be_shown_to_prisoner: bool
    body: Sequence[Block] = ()
    reasons: Sequence[Block] = ()
    conditions: Sequence[ConditionRow] = ()
    figures: Sequence[Figure] = field(default=(), metadata=LATER)
    words_language: Language | None = field(default=None, metadata=LATER)
    called: str = field(default="", metadata=LATER)
    more_facts: Sequence[tuple[str, str]] = field(default=(), metadata=LATER)
    check_at: str = field(default="", metadata=LATER)
    gist: Sequence[Block] = field(default=(), metadata=LATER)
    in_hospital: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True)
class LetterContent:
    """Everything that a letter says, and to whom.

    `address` is the name and the address, line by line: all that shows through a window.
    `parts` are pairs of a kind and a text: "title", "heading", "paragraph", "item", "code".
    `name` is what a reader program calls the file; it tells nothing.
    """

    letter_id: UUID
    made_on: date
    language: Language
    large_print: bool
    name: str
    day: str
    address: Sequence[str] = field(repr=False)
    parts: Sequence[tuple[str, str]] = field(repr=False)


@dataclass(frozen=True)
class RenderedPdf:
    """A finished file.

    `unprintable` lists the characters that no font has, each shown in the file by a
    visible marker; `content_digest` is the digest of what it says, which a submission
    prints on its last page.
    """

    file_name: str
    content: bytes
    sha256: str
    content_digest: str
    unprintable: Sequence[str] = ()


@dataclass(frozen=True)
class InsidePdf:
    """What was read back out of a finished file.

    `pages` is the text layer, page by page; `metadata` what the file says of itself;
    `others` every other string in it (bookmarks, alternative texts, names). `unclean` names
    what mustn't be in a file that is handed over, such as "layers" or "attachments".
    """

    pages: Sequence[str] = field(repr=False)
    metadata: Sequence[str] = field(repr=False)
    others: Sequence[str] = field(repr=False)
    unclean: Sequence[str] = ()


class PdfRenderer(Protocol):
    """Draws submissions and letters, and looks into what was drawn."""

    def render(self, content: SubmissionContent) -> RenderedPdf:
        """Draw one part; the same bytes for the same content."""

    def unprintable(self, content: SubmissionContent) -> Sequence[str]:
        """The characters that `render` would replace by markers; nothing is kept."""

    def own_words(self, language: Language) -> Sequence[str]:
        """Headings and other words that stand in documents whoever they are about."""

    def look_inside(self, content: bytes) -> InsidePdf:
        """Everything that could be read out of a finished file."""

    def render_letter(self, content: LetterContent) -> RenderedPdf:
        """Draw a letter; the same bytes for the same content."""
