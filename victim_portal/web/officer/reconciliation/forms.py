"""The forms of a listed sentence: an owner, a chase, a decision, and taking it back."""

from uuid import UUID

from victim_portal.domain.reconciliation import Outcome
from victim_portal.services.reconciliation import LONGEST
from victim_portal.web.forms import (
    DateParts,
    LongText,
    OnceToken,
    Pick,
    PortalForm,
    ReferenceText,
)


class OwnerForm(PortalForm):
    """To whom it is given."""

    owner = Pick("Who sees to it?", coerce=UUID, required="Choose who sees to it")


class ChaseForm(PortalForm):
    """Who was asked, and when they are asked again."""

    token = OnceToken()
    chased = LongText(
        "Whom did you ask, and what did they say?",
        limit=LONGEST,
        required="Enter whom you asked, and what they said",
    )
    next_on = DateParts(
        "When do you ask again?", what="The day to ask again", required="Enter the day to ask again"
    )


class OutcomeForm(PortalForm):
    """What came of it."""

    token = OnceToken()
    outcome = Pick("What came of it?", coerce=Outcome, required="Choose what came of it")
    reference = ReferenceText(
        "Case reference", limit=20, description="Only where the victim is known under a case here"
    )
    why = LongText(
        "Why, and who said so?", limit=LONGEST, required="Enter the reason and who gave it"
    )


class ReopenForm(PortalForm):
    """Why it is opened again."""

    token = OnceToken()
    again = LongText(
        "Why is it opened again?", limit=LONGEST, required="Enter why it is opened again"
    )
