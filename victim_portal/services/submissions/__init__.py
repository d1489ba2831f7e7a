"""The submission that the decision-makers read: made, kept as made, taken again."""

from victim_portal.services.submissions.exporting import DamagedFileError, export_submission
from victim_portal.services.submissions.reading import document_bytes, submissions_view
from victim_portal.services.submissions.released import (
    Released,
    ReleasedFile,
    list_released,
    released_file,
)
from victim_portal.services.submissions.releasing import (
    ReleaseView,
    end_release,
    release_asked,
    release_submission,
)
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
    "ReleaseView",
    "Released",
    "ReleasedFile",
    "SubmissionView",
    "SubmissionsView",
    "document_bytes",
    "end_release",
    "export_submission",
    "list_released",
    "release_asked",
    "release_submission",
    "released_file",
    "submissions_view",
]
