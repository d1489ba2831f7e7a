"""What is kept of a person's own pages, as it is handed over to them."""

from victim_portal.services.subject_access.reading import Listed
from victim_portal.store.models import Feedback, OwnRequest, VictimVisit

OWN_PAGES = (
    Listed(
        VictimVisit, "Visits to your pages", {"started_at": "From", "seen_at": "To"}, "started_at"
    ),
    Listed(
        OwnRequest,
        "What you asked for on your pages",
        {"kind": "What", "words": "In your words", "made_at": "Asked at"},
        "made_at",
    ),
    Listed(
        Feedback,
        "Whether what we wrote was clear to you",
        {"clear": "It was clear", "words": "In your words", "made_at": "Said at"},
        "made_at",
    ),
)
