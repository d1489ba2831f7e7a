"""How many segments a text message takes, by the real rules of the air interface.

Source: 3GPP TS 23.038 (the GSM 7-bit default alphabet and its extension table) and
TS 23.040 (concatenation: six octets of user data header in every part). One character
outside both tables turns the whole message into UCS-2, at less than half the room: none of
the Welsh circumflex vowels (â ê î ô û ŵ ŷ) is in the tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

GSM7_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM7_EXTENSION = frozenset("\f^{}\\[~]|€")

_BASIC_PLANE_END = 0xFFFF


class Encoding(StrEnum):
    """The alphabet in which a text message travels."""

    GSM7 = "GSM-7"
    UCS2 = "UCS-2"


# (room of a message sent alone, room of each part of a longer one), in units.
_ROOM = {Encoding.GSM7: (160, 153), Encoding.UCS2: (70, 67)}


@dataclass(frozen=True)
class Segments:
    """What a text costs.

    `units` are septets in GSM-7 (a character of the extension table costs two) and 16-bit
    code units in UCS-2 (a character beyond the basic plane costs two); `count` is the
    number of segments that are sent and paid for, 0 for an empty text.
    """

    encoding: Encoding
    units: int
    count: int


def unusual_characters(text: str) -> tuple[str, ...]:
    """The characters that force UCS-2, each once, in the order of their first use."""
    return tuple(dict.fromkeys(c for c in text if c not in GSM7_BASIC | GSM7_EXTENSION))


def segments(text: str) -> Segments:
    """The alphabet, units and segments of `text` as it stands (nothing is normalised)."""
    encoding = Encoding.UCS2 if unusual_characters(text) else Encoding.GSM7
    costs = tuple(_costs(text, encoding))
    units = sum(costs)
    alone, part = _ROOM[encoding]
    if units <= alone:
        return Segments(encoding, units, 1 if units else 0)
    return Segments(encoding, units, _parts(costs, part))


def _costs(text: str, encoding: Encoding) -> Iterator[int]:
    for character in text:
        if encoding is Encoding.GSM7:
            yield 2 if character in GSM7_EXTENSION else 1
        else:
            yield 2 if ord(character) > _BASIC_PLANE_END else 1


def _parts(costs: tuple[int, ...], room: int) -> int:
    """Pack whole characters: an escape or surrogate pair never straddles two parts."""
    count, used = 1, 0
    for cost in costs:
        if used + cost > room:
            count, used = count + 1, 0
        used += cost
    return count
