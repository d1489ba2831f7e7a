"""What a reader sees of a message before they open it, and what the message costs.

How much a screen shows differs from telephone to telephone. The widths here are those of a
small one in its ordinary letters; what counts is that the first words tell nothing.
"""

import textwrap
from dataclasses import dataclass, field

from victim_portal.domain.sms_text import Encoding, segments, unusual_characters
from victim_portal.domain.wording.email_html import paragraphs

LOCK_LINES, LOCK_WIDTH = 2, 38
"""Lines of a text on a lock screen, and letters in each."""
SNIPPET = 90
"""Letters of an e-mail that a list of mails shows behind its subject."""
CUT = "…"


@dataclass(frozen=True)
class TextPreview:
    """A text message: on a lock screen, in a thread, and on the bill.

    `units` are septets (GSM-7) or 16-bit units (UCS-2); `dear` are the characters that force
    the second.
    """

    body: str = field(repr=False)
    lock_screen: str = field(repr=False)
    encoding: Encoding
    characters: int
    units: int
    parts: int
    dear: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class MailPreview:
    """An e-mail: on a lock screen, in a list of mails, and opened, by paragraphs and lines."""

    subject: str = field(repr=False)
    body: str = field(repr=False)
    lock_screen: str = field(repr=False)
    snippet: str = field(repr=False)
    paragraphs: tuple[tuple[str, ...], ...] = field(repr=False)


def text_preview(body: str) -> TextPreview:
    """A text message as it will be met."""
    cost = segments(body)
    return TextPreview(
        body=body,
        lock_screen=first_lines(body),
        encoding=cost.encoding,
        characters=len(body),
        units=cost.units,
        parts=cost.count,
        dear=unusual_characters(body),
    )


def mail_preview(subject: str, body: str) -> MailPreview:
    """An e-mail as it will be met."""
    return MailPreview(
        subject=subject,
        body=body,
        lock_screen=first_lines(body),
        snippet=snippet(body),
        paragraphs=paragraphs(body),
    )


def first_lines(text: str) -> str:
    """The first lines of a text as a lock screen shows them, the rest cut off with a mark."""
    lines = textwrap.wrap(text, LOCK_WIDTH, max_lines=LOCK_LINES, placeholder=CUT)
    return "\n".join(lines)


def snippet(text: str) -> str:
    """The first words of an e-mail as a list of mails shows them, on one line."""
    words = " ".join(text.split())
    return words if len(words) <= SNIPPET else f"{words[:SNIPPET].rstrip()}{CUT}"
