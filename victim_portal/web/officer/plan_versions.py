"""Which plans a page showed, as its form carries them: a yes confirms none that changed since."""

from collections.abc import Iterable, Mapping
from uuid import UUID


def as_text(shown: Iterable[tuple[UUID, int]]) -> str:
    """Each channel with the version of its plan, for a hidden field."""
    return ",".join(f"{channel.hex}:{version}" for channel, version in shown)


def from_text(typed: str) -> Mapping[UUID, int]:
    """What `as_text` made; what can't be read was not shown."""
    found = {}
    for one in typed.split(","):
        channel, _, version = one.partition(":")
        try:
            found[UUID(hex=channel)] = int(version)
        except ValueError:
            continue
    return found
