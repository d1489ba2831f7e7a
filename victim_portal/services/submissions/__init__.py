"""The submission that the decision-makers read: made, kept as made, taken again."""

from victim_portal.services.submissions.exporting import DamagedFileError, export_submission
from victim_portal.services.submissions.reading import document_bytes, submissions_view
from victim_portal.services.submissions.values import (
    CASEWORK,
    DocumentView,
    Exported,
    ExportedFile,
    Passage,
    ProtectedValuesError,
    SubmissionsView,
    SubmissionView,
)

__all__ = [
    "CASEWORK",
    "DamagedFileError",
    "DocumentView",
    "Exported",
    "ExportedFile",
    "Passage",
    "ProtectedValuesError",
    "SubmissionView",
    "SubmissionsView",
    "document_bytes",
    "export_submission",
    "submissions_view",
]
