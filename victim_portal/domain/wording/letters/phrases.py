"""Paragraphs that several texts share, and the frame of them all.

No sentence starts with the offender's name: the reader may call the offender "my father",
which wants no capital letter put in by us, and Welsh puts the verb first.
"""

from victim_portal.domain.wording.marker import N_
from victim_portal.domain.wording.parts import Part, When

GREETING = N_("Hello {person_name},")

CLOSE = (
    N_(
        "If you want to talk about this, please ring {officer_first_name} on {officer_phone}, "
        "{officer_hours}."
    ),
    N_("{officer_first_name}, your victim liaison officer"),
)

NOTHING_TO_DO = Part(N_("You do not need to do anything."), need_not=True)
VIEWS_ARE_YOUR_CHOICE = Part(
    N_("You do not have to give your views. It is your choice."), need_not=True
)
GIVE_VIEWS = Part(
    N_("You can tell us what you think and what worries you. We will pass on your views.")
)
OPEN_CONDITIONS_MEANS = Part(
    N_(
        "Open conditions means a place with less security, where people prepare for life after "
        "release."
    )
)
NO_DECISION_YET = Part(N_("No decision has been made yet."))
MONTH_MAY_CHANGE = Part(
    N_("This month may change. We will tell you about changes in the way that you have asked for."),
    When.MONTH,
    next_step=True,
)
NEXT_STEP = Part(
    N_("We will tell you about the next step in the way that you have asked for."), next_step=True
)
ASK_WHAT_NEXT = Part(N_("{officer_first_name} can tell you what happens next."), next_step=True)
ASK_WHICH_CONDITIONS = Part(
    N_("{officer_first_name} can tell you which conditions are there to protect you."),
    When.LICENCE,
)
CONDITION_BROKEN = Part(
    N_("If you think that a condition has been broken, tell the police or {officer_first_name}."),
    When.LICENCE,
)
NO_ADDRESS = Part(N_("We cannot tell you the exact day or the address."))
NO_PLACE = Part(N_("We cannot tell you the place."))
NO_HEALTH = Part(N_("We cannot tell you the place, or anything about health or treatment."))
IN_DANGER = Part(N_("If you are in danger, ring 999."))
