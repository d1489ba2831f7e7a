"""The submission that the decision-makers read: settled with her, made, kept, handed over."""

from victim_portal.services.submissions.asking import ask_to_send
from victim_portal.services.submissions.checking import Checked, check_document
from victim_portal.services.submissions.details import (
    DetailView,
    add_detail,
    details_view,
    end_detail,
)
from victim_portal.services.submissions.exporting import export_submission
from victim_portal.services.submissions.files import DamagedFileError
from victim_portal.services.submissions.handing_over import (
    HandoverAsked,
    HandoverInput,
    record_acknowledgement,
    record_handover,
    submission_asked,
)
from victim_portal.services.submissions.non_disclosure import (
    DecisionInput,
    NonDisclosureView,
    agree_gist,
    non_disclosure_view,
    record_decision,
)
from victim_portal.services.submissions.reading import (
    document_bytes,
    submissions_view,
    withdrawn_bytes,
)
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
from victim_portal.services.submissions.settled import (
    SettledView,
    settled_views,
    undo_settlement,
)
from victim_portal.services.submissions.settling import (
    SettlingInput,
    SettlingView,
    passage_asked,
    settle_passage,
)
from victim_portal.services.submissions.values import (
    DocumentView,
    Exported,
    ExportedFile,
    HandoverView,
    LeftOut,
    Passage,
    ProtectedValuesError,
    SubmissionsView,
    SubmissionView,
    UncleanFileError,
    Unprintable,
    Unsettled,
)

__all__ = [
    "Checked",
    "DamagedFileError",
    "DecisionInput",
    "DetailView",
    "DocumentView",
    "Exported",
    "ExportedFile",
    "HandoverAsked",
    "HandoverInput",
    "HandoverView",
    "LeftOut",
    "NonDisclosureView",
    "Passage",
    "ProtectedValuesError",
    "ReleaseView",
    "Released",
    "ReleasedFile",
    "SettledView",
    "SettlingInput",
    "SettlingView",
    "SubmissionView",
    "SubmissionsView",
    "UncleanFileError",
    "Unprintable",
    "Unsettled",
    "add_detail",
    "agree_gist",
    "ask_to_send",
    "check_document",
    "details_view",
    "document_bytes",
    "end_detail",
    "end_release",
    "export_submission",
    "list_released",
    "non_disclosure_view",
    "passage_asked",
    "record_acknowledgement",
    "record_decision",
    "record_handover",
    "release_asked",
    "release_submission",
    "released_file",
    "settle_passage",
    "settled_views",
    "submission_asked",
    "submissions_view",
    "undo_settlement",
    "withdrawn_bytes",
]
