"""Words for broken glass, restrictions and second persons."""

from victim_portal.domain.glass import GlassReason, Identifier
from victim_portal.domain.vocabulary import TwoPersonAct

GLASS_REASON = {
    GlassReason.IN_TOUCH: "The victim, or somebody for them, is in touch now and needs an answer",
    GlassReason.DANGER: "Somebody may be in danger",
    GlassReason.COVER: "I was asked to cover for another unit",
    GlassReason.MISDIRECTED: "Something reached the wrong person or place",
    GlassReason.AUDIT: "An audit or a complaint needs the words that were said",
    GlassReason.OTHER: "Another reason",
}
IDENTIFIER = {
    Identifier.REFERENCE: "Case reference",
    Identifier.PRISON_NUMBER: "Prison number",
    Identifier.CRN: "CRN",
    Identifier.TELEPHONE: "Telephone number",
    Identifier.EMAIL: "Email address",
    Identifier.BORN_SURNAME: "Last name and date of birth",
}
TWO_PERSON_ACT = {
    TwoPersonAct.LIFT_RESTRICTION: "Lift a restriction",
    TwoPersonAct.PURGE: "Forget somebody",
    TwoPersonAct.CHANGE_POLICY: "Change the policy",
    TwoPersonAct.PUBLISH_TEMPLATE: "Put a template to use",
    TwoPersonAct.TELL_EXACT_DATE: "Tell an exact date",
    TwoPersonAct.RELEASE_SENDS: "Let many messages go",
    TwoPersonAct.CORRECT_MANY: "Send a correction to many",
    TwoPersonAct.RECOVER_ACCOUNT: "Recover an account",
    TwoPersonAct.LET_IN: "Let somebody in",
}
