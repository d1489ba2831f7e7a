"""The words by which wrong news is put right: neutral outside, plain behind the door.

What was wrong is said by its stage. What is true is in a manager's own words, for it is
another each time.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from victim_portal.domain.stages import Stage
from victim_portal.domain.wording.marker import N_

SUBJECT = N_("We told you something that was wrong")
TOLD = N_("We told you something that was wrong.")
PERHAPS_TOLD = N_("We may have told you something that was wrong.")
"""For whoever may not have got it: true whether they did or not."""
PUT_ASIDE = N_("We are sorry. Please put it aside.")
TRUE = N_("This is what is true:")

_RELEASE = N_("It was about the release of {offender_name}.")
_DATE = N_("It was about a date in the sentence of {offender_name}.")
_SENTENCE = N_("It was about the sentence of {offender_name}.")
_PAROLE = N_("It was about the parole review of {offender_name}.")
_CUSTODY = N_("It was about how {offender_name} serves the sentence.")
_LICENCE = N_("It was about the licence of {offender_name}.")
_HOSPITAL = N_("It was about {offender_name} and the hospital.")

ABOUT: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.SENTENCE_EXPLAINED: _SENTENCE,
        Stage.APPEAL: N_("It was about the appeal of {offender_name}."),
        Stage.DATE_CHANGED: _DATE,
        Stage.OPEN_CONDITIONS_CONSIDERED: _CUSTODY,
        Stage.OPEN_CONDITIONS_MOVED: _CUSTODY,
        Stage.TEMPORARY_RELEASE_CONSIDERED: _CUSTODY,
        Stage.PAROLE_REVIEW_STARTED: _PAROLE,
        Stage.STATEMENT_DUE: _PAROLE,
        Stage.HEARING_LISTED: _PAROLE,
        Stage.HEARING_DEFERRED: _PAROLE,
        Stage.PAROLE_DECISION: _PAROLE,
        Stage.RECONSIDERATION: _PAROLE,
        Stage.PRE_RELEASE: _RELEASE,
        Stage.RELEASED: _RELEASE,
        Stage.LICENCE_VARIED: _LICENCE,
        Stage.RECALLED: N_("It was about whether {offender_name} is in custody again."),
        Stage.RE_RELEASED: _RELEASE,
        Stage.LICENCE_ENDED: _LICENCE,
        Stage.LICENCE_TERMINATION_CONSIDERED: _LICENCE,
        Stage.RECATEGORISED: _CUSTODY,
        Stage.HOME_DETENTION_CURFEW_CONSIDERED: _CUSTODY,
        Stage.DEPORTED: N_("It was about whether {offender_name} leaves the country."),
        Stage.HOSPITAL_TRANSFER: _HOSPITAL,
        Stage.TRIBUNAL: _HOSPITAL,
        Stage.CONDITIONAL_DISCHARGE: _HOSPITAL,
        Stage.ABSOLUTE_DISCHARGE: _HOSPITAL,
        Stage.COMMUNITY_TREATMENT_ORDER: _HOSPITAL,
        Stage.HOSPITAL_RECALL: _HOSPITAL,
        Stage.SERIOUS_FURTHER_OFFENCE: N_("It was about a charge against {offender_name}."),
        Stage.ESCAPE_OR_RELEASE_IN_ERROR: N_("It was about whether {offender_name} is in custody."),
        Stage.OFFENDER_DEATH: N_("It was about {offender_name}, and it was news of a death."),
        Stage.ANNUAL_CONTACT: N_("It was in our yearly contact about {offender_name}."),
    }
)
"""What the wrong news was about: one sentence for every stage."""


def texts() -> Iterator[str]:
    """Every English literal of a correction, some more than once."""
    yield from (SUBJECT, TOLD, PERHAPS_TOLD, PUT_ASIDE, TRUE)
    yield from ABOUT.values()
