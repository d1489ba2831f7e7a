"""Whether what is withheld, or was settled with her, stands in a text that the prisoner reads."""

import re
from collections.abc import Iterable, Iterator, Sequence

from victim_portal.domain.protected_values import ProtectedKind, ProtectedValue, find
from victim_portal.domain.representations import repeated_passages
from victim_portal.domain.richtext import Block, plain_text
from victim_portal.domain.submissions import PlaceKind, Recipient, Settled, place_of
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.services.representations.rows import areas_in_words, blocks_of
from victim_portal.services.submissions.overlaying import overlaid
from victim_portal.services.submissions.sources import Sources, problems_of
from victim_portal.store.models import PassageSettlement

IN_STATEMENT = (
    "Words that are withheld stand in the statement, which the prisoner reads: “{words}”. Record "
    "with the victim a version that says it only once."
)
IN_GIST = (
    "The gist says what is withheld, and the prisoner reads it: “{words}”. Agree another gist "
    "with the victim."
)
IN_REQUEST = (
    "Request {number}: words that are withheld stand in what is served, which the prisoner reads: "
    "“{words}”. Change the request with the victim, or ask again about what was settled."
)
NOT_FITTING = (
    "Request {number}: what was settled about “{words}” doesn't fit {place} as it stands now, so "
    "nothing of it is kept back or changed. Take it back with “Ask again” below, and settle with "
    "the victim what is said now."
)
NOT_AGREED_AGAIN = (
    "What is withheld has changed since the gist was agreed: agree with the victim again which "
    "gist is served, or that there is none."
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")


def problems_now(sources: Sources, recipient: Recipient | None = None) -> dict[str, str]:
    """Why nothing may be exported yet, a sentence by field, withheld words looked for as well."""
    wanted = sources.parts_of(recipient or sources.recipients[0])
    found = list(problems_of(sources, recipient).items())
    if SubmissionPart.STATEMENT in wanted and sources.statement is not None:
        found += _of_statement(sources, blocks_of(sources.statement.body))
    if SubmissionPart.CONDITIONS in wanted:
        found += _of_requests(sources)
    problems: dict[str, str] = {}
    for name, said in found:
        problems[name] = f"{problems[name]} {said}" if name in problems else said
    return problems


def unfit_settlements(sources: Sources) -> tuple[PassageSettlement, ...]:
    """What was settled about words of an undecided request that aren't there any more."""
    return tuple(
        one
        for request in sources.requests
        for kind in (PlaceKind.WISH, PlaceKind.NECESSITY)
        for one in overlaid(
            blocks_of(request.wish if kind is PlaceKind.WISH else request.necessity),
            sources.changes_to(f"{kind.value}:{request.number}"),
        ).unfit
    )


def withheld_in_gist(sources: Sources, gist: Sequence[Block]) -> tuple[str, ...]:
    """What of the withheld material a gist says word for word; a sentence of it is enough."""
    return _repeated(sources, [plain_text(gist)], sentences=True)


def holds_words(text: str, words: str) -> bool:
    """Whether words stand in a text in any spelling: capital letters, line ends, accents."""
    return bool(find(text, [ProtectedValue(ProtectedKind.PLACE, words)]))


def _of_statement(sources: Sources, body: Sequence[Block]) -> Iterator[tuple[str, str]]:
    for words in _repeated(sources, [plain_text(body)])[:1]:
        yield "statement", IN_STATEMENT.format(words=words)
    if sources.statement is None or sources.statement.withheld is None:
        return
    beside = sources.non_disclosure
    if sources.gist_not_agreed_again:
        yield "gist", NOT_AGREED_AGAIN
    elif beside is not None and beside.gist:
        for words in withheld_in_gist(sources, blocks_of(beside.gist))[:1]:
            yield "gist", IN_GIST.format(words=words)


def _of_requests(sources: Sources) -> Iterator[tuple[str, str]]:
    for one in unfit_settlements(sources):
        place = place_of(one.place)
        yield (
            "conditions",
            NOT_FITTING.format(
                number=place.number, words=one.taken, place=f"the {place.kind.value}"
            ),
        )
    for request in sources.requests:
        served = ["\n".join((request.wording or "", *areas_in_words(request)))]
        for kind, stored in (
            (PlaceKind.WISH, request.wish),
            (PlaceKind.NECESSITY, request.necessity),
        ):
            changes = sources.changes_to(f"{kind.value}:{request.number}")
            served.append(plain_text(overlaid(blocks_of(stored), changes).blocks))
        for words in _repeated(sources, served)[:1]:
            yield "conditions", IN_REQUEST.format(number=request.number, words=words)


def _repeated(
    sources: Sources, served: Iterable[str], *, sentences: bool = False
) -> tuple[str, ...]:
    """What is withheld and stands in a served text: whole lines, or the very words agreed on."""
    texts = list(served)
    lines = tuple(line for text in texts for line in text.splitlines())
    material = _material(sources)
    if sentences:
        material = (*material, *(one for line in material for one in _SENTENCE.split(line)))
        lines = (*lines, *(one for line in lines for one in _SENTENCE.split(line)))
    found = [*repeated_passages(lines, material)]
    found += [
        words for words in _agreed_words(sources) if any(holds_words(text, words) for text in texts)
    ]
    return tuple(dict.fromkeys(found))


def _material(sources: Sources) -> tuple[str, ...]:
    statement = sources.statement
    withheld = plain_text(blocks_of(statement.withheld)) if statement is not None else ""
    return (*withheld.splitlines(), *(one.taken or "" for one in _of_open_requests(sources)))


def _agreed_words(sources: Sources) -> Iterator[str]:
    """The words about which it was agreed, one by one, that they are withheld, and still are."""
    material = "\n".join(_material(sources))
    for one in sources.settlements:
        withheld = one.how == Settled.NON_DISCLOSURE and one.ended_at is None
        of_statement = one.statement_version is not None
        if withheld and of_statement and holds_words(material, one.taken or ""):
            yield " ".join((one.taken or "").split())
    for one in _of_open_requests(sources):
        yield " ".join((one.taken or "").split())


def _of_open_requests(sources: Sources) -> Iterator[PassageSettlement]:
    for request in sources.requests:
        for kind in (PlaceKind.WISH, PlaceKind.NECESSITY):
            for one in sources.changes_to(f"{kind.value}:{request.number}"):
                if one.how == Settled.NON_DISCLOSURE:
                    yield one
