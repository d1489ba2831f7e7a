"""What a submission is made from: the rows of its case, and why nothing may be made yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from victim_portal.domain.licence_policy.offer import Offer
from victim_portal.domain.representations import OPEN_REQUESTS
from victim_portal.domain.richtext import Block
from victim_portal.domain.submissions import (
    CHANGES_WORDS,
    Recipient,
    Settled,
    Situation,
    parts_for,
    recipients_for,
)
from victim_portal.domain.vocabulary import Language, Route, SentenceType, SubmissionPart
from victim_portal.domain.zones import ZoneFigure
from victim_portal.ports import Figure
from victim_portal.services import zones
from victim_portal.services.representations.family import SAY_WHY, family_note_missing
from victim_portal.services.representations.rows import (
    agreement_missing,
    blocks_of,
    current_statement,
    offers_of,
    words_digest,
)
from victim_portal.services.submissions.values import LeftOut
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store import submissions as submission_store
from victim_portal.store.models import (
    Case,
    ConditionRequest,
    NonDisclosure,
    Offender,
    PassageSettlement,
    Person,
    Review,
    Sentence,
    Statement,
    Unit,
    User,
)
from victim_portal.store.unit_of_work import UnitOfWork

NOTHING = (
    "There is nothing to export yet: record a statement, or a condition that the victim asks for."
)
UNSIGNED = (
    "The statement isn't signed: record the day on which the victim agreed that these are her "
    "words, as a new version."
)

NOTHING_LEFT = "Nothing is left to export: every request waits for what the victim has to agree to."

BROKEN_SEAL = (
    "The words of the statement aren't those that were sealed when it was signed. Send nothing of "
    "it: tell an administrator, and record with the victim what she said as a new version."
)


@dataclass(frozen=True)
class Sources:
    """The rows that a submission is made from; they never leave the services.

    `requests` are those that aren't decided yet, `all_requests` everything she ever asked for.
    `figures` are the maps of areas, by request. `intact`: the statement's words are still those
    that were sealed as it was signed.
    """

    case: Case
    person: Person
    offender: Offender
    sentence: Sentence
    unit: Unit
    officer: User | None
    review: Review | None
    statement: Statement | None
    statements: tuple[Statement, ...]
    requests: tuple[ConditionRequest, ...]
    all_requests: tuple[ConditionRequest, ...]
    offers: Mapping[str, Offer]
    settlements: tuple[PassageSettlement, ...]
    non_disclosures: tuple[NonDisclosure, ...]
    figures: Mapping[UUID, tuple[Figure, ...]]
    family_note_missing: bool
    intact: bool

    @property
    def language(self) -> Language:
        """The language to draw in, unless another is asked for: the statement's own."""
        return Language(self.statement.language if self.statement else self.person.language)

    @property
    def situation(self) -> Situation:
        """What decides who decides."""
        return Situation(
            Route(self.case.route),
            SentenceType(self.sentence.sentence_type),
            self.review is not None,
        )

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Everybody to whom a submission of the case may be made out."""
        return recipients_for(self.situation)

    def parts_of(self, recipient: Recipient) -> frozenset[SubmissionPart]:
        """Which files a recipient may get in this case."""
        return parts_for(recipient, review_open=self.review is not None)

    @property
    def statement_stopped(self) -> str:
        """Why nothing of the statement may be served although it is signed; empty when it may."""
        if not self.intact:
            return BROKEN_SEAL
        return SAY_WHY if self.family_note_missing else ""

    @property
    def sendable(self) -> Statement | None:
        """The statement of which files may be made."""
        return None if self.statement_stopped else self.statement

    @property
    def agreed(self) -> tuple[ConditionRequest, ...]:
        """The undecided requests to which the victim agreed as they are: those in the files."""
        return tuple(row for row in self.requests if not self._disagreed(row))

    def left_out(self, recipient: Recipient) -> tuple[LeftOut, ...]:
        """What a recipient would get and doesn't yet, with the reason of each."""
        found = [
            LeftOut(SubmissionPart.CONDITIONS, f"request {row.number}", why)
            for row in self.requests
            if (why := self._disagreed(row))
        ]
        said = self.statement is not None and self.statement_stopped
        if said and SubmissionPart.STATEMENT in self.parts_of(recipient):
            found.insert(0, LeftOut(SubmissionPart.STATEMENT, "the whole statement", said))
        return tuple(found)

    def _disagreed(self, row: ConditionRequest) -> str:
        return agreement_missing(row, self.offers[row.catalogue_version], self.person)

    @property
    def non_disclosure(self) -> NonDisclosure | None:
        """What stands for the application of the material that is withheld now.

        Of an earlier version too, as long as its withheld material is the same: what she agreed
        to, and what the Board decided, was about that.
        """
        wanted = self.statement.id if self.statement is not None else None
        material = blocks_of(self.statement.withheld) if self.statement is not None else ()
        of_material = [one for one in self.non_disclosures if self._covered_by(one) == material]
        exact = [one for one in of_material if one.statement_id == wanted]
        return next(iter([*exact, *of_material]), None)

    @property
    def gist_not_agreed_again(self) -> bool:
        """Whether a gist was agreed for what was withheld before, and none for what is now."""
        if self.statement is None or self.statement.withheld is None:
            return False
        beside = self.non_disclosure
        if beside is not None and beside.agreed_on is not None:
            return False
        agreed = [
            one
            for one in self.non_disclosures
            if one.agreed_on is not None and self._covered_by(one)
        ]
        return bool(agreed) and max(agreed, key=self._version_of).gist is not None

    def _covered_by(self, row: NonDisclosure) -> tuple[Block, ...] | None:
        """The material of a statement that an application covers; None once it was withdrawn."""
        if row.statement_id is None:
            return ()
        of = next((one for one in self.statements if one.id == row.statement_id), None)
        return blocks_of(of.withheld) if of is not None and of.withdrawn_at is None else None

    def _version_of(self, row: NonDisclosure) -> int:
        return next((one.version for one in self.statements if one.id == row.statement_id), 0)

    def changes_to(self, place: str) -> Sequence[PassageSettlement]:
        """What was agreed to change in a text of a request, in its order."""
        return [
            one
            for one in self.settlements
            if one.place == place and one.ended_at is None and Settled(one.how) in CHANGES_WORDS
        ]


