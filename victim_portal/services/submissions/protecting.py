"""Looking for a case's own protected values in everything that would be drawn."""

from collections.abc import Iterator, Sequence

from victim_portal.domain.protected_values import ProtectedKind, ProtectedValue, find
from victim_portal.domain.richtext import plain_text
from victim_portal.domain.vocabulary import SubmissionPart
from victim_portal.ports import ConditionRow, SubmissionContent
from victim_portal.services.representations.giving_away import protected_of
from victim_portal.services.submissions.parts import Sources
from victim_portal.services.submissions.values import Passage
from victim_portal.store.unit_of_work import UnitOfWork

_TEXT_OF = {
    SubmissionPart.STATEMENT: "the statement",
    SubmissionPart.NON_DISCLOSURE: "the material",
}


def passages_in(
    uow: UnitOfWork, sources: Sources, contents: Sequence[SubmissionContent]
) -> tuple[Passage, ...]:
    """Every passage of the parts that could lead to the victim.

    The prisoner's own name, number and date of birth aren't looked at. A name counts in
    the conditions alone, where the victim didn't agree to be named.
    """
    values = protected_of(uow, sources.person)
    names = _names(sources)
    found: list[Passage] = []
    for content in contents:
        texts = [(where, text, values) for where, text in _texts(content)]
        for row in content.conditions:
            wanted = values if row.named else [*values, *names]
            texts += [(where, text, wanted) for where, text in _request_texts(row)]
        for where, text, wanted in texts:
            found += [
                Passage(content.part, where, one.kind, one.excerpt) for one in find(text, wanted)
            ]
    return tuple(found)


def _texts(content: SubmissionContent) -> Iterator[tuple[str, str]]:
    yield (
        "the facts on the first page",
        "\n".join(
            (
                content.review,
                content.panel_reference,
                content.victim_role,
                content.officer_name,
                content.officer_contact,
                content.reading_preference,
            )
        ),
    )
    yield _TEXT_OF.get(content.part, ""), plain_text(content.body)
    yield "the reasons", plain_text(content.reasons)


def _request_texts(row: ConditionRow) -> Iterator[tuple[str, str]]:
    yield f"the condition of request {row.number}", row.condition
    yield f"the wish of request {row.number}", plain_text(row.wish)
    yield f"the necessity of request {row.number}", plain_text(row.necessity)


def _names(sources: Sources) -> list[ProtectedValue]:
    """The victim's names, but for a surname that is the prisoner's too."""
    person = sources.person
    prisoner = (sources.offender.last_name or "").casefold()
    whole = " ".join(filter(None, (person.first_name, person.last_name)))
    single = [person.first_name, person.called, person.last_name]
    names = [whole, *(name for name in single if name and name.casefold() != prisoner)]
    return [
        ProtectedValue(ProtectedKind.NAME, name)
        for name in dict.fromkeys(names)
        if sum(map(str.isalpha, name)) > 1
    ]
