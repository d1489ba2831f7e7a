"""What the forms give, and what a page about representations shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from victim_portal.domain.licence_policy import Answers
from victim_portal.domain.licence_policy.offer import Offered
from victim_portal.domain.protected_values import ProtectedKind
from victim_portal.domain.representations import (
    LONGEST_READING_MINUTES,
    ReadingPreference,
    StatementOffer,
    WrittenBy,
)
from victim_portal.domain.richtext import Block
from victim_portal.domain.vocabulary import ContactMethod, Language, RequestState, UpdateState
from victim_portal.domain.wishes import WishKind
from victim_portal.domain.zones import Area


@dataclass(frozen=True)
class RequestInput:
    """One licence condition that the victim asks for.

    `wish` are her own words, `code` and `inputs` the catalogue's condition that the
    officer chose for them. The offender reads names and maps: both need her agreement.
    `version` is that of the catalogue on the form; empty for the one in use.
    `wish_id` is the wish of her own pages that it stands for, where there is one.
    """

    wish: str = field(repr=False)
    code: str
    inputs: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict, repr=False)
    agreed_to_name: bool = False
    agreed_to_map: bool = False
    necessity: str = field(default="", repr=False)
    version: str = ""
    wish_id: UUID | None = None


@dataclass(frozen=True)
class RepresentationInput:
    """One occasion on which the victim was heard, with what she asked for."""

    heard_on: date
    how: ContactMethod
    requests: Sequence[RequestInput]


@dataclass(frozen=True)
class StatementInput:
    """One version of a victim personal statement.

    `body` is what is served; `withheld` stands in the non-disclosure application alone,
    with `withheld_reasons`. A dictated one is signed after it was read back. `observing`: she
    wants to observe the hearing; None where she wasn't asked. `support` is what would help her
    on the day. `family_note` says why it is put forward beside those of two others.
    """

    body: str = field(repr=False)
    written_by: WrittenBy
    read_back_on: date | None
    reading_preference: ReadingPreference
    language: Language
    signed_on: date | None
    withheld: str = field(default="", repr=False)
    withheld_reasons: str = field(default="", repr=False)
    observing: bool | None = None
    support: str = field(default="", repr=False)
    family_note: str = field(default="", repr=False)


@dataclass(frozen=True)
class OutcomeInput:
    """What was decided on a request, with the reason in full as it was given.

    `plain` is the reason in plain words: what the victim reads on her own pages. `as_now` is how
    the condition stands where it was granted with changes; `ends_on` its own last day, where it
    doesn't last as long as the licence.
    """

    state: RequestState
    on: date
    reason: str = field(default="", repr=False)
    plain: str = field(default="", repr=False)
    as_now: str = field(default="", repr=False)
    ends_on: date | None = None


@dataclass(frozen=True)
class ToldInput:
    """When and how the victim was told what was decided.

    `plain` are the plain words in which she was, where there were none yet; `not_rung` says why
    she wasn't rung, where she had asked to be rung first.
    """

    on: date
    how: ContactMethod = ContactMethod.TELEPHONE
    plain: str = field(default="", repr=False)
    not_rung: str = field(default="", repr=False)


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: somebody's by name, or a role's; what they are to do, and by when."""

    who: str
    what: str
    due_on: date
    overdue: bool


@dataclass(frozen=True)
class Ending:
    """The update by which the victim is told that the conditions end."""

    update_id: UUID
    opens: date
    closes: date
    state: UpdateState


