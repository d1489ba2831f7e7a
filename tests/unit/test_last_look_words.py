import pytest
from hypothesis import given
from hypothesis import strategies as st

from victim_portal.domain.last_look import unfit_words

ORIGIN = "https://update.example.org"


@pytest.mark.parametrize(
    "text",
    [
        "PRISON", "pri\u200bson", "\uff50rison", "pr\u00edson", "prisoners", "the offender's",
        "re-offending", "Released", "a sentence", "licences", "victim_contact", "HMP",
        "troseddwr", "y garchar", "yng ngharchar", "dioddefwr", "Parôl", "barol",
        "Gwasanaeth Prawf", "y Wasanaeth\u00a0Prawf", "ei ddedfryd", "y llys", "Yr Heddlu",
        "i'r ysbyty", "ei hysbyty", "ar brawf", "rhyddhau", "ei ryddhau", "trwyddedau",
    ],
)  # fmt: skip
def test_forbidden_words_are_found(text: str) -> None:
    assert unfit_words(f"About {text}, again.", (), ORIGIN)
    assert unfit_words(f"About {text}, again.", (), ORIGIN, fuller_words=True) == ()


@pytest.mark.parametrize(
    "text",
    [
        "There is news for you. Please call me on 020 7946 0123 before 4.30 pm, e.g. today.",
        "Mae newyddion i chi. Ffoniwch fi cyn 4pm os gwelwch yn dda.",
        "prawf llygaid",  # an eye test
        "Courtney and Victoria will be in. We may mark it.",
        f"{ORIGIN}/n/Ab-9_x?l=cy.",
        f"({ORIGIN})",
        "Write to ann@example.org",
    ],
)
def test_harmless_words_pass(text: str) -> None:
    assert unfit_words(text, {"Will", "Mark"}, ORIGIN) == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Seen PAT  DOE there", "Pat Doe"),
        ("Siôn called", "Sion"),
        ("O\u2019Brien's", "O'Brien"),
        ("OBrien", "O'Brien"),
        ("pat-doe", "Pat Doe"),
        ("Will rang", "Will"),
        ("A1234BC", "a1234bc"),
    ],
)
def test_names_are_found_however_written(text: str, name: str) -> None:
    assert unfit_words(text, {name}, ORIGIN)
    assert unfit_words(text, (), ORIGIN, never_say={name}, fuller_words=True)
    assert unfit_words(text, {name}, ORIGIN, fuller_words=True) == ()


def test_one_letter_is_no_name_and_parts_of_words_are_none() -> None:
    assert unfit_words("A doer ran", {"A", "Doe"}, ORIGIN) == ()


@pytest.mark.parametrize(
    "text",
    [
        "{name}",
        "{{ name }}",
        "{% if x %}",
        "{open",
        "[date]",
        "[[date]]",
        "<<x>>",
        "%(name)s",
        "a } b",
    ],
)
def test_gaps_left_to_fill_are_found(text: str) -> None:
    assert unfit_words(f"Dear {text},", (), ORIGIN, fuller_words=True)


@pytest.mark.parametrize(
    "link",
    [
        "http://update.example.org/x",
        "https://update.example.org.evil.com/x",
        "https://update.example.org@evil.com/",
        "https://user@update.example.org/",
        "https://update.example.org:8443/",
        "https://evil.com/https://update.example.org/",
        "https://[bad/",
        "ftp://update.example.org/",
        "bit.ly/abc",
        "www.example.com",
        "update.example.org/x",
        "https:\u200b//evil.com",
        "10.0.0.1/x",
        "evil.\u0440\u0444/x",
        "evil\u3002com/x",
        "//evil",
    ],
)
def test_foreign_links_are_found(link: str) -> None:
    assert unfit_words(f"Read {link} now", (), ORIGIN, fuller_words=True)


def test_a_base_path_bounds_our_links() -> None:
    base = "http://localhost:5000/v"
    assert unfit_words("See http://localhost:5000/v/a.", (), base) == ()
    assert unfit_words("See http://localhost:5000/v", (), base) == ()
    for link in ("http://localhost:5000/vx", "http://localhost:5000/", "http://localhost:5001/v"):
        assert unfit_words(f"See {link}", (), base) == (link,)


def test_long_text_without_a_blank_is_judged_quickly() -> None:
    for piece in ("a", "{", "[a", "<<", "a.", "a-"):
        unfit_words(piece * 20_000, {"Doe"}, ORIGIN)


def test_each_finding_comes_once() -> None:
    assert unfit_words("prison, prison and court", (), ORIGIN) == ("prison", "court")


@given(st.text(max_size=80), st.frozensets(st.text(max_size=8), max_size=3))
def test_more_freedom_never_finds_more(text: str, names: frozenset[str]) -> None:
    strict = unfit_words(text, names, ORIGIN)
    assert set(unfit_words(text, names, ORIGIN, fuller_words=True)) <= set(strict)
    assert unfit_words(f"{text} prison", names, ORIGIN)
