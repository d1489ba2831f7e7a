"""A stored file with its bytes: the very ones that were made, or none."""

import hashlib
from base64 import b64decode

from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services.submissions.values import ExportedFile
from victim_portal.store.models import Document

TAKEN_BACK = (
    "The victim took these words back after the files were made: they are not handed out any "
    "more. Tell whoever has them."
)


class DamagedFileError(Exception):
    """A stored file is not the one that was made: a fault of ours, never handed over."""


def exported_file(document: Document) -> ExportedFile:
    """A stored file with its bytes; raises DamagedFileError when they have changed."""
    content = b64decode(document.content or "")
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise DamagedFileError(str(document.id))
    return ExportedFile(
        document_id=document.id,
        part=SubmissionPart(document.part),
        version=document.version,
        file_name=document.file_name,
        content=content,
        sha256=document.sha256,
        content_digest=document.content_digest,
        unprintable=tuple(document.unprintable or ()),
    )
