"""A referral typed by an officer: the columns of the file as one long form."""

from collections.abc import Sequence
from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.referrals import COLUMNS
from victim_portal.domain.vocabulary import (
    Language,
    OffenceCategory,
    Relationship,
    SentenceType,
)
from victim_portal.services import referrals
from victim_portal.services.errors import InvalidError
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx, signed_in
from victim_portal.web.forms import (
    DateParts,
    EmailText,
    LongText,
    NameText,
    OnceToken,
    PhoneText,
    Pick,
    PortalForm,
    ReferenceText,
    Text,
    options_of,
)
from victim_portal.web.forms.terms import TermParts

DATES = ("received_on", "victim_date_of_birth", "offender_date_of_birth", "sentenced_on")


class ReferralForm(PortalForm):
    """One referral; each field bears the name of its column in a referral file."""

    token = OnceToken()
    referral_reference = ReferenceText(
        "Referral reference",
        required="Enter the referral reference",
        limit=64,
        description="The reference that the witness care unit gave it",
    )
    received_on = DateParts(
        "Date received", what="The date received", required="Enter the date received"
    )
    referred_by = Text("Referred by (optional)", limit=100)
    unit = Pick("Unit (optional)", description="The case goes to the unit's allocation queue")

    victim_first_name = NameText("First name (optional)", limit=100)
    victim_last_name = NameText("Last name", required="Enter the victim's last name", limit=100)
    victim_date_of_birth = DateParts("Date of birth (optional)", what="The victim's date of birth")
    relationship = Pick(
        "Relationship to the offence",
        options_of(Relationship, words.RELATIONSHIP),
        required="Choose the relationship to the offence",
    )
    language = Pick(
        "Language to write in",
        options_of(Language, words.LANGUAGE),
        required="Choose the language to write in",
        default=Language.ENGLISH,
    )

    email = EmailText("Email address (optional)", limit=254)
    mobile = PhoneText("Mobile number (optional)", limit=40)
    address = LongText("Address (optional)", limit=500)
    postcode = ReferenceText("Postcode (optional)", limit=12)

    offender_first_name = NameText("First name (optional)", limit=100)
    offender_last_name = NameText("Last name", required="Enter the offender's last name", limit=100)
    offender_date_of_birth = DateParts(
        "Date of birth (optional)", what="The offender's date of birth"
    )
    prison_number = ReferenceText(
        "Prison number (optional)", limit=20, description="Key dates are found by it"
    )
    crn = ReferenceText("Case reference number, CRN (optional)", limit=20)

    offence = Text("Offence (optional)", limit=200)
    offence_category = Pick(
        "Kind of offence",
        options_of(OffenceCategory, words.OFFENCE_CATEGORY),
        required="Choose the kind of offence",
    )
    sentence_type = Pick(
        "Sentence or order",
        options_of(SentenceType, words.SENTENCE_TYPE),
        required="Choose the sentence or order",
    )
    sentenced_on = DateParts(
        "Date of sentence", what="The date of sentence", required="Enter the date of sentence"
    )
    court = Text("Court (optional)", limit=100)
    custodial_term = TermParts(
        "Custodial term (optional)",
        what="Custodial term",
        description="Without it the route may stay undecided",
    )
    minimum_term = TermParts(
        "Minimum term (optional)",
        what="Minimum term",
        description="For life and other indeterminate sentences: the tariff that the court set",
    )

    def prepare(self, today: date, units: Sequence[str]) -> None:
        """Set what depends on the day and on who asks; before `validate_on_submit`."""
        for name in DATES:
            field = self[name]
            field.within(latest=today, message=f"{field.what} must be today or in the past")
        self.unit.offer([(name, name) for name in units])

    def values(self) -> dict[str, str]:
        """What was typed, by column and as a file would have it."""
        found = {}
        for column in COLUMNS:
            data = self[column].data
            found[column] = data.isoformat() if isinstance(data, date) else str(data or "")
        return found


def record_referral() -> ResponseReturnValue:
    """Take a typed referral in, then open its case."""
    form = ReferralForm()
    form.prepare(ctx().today(), referrals.other_units(ctx(), actor()))
    if form.validate_on_submit():
        try:
            reference = referrals.receive_typed(ctx(), actor(), form.values(), form.token.data)
        except InvalidError as refused:
            form.add_problems(refused.problems)
        else:
            return _done(reference, form.unit.data)
    member = signed_in()
    return render_template(
        "officer/referrals/new.html", form=form, own_unit=member.unit_name if member else ""
    )


def _done(reference: str, other_unit: str | None) -> ResponseReturnValue:
    if other_unit:
        said = f"Referral recorded. Case {reference} is in the allocation queue of {other_unit}."
        return answers.done(url_for("officer.show_referrals"), said)
    there = url_for("officer.show_case", reference=reference)
    return answers.done(there, "Referral recorded. The case is open.")
