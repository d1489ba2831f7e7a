"""What a draft would say once it is signed: the served part, and what she is worried about."""

from collections.abc import Iterable

from victim_portal.domain.representations import repeated_passages
from victim_portal.domain.richtext import Block, plain_text
from victim_portal.services.errors import InvalidError
from victim_portal.services.own_statement.rows import served, stands, texts
from victim_portal.services.own_statement.values import (
    EMPTY,
    NOT_THERE,
    NOTHING_LEFT,
    STANDS_TWICE,
    UNSURE,
)
from victim_portal.services.representations.versions import Words
from victim_portal.services.sanitise import sanitise
from victim_portal.store import voice as store
from victim_portal.store.models import StatementDraft
from victim_portal.store.unit_of_work import UnitOfWork


def words_of(uow: UnitOfWork, draft: StatementDraft) -> Words:
    """What would be signed; InvalidError with what stands in the way."""
    known = store.parts(uow, draft.id)
    by_part = texts(known)
    worries = store.worries(uow, draft.id)
    problems: dict[str, str] = {}
    if any(row.others for row in known.values()):
        problems["choice"] = UNSURE
    if any(not stands(worry, by_part) for worry in worries):
        problems["worry"] = NOT_THERE
    body = sanitise(served(by_part, worries))
    withheld = sanitise(_listed(worry.passage for worry in worries))
    reasons = sanitise(_listed(worry.reason for worry in worries))
    if not body:
        problems["words"] = NOTHING_LEFT if worries else EMPTY
    elif repeated_passages(_lines(body), _lines(withheld)):
        problems["worry"] = STANDS_TWICE
    if problems:
        raise InvalidError(problems)
    return Words(body, withheld, reasons)


def _listed(parts: Iterable[str | None]) -> str:
    return "\n\n".join(dict.fromkeys(text for text in parts if text))


def _lines(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    return tuple(plain_text(blocks).splitlines())
