"""Templates: the texts that reach a victim, amended in versions by two administrators."""

from victim_portal.services.templates.agreeing import publish_wording
from victim_portal.services.templates.examples import example_texts
from victim_portal.services.templates.proposing import propose_wording, try_wording
from victim_portal.services.templates.reading import (
    EVERYTHING,
    correspondence,
    proposed_wording,
    text_view,
)
from victim_portal.services.templates.source import StoredTexts
from victim_portal.services.templates.values import (
    Correspondence,
    ProposedWording,
    Seen,
    TextLine,
    TextState,
    TextView,
    Trial,
    VersionLine,
    WordingLine,
    WordingState,
)

__all__ = [
    "EVERYTHING",
    "Correspondence",
    "ProposedWording",
    "Seen",
    "StoredTexts",
    "TextLine",
    "TextState",
    "TextView",
    "Trial",
    "VersionLine",
    "WordingLine",
    "WordingState",
    "correspondence",
    "example_texts",
    "propose_wording",
    "proposed_wording",
    "publish_wording",
    "text_view",
    "try_wording",
]
