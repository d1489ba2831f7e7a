"""Everything that goes out, as its reader will see it: of one update, and of every stage."""

from victim_portal.services.previews.correspondence import (
    ShapeChoice,
    StagePreview,
    choices_of,
    example_letter,
    stage_preview,
)
from victim_portal.services.previews.update import UpdatePreview, update_preview

__all__ = [
    "ShapeChoice",
    "StagePreview",
    "UpdatePreview",
    "choices_of",
    "example_letter",
    "stage_preview",
    "update_preview",
]
