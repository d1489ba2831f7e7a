"""The whole correspondence, as one closed list: what each stage says, in which words.

Every text is an English literal marked with `N_`, so that an extractor finds it, and is
looked up in the reader's catalogue only when a draft is made. No text names a day, a
prison, a hospital, an address, anything medical, or another victim: they aren't among the
facts that a text can hold.
"""

from victim_portal.domain.wording.codes import CodeTexts, draft_code
from victim_portal.domain.wording.door import LinkTexts, draft_link, draft_link_code
from victim_portal.domain.wording.draft import draft, draft_correction
from victim_portal.domain.wording.filling import (
    PLACEHOLDERS,
    MissingTranslationError,
    WordingError,
    placeholders_in,
)
from victim_portal.domain.wording.letters import CONTENTS, all_texts
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.months import month_in_words, whole_day_in_words
from victim_portal.domain.wording.parts import Part, StageText, When
from victim_portal.domain.wording.reviewer import reviewer_in
from victim_portal.domain.wording.values import DraftTexts, Translator, WordingFacts

__all__ = [
    "CONTENTS",
    "N_",
    "PLACEHOLDERS",
    "CodeTexts",
    "DraftTexts",
    "LinkTexts",
    "MissingTranslationError",
    "Part",
    "StageText",
    "Translator",
    "When",
    "WordingError",
    "WordingFacts",
    "all_texts",
    "draft",
    "draft_code",
    "draft_correction",
    "draft_link",
    "draft_link_code",
    "month_in_words",
    "placeholders_in",
    "reviewer_in",
    "whole_day_in_words",
]
