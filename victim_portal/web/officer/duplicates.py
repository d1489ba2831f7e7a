"""Likely duplicates, two cases side by side, and the decision about each pair."""

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from victim_portal.domain.duplicates import DuplicateReason
from victim_portal.services import referrals
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.referrals import DuplicateView, SideView
from victim_portal.web import answers, words
from victim_portal.web.context import actor, ctx
from victim_portal.web.shell import short_date

REASONS = {
    DuplicateReason.SAME_BIRTH_SIMILAR_NAME.value: "Same date of birth and a similar name",
    DuplicateReason.SAME_OFFENDER_SIMILAR_VICTIM.value: "Same offender and a similar name",
    DuplicateReason.SAME_CONTACT.value: "The same number or address",
    "offender_differs": "The prison number or CRN is known with other details",
    "withdrawn": "It was withdrawn and came again; its manager decides whether it is opened again",
}
DECIDED = {
    "different": "Recorded: they are different people. Both cases stay as they are.",
    "same_person": "Recorded: one person, two cases. New numbers and addresses still need a plan.",
    "same_case": "Recorded: one case. Case {stays} stays, and the other is closed as a double. "
    "New numbers and addresses still need a plan.",
}


def list_duplicates() -> ResponseReturnValue:
    """Every pair that waits for somebody of this unit."""
    found = referrals.list_duplicates(ctx(), actor())
    pairs = [(pair, REASONS[pair.reason], _rows(pair)) for pair in found.pairs]
    return render_template("officer/duplicates/list.html", pairs=pairs, more=found.more)


def decide_duplicate(flag_id: UUID) -> ResponseReturnValue:
    """Record the decision about a pair, and go on to the next."""
    back = url_for("officer.list_duplicates")
    decision = request.form.get("decision", "")
    try:
        stays = referrals.decide_duplicate(ctx(), actor(), flag_id, decision)
    except (ConflictError, InvalidError) as refused:
        return answers.back_to(back, refused)
    return answers.done(back, DECIDED[decision].format(stays=stays))


def _rows(pair: DuplicateView) -> list[list[object]]:
    """What tells the two apart, one fact a row."""
    sides = [_facts(pair.new), _facts(pair.known)]
    return [[name, sides[0][name], sides[1][name]] for name in sides[0]]


def _facts(side: SideView) -> dict[str, object]:
    there = url_for("officer.show_case", reference=side.reference)
    return {
        "Case": {"text": side.reference, "href": there},
        "Person": side.person_name,
        "Date of birth": short_date(side.born_on),
        "Relationship": words.RELATIONSHIP[side.relationship],
        "Offender": side.offender_name,
        "Kind of offence": words.OFFENCE_CATEGORY[side.offence_category],
        "Sentence": words.SENTENCE_TYPE[side.sentence_type],
        "Date of sentence": short_date(side.sentenced_on),
        "Referral received": short_date(side.received_on),
        "Offer and answer": words.in_words(side.enrolment),
        "State": "Closed" if side.closed else "Open",
    }


def add_routes(officer: Blueprint) -> None:
    """Register the pages of likely duplicates."""
    officer.add_url_rule(
        "/referrals/duplicates",
        view_func=answers.service_errors(list_duplicates),
        methods=["GET"],
    )
    officer.add_url_rule(
        "/referrals/duplicates/<uuid:flag_id>",
        view_func=answers.service_errors(decide_duplicate),
        methods=["POST"],
    )
