"""What an officer can choose from, with an official policy and without one."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.licence_policy import as_file, document, invented, newer
from victim_portal.domain.conditions import CatalogueError
from victim_portal.domain.licence_policy import InputKind, read_policy_file
from victim_portal.domain.licence_policy.offer import (
    ASKED_MOST,
    Offer,
    Offered,
    areas_of,
    in_groups,
    kept_answers,
    load_titles,
    newer_version,
    policy_offer,
    problems_of,
    shipped_offer,
    stored_answers,
    wording_of,
)
from victim_portal.services.representations import catalogue

TODAY = date(2026, 11, 18)
TITLES = {"aa000001": "Not own things"}


@pytest.fixture(scope="module")
def official() -> Offer:
    return policy_offer(invented(), catalogue(), TITLES)


@pytest.fixture(scope="module")
def own() -> Offer:
    return shipped_offer(catalogue())


def of(offer: Offer, code: str) -> Offered:
    found = offer.get(code)
    assert found is not None
    return found


def test_a_summary_stands_beside_the_condition_of_its_code(official: Offer) -> None:
    named = of(official, "4858cd8b")
    assert named.code == "4858cd8b-0000-4000-8000-000000000000"
    assert named.title == "No contact with a named person"
    assert named.asked_often
    assert named.names_victim
    other = official.alternative_to(named)
    assert other is not None
    assert other.short_code == "d5998ca1"
    assert of(official, "0f9a20f4").needs_map
    assert of(official, "fd129172").monitored


def test_what_has_no_summary_has_a_title_or_the_start_of_its_wording(official: Offer) -> None:
    assert of(official, "aa000001").title == "Not own things"
    assert of(official, "aa000004").title == "Do not carry more than [SUM]"
    long = of(official, "aa000003").title
    assert long.endswith(" …")
    assert len(long) < 83
    assert not of(official, "aa000001").asked_often


def test_a_category_has_its_short_name_on_all_its_conditions(official: Offer) -> None:
    assert of(official, "4858cd8b").category == of(official, "d5998ca1").category == "People"
    assert official.categories()[:2] == ("People", "Places")


def test_what_no_condition_covers_comes_last(official: Offer) -> None:
    assert list(official.conditions)[-1] == "bespoke"
    assert of(official, "bespoke").short_code == ""


def test_an_alternative_that_names_or_maps_itself_is_none() -> None:
    found = document()
    d5998ca1 = found["additionalConditions"]["AP"][1]
    d5998ca1 |= {"requiresInput": True, "tpl": "Not {x}.", "type": "NamedIndividuals"}
    d5998ca1["inputs"] = [{"type": "text", "label": "Who", "name": "x"}]
    offer = policy_offer(read_policy_file(as_file(found)), catalogue(), {})
    assert offer.alternative_to(of(offer, "4858cd8b")) is None
    del found["additionalConditions"]["AP"][1]
    offer = policy_offer(read_policy_file(as_file(found)), catalogue(), {})
    assert offer.alternative_to(of(offer, "4858cd8b")) is None


def test_searching_needs_every_word_somewhere(official: Offer, own: Offer) -> None:
    titles = [one.title for one in official.found("NAMED contact")]
    assert titles == ["No contact with a named person"]
    assert [one.short_code for one in official.found("aa000001")] == ["aa000001"]
    assert official.found("zebra") == ()
    assert len(official.found()) == len(official.conditions)
    places = official.found("", "Places")
    assert {one.category for one in places} == {"Places"}
    assert [name for name, _ in in_groups(official.found())] == list(official.categories())
    assert [name for name, _ in in_groups(own.found())] == [ASKED_MOST, "Something else"]


def test_the_summaries_by_themselves_keep_their_wording(own: Offer) -> None:
    place = of(own, "42f71b40")
    given = {"place": ("Castle\nStreet",)}
    assert wording_of(place, given).startswith("Not to enter Castle Street unless")
    assert kept_answers(place, given) == {"place": ("Castle\nStreet",)}
    assert stored_answers(place, given) == {"place": "Castle\nStreet"}
    assert problems_of(place, {}, TODAY) == {
        "place": "Fill this in: the place, kind of place or road."
    }
    assert place.inputs[0].kind is InputKind.LONG
    assert areas_of(of(own, "0f9a20f4"), {"boundary": ("A",)}) == ("A",)
    assert areas_of(of(own, "0f9a20f4"), {}) == ()
    assert areas_of(place, given) == ()
    assert not own.official


def test_answers_of_the_policy_are_kept_as_lists(official: Offer) -> None:
    area = of(official, "0f9a20f4")
    given = {"area": ("A\nB", "C"), "x": ("y",)}
    assert stored_answers(area, given) == {"area": ["A\nB", "C"]}
    assert areas_of(area, given) == ("A\nB", "C")


def test_what_a_newer_version_does_to_a_request(official: Offer, own: Offer) -> None:
    later = policy_offer(read_policy_file(as_file(newer())), catalogue(), TITLES)
    assert newer_version(of(official, "4858cd8b"), "1.0", official) == ""
    assert "reads otherwise" in newer_version(of(official, "4858cd8b"), "1.0", later)
    assert newer_version(of(official, "d5998ca1"), "1.0", later) == ""
    assert "doesn't have this condition" in newer_version(of(official, "aa000004"), "1.0", later)
    assert "plain words" in newer_version(of(own, "4858cd8b"), own.version, official)
    assert newer_version(of(own, "bespoke"), own.version, official) == ""
    assert newer_version(of(own, "4858cd8b"), "summaries-0", own) == ""


def test_titles_that_are_none_are_refused() -> None:
    assert load_titles('[titles]\na = "b"') == {"a": "b"}
    for text in ("[titles]\na = 1", "", "titles = 1", "="):
        with pytest.raises(CatalogueError):
            load_titles(text)


def test_an_offer_is_found_by_the_whole_code_alone_where_it_is_longer(official: Offer) -> None:
    whole = of(official, "4858cd8b")
    assert official.get(whole.code) is whole
    assert official.get("4858") is None
    assert official.get("") is None
    assert replace(whole, alternative="").alternative == ""
