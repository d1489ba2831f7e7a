"""What is handed over of what a victim asked for and said: wishes, drafts, statements, files."""

from victim_portal.services.subject_access.reading import Listed
from victim_portal.store.models import (
    ConditionRequest,
    Document,
    DraftPart,
    DraftWorry,
    Representation,
    Statement,
    StatementDraft,
    Submission,
    Wish,
    ZonePicture,
)

SAID: tuple[Listed, ...] = (
    Listed(
        Representation,
        "When you were heard",
        {"heard_on": "On", "how": "How"},
        "recorded_at",
    ),
    Listed(
        Wish,
        "What you asked for on your pages",
        {
            "words": "Your words",
            "why": "Why",
            "asked_at": "Asked at",
            "dropped_at": "You no longer wanted it from",
        },
        "asked_at",
    ),
    Listed(
        StatementDraft,
        "Statements that you began",
        {
            "begun_at": "Begun at",
            "preference": "How it is heard",
            "ended_at": "Ended at",
            "ended_why": "How it ended",
        },
        "begun_at",
    ),
    Listed(
        DraftPart,
        "What you wrote in them",
        {
            "part": "Part",
            "words": "Your words",
            "others": "Other texts of it",
            "saved_at": "Kept at",
        },
        "saved_at",
    ),
    Listed(
        DraftWorry,
        "What you were worried about in them",
        {"passage": "Which words", "reason": "Why", "made_at": "Marked at"},
        "made_at",
    ),
    Listed(
        ConditionRequest,
        "Licence conditions that you asked for",
        {
            "wish": "Your words",
            "wording": "As it was put forward",
            "zone": "Zone",
            "necessity": "Why it is needed",
            "agreed_to_name": "You agreed to be named",
            "agreed_to_map": "You agreed to a map",
            "state": "State",
            "state_on": "Since",
            "outcome_plain": "The reason as you were told it",
            "told_on": "You were told on",
        },
        "number",
    ),
    Listed(
        ZonePicture,
        "Maps of the areas that you asked for",
        {"made_at": "Made at"},
        "made_at",
        note="Ask your officer for a copy of a map.",
    ),
    Listed(
        Statement,
        "Your personal statements",
        {
            "version": "Version",
            "body": "What it says",
            "withheld": "What is not to be shown to the prisoner",
            "withheld_reasons": "Why not",
            "reading_preference": "Who reads it",
            "signed_on": "Signed on",
            "withdrawn_at": "Withdrawn at",
        },
        "recorded_at",
    ),
    Listed(
        Submission,
        "What was handed to those who decide",
        {"made_at": "Made at", "for_whom": "For"},
        "made_at",
    ),
    Listed(
        Document,
        "The files of it",
        {"file_name": "File", "made_on": "Made on"},
        "made_on",
        note="Ask your officer for a copy of a file.",
    ),
)
