"""Finding a value in any spelling: by its letters and digits alone, or as a date."""

import re
from collections.abc import Iterable, Iterator

from victim_portal.domain.protected_values.addresses import LONG_FORMS, STREETS
from victim_portal.domain.protected_values.dates import dates
from victim_portal.domain.protected_values.folding import ALIKE, Folded
from victim_portal.domain.protected_values.names import name_spellings
from victim_portal.domain.protected_values.shapes import shapes, spelt_out
from victim_portal.domain.protected_values.values import Found, ProtectedKind, ProtectedValue

_AROUND = 30
# Names that are words as well count only with a capital: "Will" but not "will".
_ALSO_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        """
        will may mark grace hope faith joy rose dawn summer april june amber ruby bill rob sue
        pat grant frank jack art ray dean chase hunter mercy patience carol holly ivy iris daisy
        lily violet olive penny poppy pearl gene guy max miles nick rich wade ward young king day
        long short brown white black green grey gray hill wood woods field fields stone rivers
        banks bush church marsh cook baker price rice moody little love power best sharp strong
        park parks cross bell ball case mason major page potter porter read reed street west
        north ford ash lane drew josh harry victor victoria christian angel hall house moore
        """,
    )
)


def find(
    text: str, values: Iterable[ProtectedValue], *, any_contact: bool = False
) -> tuple[Found, ...]:
    """Every passage of `text` that holds one of `values`, in the order of the text.

    With `any_contact` every telephone number, postcode and e-mail address is one, whosever
    it is. A passage within another of the same kind is told once, and a name within an address
    or an e-mail address by that one. Never raises for what text and values hold.
    """
    folded = Folded.of(text)
    spans: list[tuple[int, int, ProtectedKind]] = list(shapes(text)) if any_contact else []
    for value in values:
        spans += [(start, end, value.kind) for start, end in _spans(text, folded, value)]
    # None begins before the one before it: it stands within one that was kept where one of
    # these ends as late or later. A name counts as told by a passage of any kind.
    spans.sort(key=lambda span: (span[0], -span[1]))
    furthest: dict[ProtectedKind, int] = {}
    kept: list[tuple[int, int, ProtectedKind]] = []
    for start, end, kind in spans:
        told_by = furthest.values() if kind is ProtectedKind.NAME else [furthest.get(kind, -1)]
        if end > max(told_by, default=-1):
            kept.append((start, end, kind))
            furthest[kind] = end
    return tuple(
        Found(kind, _excerpt(text, start, end), text[start:end], start) for start, end, kind in kept
    )


def same_words(words: str) -> str:
    """What two spellings of the same words have in common: letters and digits, folded."""
    return Folded.of(words).letters.translate(ALIKE)


def _spans(text: str, folded: Folded, value: ProtectedValue) -> Iterator[tuple[int, int]]:
    needle = Folded.of(value.value).letters
    match value.kind:
        case ProtectedKind.POSTCODE:
            if len(needle) >= 5:
                yield from folded.spans(needle.translate(ALIKE), bounded=False, alike=True)
        case ProtectedKind.TELEPHONE:
            digits = _national(value.value)
            if len(digits) >= 7:
                yield from folded.spans(digits, bounded=False, alike=True)
                yield from spelt_out(text, digits)
                yield from folded.spans(_without_area(digits), bounded=True, alike=True)
        case ProtectedKind.EMAIL:
            for spelling in _email_spellings(value.value):
                yield from folded.spans(spelling, bounded=True)
            yield from _local_part(text, value.value.partition("@")[0])
        case (
            ProtectedKind.ADDRESS
            | ProtectedKind.WORKPLACE
            | ProtectedKind.SCHOOL
            | ProtectedKind.PLACE
        ):
            for spelling in _street_spellings(value.value):
                yield from folded.spans(spelling, bounded=True)
        case ProtectedKind.DATE_OF_BIRTH:
            yield from dates(text, value.value)
        case ProtectedKind.NAME:
            for spelling in name_spellings(value.value):
                for start, end in folded.spans(spelling, bounded=True):
                    if spelling not in _ALSO_WORDS or text[start].isupper():
                        yield start, end


def _national(number: str) -> str:
    """The digits of a number that every spelling of it shares."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return digits.removeprefix("00").removeprefix("44").removeprefix("0")


def _without_area(digits: str) -> str:
    """What is dialled within a landline's area (Ofcom's numbering plan); "" for another number."""
    if digits[:1] == "2":
        return digits[2:] if len(digits) == 10 else ""
    if digits[:1] != "1" or len(digits) not in (9, 10):
        return ""
    return digits[3:] if digits[1] == "1" or digits[2] == "1" else digits[4:]


def _local_part(text: str, local: str) -> Iterator[tuple[int, int]]:
    # One that is only letters may be her name, or a word.
    if sum(map(str.isalnum, local)) >= 5 and re.search(r"[\d._+]", local.strip(".")):
        shape = rf"(?<![\w.+]){re.escape(local)}(?!\w|[.+]\w)"
        for match in re.finditer(shape, text, re.IGNORECASE):
            yield match.span()


def _email_spellings(email: str) -> set[str]:
    local, _, host = email.partition("@")
    spellings = {
        Folded.of(f"{one}{at}{other}").letters
        for one in (local, local.replace(".", " dot "))
        for at in ("@", " at ")
        for other in (host, host.replace(".", " dot "))
    }
    return {letters for letters in spellings if len(letters) >= 4}


def _street_spellings(piece: str) -> set[str]:
    words = [Folded.of(word).letters for word in re.sub("[&+]", " and ", piece).split()]
    plain = [LONG_FORMS.get(word, word) for word in words]
    spellings = {"".join(words), "".join(plain)}
    for place, word in enumerate(plain):
        for short in STREETS.get(word, ()):
            spellings.add("".join([*plain[:place], short, *plain[place + 1 :]]))
    for spelt in ("saint", "st") if "saint" in words or "st" in words else ():
        # The last one is a street.
        begins = "".join(spelt if word in ("saint", "st") else word for word in words[:-1])
        last = plain[-1]
        spellings |= {f"{begins}{end}" for end in (words[-1], last, *STREETS.get(last, ()))}
    if "and" in words:
        # What joins two names is left out where a sign stands for it.
        spellings |= _street_spellings(" ".join(word for word in words if word != "and"))
    return {spelling for spelling in spellings if len(spelling) >= 4}


def _excerpt(text: str, start: int, end: int) -> str:
    before, after = max(0, start - _AROUND), min(len(text), end + _AROUND)
    words = " ".join(text[before:after].split())
    return f"{'…' if before else ''}{words}{'…' if after < len(text) else ''}"
