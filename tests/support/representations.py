"""Invented cases with something to say, for the tests of representations and submissions."""

from collections.abc import Mapping
from datetime import date

from tests.support.portal import Portal
from victim_portal.domain.representations import ReadingPreference, WrittenBy
from victim_portal.domain.vocabulary import ContactMethod, Language
from victim_portal.services.referrals import receive_typed
from victim_portal.services.representations import (
    RepresentationInput,
    RequestInput,
    StatementInput,
    record_representation,
    record_statement,
)

TODAY = date(2026, 11, 18)
WISH = "I never want to see him <b>again</b>.\n\nNot in my street."
REFERRAL: Mapping[str, str] = {
    "referral_reference": "WCU-1",
    "received_on": "2026-11-02",
    "referred_by": "Witness care unit",
    "victim_first_name": "Rowena",
    "victim_last_name": "Ash",
    "victim_date_of_birth": "1987-03-09",
    "relationship": "victim",
    "email": "rowena.ash@example.org",
    "mobile": "07700 900123",
    "address": "12 Mill Lane, Netherby",
    "postcode": "SO14 3AB",
    "language": "en",
    "offender_first_name": "Daniel",
    "offender_last_name": "Marsh",
    "offender_date_of_birth": "1984-05-02",
    "prison_number": "A1234BC",
    "offence": "Wounding",
    "offence_category": "violent",
    "sentence_type": "EDS",
    "sentenced_on": "2026-10-26",
    "court": "Southampton Crown Court",
    "custodial_term": "P8Y",
    "unit": "Hampshire",
}


def new_case(portal: Portal, **changes: str) -> str:
    """The reference of a new case of the portal's officer."""
    return receive_typed(portal.ctx, portal.officer, {**REFERRAL, **changes})


def a_request(code: str = "d5998ca1", **changes: object) -> RequestInput:
    """One request for a condition without inputs, unless changed."""
    values: dict[str, object] = {"wish": WISH, "code": code, "necessity": "He waited for me."}
    return RequestInput(**(values | changes))  # type: ignore[arg-type] # a test's own values


def ask(portal: Portal, reference: str, *requests: RequestInput) -> None:
    """Record some requests on one occasion."""
    given = RepresentationInput(TODAY, ContactMethod.VISIT, requests or (a_request(),))
    record_representation(portal.ctx, portal.officer, reference, given)


def a_statement(body: str = "I was <strong>afraid</strong>.", **changes: object) -> StatementInput:
    """A signed statement that the victim wrote, unless changed."""
    values: dict[str, object] = {
        "body": body,
        "written_by": WrittenBy.VICTIM,
        "read_back_on": None,
        "reading_preference": ReadingPreference.PANEL_READS,
        "language": Language.ENGLISH,
        "signed_on": TODAY,
    }
    return StatementInput(**(values | changes))  # type: ignore[arg-type] # a test's own values


def state(portal: Portal, reference: str, body: str = "I was afraid.", **changes: object) -> int:
    """Record a version of the statement."""
    return record_statement(portal.ctx, portal.officer, reference, a_statement(body, **changes))
