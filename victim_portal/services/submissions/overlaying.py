"""What was agreed with her about a request's words, laid over them: the words stay on record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from victim_portal.domain.richtext import Block, with_words_replaced
from victim_portal.domain.submissions import Settled
from victim_portal.store.models import PassageSettlement


@dataclass(frozen=True)
class Overlaid:
    """A text as it is served, and what of it travels with a non-disclosure application.

    `unfit` is what was agreed about words that aren't there any more: nothing may be served
    before it is settled anew or taken back.
    """

    blocks: tuple[Block, ...]
    withheld: tuple[PassageSettlement, ...]
    unfit: tuple[PassageSettlement, ...]


def overlaid(blocks: Sequence[Block], changes: Iterable[PassageSettlement]) -> Overlaid:
    """The text with each change that still fits it; one whose words are gone is told."""
    served = tuple(blocks)
    withheld: list[PassageSettlement] = []
    unfit: list[PassageSettlement] = []
    for one in changes:
        changed = with_words_replaced(served, one.taken or "", one.instead or "")
        if changed is None:
            unfit.append(one)
            continue
        served = changed
        if one.how == Settled.NON_DISCLOSURE:
            withheld.append(one)
    return Overlaid(served, tuple(withheld), tuple(unfit))
