"""What of an address leads to its door, and how streets are shortened."""

import re

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
}
LONG_FORMS = {short: word for word, shorts in STREETS.items() for short in shorts}


def address_values(address: str) -> tuple[ProtectedValue, ...]:
    """The parts of an address that lead to its door: first part, streets, numbers, postcode.

    A town or county alone isn't one of them. A street counts without its number as well.
    """
    postcodes = _POSTCODE.findall(address)
    found = [ProtectedValue(ProtectedKind.POSTCODE, postcode) for postcode in postcodes]
    pieces = [piece.strip() for piece in re.split(r"[\n,;]", _POSTCODE.sub("\n", address))]
    pieces = [piece for piece in pieces if sum(map(str.isalnum, piece)) >= 4]
    for number, piece in enumerate(pieces):
        words = [word.strip(".").casefold() for word in piece.split()]
        is_street = any(word in STREETS or word in LONG_FORMS for word in words)
        if number == 0 or is_street or any(letter.isdigit() for letter in piece):
            found.append(ProtectedValue(ProtectedKind.ADDRESS, piece))
        bare = re.sub(
            r"^(?:flat\s+)?[0-9]+\s?[a-z]?(?:\s*[-/\u2013]\s*[0-9]+)?\s+", "", piece, flags=re.I
        )
        if is_street and bare != piece and len(bare.split()) > 1:
            found.append(ProtectedValue(ProtectedKind.ADDRESS, bare))
    return tuple(dict.fromkeys(found))
