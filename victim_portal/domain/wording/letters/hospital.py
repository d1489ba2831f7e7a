"""Orders and moves that have to do with a hospital; nothing medical is ever said."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.wording.letters.phrases import (
    ASK_WHAT_NEXT,
    NEXT_STEP,
    NO_DECISION_YET,
    NO_HEALTH,
    NOTHING_TO_DO,
    VIEWS_ARE_YOUR_CHOICE,
)
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.parts import Part, StageText, When

_ASK_FOR_CONDITIONS = N_(
    "You can tell us which conditions would help you feel safe. We will pass this on to "
    "those who decide."
)
_WHICH_CONDITIONS = N_(
    "{officer_first_name} can tell you which conditions are there to protect you."
)
_CONDITION_BROKEN = N_(
    "If you think that a condition has been broken, tell the police or {officer_first_name}."
)
_STARTED = (EventOutcome.STARTED,)

TEXTS: Mapping[Stage, StageText] = MappingProxyType(
    {
        Stage.HOSPITAL_TRANSFER: StageText(
            N_("A move between prison and hospital"),
            (
                Part(
                    N_(
                        "We have been told that {offender_name} has been moved between prison "
                        "and hospital."
                    )
                ),
                Part(N_("This is not a release.")),
                NEXT_STEP,
                NO_HEALTH,
                NOTHING_TO_DO,
            ),
        ),
        Stage.TRIBUNAL: StageText(
            N_("A tribunal will look at the case"),
            (
                Part(
                    N_("A tribunal will look at whether {offender_name} should stay in hospital.")
                ),
                Part(N_("We expect this in {month}."), When.MONTH),
                Part(_ASK_FOR_CONDITIONS),
                Part(N_("Please ring soon.")),
                NEXT_STEP,
                NO_HEALTH,
                VIEWS_ARE_YOUR_CHOICE,
            ),
        ),
        Stage.CONDITIONAL_DISCHARGE: StageText(
            N_("Discharge with conditions"),
            (
                Part(
                    N_(
                        "We have been told that {offender_name} has been discharged from "
                        "hospital, with conditions to follow."
                    ),
                    outcomes=(None,),
                ),
                Part(_WHICH_CONDITIONS, outcomes=(None,)),
                Part(_CONDITION_BROKEN, outcomes=(None,)),
                Part(
                    N_(
                        "A discharge from hospital, with conditions to follow, is being "
                        "considered for {offender_name}."
                    ),
                    outcomes=_STARTED,
                ),
                Part(NO_DECISION_YET.text, outcomes=_STARTED),
                Part(_ASK_FOR_CONDITIONS, outcomes=_STARTED),
                NEXT_STEP,
                NO_HEALTH,
                replace(NOTHING_TO_DO, outcomes=(None,)),
                replace(VIEWS_ARE_YOUR_CHOICE, outcomes=_STARTED),
            ),
        ),
        Stage.ABSOLUTE_DISCHARGE: StageText(
            N_("Discharge without conditions"),
            (
                Part(
                    N_(
                        "We have been told that {offender_name} has been discharged without "
                        "conditions."
                    ),
                    outcomes=(None,),
                ),
                Part(
                    N_(
                        "All conditions have stopped, including any area that {offender_name} "
                        "may not enter."
                    ),
                    outcomes=(None,),
                ),
                Part(
                    N_("{officer_first_name} can talk with you about other ways to keep safe."),
                    outcomes=(None,),
                ),
                Part(
                    N_("A discharge without conditions is being considered for {offender_name}."),
                    outcomes=_STARTED,
                ),
                Part(
                    N_(
                        "If this is granted, all conditions stop, including any area that "
                        "{offender_name} may not enter."
                    ),
                    outcomes=_STARTED,
                    next_step=True,
                ),
                Part(NO_DECISION_YET.text, outcomes=_STARTED),
                Part(_ASK_FOR_CONDITIONS, outcomes=_STARTED),
                replace(ASK_WHAT_NEXT, outcomes=(None,)),
                NO_HEALTH,
                replace(NOTHING_TO_DO, outcomes=(None,)),
                replace(VIEWS_ARE_YOUR_CHOICE, outcomes=_STARTED),
            ),
        ),
        Stage.COMMUNITY_TREATMENT_ORDER: StageText(
            N_("Leaving hospital under an order"),
            (
                Part(
                    N_(
                        "We have been told that {offender_name} can leave hospital under a "
                        "community treatment order."
                    )
                ),
                Part(N_("This order has conditions to follow outside hospital.")),
                Part(_WHICH_CONDITIONS),
                Part(_CONDITION_BROKEN),
                NEXT_STEP,
                NO_HEALTH,
                NOTHING_TO_DO,
            ),
        ),
        Stage.HOSPITAL_RECALL: StageText(
            N_("A recall to hospital"),
            (
                Part(N_("We have been told that {offender_name} has been recalled to hospital.")),
                Part(
                    N_(
                        "A recall is an order to go back. {officer_first_name} can tell you "
                        "whether this has happened yet."
                    )
                ),
                NEXT_STEP,
                NO_HEALTH,
                Part(N_("If you are in danger, ring 999.")),
                NOTHING_TO_DO,
            ),
        ),
    }
)
