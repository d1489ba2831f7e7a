"""The digest by which a document is known: of what it says, not of how it is drawn."""

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from uuid import UUID

from victim_portal.domain.richtext import Block, to_json
from victim_portal.ports import LetterContent, SubmissionContent


def content_digest(content: SubmissionContent | LetterContent) -> str:
    """SHA-256, in 64 hexadecimal digits, over the canonical JSON of every field.

    Canonical: keys sorted, no white space, everything beyond ASCII escaped, dates as ISO
    8601. A change of any value of the content, its version, language or size changes it;
    a new font or layout doesn't.
    """
    canonical = json.dumps(
        _plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=True
    )
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Block):
        return to_json([value])[0]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value
