"""What a page about the map of an area shows."""

from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.protected_values import ProtectedKind
from victim_portal.domain.vocabulary import RequestState
from victim_portal.domain.zones import MapKind, Shape


@dataclass(frozen=True)
class Corner:
    """One corner of an outline as it is typed, and how far it is to the next one."""

    number: int
    place: str
    to_next: str


@dataclass(frozen=True)
class ZoneView:
    """The map of one area of a request.

    `words` is the boundary, the legal text. `kind` is None where there is no map yet. `hints`
    are what its shape could tell, `gives_away` the kinds of the victim's own details in its
    words, `file_gives_away` the same in the words that an uploaded file held. `shows_home` and
    `agreed` are the officer's answers, None and no while nobody gave them; `words_changed`: they
    were given beside other words. `may_change`: the request isn't with anybody yet; `may_judge`:
    it isn't decided yet, so that its map can be looked at again or taken away.
    `may_draw`: there is a base map. `row_version` is the request's.
    """

    reference: str
    number: int
    area: int
    of: int
    title: str
    wording: str = field(repr=False)
    words: str = field(repr=False)
    kind: MapKind | None
    shape: Shape | None = field(repr=False)
    alternative: str = field(repr=False)
    size: str
    shape_words: str
    corners: tuple[Corner, ...] = field(repr=False)
    hints: tuple[str, ...]
    gives_away: tuple[ProtectedKind, ...]
    file_words: str = field(repr=False)
    file_gives_away: tuple[ProtectedKind, ...]
    shows_home: bool | None
    agreed: bool
    agreed_to_map: bool
    words_changed: bool
    state: RequestState
    state_on: date
    may_change: bool
    may_judge: bool
    may_draw: bool
    row_version: int
