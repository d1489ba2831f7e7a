"""For each stage: who hears of it and what is never said."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from victim_portal.domain.stages.dates import PAROLE_CODES, RELEASE_CODES
from victim_portal.domain.stages.names import EventOutcome, Stage
from victim_portal.domain.vocabulary import DateCode, Level

EVERYONE = frozenset(Level)
_YEARLY = frozenset({Level.ANNUAL, Level.KEY_STAGES})
_EACH_STAGE = frozenset({Level.KEY_STAGES})

_ALWAYS_WITHHELD = (
    "which prison, hospital or approved premises",
    "an exact date of release",
    "the release address",
    "medical matters",
    "other victims",
)


@dataclass(frozen=True)
class StageRule:
    """What holds for one stage.

    `levels` hear of it because they chose to; `urgent` (safety news) and `statutory`
    (conditions that protect the victim, and their ending) go above any level.
    `release_type` counts towards the surge breaker. `discloses` and `withholds` are plain
    words for staff; `withholds` comes on top of what is never said at all. `anchors` are
    the date codes from which the stage can be planned ahead; a stage without them is
    planned when it is recorded as an event.
    """

    levels: frozenset[Level]
    discloses: str
    withholds: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    urgent: bool = False
    statutory: bool = False
    needs_manager: bool = False
    release_type: bool = False

    @property
    def never_says(self) -> tuple[str, ...]:
        """Everything that an update on this stage may not say."""
        return _ALWAYS_WITHHELD + self.withholds


_RELEASE_ANCHORS = tuple(sorted(RELEASE_CODES))
_LICENCE_ENDS = (DateCode.SLED, DateCode.LED, DateCode.SED)

STAGES: Mapping[Stage, StageRule] = MappingProxyType(
    {
        Stage.SENTENCE_EXPLAINED: StageRule(
            _EACH_STAGE,
            "what the sentence means, the month of earliest release, the choices in the scheme",
            anchors=(*_RELEASE_ANCHORS, *PAROLE_CODES),
        ),
        Stage.APPEAL: StageRule(
            _EACH_STAGE, "that there is an appeal, its result and what it does to the sentence"
        ),
        Stage.DATE_CHANGED: StageRule(
            EVERYONE,
            "the new month and, in general terms, why months change",
            ("how a date was worked out",),
            anchors=(*_RELEASE_ANCHORS, *PAROLE_CODES, *_LICENCE_ENDS),
            release_type=True,
        ),
        Stage.OPEN_CONDITIONS_CONSIDERED: StageRule(
            _EACH_STAGE,
            "that open conditions are considered, and the chance to give views",
            # From a tariff's end only where the type of sentence has a review before it.
            anchors=(DateCode.TED,),
        ),
        Stage.OPEN_CONDITIONS_MOVED: StageRule(
            _EACH_STAGE, "that the move was made, and that temporary release may follow"
        ),
        Stage.TEMPORARY_RELEASE_CONSIDERED: StageRule(
            _EACH_STAGE,
            "that temporary release is considered, and the chance to ask for conditions",
            ("dates and places of the leave",),
        ),
        Stage.PAROLE_REVIEW_STARTED: StageRule(
            _EACH_STAGE,
            "that the review is open, the statement and the conditions, the expected month",
            ("what the dossier holds",),
            anchors=PAROLE_CODES,
        ),
        Stage.STATEMENT_DUE: StageRule(
            _EACH_STAGE,
            "that the statement and any request to withhold it are due",
            ("what the dossier holds",),
        ),
        Stage.HEARING_LISTED: StageRule(
            _EACH_STAGE,
            "the month of the hearing, and that hearings are often put off",
            ("where the hearing is held",),
        ),
        Stage.HEARING_DEFERRED: StageRule(
            _EACH_STAGE, "that the hearing was put off", ("where the hearing is held",)
        ),
        Stage.PAROLE_DECISION: StageRule(
            _EACH_STAGE,
            "the decision, the summary, and that it may be looked at again",
            release_type=True,
        ),
        Stage.RECONSIDERATION: StageRule(
            _EACH_STAGE, "that another look was asked for, and what came of it"
        ),
        Stage.PRE_RELEASE: StageRule(
            EVERYONE,
            "the month of release, conditions that can be asked for, what to do on a breach",
            anchors=_RELEASE_ANCHORS,
            release_type=True,
        ),
        Stage.RELEASED: StageRule(
            EVERYONE,
            "that release has happened, and the conditions that protect the victim",
            release_type=True,
        ),
        Stage.LICENCE_VARIED: StageRule(
            EVERYONE,
            "a proposed change to conditions that protect the victim, and its outcome",
            ("reasons that concern third parties",),
            statutory=True,
        ),
        Stage.RECALLED: StageRule(
            EVERYONE,
            "the recall, its kind, what comes next",
            ("what led to the recall",),
            urgent=True,
        ),
        Stage.RE_RELEASED: StageRule(
            EVERYONE,
            "that release has happened again, and the conditions that protect the victim",
            release_type=True,
        ),
        Stage.LICENCE_ENDED: StageRule(
            EVERYONE,
            "the month, and that all conditions stop, exclusion zones too",
            anchors=_LICENCE_ENDS,
            statutory=True,
        ),
        Stage.LICENCE_TERMINATION_CONSIDERED: StageRule(
            EVERYONE,
            "that the end of the licence is considered, and the chance to give views",
            statutory=True,
        ),
        Stage.RECATEGORISED: StageRule(
            _EACH_STAGE, "in general terms, that the security level changed", ("the category",)
        ),
        Stage.HOME_DETENTION_CURFEW_CONSIDERED: StageRule(
            _EACH_STAGE,
            "that release on a curfew is considered, and the chance to ask for conditions",
            release_type=True,
        ),
        Stage.DEPORTED: StageRule(
            EVERYONE, "removal from the country, and what a return would mean", release_type=True
        ),
        Stage.HOSPITAL_TRANSFER: StageRule(
            _EACH_STAGE, "that a move between prison and hospital was made", ("leave",)
        ),
        Stage.TRIBUNAL: StageRule(
            EVERYONE,
            "that discharge is considered, and the chance to ask for conditions",
            ("leave",),
            statutory=True,
        ),
        Stage.CONDITIONAL_DISCHARGE: StageRule(
            EVERYONE,
            "discharge considered or granted, and the conditions that protect the victim",
            ("leave",),
            statutory=True,
            release_type=True,
        ),
        Stage.ABSOLUTE_DISCHARGE: StageRule(
            EVERYONE,
            "discharge considered or granted, and that all conditions stop",
            ("leave",),
            statutory=True,
            release_type=True,
        ),
        Stage.COMMUNITY_TREATMENT_ORDER: StageRule(
            EVERYONE,
            "discharge under an order, and the conditions that protect the victim",
            ("leave",),
            statutory=True,
            release_type=True,
        ),
        Stage.HOSPITAL_RECALL: StageRule(
            EVERYONE, "that the patient was recalled", ("leave", "why"), urgent=True
        ),
        Stage.SERIOUS_FURTHER_OFFENCE: StageRule(
            EVERYONE,
            "that there is a charge, and who will explain the review in person",
            ("anything about the new case",),
            urgent=True,
            needs_manager=True,
        ),
        Stage.ESCAPE_OR_RELEASE_IN_ERROR: StageRule(
            EVERYONE,
            "that the offender isn't in custody, and how to stay safe",
            ("what the police are doing",),
            urgent=True,
            needs_manager=True,
            release_type=True,
        ),
        Stage.OFFENDER_DEATH: StageRule(EVERYONE, "that the offender has died", ("the cause",)),
        Stage.ANNUAL_CONTACT: StageRule(
            _YEARLY,
            "the month expected at present; asks whether numbers and addresses are still safe",
            anchors=(*_RELEASE_ANCHORS, *PAROLE_CODES, *_LICENCE_ENDS),
        ),
    }
)


def told_at(stage: Stage, level: Level, outcome: EventOutcome | None = None) -> bool:
    """Whether a victim at `level` hears of `stage`.

    A parole decision to release is the month of release itself for most sentences that
    have no automatic date, so it is told at every level.
    """
    rule = STAGES[stage]
    if rule.urgent or rule.statutory or level in rule.levels:
        return True
    return stage is Stage.PAROLE_DECISION and outcome is EventOutcome.RELEASE
