"""Key dates: what is read, what is refused alone, what is doubted, what has changed."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from victim_portal.domain.key_dates import (
    DATE_NAMES,
    Change,
    KeyDateSet,
    diff,
    implausible,
    parse_key_date_sets,
)
from victim_portal.domain.vocabulary import DateCode

CALCULATED = Path(__file__).parents[3] / "shared" / "data" / "key-dates.json"
SENTENCED = date(2024, 3, 11)


def key_dates(sentenced_on: date | None = SENTENCED, **dates: str) -> KeyDateSet:
    return KeyDateSet(
        "A1234BC",
        "CONFIRMED",
        {code: date.fromisoformat(text) for code, text in dates.items()},
        sentenced_on,
    )


def raw(**changes: object) -> dict[str, object]:
    return {
        "prisonerId": "A1234BC",
        "calculationStatus": "CONFIRMED",
        "sentences": [{"type": "SDS", "sentencedAt": "2024-03-11"}],
        "dates": {"CRD": "2026-03-10", "SLED": "2028-03-10"},
    } | changes


def test_a_set_is_read() -> None:
    sentences = [
        {"type": "EDS", "sentencedAt": "2024-05-01"},
        {"type": "SDS", "sentencedAt": "2024-03-11"},
    ]
    dates = {"CRD": "2026-03-10", "Tariff": "2025-01-01", "xyzd": "2025-02-02"}
    sets, refused = parse_key_date_sets(
        [raw(prisonerId=" a1234bc ", sentences=sentences, dates=dates)]
    )
    assert refused == []
    assert sets == [
        KeyDateSet(
            prison_number="A1234BC",
            status="CONFIRMED",
            dates={
                "CRD": date(2026, 3, 10),
                "TED": date(2025, 1, 1),
                "XYZD": date(2025, 2, 2),
            },
            sentenced_on=SENTENCED,
            sentence_types=("EDS", "SDS"),
        )
    ]
    assert sets[0].unknown_codes == ("XYZD",)


@pytest.mark.parametrize("sentences", [[], None, [{"type": "SDS"}]])
def test_sentences_may_be_unknown(sentences: object) -> None:
    (found,), refused = parse_key_date_sets([raw(sentences=sentences)])
    assert refused == []
    assert found.sentenced_on is None


def test_a_tariff_given_twice_alike_is_one_date() -> None:
    (found,), _ = parse_key_date_sets([raw(dates={"Tariff": "2030-01-01", "TED": "2030-01-01"})])
    assert found.dates == {"TED": date(2030, 1, 1)}


@pytest.mark.parametrize("document", [{}, None, "text", 3, {"sets": []}])
def test_a_document_that_is_no_list_is_refused_whole(document: object) -> None:
    with pytest.raises(ValueError, match="must hold a list"):
        parse_key_date_sets(document)


@pytest.mark.parametrize(
    ("item", "prison_number", "reason"),
    [
        ("text", None, "isn't an object"),
        (None, None, "isn't an object"),
        ({"dates": {}}, None, "prisonerId is missing"),
        (raw(prisonerId="  "), None, "prisonerId is missing"),
        (raw(prisonerId=1234), None, "prisonerId isn't a plain text"),
        (raw(prisonerId="A" * 41), None, "prisonerId isn't a plain text"),
        (raw(prisonerId="A12\n34"), None, "prisonerId isn't a plain text"),
        (raw(calculationStatus=["CONFIRMED"]), "A1234BC", "calculationStatus isn't"),
        (raw(dates=None), "A1234BC", "dates is missing"),
        (raw(dates=[]), "A1234BC", "dates is missing or isn't an object"),
        (raw(dates={"CRD": "2026-02-30"}), "A1234BC", "CRD isn't a real date"),
        (raw(dates={"CRD": "10/03/2026"}), "A1234BC", "CRD isn't a real date"),
        (raw(dates={"CRD": "20260310"}), "A1234BC", "CRD isn't a real date"),
        (raw(dates={"CRD": "2026-W10-2"}), "A1234BC", "CRD isn't a real date"),
        (raw(dates={"CRD": None}), "A1234BC", "CRD isn't a real date"),
        (raw(dates={" ": "2026-03-10"}), "A1234BC", "empty code"),
        (raw(dates={"TED": "2030-01-01", "Tariff": "2030-01-02"}), "A1234BC", "TED is given twice"),
        (raw(sentences={}), "A1234BC", "sentences isn't a list"),
        (raw(sentences=["SDS"]), "A1234BC", "sentences isn't a list of objects"),
        (raw(sentences=[{"sentencedAt": "yesterday"}]), "A1234BC", "sentencedAt isn't a real"),
        (raw(sentences=[{"type": 3}]), "A1234BC", "type isn't a plain text"),
    ],
)
def test_a_bad_set_is_refused_alone(item: object, prison_number: str | None, reason: str) -> None:
    sets, refused = parse_key_date_sets([raw(), item, raw(prisonerId="B1234CD")])
    assert [found.prison_number for found in sets] == ["A1234BC", "B1234CD"]
    assert [(each.index, each.prison_number) for each in refused] == [(1, prison_number)]
    assert reason in refused[0].reason


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just("2026-03-10"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["prisonerId", "dates", "sentences", "CRD", "type", "sentencedAt"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.lists(JSON, max_size=4))
def test_any_json_list_is_read_or_refused_item_by_item(document: list[object]) -> None:
    sets, refused = parse_key_date_sets(document)
    assert len(sets) + len(refused) == len(document)
    assert all(each.reason for each in refused)


@pytest.mark.skipif(
    not CALCULATED.exists(), reason="the calculator's example sets aren't beside this checkout"
)
def test_none_of_the_calculators_own_sets_is_doubted() -> None:
    sets, refused = parse_key_date_sets(json.loads(CALCULATED.read_text(encoding="utf-8")))
    assert refused == []
    assert len(sets) == 91
    assert {found.prison_number: implausible(found) for found in sets if implausible(found)} == {}
    assert all(not found.unknown_codes for found in sets)


@pytest.mark.parametrize(
    "fine",
    [
        key_dates(CRD="2024-03-11", SLED="2024-09-10"),  # released on the day of sentence
        key_dates(ERSED="2024-03-11", CRD="2026-03-10", SLED="2028-03-10"),
        key_dates(CRD="2026-03-10", SED="2026-03-10", LED="2026-03-10", TUSED="2027-03-10"),
        key_dates(ARD="2024-09-10", SED="2024-09-10"),
        key_dates(CRD="2025-01-01", SLED="2026-01-01", ESED="2025-12-01"),
        key_dates(CRD="2025-01-01", SLED="2026-01-01", ESED="2026-02-01"),
        key_dates(PRRD="2026-01-01", SLED="2026-01-01"),
        key_dates(SED="2026-01-01", SLED="2026-01-01"),
        key_dates(ETD="2025-01-01", MTD="2025-02-01", LTD="2025-03-01"),
        key_dates(TED="2044-03-10"),
    ],
)
def test_good_sets_are_left_alone(fine: KeyDateSet) -> None:
    assert implausible(fine) == ()


@pytest.mark.parametrize(
    ("doubtful", "flags"),
    [
        (key_dates(CRD="2028-03-11", SLED="2028-03-10"), ["crd_after_sled"]),
        (key_dates(CRD="2028-03-11", SED="2028-03-10"), ["crd_after_sed"]),
        (key_dates(CRD="2028-03-11", LED="2028-03-10"), ["crd_after_led"]),
        (key_dates(ARD="2024-09-11", SED="2024-09-10"), ["ard_after_sed"]),
        (key_dates(ARD="2024-09-11", SLED="2024-09-10"), ["ard_after_sled"]),
        (key_dates(PED="2026-03-11", CRD="2026-03-10"), ["ped_after_crd"]),
        (key_dates(PED="2026-03-11", SLED="2026-03-10"), ["ped_after_sled"]),
        (key_dates(PRRD="2028-03-11", SLED="2028-03-10"), ["prrd_after_sled"]),
        (key_dates(PRRD="2028-03-11", SED="2028-03-10"), ["prrd_after_sed"]),
        (key_dates(LED="2028-03-11", SED="2028-03-10"), ["led_after_sed"]),
        (key_dates(HDCED="2026-03-11", CRD="2026-03-10"), ["hdced_after_crd"]),
        (key_dates(ETD="2025-02-02", MTD="2025-02-01"), ["etd_after_mtd"]),
        (key_dates(MTD="2025-02-02", LTD="2025-02-01"), ["mtd_after_ltd"]),
        (key_dates(ETD="2025-02-02", LTD="2025-02-01"), ["etd_after_ltd"]),
        (key_dates(SED="2028-03-10", SLED="2028-03-11"), ["sed_differs_from_sled"]),
        (key_dates(CRD="2026-03-10", ARD="2026-03-10"), ["crd_and_ard"]),
        (key_dates(TED="2024-03-10"), ["date_before_sentence"]),
        (key_dates(XYZD="2024-03-10"), ["date_before_sentence"]),
        (key_dates(sentenced_on=None, TED="1949-12-31"), ["date_absurdly_early"]),
        (key_dates(SLED="2175-01-01"), ["date_absurdly_late"]),
        (key_dates(sentenced_on=None, SLED="9999-12-31"), ["date_absurdly_late"]),
        (key_dates(), ["no_dates"]),
    ],
)
def test_doubts(doubtful: KeyDateSet, flags: list[str]) -> None:
    assert [flag.code for flag in implausible(doubtful)] == flags


def test_a_doubt_is_said_in_words() -> None:
    (flag,) = implausible(key_dates(CRD="2028-03-11", SLED="2028-03-10"))
    assert flag.sentence == (
        "CRD (conditional release date) 11 March 2028 is after "
        "SLED (sentence and licence expiry date) 10 March 2028."
    )


def test_the_sets_own_sentence_comes_before_the_known_one() -> None:
    own = key_dates(TED="2024-06-01")
    assert implausible(own, earliest_known_sentence=date(2025, 1, 1)) == ()
    without = key_dates(sentenced_on=None, TED="2024-06-01")
    assert implausible(without) == ()
    (flag,) = implausible(without, earliest_known_sentence=date(2025, 1, 1))
    assert flag.code == "date_before_sentence"


def test_every_code_has_a_name() -> None:
    assert set(DATE_NAMES) == set(DateCode)


REALISTIC = st.builds(
    lambda sentenced_on, custody, licence: key_dates(
        sentenced_on,
        CRD=(sentenced_on + timedelta(days=custody)).isoformat(),
        SLED=(sentenced_on + timedelta(days=custody + licence)).isoformat(),
        HDCED=(sentenced_on + timedelta(days=custody // 2)).isoformat(),
        PED=(sentenced_on + timedelta(days=custody * 2 // 3)).isoformat(),
    ),
    st.dates(date(1995, 1, 1), date(2026, 11, 21)),
    st.integers(0, 9000),
    st.integers(0, 9000),
)


def moved(original: KeyDateSet, code: str, move: Callable[[date], date]) -> KeyDateSet:
    dates = {**original.dates, code: move(original.dates[code])}
    return KeyDateSet(original.prison_number, original.status, dates, original.sentenced_on)


@settings(max_examples=150)
@given(REALISTIC, st.integers(1, 5000))
def test_release_after_expiry_is_always_doubted(realistic: KeyDateSet, days: int) -> None:
    assert implausible(realistic) == ()
    late = moved(realistic, "CRD", lambda _: realistic.dates["SLED"] + timedelta(days=days))
    assert "crd_after_sled" in {flag.code for flag in implausible(late)}


@settings(max_examples=150)
@given(REALISTIC, st.sampled_from(["CRD", "SLED", "HDCED", "PED"]), st.integers(1, 5000))
def test_a_date_before_sentence_is_always_doubted(
    realistic: KeyDateSet, code: str, days: int
) -> None:
    sentenced_on = realistic.sentenced_on or SENTENCED
    early = moved(realistic, code, lambda _: sentenced_on - timedelta(days=days))
    assert "date_before_sentence" in {flag.code for flag in implausible(early)}


def test_what_a_new_version_changes() -> None:
    old = {"CRD": date(2026, 3, 10), "SLED": date(2028, 3, 10), "HDCED": date(2025, 9, 1)}
    new = {"CRD": date(2026, 1, 5), "SLED": date(2028, 3, 10), "PED": date(2025, 6, 1)}
    assert diff(old, new) == (
        Change("CRD", date(2026, 3, 10), date(2026, 1, 5)),
        Change("HDCED", date(2025, 9, 1), None),
        Change("PED", None, date(2025, 6, 1)),
    )


VERSIONS = st.dictionaries(
    st.sampled_from(sorted(DateCode)), st.dates(date(2020, 1, 1), date(2020, 1, 5)), max_size=6
)


@given(VERSIONS, VERSIONS)
def test_changes_lead_from_the_old_version_to_the_new(
    old: dict[str, date], new: dict[str, date]
) -> None:
    walked = dict(old)
    for change in diff(old, new):
        assert walked.get(change.code) == change.before != change.after
        walked.pop(change.code, None)
        if change.after is not None:
            walked[change.code] = change.after
    assert walked == new
    assert diff(new, new) == ()
