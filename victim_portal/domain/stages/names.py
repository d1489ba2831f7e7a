"""The closed lists: the stages of a sentence, and what may have become of one."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    """Everything in a sentence that may become an update to a victim."""

    SENTENCE_EXPLAINED = "sentence_explained"
    APPEAL = "appeal"
    DATE_CHANGED = "date_changed"
    OPEN_CONDITIONS_CONSIDERED = "open_conditions_considered"
    OPEN_CONDITIONS_MOVED = "open_conditions_moved"
    TEMPORARY_RELEASE_CONSIDERED = "temporary_release_considered"
    PAROLE_REVIEW_STARTED = "parole_review_started"
    STATEMENT_DUE = "statement_due"
    HEARING_LISTED = "hearing_listed"
    HEARING_DEFERRED = "hearing_deferred"
    PAROLE_DECISION = "parole_decision"
    RECONSIDERATION = "reconsideration"
    PRE_RELEASE = "pre_release"
    RELEASED = "released"
    LICENCE_VARIED = "licence_varied"
    RECALLED = "recalled"
    RE_RELEASED = "re_released"
    LICENCE_ENDED = "licence_ended"
    LICENCE_TERMINATION_CONSIDERED = "licence_termination_considered"
    RECATEGORISED = "recategorised"
    HOME_DETENTION_CURFEW_CONSIDERED = "home_detention_curfew_considered"
    DEPORTED = "deported"
    HOSPITAL_TRANSFER = "hospital_transfer"
    TRIBUNAL = "tribunal"
    CONDITIONAL_DISCHARGE = "conditional_discharge"
    ABSOLUTE_DISCHARGE = "absolute_discharge"
    COMMUNITY_TREATMENT_ORDER = "community_treatment_order"
    HOSPITAL_RECALL = "hospital_recall"
    SERIOUS_FURTHER_OFFENCE = "serious_further_offence"
    ESCAPE_OR_RELEASE_IN_ERROR = "escape_or_release_in_error"
    OFFENDER_DEATH = "offender_death"
    ANNUAL_CONTACT = "annual_contact"


class EventOutcome(StrEnum):
    """What became of something, where it changes the words; unknown is left out."""

    STARTED = "started"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    RELEASE = "release"
    NO_RELEASE = "no_release"
    OPEN_CONDITIONS = "open_conditions"
    STANDARD = "standard"
    FIXED_TERM = "fixed_term"
    FIXED_TERM_14 = "fixed_term_14"
    FIXED_TERM_28 = "fixed_term_28"
    FIXED_TERM_56 = "fixed_term_56"
    BACK_IN_CUSTODY = "back_in_custody"


_O = EventOutcome

OUTCOMES: Mapping[Stage, tuple[EventOutcome, ...]] = MappingProxyType(
    {
        Stage.APPEAL: (_O.STARTED, _O.CHANGED, _O.UNCHANGED),
        # The first review of a life sentence, before its tariff ends, isn't about release.
        Stage.PAROLE_REVIEW_STARTED: (_O.OPEN_CONDITIONS,),
        Stage.PAROLE_DECISION: (_O.RELEASE, _O.NO_RELEASE, _O.OPEN_CONDITIONS),
        Stage.RECONSIDERATION: (_O.STARTED, _O.CHANGED, _O.UNCHANGED),
        Stage.LICENCE_VARIED: (_O.STARTED, _O.CHANGED, _O.UNCHANGED),
        Stage.RECALLED: (
            _O.STANDARD,
            _O.FIXED_TERM_56,
            _O.FIXED_TERM_28,
            _O.FIXED_TERM_14,
            _O.FIXED_TERM,
        ),
        Stage.CONDITIONAL_DISCHARGE: (_O.STARTED,),
        Stage.ABSOLUTE_DISCHARGE: (_O.STARTED,),
        Stage.ESCAPE_OR_RELEASE_IN_ERROR: (_O.BACK_IN_CUSTODY,),
    }
)
"""The outcomes that a stage knows; a stage that isn't here knows none."""

RECALL_DAYS: Mapping[EventOutcome, int] = MappingProxyType(
    {
        _O.FIXED_TERM_56: 56,
        _O.FIXED_TERM_28: 28,
        _O.FIXED_TERM_14: 14,
        # Nobody said how long: the shortest that there is, so that nobody comes too late.
        _O.FIXED_TERM: 14,
    }
)
"""How many days of custody a fixed-term recall brings at the least (`domain.md` 4.5)."""
