"""A row of eligibility is told in the field's own words, as a case's page tells them."""

import re
from importlib.resources import files

import pytest

from victim_portal.domain.plain_words import (
    OFFENCE_CATEGORY,
    RELATIONSHIP,
    ROUTE,
    SENTENCE_TYPE,
)
from victim_portal.domain.policy import EligibilityRule, load_policy
from victim_portal.domain.policy.saying import rule_in_words
from victim_portal.domain.vocabulary import OffenceCategory, Relationship, Route, SentenceType

ROWS = {
    rule.id: rule
    for rule in load_policy(
        (files("victim_portal") / "data" / "policy.toml").read_text(encoding="utf-8")
    ).eligibility
}


def test_every_code_has_its_words() -> None:
    assert set(OFFENCE_CATEGORY) == set(OffenceCategory)
    assert set(SENTENCE_TYPE) == set(SentenceType)
    assert set(RELATIONSHIP) == set(Relationship)
    assert set(ROUTE) == set(Route)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "hospital-unrestricted-stalking",
            "Hospital order without restriction. Offence: Stalking or harassment. Sentence: "
            "Hospital order without restriction. Sentenced from 3 November 2008. A person decides",
        ),
        (
            "twelve-months-or-more",
            "Statutory. Offence: Sexual offence; Violent offence; Terrorism offence. Sentence: "
            "Standard determinate sentence; Detention and training order; Long-term detention of "
            "a child (section 250). Term of 12 months or more",
        ),
        (
            "stalking-under-twelve-months-before-april-2022",
            "Route not decided. Offence: Stalking or harassment. Sentence: Standard determinate "
            "sentence; Detention and training order; Long-term detention of a child (section "
            "250). Term below 12 months. Sentenced until 31 March 2022",
        ),
    ],
)
def test_a_row_in_words(row: str, said: str) -> None:
    assert rule_in_words(ROWS[row]) == said


@pytest.mark.parametrize("rule", ROWS.values(), ids=ROWS)
def test_no_row_shows_a_code(rule: EligibilityRule) -> None:
    said = rule_in_words(rule)
    assert "_" not in said
    assert not re.search(r"\bP\d", said)
    for code in SentenceType:
        if code.value not in ("IPP", "DPP", "SDS", "SDS_PLUS"):
            assert not re.search(rf"\b{code.value}\b", said), code
