"""The parole review, from its start to another look at its decision."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from victim_portal.domain.stages import EventOutcome, Stage
from victim_portal.domain.wording.letters.phrases import (
    ASK_WHAT_NEXT,
    GIVE_VIEWS,
    MONTH_MAY_CHANGE,
    NEXT_STEP,
    NOTHING_TO_DO,
    OPEN_CONDITIONS_MEANS,
)
from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.parts import Part, StageText, When

_STATEMENT_IS_YOUR_CHOICE = Part(
    N_("You do not have to make a statement. The review goes on in any case."), need_not=True
)
_ON_RELEASE: tuple[EventOutcome | None, ...] = (None,)
_ON_OPEN_CONDITIONS = (EventOutcome.OPEN_CONDITIONS,)

TEXTS: Mapping[Stage, StageText] = MappingProxyType(
    {
        Stage.PAROLE_REVIEW_STARTED: StageText(
            N_("A parole review is starting"),
            (
                Part(
                    N_("The Parole Board will look at whether {offender_name} can be released."),
                    outcomes=_ON_RELEASE,
                ),
                Part(
                    N_("Release through this review is not possible before {month}."),
                    When.MONTH,
                    outcomes=_ON_RELEASE,
                ),
                replace(MONTH_MAY_CHANGE, outcomes=_ON_RELEASE),
                Part(
                    N_(
                        "It can only decide on release if custody is no longer needed to protect "
                        "the public."
                    ),
                    outcomes=_ON_RELEASE,
                ),
                Part(
                    N_(
                        "You can ask for conditions that help you feel safe after a release. "
                        "They are called licence conditions."
                    ),
                    outcomes=_ON_RELEASE,
                ),
                Part(
                    N_(
                        "The Parole Board will look at whether {offender_name} can move to open "
                        "conditions. It does not decide on release."
                    ),
                    outcomes=_ON_OPEN_CONDITIONS,
                ),
                Part(OPEN_CONDITIONS_MEANS.text, outcomes=_ON_OPEN_CONDITIONS),
                Part(GIVE_VIEWS.text, outcomes=_ON_OPEN_CONDITIONS),
                Part(
                    N_(
                        "You may also be able to make a statement about how the crime has "
                        "affected you."
                    )
                ),
                Part(N_("Please ring {officer_first_name} if you want to do one or both.")),
                NEXT_STEP,
                _STATEMENT_IS_YOUR_CHOICE,
            ),
        ),
        Stage.STATEMENT_DUE: StageText(
            N_("Your statement and your requests"),
            (
                Part(
                    N_("A parole hearing about {offender_name} is expected in {month}."),
                    When.MONTH,
                ),
                Part(
                    N_("A parole hearing about {offender_name} is being prepared."), When.NO_MONTH
                ),
                Part(
                    N_(
                        "If you want to make a statement or ask for conditions, please ring "
                        "soon. {officer_first_name} will tell you the last day."
                    ),
                    next_step=True,
                ),
                Part(
                    N_(
                        "A statement is normally shown to {offender_name}. Tell us early if "
                        "that worries you, because the last day for this comes first."
                    )
                ),
                _STATEMENT_IS_YOUR_CHOICE,
            ),
        ),
        Stage.HEARING_LISTED: StageText(
            N_("A parole hearing is planned"),
            (
                Part(
                    N_("A parole hearing about {offender_name} is planned for {month}."),
                    When.MONTH,
                ),
                Part(N_("A parole hearing about {offender_name} is planned."), When.NO_MONTH),
                Part(
                    N_(
                        "Hearings are often put off, sometimes on the day itself. We will tell "
                        "you if this happens."
                    ),
                    next_step=True,
                ),
                Part(
                    N_(
                        "If you have made a statement, {officer_first_name} can tell you how "
                        "the panel will read or hear it."
                    )
                ),
                NOTHING_TO_DO,
            ),
        ),
        Stage.HEARING_DEFERRED: StageText(
            N_("The parole hearing has been put off"),
            (
                Part(N_("The parole hearing about {offender_name} has been put off.")),
                Part(N_("It is now planned for {month}."), When.MONTH),
                Part(N_("We do not know the new month yet."), When.NO_MONTH),
                Part(N_("This happens often. It does not mean that a decision has been made.")),
                NEXT_STEP,
                Part(
                    N_(
                        "If you have made a statement or asked for conditions, you do not need "
                        "to do it again."
                    ),
                    need_not=True,
                ),
            ),
        ),
        Stage.PAROLE_DECISION: StageText(
            N_("The Parole Board has decided"),
            (
                Part(
                    N_(
                        "The Parole Board has made a decision about {offender_name}. "
                        "{officer_first_name} can tell you what it is."
                    ),
                    outcomes=(None,),
                ),
                Part(
                    N_("The Parole Board has decided that {offender_name} can be released."),
                    outcomes=(EventOutcome.RELEASE,),
                ),
                Part(
                    N_("We expect the release in {month}."),
                    When.MONTH,
                    outcomes=(EventOutcome.RELEASE,),
                ),
                Part(
                    N_("We cannot tell you the exact day or the address."),
                    outcomes=(EventOutcome.RELEASE,),
                ),
                Part(
                    N_(
                        "{officer_first_name} can tell you which conditions are there to "
                        "protect you."
                    ),
                    outcomes=(EventOutcome.RELEASE,),
                ),
                Part(
                    N_(
                        "The Parole Board has decided that {offender_name} will not be released "
                        "now."
                    ),
                    outcomes=(EventOutcome.NO_RELEASE,),
                ),
                Part(
                    N_("We will tell you if there is another review."),
                    outcomes=(EventOutcome.NO_RELEASE,),
                    next_step=True,
                ),
                Part(
                    N_(
                        "The Parole Board has decided that {offender_name} will not be released "
                        "now. It recommends a move to open conditions."
                    ),
                    outcomes=(EventOutcome.OPEN_CONDITIONS,),
                ),
                Part(
                    N_("The Government decides whether this move happens."),
                    outcomes=(EventOutcome.OPEN_CONDITIONS,),
                    next_step=True,
                ),
                replace(ASK_WHAT_NEXT, outcomes=(None,)),
                replace(NEXT_STEP, outcomes=(EventOutcome.RELEASE,)),
                Part(
                    N_(
                        "You can ask for a short summary of the reasons. There is a last day "
                        "for this."
                    )
                ),
                Part(
                    N_(
                        "Some decisions can be looked at again. The time for this is very "
                        "short, so please ring at once if you want it."
                    )
                ),
                Part(N_("You do not have to ask for anything."), need_not=True),
            ),
        ),
        Stage.RECONSIDERATION: StageText(
            N_("Another look at the parole decision"),
            (
                Part(
                    N_(
                        "There is news about the parole decision on {offender_name}. "
                        "{officer_first_name} can tell you what it is."
                    ),
                    outcomes=(None,),
                ),
                Part(
                    N_(
                        "The Parole Board has been asked to look again at its decision about "
                        "{offender_name}."
                    ),
                    outcomes=(EventOutcome.STARTED,),
                ),
                Part(
                    N_("There will be no release under this decision until this is settled."),
                    outcomes=(EventOutcome.STARTED,),
                ),
                Part(
                    N_(
                        "The decision about {offender_name} was looked at again. It stays the same."
                    ),
                    outcomes=(EventOutcome.UNCHANGED,),
                ),
                Part(
                    N_(
                        "The decision about {offender_name} was looked at again. The Parole "
                        "Board has to decide afresh."
                    ),
                    outcomes=(EventOutcome.CHANGED,),
                ),
                NEXT_STEP,
                NOTHING_TO_DO,
            ),
        ),
    }
)
