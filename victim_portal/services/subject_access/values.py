"""An export as values, and as the two files that are handed over: JSON, and a page to read."""

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

Rows = tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Section:
    """One kind of record, in words: its rows by label. `note` says what isn't in it."""

    title: str
    rows: Rows = field(repr=False)
    note: str = ""


@dataclass(frozen=True)
class Exported:
    """Everything that is held about one person, and what somebody has to read first.

    `to_check` holds free notes of staff: they may tell of other people, so a person reads
    them, takes that out, and hands the rest over.
    """

    about: str
    reference: str
    made_at: datetime
    sections: tuple[Section, ...]
    to_check: tuple[Section, ...] = ()

    @property
    def values(self) -> int:
        """How many values are in it."""
        return sum(len(row) for section in self.sections for row in section.rows)

    def as_json(self, sections: tuple[Section, ...] | None = None) -> str:
        """The export for a program."""
        found = {
            "about": self.about,
            "made_at": self.made_at.isoformat(),
            "sections": [
                {"title": one.title, "rows": [dict(row) for row in one.rows]}
                for one in (self.sections if sections is None else sections)
            ],
        }
        return json.dumps(found, ensure_ascii=False, indent=2)

    def as_html(self, sections: tuple[Section, ...] | None = None, warning: str = "") -> str:
        """The export for a reader: one page that stands by itself, every value escaped."""
        parts = [_HEAD, f"<h1>{html.escape(self.about)}</h1>"]
        day = f"{self.made_at.day} {self.made_at:%B %Y}"
        parts.append(f"<p>Made on {day}.</p>")
        if warning:
            parts.append(f"<p><strong>{html.escape(warning)}</strong></p>")
        for section in self.sections if sections is None else sections:
            parts.append(f"<h2>{html.escape(section.title)}</h2>")
            if section.note:
                parts.append(f"<p>{html.escape(section.note)}</p>")
            if not section.rows:
                parts.append("<p>Nothing is held.</p>")
            parts += [_row(row) for row in section.rows]
        return "\n".join([*parts, "</main></body></html>\n"])


_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>What is held about you</title>"
    "<style>body{font:1.1rem/1.5 sans-serif;margin:1rem auto;max-width:45rem;padding:0 1rem}"
    "dl{border-top:1px solid #767676;padding:.5rem 0}dt{font-weight:bold}"
    "dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}</style>"
    "</head><body><main>"
)


def _row(row: Mapping[str, str]) -> str:
    pairs = (
        f'<dt>{html.escape(label)}</dt><dd dir="auto">{html.escape(value)}</dd>'
        for label, value in row.items()
    )
    return f"<dl>{''.join(pairs)}</dl>"


def shown(value: Any) -> str:
    """A value as a reader meets it; "" for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
        case date():
            return value.isoformat()
        case UUID():
            return ""
        case dict():
            pairs = ((str(key).replace("_", " "), shown(one)) for key, one in value.items())
            return "\n".join(f"{key}: {one}" for key, one in pairs if one)
        case list():
            return "\n".join(filter(None, map(shown, value)))
    return str(value)
