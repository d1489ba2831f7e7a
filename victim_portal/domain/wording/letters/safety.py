"""Safety news, a death, and the yearly contact."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from victim_portal.domain.stages import EventOutcome, Road, Stage
from victim_portal.domain.wording.letters.phrases import ASK_WHAT_NEXT, IN_DANGER, NOTHING_TO_DO
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.parts import Part, StageText, When

_BACK = (EventOutcome.BACK_IN_CUSTODY,)

TEXTS: Mapping[Stage, StageText] = MappingProxyType(
    {
        Stage.SERIOUS_FURTHER_OFFENCE: StageText(
            N_("Serious news"),
            (
                Part(
                    N_(
                        "We have been told that {offender_name} has been charged with another "
                        "serious offence."
                    )
                ),
                Part(
                    N_(
                        "A senior manager would like to speak with you. {officer_first_name} "
                        "will arrange this with you."
                    ),
                    next_step=True,
                ),
                Part(N_("We cannot tell you about other people in that case.")),
                IN_DANGER,
                NOTHING_TO_DO,
            ),
        ),
        Stage.ESCAPE_OR_RELEASE_IN_ERROR: StageText(
            N_("Urgent: please read this now"),
            (
                Part(
                    N_(
                        "We have been told that {offender_name} is not in custody and should be. "
                        "The police know."
                    ),
                    outcomes=(None,),
                ),
                Part(
                    N_("If you are in danger, or see {offender_name}, ring 999 at once."),
                    outcomes=(None,),
                ),
                Part(
                    N_("{officer_first_name} can talk with you about keeping safe now."),
                    outcomes=(None,),
                ),
                Part(
                    N_("We will tell you as soon as there is more news."),
                    outcomes=(None,),
                    next_step=True,
                ),
                Part(
                    N_("You do not need to look for anyone. Please leave that to the police."),
                    outcomes=(None,),
                    need_not=True,
                ),
                Part(
                    N_("We have been told that {offender_name} is back in custody."),
                    outcomes=_BACK,
                ),
                replace(ASK_WHAT_NEXT, outcomes=_BACK),
                replace(NOTHING_TO_DO, outcomes=_BACK),
            ),
        ),
        Stage.OFFENDER_DEATH: StageText(
            N_("News of a death"),
            (
                Part(N_("We have been told that {offender_name} has died.")),
                Part(N_("We cannot tell you how it happened.")),
                Part(
                    N_(
                        "There will be no more updates about the sentence. Any conditions have "
                        "ended too."
                    ),
                    next_step=True,
                ),
                Part(
                    N_(
                        "News like this can bring up many feelings. {officer_first_name} can "
                        "tell you where to find support."
                    )
                ),
                NOTHING_TO_DO,
            ),
        ),
        Stage.ANNUAL_CONTACT: StageText(
            N_("Our yearly contact"),
            (
                Part(N_("It is time for our yearly contact about {offender_name}.")),
                Part(
                    N_(
                        "On what we know today, we expect {offender_name} to be released in "
                        "{month}."
                    ),
                    When.MONTH,
                    road=Road.RELEASE,
                ),
                Part(
                    N_(
                        "On what we know today, {offender_name} cannot be released on parole "
                        "before {month}."
                    ),
                    When.MONTH,
                    road=Road.PAROLE,
                ),
                Part(
                    N_("On what we know today, the licence of {offender_name} ends in {month}."),
                    When.MONTH,
                    road=Road.LICENCE_END,
                ),
                Part(
                    N_(
                        "Please tell us if your telephone number, e-mail or address has changed, "
                        "or if one of them is no longer safe to use."
                    )
                ),
                Part(N_("You can change how much you hear, and how we reach you.")),
                Part(
                    N_("We will be in touch again in a year, or before that if there is news."),
                    next_step=True,
                ),
                Part(N_("If all is still right, you do not need to do anything."), need_not=True),
            ),
        ),
    }
)
