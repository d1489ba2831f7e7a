"""Looking for a case's own protected values in everything that would be drawn."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from victim_portal.domain.protected_values import (
    ProtectedKind,
    ProtectedValue,
    address_values,
    find,
    name_parts,
    same_words,
)
from victim_portal.domain.richtext import plain_text
from victim_portal.domain.submissions import DetailKind, Place, PlaceKind, Settled
from victim_portal.domain.vocabulary import ChannelKind, SubmissionPart
from victim_portal.ports import ConditionRow, Figure, SubmissionContent
from victim_portal.services.submissions.labels import OF_NECESSITY, OF_WISH
from victim_portal.services.submissions.sources import Sources
from victim_portal.services.submissions.values import Passage
from victim_portal.store import submissions as store
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import Channel, PassageSettlement, Person
from victim_portal.store.unit_of_work import UnitOfWork

_ON_MAP = re.compile(r">([^<>]*\w[^<>]*)<")
_LABEL = re.compile(
    "|".join(
        rf"^{re.escape(before)}\d+{re.escape(after)} "
        for before, after in (one.split("{number}") for one in (OF_WISH, OF_NECESSITY))
    ),
    re.MULTILINE,
)
_DETAILS = {
    DetailKind.WORKPLACE: ProtectedKind.WORKPLACE,
    DetailKind.SCHOOL: ProtectedKind.SCHOOL,
    DetailKind.NAME: ProtectedKind.NAME,
    DetailKind.PLACE: ProtectedKind.PLACE,
}
# The words of a condition and the facts are the portal's and the officer's: a number or a
# postcode there is one that belongs there, unless it is one of somebody who is protected.
_NOT_HERS = frozenset({PlaceKind.CONDITION, PlaceKind.FACTS})


@dataclass(frozen=True)
class Protected:
    """What is looked for: details whosever they are, and the victim's own names.

    `others` are those among them that are somebody else's, and not the victim's as well.
    """

    values: tuple[ProtectedValue, ...] = field(repr=False)
    own_names: tuple[ProtectedValue, ...] = field(repr=False)
    others: tuple[ProtectedValue, ...] = field(repr=False)

    @property
    def everything(self) -> tuple[ProtectedValue, ...]:
        """All of it."""
        return (*self.values, *self.own_names)

    def is_somebody_elses(self, kind: ProtectedKind, words: str) -> bool:
        """Whether words that were found lead to another than the victim."""
        return any(one.kind is kind for one in find(words, self.others))


@dataclass(frozen=True)
class _Text:
    part: SubmissionPart
    place: Place
    text: str
    named: bool = False


def protected_of_case(uow: UnitOfWork, sources: Sources) -> Protected:
    """Addresses, numbers, e-mails, dates of birth, workplaces, schools and names of a case.

    The victim's, her supporters', and those of the offender's other victims and of whoever
    stands beside them. Channels that aren't used any more count as well. A name that is the
    prisoner's too, single or whole, can't be told apart from his, and isn't looked for.
    """
    beside, others = store.supporters_and_others(uow, sources.case)
    own = _details(uow, [sources.person])
    his = (sources.offender.first_name or "", sources.offender.last_name or "")
    parts = [part for name in his for part in name_parts(name)]
    prisoner = {same_words(name) for name in (*his, *parts, " ".join(his))}
    names = [name for one in (*beside, *others) for name in _names(one, prisoner)]
    theirs = [
        one
        for one in (*_details(uow, [*beside, *others]), *names)
        if one.kind is not ProtectedKind.NAME or same_words(one.value) not in prisoner
    ]
    own = [
        one
        for one in own
        if one.kind is not ProtectedKind.NAME or same_words(one.value) not in prisoner
    ]
    own_names = tuple(_names(sources.person, prisoner))
    hers = {(one.kind, same_words(one.value)) for one in (*own, *own_names)}
    return Protected(
        tuple(dict.fromkeys([*own, *theirs])),
        own_names,
        tuple(one for one in theirs if (one.kind, same_words(one.value)) not in hers),
    )


def passages_in(
    uow: UnitOfWork,
    protected: Protected,
    contents: Sequence[SubmissionContent],
    settlements: Iterable[PassageSettlement],
) -> tuple[Passage, ...]:
    """Every passage of the parts that could lead to somebody, each once, with how it stands.

    The parts are those in English, whatever language is drawn: what is around a passage, by which
    it is known again, is the same then.

    The prisoner's own name, number and date of birth aren't looked at.
    """
    kept = {
        (one.place, one.kind, one.words, one.excerpt): one
        for one in settlements
        if one.how == Settled.KEEP and one.ended_at is None
    }
    found: dict[str, Passage] = {}
    for one in (text for content in contents for text in _texts(content)):
        for match in find(
            one.text, _wanted(protected, one), any_contact=one.place.kind not in _NOT_HERS
        ):
            settled = kept.get((one.place.code, match.kind.name, match.words, match.excerpt))
            key = _key(uow, one.place.code, match.kind.name, match.words, match.excerpt)
            if key not in found:
                found[key] = Passage(
                    part=one.part,
                    place=one.place,
                    where=_where(one, match.start),
                    kind=match.kind,
                    excerpt=match.excerpt,
                    words=match.words,
                    key=key,
                    kept_because=(settled.reason or "") if settled is not None else "",
                    settled=settled is not None,
                    somebody_elses=protected.is_somebody_elses(match.kind, match.words),
                )
    return tuple(found.values())


def sure_values(protected: Protected, content: SubmissionContent) -> tuple[ProtectedValue, ...]:
    """What can be told apart in a finished file from what the portal itself says there.

    A single name may be a word of a heading or a month, and a date of birth the prisoner's.
    """
    born_on = content.prisoner_born_on
    his = ProtectedValue(ProtectedKind.DATE_OF_BIRTH, born_on.isoformat() if born_on else "")
    return tuple(
        one
        for one in protected.everything
        if one != his and (one.kind is not ProtectedKind.NAME or " " in one.value)
    )


def accounted_for(protected: Protected, content: SubmissionContent) -> frozenset[tuple[str, str]]:
    """What of all that is looked for stands in a part's own words, as kind and folded letters."""
    return frozenset(
        (match.kind.name, same_words(match.words))
        for text in (*(one.text for one in _texts(content)), plain_text(content.body))
        for match in find(text, protected.everything)
    )


