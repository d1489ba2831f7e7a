"""Lists of qualifying sentences held against referrals: who was missed, and what is done."""

from victim_portal.services.reconciliation.facts import Likeness
from victim_portal.services.reconciliation.following import (
    follow_lists,
    follow_referrals,
    follow_sentence,
)
from victim_portal.services.reconciliation.importing import import_sentences
from victim_portal.services.reconciliation.listing import export_sentences, list_sentences
from victim_portal.services.reconciliation.showing import listed_view
from victim_portal.services.reconciliation.values import (
    Asked,
    CaseShown,
    ListedLine,
    ListedPage,
    ListedView,
    NoteShown,
)
from victim_portal.services.reconciliation.working import (
    LONGEST,
    deny_case,
    give_owner,
    record_chase,
    record_outcome,
    reopen,
)

__all__ = [
    "LONGEST",
    "Asked",
    "CaseShown",
    "Likeness",
    "ListedLine",
    "ListedPage",
    "ListedView",
    "NoteShown",
    "deny_case",
    "export_sentences",
    "follow_lists",
    "follow_referrals",
    "follow_sentence",
    "give_owner",
    "import_sentences",
    "list_sentences",
    "listed_view",
    "record_chase",
    "record_outcome",
    "reopen",
]
