"""The part of the contract that is about submissions: what is handed to those who decide."""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.store.contract_of_rules import CODE

_IDS = "ids, which are random"
_DIGEST = "a digest of a long text, which can't be guessed back"

SEALED_OF_SUBMISSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "document": ("content_sealed", "unprintable_sealed"),
        "handover": ("to_whom_sealed", "acknowledged_how_sealed"),
        "non_disclosure": ("gist_sealed", "decided_why_sealed"),
        "passage_settlement": (
            "words_sealed",
            "excerpt_sealed",
            "reason_sealed",
            "taken_sealed",
            "instead_sealed",
        ),
        "protected_detail": ("value_sealed",),
        "submission": ("for_whom_sealed", "keep_reason_sealed", "unsettled_sealed"),
    }
)
"""Columns of submissions that hold what somebody said, wrote or is found by."""

SUBMISSIONS_IN_PLAIN_TEXT: Mapping[str, str] = MappingProxyType(
    {
        "document.audience": CODE,
        "document.file_name": "made of the case's random reference, the part and its version",
        "document.request_numbers": "the numbers of requests",
        "document.sha256": _DIGEST,
        "document_check.address_index": "a keyed code: nothing can be read from it",
        "handover.document_ids": _IDS,
        "passage_settlement.kind": CODE,
        "passage_settlement.place": CODE,
        "submission.document_ids": _IDS,
        "submission.recipient": CODE,
    }
)
"""Columns of submissions that could hold words, and why theirs may be read."""