def fixed_words(
    protected: Protected, content: SubmissionContent, headings: Iterable[str]
) -> frozenset[tuple[str, str]]:
    """What of all that is looked for stands in headings and the prisoner's facts, as above.

    A place that is called Marsh can't be told apart from a prisoner of that name.
    """
    facts = (content.called, content.prisoner_name, content.prison_number)
    labels = (label for label, _ in content.more_facts)
    return frozenset(
        (match.kind.name, same_words(match.words))
        for text in (*headings, *facts, *labels)
        for match in find(text, protected.everything)
    )


def _wanted(protected: Protected, one: _Text) -> list[ProtectedValue]:
    if one.place.kind is PlaceKind.FACTS:
        # A colleague may have anybody's name.
        return [value for value in protected.values if value.kind is not ProtectedKind.NAME]
    return [*protected.values, *(() if one.named else protected.own_names)]


def _texts(content: SubmissionContent) -> Iterator[_Text]:
    part = content.part
    facts = (
        content.review,
        content.panel_reference,
        content.victim_role,
        content.officer_name,
        content.officer_contact,
        content.reading_preference,
        *(value for _, value in content.more_facts),
    )
    yield _Text(part, Place(PlaceKind.FACTS), "\n".join(facts))
    served = part is SubmissionPart.STATEMENT
    kind = PlaceKind.STATEMENT if served else PlaceKind.MATERIAL
    yield _Text(part, Place(kind), _without_labels(plain_text(content.body)))
    yield _Text(part, Place(PlaceKind.REASONS), plain_text(content.reasons))
    yield _Text(part, Place(PlaceKind.GIST), plain_text(content.gist))
    yield _Text(part, Place(kind), _of_figures(content.figures))
    for row in content.conditions:
        yield from _of_request(part, row)


def _without_labels(text: str) -> str:
    """What is withheld of a request, without the portal's words on where it is from."""
    return _LABEL.sub("", text)


def _of_figures(figures: Iterable[Figure]) -> str:
    """What a map says: below it, instead of it, and on it."""
    return "\n".join(
        "\n".join((one.alternative, one.caption, *_ON_MAP.findall(one.drawing))) for one in figures
    )


def _of_request(part: SubmissionPart, row: ConditionRow) -> Iterator[_Text]:
    for kind, text in (
        (PlaceKind.CONDITION, _joined(row.condition, _of_figures(row.figures))),
        (PlaceKind.WISH, plain_text(row.wish)),
        (PlaceKind.NECESSITY, plain_text(row.necessity)),
    ):
        yield _Text(part, Place(kind, row.number), text, row.named)


def _where(one: _Text, start: int) -> str:
    paragraph = one.text.count("\n\n", 0, start) + 1
    several = "\n\n" in one.text
    return f"{one.place.words}, paragraph {paragraph}" if several else one.place.words


def _key(uow: UnitOfWork, *parts: str) -> str:
    """By what a passage is named in an address: keyed, for a postcode could be guessed back."""
    return uow.keyring.exact("passage", "\x1f".join(parts)).hex()


def _details(uow: UnitOfWork, people: Sequence[Person]) -> list[ProtectedValue]:
    ids = [one.id for one in people]
    found: list[ProtectedValue] = []
    for channel in store.channels_of_all(uow, ids):
        found += _of_channel(channel)
    for detail in store.details_of(uow, ids):
        found.append(ProtectedValue(_DETAILS[DetailKind(detail.kind)], detail.value or ""))
    for person in people:
        try:
            born_on = person.born_on
        except UnreadableError:
            continue
        if born_on is not None:
            found.append(ProtectedValue(ProtectedKind.DATE_OF_BIRTH, born_on.isoformat()))
    return found


def _of_channel(channel: Channel) -> Iterable[ProtectedValue]:
    try:
        value = channel.value or ""
    except UnreadableError:
        # One key that is spoilt is told of elsewhere; it mustn't keep her from being heard.
        return ()
    if channel.kind == ChannelKind.POST:
        return address_values(value)
    phone = channel.kind in (ChannelKind.MOBILE, ChannelKind.LANDLINE)
    return [ProtectedValue(ProtectedKind.TELEPHONE if phone else ProtectedKind.EMAIL, value)]


def _names(person: Person, prisoner: set[str]) -> Iterator[ProtectedValue]:
    try:
        single = [person.first_name, person.called, person.last_name]
    except UnreadableError:
        return
    whole = " ".join(filter(None, (person.first_name, person.last_name)))
    parts = [part for name in filter(None, single) for part in name_parts(name)]
    for name in dict.fromkeys([whole, *filter(None, single), *parts]):
        if same_words(name) not in prisoner and sum(map(str.isalpha, name)) > 1:
            yield ProtectedValue(ProtectedKind.NAME, name)


def _joined(*texts: str) -> str:
    return "\n".join(filter(None, texts))
