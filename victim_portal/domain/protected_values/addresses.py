"""What of an address leads to its door, and how streets are shortened."""

import re
from collections.abc import Sequence

from victim_portal.domain.protected_values.values import ProtectedKind, ProtectedValue

_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
STREETS = {
    "street": ("st",),
    "road": ("rd",),
    "avenue": ("ave", "av"),
    "lane": ("ln",),
    "close": ("cl",),
    "drive": ("dr",),
    "crescent": ("cres",),
    "court": ("ct",),
    "place": ("pl",),
    "gardens": ("gdns",),
    "terrace": ("terr", "tce"),
    "square": ("sq",),
    "grove": ("gr",),
    "heol": (),
    "ffordd": (),
    "stryd": (),
    "house": ("ho",),
    "cottage": ("cott",),
    "flat": (),
    "apartment": ("apt",),
    "farm": (),
    "way": (),
    "walk": (),
    "hill": (),
    "row": (),
    "mews": (),
    "rise": (),
    "view": (),
    "park": (),
    "green": (),
    "tŷ": (),
    "ty": (),
    "maes": (),
    "clos": (),
    "rhodfa": (),
    "lôn": (),
    "lon": (),
    "cwrt": (),
    "boulevard": ("blvd",),
    "parade": ("pde",),
    "promenade": ("prom",),
    "circus": (),
    "crest": (),
    "alley": (),
    "esplanade": (),
    "buildings": ("bldgs",),
    "villas": (),
    "yard": (),
    "chase": (),
    "vale": (),
    "mount": ("mt",),
    "quay": (),
    "wharf": (),
    "bank": (),
    "meadow": (),
    "meadows": (),
    "orchard": (),
    "fold": (),
    "croft": (),
    "dene": (),
    "glade": (),
    "copse": (),
}
LONG_FORMS = {short: word for word, shorts in STREETS.items() for short in shorts}
# In towns' names as well: after "12 Mill Lane" a piece with no other of these words is a town.
_IN_TOWNS = frozenset({"vale", "mount", "quay", "wharf", "bank", "meadow", "meadows", "croft"})
_HOUSES = frozenset({"house", "cottage", "flat", "apartment", "farm", "tŷ", "ty"})
_UNIT = r"(?:flat|fflat|apartment|apt|unit|room)\.?\s+[0-9]*[a-z]?"
_NUMBER = r"(?:no\.?\s*|number\s+)?[0-9]+\s?[a-z]?(?:\s*[-/\u2013]\s*[0-9]+\s?[a-z]?)?"
_LEADING = re.compile(rf"^(?:{_UNIT}|{_NUMBER})\s+", re.IGNORECASE)
_UNIT_ALONE = re.compile(rf"^(?:{_UNIT}|{_NUMBER}|.*\b(?:flat|floor))$", re.IGNORECASE)


def address_values(address: str) -> tuple[ProtectedValue, ...]:
    """The parts of an address that lead to its door: houses, streets, numbers, postcode.

    Every piece counts down to the street, whatever it is called; a village, town or county
    isn't one of them. Whatever stands behind a number counts without it as well.
    """
    postcodes = _POSTCODE.findall(address)
    found = [ProtectedValue(ProtectedKind.POSTCODE, postcode) for postcode in postcodes]
    pieces = [piece.strip() for piece in re.split(r"[\n,;]", _POSTCODE.sub("\n", address))]
    pieces = [piece for piece in pieces if sum(map(str.isalnum, piece)) >= 4]
    for piece in pieces[: _down_to_the_street(pieces)]:
        found.append(ProtectedValue(ProtectedKind.ADDRESS, piece))
        bare = _without_number(piece)
        if bare != piece and sum(map(str.isalnum, bare)) >= 4 and bare.casefold() not in STREETS:
            found.append(ProtectedValue(ProtectedKind.ADDRESS, bare))
    return tuple(dict.fromkeys(found))


def _down_to_the_street(pieces: Sequence[str]) -> int:
    """How many pieces there are before those that name a village, a town or a county alone."""
    last, sure = 0, False
    for place, piece in enumerate(pieces):
        kinds = _street_words(piece)
        numbered = any(letter.isdigit() for letter in piece)
        if numbered or (kinds - _IN_TOWNS if sure else kinds):
            last = place
        sure = sure or (numbered and bool(kinds - _HOUSES))
    if not pieces or last + 1 >= len(pieces):
        return len(pieces)
    # A flat's number alone has its house or street behind it, and so has a house's name.
    alone = _UNIT_ALONE.match(pieces[last]) is not None
    named = not any(letter.isdigit() for piece in pieces for letter in piece) and not (
        _street_words(pieces[last]) - _HOUSES
    )
    return last + (2 if alone or (named and last + 2 < len(pieces)) else 1)


def _street_words(piece: str) -> set[str]:
    words = {word.strip(".").casefold() for word in piece.split()}
    return {LONG_FORMS.get(word, word) for word in words if word in STREETS or word in LONG_FORMS}


def _without_number(piece: str) -> str:
    while (bare := _LEADING.sub("", piece)) != piece:
        piece = bare
    return piece
