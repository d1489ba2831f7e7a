"""Release, the licence, and what may follow."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from victim_portal.domain.stages import RECALL_DAYS, EventOutcome, Stage
from victim_portal.domain.wording.letters.phrases import (
    ASK_WHAT_NEXT,
    ASK_WHICH_CONDITIONS,
    CONDITION_BROKEN,
    GIVE_VIEWS,
    IN_DANGER,
    MONTH_MAY_CHANGE,
    NEXT_STEP,
    NO_ADDRESS,
    NO_DECISION_YET,
    NOTHING_TO_DO,
    VIEWS_ARE_YOUR_CHOICE,
)
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.parts import Part, StageText, When

_ALL_CONDITIONS_STOP = N_(
    "When the licence ends, all conditions stop, including any area that {offender_name} may "
    "not enter."
)
_NO_LICENCE = Part(
    N_("There is no licence after this release, so there are no licence conditions."),
    When.NO_LICENCE,
)
_AFTER_RELEASE = (
    Part(N_("There are licence conditions to follow."), When.LICENCE),
    ASK_WHICH_CONDITIONS,
    CONDITION_BROKEN,
    _NO_LICENCE,
    Part(
        N_("{officer_first_name} can talk with you about other ways to keep safe."),
        When.NO_LICENCE,
    ),
    IN_DANGER,
    NO_ADDRESS,
    replace(NEXT_STEP, when=When.LICENCE),
    replace(ASK_WHAT_NEXT, when=When.NO_LICENCE),
    Part(N_("You do not need to do anything else."), need_not=True),
)

TEXTS: Mapping[Stage, StageText] = MappingProxyType(
    {
        Stage.PRE_RELEASE: StageText(
            N_("Release is getting nearer"),
            (
                Part(N_("We expect {offender_name} to be released in {month}."), When.MONTH),
                Part(
                    N_("The release of {offender_name} is being prepared. We have no month yet."),
                    When.NO_MONTH,
                ),
                replace(NEXT_STEP, when=When.NO_MONTH),
                MONTH_MAY_CHANGE,
                Part(N_("After release there will be licence conditions to follow."), When.LICENCE),
                Part(
                    N_(
                        "You can ask for conditions that help you feel safe, such as no contact "
                        "or an area to keep out of."
                    ),
                    When.LICENCE,
                ),
                Part(
                    N_("Please ring soon. Requests are needed well before the release."),
                    When.LICENCE,
                ),
                _NO_LICENCE,
                Part(
                    N_("{officer_first_name} can talk with you about other ways to keep safe."),
                    When.NO_LICENCE,
                ),
                NO_ADDRESS,
                Part(N_("You do not have to ask for anything."), need_not=True),
            ),
        ),
        Stage.RELEASED: StageText(
            N_("Release has happened"),
            (
                Part(N_("We have been told that {offender_name} has been released.")),
                *_AFTER_RELEASE,
            ),
        ),
        Stage.RE_RELEASED: StageText(
            N_("Release after a recall"),
            (
                Part(
                    N_(
                        "We have been told that {offender_name} has been released again after a "
                        "recall."
                    )
                ),
                *_AFTER_RELEASE,
            ),
        ),
        Stage.LICENCE_VARIED: StageText(
            N_("Licence conditions"),
            (
                Part(
                    N_(
                        "There is news about the licence conditions of {offender_name}. "
                        "{officer_first_name} can tell you what it means for you."
                    ),
                    outcomes=(None,),
                ),
                Part(
                    N_(
                        "A change to the licence conditions of {offender_name} is being considered."
                    ),
                    outcomes=(EventOutcome.STARTED,),
                ),
                Part(
                    N_("The licence conditions of {offender_name} have changed."),
                    outcomes=(EventOutcome.CHANGED,),
                ),
                Part(
                    N_(
                        "{officer_first_name} can tell you which conditions are there to "
                        "protect you."
                    ),
                    outcomes=(EventOutcome.CHANGED,),
                ),
                Part(
                    N_(
                        "A change to the licence conditions of {offender_name} was considered. "
                        "They stay the same."
                    ),
                    outcomes=(EventOutcome.UNCHANGED,),
                ),
                NEXT_STEP,
                Part(
                    N_(
                        "You can tell us what you think before it is decided. Please ring soon. "
                        "You do not have to."
                    ),
                    outcomes=(EventOutcome.STARTED,),
                    need_not=True,
                ),
                replace(
                    NOTHING_TO_DO,
                    outcomes=(None, EventOutcome.CHANGED, EventOutcome.UNCHANGED),
                ),
            ),
        ),
        Stage.RECALLED: StageText(
            N_("A recall to custody"),
            (
                Part(N_("We have been told that {offender_name} has been recalled to custody.")),
                Part(
                    N_(
                        "A recall is an order to go back. {officer_first_name} can tell you "
                        "whether this has happened yet."
                    )
                ),
                Part(
                    N_("This recall is for a set time, and release follows at the end of it."),
                    outcomes=tuple(RECALL_DAYS),
                ),
                Part(
                    N_("The Parole Board will look at whether {offender_name} can be released."),
                    outcomes=(EventOutcome.STANDARD,),
                ),
                Part(N_("We expect the next release in {month}."), When.MONTH),
                MONTH_MAY_CHANGE,
                replace(NEXT_STEP, when=When.NO_MONTH),
                Part(
                    N_(
                        "You can ask for conditions that help you feel safe after the next "
                        "release. Please ring soon."
                    )
                ),
                Part(
                    N_(
                        "You may also be able to make a statement about how the crime has "
                        "affected you."
                    ),
                    outcomes=(EventOutcome.STANDARD,),
                ),
                IN_DANGER,
                Part(N_("You do not have to ask for anything."), need_not=True),
            ),
        ),
        Stage.LICENCE_ENDED: StageText(
            N_("The licence ends"),
            (
                Part(N_("The licence of {offender_name} ends in {month}."), When.MONTH),
                Part(N_("The licence of {offender_name} is ending."), When.NO_MONTH),
                Part(_ALL_CONDITIONS_STOP, next_step=True),
                Part(
                    N_(
                        "An order of a court, such as a restraining order, is separate. It does "
                        "not stop because the licence ends."
                    )
                ),
                MONTH_MAY_CHANGE,
                Part(N_("{officer_first_name} can talk with you about other ways to keep safe.")),
                NOTHING_TO_DO,
            ),
        ),
        Stage.LICENCE_TERMINATION_CONSIDERED: StageText(
            N_("An end of the licence is being considered"),
            (
                Part(N_("An end of the licence of {offender_name} is being considered.")),
                Part(_ALL_CONDITIONS_STOP),
                NO_DECISION_YET,
                NEXT_STEP,
                GIVE_VIEWS,
                VIEWS_ARE_YOUR_CHOICE,
            ),
        ),
        Stage.HOME_DETENTION_CURFEW_CONSIDERED: StageText(
            N_("Release on a curfew is being considered"),
            (
                Part(N_("Release on a home detention curfew is considered for {offender_name}.")),
                Part(
                    N_(
                        "A curfew means staying indoors at set times. An electronic tag checks "
                        "this."
                    )
                ),
                NO_DECISION_YET,
                NEXT_STEP,
                Part(
                    N_(
                        "You can ask for conditions that help you feel safe, such as no contact "
                        "with you. Please ring soon."
                    )
                ),
                NO_ADDRESS,
                VIEWS_ARE_YOUR_CHOICE,
            ),
        ),
        Stage.DEPORTED: StageText(
            N_("Removal from the country"),
            (
                Part(
                    N_(
                        "We have been told that {offender_name} has been removed from the "
                        "United Kingdom."
                    )
                ),
                Part(
                    N_("Anyone who comes back after this can be taken into custody."),
                    next_step=True,
                ),
                Part(N_("If you think that you have seen {offender_name} here, ring the police.")),
                IN_DANGER,
                NOTHING_TO_DO,
            ),
        ),
    }
)
