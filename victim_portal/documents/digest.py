"""The digest by which a document is known: of what it says, not of how it is drawn."""

import hashlib

from victim_portal.domain.canonical import canonical_json
from victim_portal.ports import LetterContent, SubmissionContent


def content_digest(content: SubmissionContent | LetterContent) -> str:
    """SHA-256, in 64 hexadecimal digits, over the canonical JSON of every field.

    A change of any value of the content, its version, language or size changes it; a new
    font or layout doesn't.
    """
    return hashlib.sha256(canonical_json(content)).hexdigest()
