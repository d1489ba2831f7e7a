"""Which providers are down, for every page of staff."""

from dataclasses import dataclass
from datetime import datetime

from victim_portal.services.context import Context
from victim_portal.store import providers as store


@dataclass(frozen=True)
class ProviderDown:
    """A provider that takes no messages: of which kind ("sms", "email"), and since when.

    `waiting` is how many messages of the whole portal are due and wait for it. With
    `recovering` it takes them again, a few at a time.
    """

    kind: str
    since: datetime
    waiting: int
    recovering: bool


def providers_down(ctx: Context) -> tuple[ProviderDown, ...]:
    """The providers that are down or recover, texts last; empty in good times.

    It names no case and counts across units, so whoever is signed in may see it.
    """
    with ctx.store.reading() as uow:
        standing = store.breakers(uow)
        return tuple(
            ProviderDown(
                kind,
                since,
                store.waiting(uow, kind, ctx.now()),
                recovering=not standing[kind].is_open,
            )
            for kind in sorted(standing)
            if (since := standing[kind].open_since or standing[kind].recovering_since)
        )
