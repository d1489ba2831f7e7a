"""The real policy file, where it lies beside the project: all of it, in digests.

The file is somebody else's, and so are its words: none of them is kept here. The golden table
holds, for each code, a digest of the wording for each set of answers, so that a wording that
changes is seen; what it must be is asked of its structure.
"""

import hashlib
import json
import os
import re
from datetime import date
from pathlib import Path

import pytest

from tests.support.licence_policy import OFFICIAL, samples
from victim_portal.domain.licence_policy import (
    InputKind,
    LicencePolicy,
    PolicyCondition,
    answer_problems,
    asked,
    every_input,
    policy_changes,
    read_policy_file,
    settled,
    wording,
)
from victim_portal.domain.licence_policy.offer import Offer, policy_offer
from victim_portal.domain.licence_policy.wording import GAP, value_in_words
from victim_portal.services.representations import catalogue

pytestmark = pytest.mark.skipif(
    not OFFICIAL.is_file(), reason="the official policy file doesn't lie beside the project"
)
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "conditions" / "policy-4.0.json"
TODAY = date(2026, 11, 18)


@pytest.fixture(scope="module")
def policy() -> LicencePolicy:
    return read_policy_file(OFFICIAL.read_bytes())


@pytest.fixture(scope="module")
def offer(policy: LicencePolicy) -> Offer:
    return policy_offer(policy, catalogue(), {})


def test_all_of_it_is_read(policy: LicencePolicy) -> None:
    assert policy.version == "4.0"
    assert len(policy.conditions) == 66
    assert sum(bool(one.inputs) for one in policy.conditions.values()) == 36
    assert len(policy.standard) == 8
    assert policy_changes(policy, policy).nothing


def test_every_summary_of_the_package_is_of_one_of_its_conditions(offer: Offer) -> None:
    assert [code for code in catalogue().conditions if offer.get(code) is None] == []
    assert (
        sum(one.asked_often for one in offer.conditions.values()) == len(catalogue().conditions) - 1
    )
    assert len(offer.categories()) == 17


def test_the_golden_table_of_all_66(policy: LicencePolicy) -> None:
    table = {
        one.short_code: [_digest(wording(one, answers)) for answers in samples(one)]
        for one in policy.conditions.values()
    }
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(json.dumps(table, indent=1) + "\n", "utf-8")
    assert table == json.loads(GOLDEN.read_text("utf-8"))
    assert len(table) == 66


def test_every_sample_can_be_taken_and_leaves_nothing_open(policy: LicencePolicy) -> None:
    for one in policy.conditions.values():
        for answers in samples(one):
            assert answer_problems(one, answers, TODAY) == {}, one.short_code
            said = wording(one, answers)
            assert not set("{}|[]") & set(said), one.short_code
            assert GAP not in said, one.short_code
            assert said == " ".join(said.split()), one.short_code
            assert not re.search(r" [,.]|\.\.|,,", said), one.short_code
            # No article before a vowel that isn't its own, and none twice.
            assert not re.search(r"\ba [aeio]\w|\ban [^aeiouh\W]|\ban? an?\b", said), one.short_code


def test_every_answer_stands_in_the_wording(policy: LicencePolicy) -> None:
    for one in policy.conditions.values():
        for answers in samples(one):
            given = settled(one.inputs, answers)
            printed = set(re.findall(r"\w+", " ".join(re.findall(r"\{(.*?)\}", one.template))))
            chosen_instead = _instead(one, given)
            for each in asked(one.inputs, given):
                if each.name in printed and each.name in given and each.name not in chosen_instead:
                    assert value_in_words(each, given[each.name]) in wording(one, answers)


def test_an_empty_form_shows_a_gap_for_what_is_owed(policy: LicencePolicy) -> None:
    for one in policy.conditions.values():
        kinds = {each.kind for each in every_input(one.inputs)}
        said = wording(one, {})
        if one.inputs and not one.skippable and kinds != {InputKind.MAP}:
            assert GAP in said, one.short_code
            assert answer_problems(one, {}, TODAY), one.short_code
        assert "{" not in said


def _instead(one: PolicyCondition, given: dict[str, tuple[str, ...]]) -> set[str]:
    """Names that stand behind another that was filled, in the same placeholder."""
    found: set[str] = set()
    for names in re.findall(r"\{(.*?)\}", one.template):
        alternatives = [name.strip() for name in names.split("||")]
        first = next((name for name in alternatives if name in given), "")
        found |= {name for name in alternatives if name != first}
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
