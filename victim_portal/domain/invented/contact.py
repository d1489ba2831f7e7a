"""How an invented person is reached, and how often somebody tried."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from victim_portal.domain.vocabulary import ChannelKind, ChannelUse, ContactMethod, ContactOutcome

_USES = {
    ChannelKind.MOBILE: (ChannelUse.SMS, ChannelUse.CALL),
    ChannelKind.LANDLINE: (ChannelUse.CALL,),
    ChannelKind.EMAIL: (ChannelUse.EMAIL,),
    ChannelKind.POST: (ChannelUse.LETTER,),
}
_OFTEN = {
    ChannelKind.MOBILE: 0.85,
    ChannelKind.EMAIL: 0.6,
    ChannelKind.LANDLINE: 0.15,
    ChannelKind.POST: 0.9,
}


@dataclass(frozen=True)
class InventedChannel:
    """A number or address. `agreed_on` is empty where no plan was agreed for it yet."""

    kind: ChannelKind
    value: str = field(repr=False)
    uses: tuple[ChannelUse, ...]
    agreed_on: date | None
    suspended: bool
    code_word: str = field(default="", repr=False)


@dataclass(frozen=True)
class ContactMade:
    """One attempt or contact on a day."""

    on: date
    method: ContactMethod
    outcome: ContactOutcome
    inward: bool = False


def channels(
    chance: Random, number: int, name: str, agreed_from: date | None, today: date
) -> tuple[InventedChannel, ...]:
    """A person's channels; plans are agreed from a day on, where they are in the scheme."""
    found = []
    for kind, often in _OFTEN.items():
        if chance.random() > often:
            continue
        agreed = None
        if agreed_from is not None and chance.random() < 0.93:
            # Asked again each half year; some are late.
            since = max(agreed_from, today - timedelta(days=chance.randrange(1, 215)))
            agreed = min(since, today)
        found.append(
            InventedChannel(
                kind,
                _value(chance, kind, number, name),
                _USES[kind] if agreed else (),
                agreed,
                agreed is not None and chance.random() < 0.02,
                chance.choice(("", "", "Marigold", "Bluebell", "Clover")) if agreed else "",
            )
        )
    return tuple(found)


def _value(chance: Random, kind: ChannelKind, number: int, name: str) -> str:
    if kind is ChannelKind.EMAIL:
        letters = "".join(letter for letter in name.casefold() if letter.isascii())
        return f"{letters.replace(' ', '.').replace(chr(39), '')}.{number}@example.org"
    if kind is ChannelKind.POST:
        return f"{chance.randrange(1, 200)} Invented Lane\n{chance.choice('ABCDE')}-town\nZZ99 9ZZ"
    if kind is ChannelKind.LANDLINE:
        return f"+441632960{chance.randrange(1000):03d}"
    return f"+447700900{chance.randrange(1000):03d}"


def attempts(chance: Random, first: date, spoke_on: date | None, today: date) -> list[ContactMade]:
    """A first letter, calls that nobody took, and the one that was taken, if any."""
    made = [ContactMade(first, ContactMethod.LETTER, ContactOutcome.SENT)]
    for _ in range(chance.choice((0, 0, 1, 2))):
        first += timedelta(days=chance.randrange(1, 5))
        if first < (spoke_on or today):
            outcome = chance.choice((ContactOutcome.NO_ANSWER, ContactOutcome.VOICEMAIL_LEFT))
            made.append(ContactMade(first, ContactMethod.TELEPHONE, outcome))
    if spoke_on is not None:
        made.append(ContactMade(spoke_on, ContactMethod.TELEPHONE, ContactOutcome.SPOKE))
    return made
