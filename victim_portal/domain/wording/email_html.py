"""The HTML of an e-mail, drawn from the very words that were approved.

It says what the plain text says and nothing else: no picture, nothing that is fetched or
counted, nothing that is hidden. A link to somebody's own pages can be pressed; no message with
any other link passes the last look. A list of mails shows the subject and the first
words, as it does for the plain text.
"""

import re
from html import escape

from victim_portal.domain.vocabulary import Language

_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")

_OWN_LINK = re.compile(r"https?://[^\s<>\"'&]+/m/[A-Za-z0-9_-]{22}(?![\w-])")

# Programs that drop it show their own letters, which are large enough to read. No colour
# is named, so that each keeps its light or its dark one.
_LARGE = (
    "max-width: 36em; margin: 0 auto; padding: 16px; font-family: Arial, Helvetica, sans-serif; "
    "font-size: 18px; line-height: 1.5; word-wrap: break-word"
)

# What HTML has no way to carry: control characters, and code points that are none.
_NOT_IN_HTML = dict.fromkeys(
    {*range(0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0)}
    | {plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)},
    # None may vanish: what was hidden stands there as a mark.
    "\N{REPLACEMENT CHARACTER}",
) | {0x09: "\t", 0x0A: "\n"}


def paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """The paragraphs of a text, each by its lines; a blank line parts two of them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return tuple(tuple(one.split("\n")) for one in _BETWEEN_PARAGRAPHS.split(plain) if one.strip())


def email_html(subject: str, text: str, language: Language) -> str:
    """An e-mail's HTML part, whose words are those of `text`; `subject` is its title alone."""
    # A program that shows it within a page of its own keeps neither html nor head.
    lang = language.value
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{_safe(subject)}</title>\n</head>\n<body>\n"
        f'<div lang="{lang}" style="{_LARGE}">\n'
        + "".join(f"<p>{'<br>'.join(map(_line, lines))}</p>\n" for lines in paragraphs(text))
        + "</div>\n</body>\n</html>\n"
    )


def _line(text: str) -> str:
    return _OWN_LINK.sub(lambda link: f'<a href="{link[0]}">{link[0]}</a>', _safe(text))


def _safe(text: str) -> str:
    return escape(text.translate(_NOT_IN_HTML))
