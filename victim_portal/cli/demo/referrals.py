"""What was wrong with some of the demo's referrals, and what was done about it."""

from victim_portal.cli.demo.words import MISSING, MISSPELT, WITHDRAWN
from victim_portal.domain.access import Actor
from victim_portal.domain.corrections import Detail
from victim_portal.domain.vocabulary import ReturnReason
from victim_portal.services.context import Context
from victim_portal.services.corrections import PersonInput, correct_person, person_for_form
from victim_portal.services.referrals import ReturnInput, send_back, withdraw_referral

ASKED = "witness.care@example.org"


def put_name_right(ctx: Context, officer: Actor, reference: str, last_name: str) -> None:
    """Put a name right that came misspelt; the old one stays in the history."""
    now = person_for_form(ctx, officer, reference)
    relationship = now.values[Detail.RELATIONSHIP]
    right = PersonInput(
        last_name,
        relationship,
        MISSPELT,
        first_name=now.values[Detail.FIRST_NAME],
        born_on=now.born_on,
    )
    correct_person(ctx, officer, reference, right, now.version, relationship)


def ask_back(ctx: Context, officer: Actor, reference: str) -> None:
    """Send a referral back with a question that isn't answered yet."""
    send_back(ctx, officer, reference, ReturnInput(ReturnReason.DETAILS_MISSING, MISSING, ASKED))


def withdraw(ctx: Context, manager: Actor, reference: str) -> None:
    """Close a case that should never have come; it can be opened again."""
    withdraw_referral(ctx, manager, reference, WITHDRAWN)
