"""The field's own words for what a referral holds, in English, as staff read them.

The policy is told in them too: a row of it says what a page of a case says.
"""

from collections.abc import Mapping
from types import MappingProxyType

from victim_portal.domain.stages import Stage
from victim_portal.domain.vocabulary import OffenceCategory, Relationship, Route, SentenceType

RELATIONSHIP: Mapping[Relationship, str] = MappingProxyType(
    {
        Relationship.VICTIM: "Victim",
        Relationship.BEREAVED_RELATIVE: "Bereaved relative",
        Relationship.PARENT_OR_GUARDIAN: "Parent or guardian of the victim",
        Relationship.ACTS_FOR_VICTIM: "Acts for a victim who can't act alone",
        Relationship.FAMILY_SPOKESPERSON: "Spokesperson of the victim's family",
    }
)
OFFENCE_CATEGORY: Mapping[OffenceCategory, str] = MappingProxyType(
    {
        OffenceCategory.SEXUAL: "Sexual offence",
        OffenceCategory.VIOLENT: "Violent offence",
        OffenceCategory.MURDER: "Murder",
        OffenceCategory.TERRORISM: "Terrorism offence",
        OffenceCategory.STALKING_HARASSMENT: "Stalking or harassment",
        OffenceCategory.OTHER: "Another offence",
    }
)
SENTENCE_TYPE: Mapping[SentenceType, str] = MappingProxyType(
    {
        SentenceType.SDS: "Standard determinate sentence",
        SentenceType.SDS_PLUS: "Standard determinate sentence, released later (SDS+)",
        SentenceType.EDS: "Extended determinate sentence",
        SentenceType.SOPC: "Sentence for offenders of particular concern",
        SentenceType.LIFE: "Life sentence",
        SentenceType.IPP: "Imprisonment for public protection (IPP)",
        SentenceType.DPP: "Detention for public protection (DPP)",
        SentenceType.DTO: "Detention and training order",
        SentenceType.HMP_DETENTION: "Detention at His Majesty's pleasure",
        SentenceType.S250: "Long-term detention of a child (section 250)",
        SentenceType.S45A: "Hospital and limitation direction (section 45A)",
        SentenceType.S47: "Prison sentence, moved to hospital (section 47)",
        SentenceType.HOSPITAL_RESTRICTED: "Hospital order with restriction",
        SentenceType.HOSPITAL_UNRESTRICTED: "Hospital order without restriction",
    }
)
ROUTE: Mapping[Route, str] = MappingProxyType(
    {
        Route.STATUTORY: "Statutory",
        Route.DISCRETIONARY: "Discretionary",
        Route.SHORT_SENTENCE: "Short sentence notification",
        Route.HOSPITAL_RESTRICTED: "Hospital order with restriction",
        Route.HOSPITAL_UNRESTRICTED: "Hospital order without restriction",
        Route.UNDECIDED: "Route not decided",
    }
)
STAGE: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.SENTENCE_EXPLAINED: "The sentence explained",
        Stage.APPEAL: "Appeal",
        Stage.DATE_CHANGED: "A date changed",
        Stage.OPEN_CONDITIONS_CONSIDERED: "Considered for open conditions",
        Stage.OPEN_CONDITIONS_MOVED: "Moved to open conditions",
        Stage.TEMPORARY_RELEASE_CONSIDERED: "Considered for temporary release",
        Stage.PAROLE_REVIEW_STARTED: "Parole review started",
        Stage.STATEMENT_DUE: "Statement to the Parole Board due",
        Stage.HEARING_LISTED: "Parole hearing listed",
        Stage.HEARING_DEFERRED: "Parole hearing put off",
        Stage.PAROLE_DECISION: "Parole decision",
        Stage.RECONSIDERATION: "Parole decision looked at again",
        Stage.PRE_RELEASE: "Release is coming",
        Stage.RELEASED: "Released",
        Stage.LICENCE_VARIED: "Licence conditions changed",
        Stage.RECALLED: "Recalled to prison",
        Stage.RE_RELEASED: "Released again after recall",
        Stage.LICENCE_ENDED: "Licence ended",
        Stage.LICENCE_TERMINATION_CONSIDERED: "Ending the licence early considered",
        Stage.RECATEGORISED: "Moved to a different security level",
        Stage.HOME_DETENTION_CURFEW_CONSIDERED: "Considered for home detention curfew",
        Stage.DEPORTED: "Deported",
        Stage.HOSPITAL_TRANSFER: "Moved between prison and hospital",
        Stage.TRIBUNAL: "Mental health tribunal",
        Stage.CONDITIONAL_DISCHARGE: "Conditional discharge from hospital",
        Stage.ABSOLUTE_DISCHARGE: "Absolute discharge from hospital",
        Stage.COMMUNITY_TREATMENT_ORDER: "Community treatment order",
        Stage.HOSPITAL_RECALL: "Recalled to hospital",
        Stage.SERIOUS_FURTHER_OFFENCE: "Charged with a serious further offence",
        Stage.ESCAPE_OR_RELEASE_IN_ERROR: "Escape or release in error",
        Stage.OFFENDER_DEATH: "The offender has died",
        Stage.ANNUAL_CONTACT: "Yearly contact",
    }
)
