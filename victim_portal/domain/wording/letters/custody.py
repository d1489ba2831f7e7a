"""From the sentence to the steps inside it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from victim_portal.domain.stages import EventOutcome, Road, Stage
from victim_portal.domain.wording.letters.phrases import (
    GIVE_VIEWS,
    MONTH_MAY_CHANGE,
    NEXT_STEP,
    NO_DECISION_YET,
    NO_PLACE,
    NOTHING_TO_DO,
    OPEN_CONDITIONS_MEANS,
    VIEWS_ARE_YOUR_CHOICE,
)
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.parts import Part, StageText, When

TEXTS: Mapping[Stage, StageText] = MappingProxyType(
    {
        Stage.SENTENCE_EXPLAINED: StageText(
            N_("What the sentence means"),
            (
                Part(N_("This is about the sentence that the court gave {offender_name}.")),
                Part(
                    N_(
                        "On what we know today, the earliest month in which {offender_name} "
                        "could be released is {month}."
                    ),
                    When.MONTH,
                ),
                Part(
                    N_("{officer_first_name} can tell you what is known about dates so far."),
                    When.NO_MONTH,
                ),
                replace(NEXT_STEP, when=When.NO_MONTH),
                MONTH_MAY_CHANGE,
                Part(
                    N_(
                        "If there are conditions to follow later, you can ask for ones that "
                        "help you feel safe."
                    )
                ),
                Part(
                    N_(
                        "You choose how much you hear: only the month of release, once a year, "
                        "or each main step."
                    )
                ),
                Part(N_("You can change your mind at any time. You can also stop and come back.")),
                NOTHING_TO_DO,
            ),
        ),
        Stage.APPEAL: StageText(
            N_("News about an appeal"),
            (
                Part(
                    N_(
                        "There is news about an appeal in the case of {offender_name}. "
                        "{officer_first_name} can tell you what it is."
                    ),
                    outcomes=(None,),
                ),
                Part(
                    N_("An appeal has been started in the case of {offender_name}."),
                    outcomes=(EventOutcome.STARTED,),
                ),
                Part(
                    N_(
                        "This means that a higher court is asked to look at the case again. "
                        "Nothing has changed so far."
                    ),
                    outcomes=(EventOutcome.STARTED,),
                ),
                Part(
                    N_(
                        "The appeal in the case of {offender_name} has ended. It has changed "
                        "the result."
                    ),
                    outcomes=(EventOutcome.CHANGED,),
                ),
                Part(
                    N_("{officer_first_name} can tell you what this means for you."),
                    outcomes=(EventOutcome.CHANGED,),
                ),
                Part(
                    N_(
                        "The appeal in the case of {offender_name} has ended. The result stays "
                        "the same."
                    ),
                    outcomes=(EventOutcome.UNCHANGED,),
                ),
                NEXT_STEP,
                NOTHING_TO_DO,
            ),
        ),
        Stage.DATE_CHANGED: StageText(
            N_("A month has changed"),
            (
                Part(
                    N_(
                        "The month in which we expect {offender_name} to be released has "
                        "changed. It is now {month}."
                    ),
                    road=Road.RELEASE,
                ),
                Part(
                    N_(
                        "The first month in which {offender_name} could be released on parole "
                        "has changed. It is now {month}."
                    ),
                    road=Road.PAROLE,
                ),
                Part(
                    N_(
                        "The month in which the licence of {offender_name} ends has changed. "
                        "It is now {month}."
                    ),
                    road=Road.LICENCE_END,
                ),
                Part(
                    N_(
                        "A month in the sentence of {offender_name} has changed. It is now {month}."
                    ),
                    no_road=True,
                ),
                Part(N_("Before this, the month was {previous_month}."), When.PREVIOUS),
                Part(
                    N_(
                        "Months can change when a sentence is worked out again. A new law or "
                        "added days can be the reason."
                    )
                ),
                MONTH_MAY_CHANGE,
                NOTHING_TO_DO,
            ),
            needs_month=True,
        ),
        Stage.OPEN_CONDITIONS_CONSIDERED: StageText(
            N_("Open conditions"),
            (
                Part(
                    N_("A move to open conditions is being considered for {offender_name}."),
                    no_road=True,
                ),
                # Ahead of the first review of a life sentence, which nobody has recorded yet.
                Part(
                    N_(
                        "A first review about {offender_name} is expected. It looks at a move "
                        "to open conditions."
                    ),
                    road=Road.PAROLE,
                ),
                OPEN_CONDITIONS_MEANS,
                Part(
                    N_(
                        "It is not about release. Release on parole is not possible before {month}."
                    ),
                    When.MONTH,
                    road=Road.PAROLE,
                ),
                replace(MONTH_MAY_CHANGE, road=Road.PAROLE),
                NO_DECISION_YET,
                NEXT_STEP,
                GIVE_VIEWS,
                Part(
                    N_(
                        "You may also be able to make a statement about how the crime has "
                        "affected you."
                    ),
                    road=Road.PAROLE,
                ),
                NO_PLACE,
                VIEWS_ARE_YOUR_CHOICE,
            ),
        ),
        Stage.OPEN_CONDITIONS_MOVED: StageText(
            N_("A move to open conditions"),
            (
                Part(N_("We have been told that {offender_name} has moved to open conditions.")),
                OPEN_CONDITIONS_MEANS,
                Part(
                    N_("This is not a release. Short times outside may be allowed later."),
                    next_step=True,
                ),
                NO_PLACE,
                NOTHING_TO_DO,
            ),
        ),
        Stage.TEMPORARY_RELEASE_CONSIDERED: StageText(
            N_("Temporary release is being considered"),
            (
                Part(N_("Temporary release is being considered for {offender_name}.")),
                Part(
                    N_(
                        "This means going out for a short time, with conditions to follow, and "
                        "then going back."
                    )
                ),
                Part(
                    N_(
                        "You can ask for conditions that help you feel safe, such as no contact "
                        "with you. Please ring soon."
                    )
                ),
                Part(N_("We cannot tell you the dates or the places.")),
                NEXT_STEP,
                VIEWS_ARE_YOUR_CHOICE,
            ),
        ),
        Stage.RECATEGORISED: StageText(
            N_("A change of security level"),
            (
                Part(N_("The security level of {offender_name} has changed.")),
                Part(
                    N_(
                        "The level is looked at from time to time in a sentence. It is not release."
                    ),
                    next_step=True,
                ),
                NO_PLACE,
                NOTHING_TO_DO,
            ),
        ),
    }
)
