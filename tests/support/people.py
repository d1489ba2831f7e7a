"""Invented referrals for tests: one that keeps every rule, changed where a test says."""

REFERRAL = {
    "referral_reference": "WCU-2026-0001",
    "received_on": "2026-11-10",
    "referred_by": "Witness care unit",
    "victim_first_name": "Mary",
    "victim_last_name": "Ashdown",
    "victim_date_of_birth": "1988-04-12",
    "relationship": "victim",
    "email": "mary@example.org",
    "mobile": "07700 900123",
    "address": "1 High Street, Wexley",
    "postcode": "SO14 1AA",
    "language": "en",
    "offender_first_name": "Derek",
    "offender_last_name": "Holt",
    "offender_date_of_birth": "1979-02-03",
    "prison_number": "A1234BC",
    "crn": "X123456",
    "offence": "Grievous bodily harm",
    "offence_category": "violent",
    "sentence_type": "SDS",
    "sentenced_on": "2026-11-02",
    "court": "Wexley Crown Court",
    "custodial_term": "P8Y",
    "unit": "Hampshire",
}


def referral(**changes: str) -> dict[str, str]:
    """A referral that keeps every rule, but for the changes."""
    return {**REFERRAL, **changes}