def gather(uow: UnitOfWork, case: Case) -> Sources:
    """Read what a case has to say now: its standing statement, its undecided requests."""
    person, offender, sentence, unit, officer = case_store.surroundings(uow, case)
    everything = tuple(store.requests(uow, case.id))
    statements = tuple(store.statements(uow, case.id))
    statement = current_statement(statements)
    undecided = tuple(row for row in everything if row.state in OPEN_REQUESTS)
    return Sources(
        case=case,
        person=person,
        offender=offender,
        sentence=sentence,
        unit=unit,
        officer=officer or uow.get(User, unit.manager_id),
        review=offender_store.open_review(uow, case.offender_id),
        statement=statement,
        statements=statements,
        requests=undecided,
        all_requests=everything,
        offers=offers_of(uow, everything),
        settlements=tuple(submission_store.settlements(uow, case.id)),
        non_disclosures=tuple(submission_store.non_disclosures(uow, case.id)),
        figures={
            key: tuple(map(_figure, found))
            for key, found in zones.figures_of(uow, undecided).items()
        },
        family_note_missing=family_note_missing(uow, case, statement),
        intact=statement is None or _is_intact(statement),
    )


def _figure(zone: ZoneFigure) -> Figure:
    drawing = "" if zone.picture else zone.drawing
    return Figure(zone.alternative, zone.caption, drawing, zone.picture)


def _is_intact(statement: Statement) -> bool:
    sealed = words_digest(blocks_of(statement.body), blocks_of(statement.withheld))
    return sealed == statement.words_digest


def problems_of(sources: Sources, recipient: Recipient | None = None) -> dict[str, str]:
    """Why nothing may be exported yet, a sentence by field; empty when it may.

    What waits for itself alone (`Sources.left_out`) stops nothing else: it is a reason only
    where nothing else is left.
    """
    problems: dict[str, str] = {}
    wanted = sources.parts_of(recipient or sources.recipients[0])
    said = SubmissionPart.STATEMENT in wanted and sources.statement is not None
    if sources.case.closed_at is not None:
        problems["case"] = "The case is closed: nothing more can be exported."
    if not said and not sources.requests:
        problems["submission"] = NOTHING
    if said and sources.statement is not None and sources.statement.signed_on is None:
        problems["statement"] = UNSIGNED
    elif said and sources.statement_stopped and not sources.agreed:
        problems["statement"] = sources.statement_stopped
    if sources.requests and not sources.agreed and not (said and sources.sendable):
        missing = [f"{one.where.capitalize()}: {one.why}" for one in _of_requests(sources)]
        problems["conditions"] = " ".join([*missing, NOTHING_LEFT])
    return problems


def _of_requests(sources: Sources) -> list[LeftOut]:
    found = sources.left_out(sources.recipients[0])
    return [one for one in found if one.part is SubmissionPart.CONDITIONS]