@dataclass(frozen=True)
class SeenBy:
    """Who has files of a statement: for whom they were made, and who opened them when.

    `opened` are names with moments, of those to whom the portal itself opened the files.
    `not_opened` are names of those who could have and haven't.
    """

    made_at: datetime
    for_whom: str = field(repr=False)
    opened: tuple[tuple[str, datetime], ...] = field(repr=False)
    not_opened: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class RequestView:
    """A request as its page shows it.

    `wish_source` and `necessity_source` are for a form. `blocked` says why it can't be put
    forward, or is empty; `alternative` is the condition without names and maps, and
    `alternative_wording` how that would stand. `may_move_to` holds the next states.
    `official`: it stands on the licence conditions policy; `answers` are what was filled in,
    `areas` the areas of its maps in words, `maps` the same with their maps. `gives_away` says
    which of the victim's own details stand in what the offender will read. `newer` says what is
    different in the version that is in use now, or is empty. `ends_on` is the last day of a
    granted condition as far as it is known, `ends_with_licence` that it is the licence's,
    `own_end` its own. `turn` is whose turn it is, while something is still to be done about it.
    """

    number: int
    code: str
    title: str
    catalogue_version: str
    wish: tuple[Block, ...] = field(repr=False)
    wish_source: str = field(repr=False)
    wording: str = field(repr=False)
    inputs: Mapping[str, str] = field(repr=False)
    answers: Answers = field(repr=False)
    areas: tuple[str, ...] = field(repr=False)
    maps: tuple[Area, ...] = field(repr=False)
    gives_away: tuple[ProtectedKind, ...]
    official: bool
    newer: str
    agreed_to_name: bool
    agreed_to_map: bool
    names_victim: bool
    needs_map: bool
    necessity: tuple[Block, ...] = field(repr=False)
    necessity_source: str = field(repr=False)
    state: RequestState
    state_on: date
    state_words: str
    may_move_to: frozenset[RequestState]
    blocked: str
    alternative: Offered | None
    alternative_wording: str
    put_forward_to: str
    put_forward_on: date | None
    outcome_reason: str = field(repr=False)
    outcome_plain: str = field(repr=False)
    granted_wording: str = field(repr=False)
    ends_on: date | None
    ends_with_licence: bool
    own_end: date | None
    told_on: date | None
    told_how: ContactMethod | None
    not_rung: str = field(repr=False)
    turn: Turn | None
    row_version: int


@dataclass(frozen=True)
class WishView:
    """What the victim asked for on her own pages, as she wrote it.

    `numbers` are those of the requests that stand for it; `dropped_at` is when she said there
    that she no longer wants it, which an officer confirms with her.
    """

    id: UUID
    kind: WishKind
    language: Language
    words: str = field(repr=False)
    why: str = field(repr=False)
    asked_at: datetime
    dropped_at: datetime | None
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class StatementView:
    """One version of a statement. `current` is the one that an export takes.

    `intact`: its words are still those that were sealed with `digest`. `seen_by` are those who
    have files of it. `family_note_missing`: two others of the family stand, and nobody has said
    yet why this one is put forward as well.
    """

    version: int
    body: tuple[Block, ...] = field(repr=False)
    body_source: str = field(repr=False)
    withheld: tuple[Block, ...] = field(repr=False)
    withheld_source: str = field(repr=False)
    withheld_reasons: tuple[Block, ...] = field(repr=False)
    withheld_reasons_source: str = field(repr=False)
    words: int
    minutes: int
    written_by: WrittenBy
    read_back_on: date | None
    reading_preference: ReadingPreference
    language: Language
    observing: bool | None
    support: str = field(repr=False)
    family_note: str = field(repr=False)
    family_note_missing: bool
    signed_on: date | None
    digest: str
    intact: bool
    seen_by: tuple[SeenBy, ...]
    withdrawn_at: datetime | None
    recorded_by: str
    recorded_at: datetime
    current: bool

    @property
    def too_long(self) -> bool:
        """Whether it takes longer to read aloud than a statement should."""
        return self.minutes > LONGEST_READING_MINUTES


@dataclass(frozen=True)
class OccasionView:
    """One occasion on which the victim was heard, and the numbers of its requests."""

    id: UUID
    heard_on: date
    how: ContactMethod
    recorded_by: str
    recorded_at: datetime
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class RepresentationsView:
    """Everything that the page on a case's representations needs.

    `official`: an official policy is in use, whose conditions are chosen on pages of their own.
    `draft_begun_at` is when the victim began a statement on her own pages that she hasn't
    signed; nobody but her reads its words. `of_a_family`: she speaks as one of a bereaved
    family. `ring_first`: she asked to be rung before hard news
    reaches her otherwise. `ending` is how she is told that the granted conditions end.
    """

    reference: str
    offer: StatementOffer
    may_take_statement: bool
    occasions: tuple[OccasionView, ...]
    requests: tuple[RequestView, ...]
    statement: StatementView | None
    older: tuple[StatementView, ...]
    official: bool
    wishes: tuple[WishView, ...]
    draft_begun_at: datetime | None
    of_a_family: bool
    ring_first: bool
    ending: Ending | None
