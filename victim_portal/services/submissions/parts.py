"""What stands in each part of a submission, from the rows of its case.

The victim's contact details are never among it: she is named by her role alone.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from victim_portal.domain.canonical import canonical_json
from victim_portal.domain.licence_policy.offer import Offer
from victim_portal.domain.representations import OPEN_REQUESTS, ReadingPreference
from victim_portal.domain.vocabulary import Language, Relationship, SubmissionPart
from victim_portal.ports import ConditionRow, SubmissionContent
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.representations.rows import (
    agreement_missing,
    areas_in_words,
    blocks_of,
    current_statement,
    offers_of,
)
from victim_portal.services.submissions.labels import READING, ROLES, review_in_words
from victim_portal.store import cases as case_store
from victim_portal.store import offenders as offender_store
from victim_portal.store import representations as store
from victim_portal.store.models import (
    Case,
    ConditionRequest,
    Offender,
    Person,
    Review,
    Statement,
    Unit,
    User,
)
from victim_portal.store.unit_of_work import UnitOfWork

# Stands in until a version is numbered and dated.
UNDATED = date(1, 1, 1)
NOTHING = (
    "There is nothing to export yet: record a statement, or a condition that the victim asks for."
)
UNSIGNED = (
    "The statement isn't signed: record the day on which the victim agreed that these are her "
    "words, as a new version."
)


@dataclass(frozen=True)
class Sources:
    """The rows that a submission is made from; they never leave the services."""

    case: Case
    person: Person
    offender: Offender
    unit: Unit
    officer: User | None
    review: Review | None
    statement: Statement | None
    requests: tuple[ConditionRequest, ...]
    offers: Mapping[str, Offer]

    @property
    def language(self) -> Language:
        """The language to draw in, unless another is asked for: the statement's own."""
        return Language(self.statement.language if self.statement else self.person.language)


def gather(uow: UnitOfWork, case: Case) -> Sources:
    """Read what a case has to say now: its standing statement, its undecided requests."""
    person, offender, _, unit, officer = case_store.surroundings(uow, case)
    requests = tuple(row for row in store.requests(uow, case.id) if row.state in OPEN_REQUESTS)
    return Sources(
        case=case,
        person=person,
        offender=offender,
        unit=unit,
        officer=officer or uow.get(User, unit.manager_id),
        review=offender_store.open_review(uow, case.offender_id),
        statement=current_statement(store.statements(uow, case.id)),
        requests=requests,
        offers=offers_of(uow, requests),
    )


def problems_of(sources: Sources) -> dict[str, str]:
    """Why nothing may be exported yet, a sentence by field; empty when it may."""
    problems: dict[str, str] = {}
    if sources.case.closed_at is not None:
        problems["case"] = "The case is closed: nothing more can be exported."
    if sources.statement is None and not sources.requests:
        problems["submission"] = NOTHING
    if sources.statement is not None and sources.statement.signed_on is None:
        problems["statement"] = UNSIGNED
    disagreed = [
        f"Request {row.number}: {why}"
        for row in sources.requests
        if (why := agreement_missing(row, sources.offers[row.catalogue_version], sources.person))
    ]
    if disagreed:
        problems["conditions"] = " ".join(disagreed)
    return problems


def contents(ctx: Context, sources: Sources, language: Language) -> tuple[SubmissionContent, ...]:
    """The parts in one language, not yet numbered and dated."""
    translator = ctx.translators[language]
    statement, officer = sources.statement, sources.officer
    offender = sources.offender
    telephone = shown_phone(officer.telephone) if officer else ""
    shared = SubmissionContent(
        part=SubmissionPart.STATEMENT,
        case_reference=sources.case.reference,
        version=1,
        made_on=UNDATED,
        language=language,
        large_print=False,
        prisoner_name=" ".join(filter(None, (offender.first_name, offender.last_name))),
        prison_number=offender.prison_number or "",
        prisoner_born_on=offender.born_on,
        review=review_in_words(sources.review, language, translator),
        panel_reference=(sources.review.panel_reference or "") if sources.review else "",
        victim_role=translator.gettext(ROLES[Relationship(sources.case.relationship)]),
        officer_name=officer.first_name if officer else "",
        officer_contact="\n".join(filter(None, (sources.unit.name, telephone))),
        reading_preference="",
        may_be_shown_to_prisoner=True,
    )
    found = []
    if statement is not None:
        heard = READING[ReadingPreference(statement.reading_preference)]
        body = blocks_of(statement.body)
        found.append(replace(shared, body=body, reading_preference=translator.gettext(heard)))
    if sources.requests:
        rows = tuple(_row(request) for request in sources.requests)
        found.append(replace(shared, part=SubmissionPart.CONDITIONS, conditions=rows))
    if statement is not None and statement.withheld is not None:
        found.append(
            replace(
                shared,
                part=SubmissionPart.NON_DISCLOSURE,
                may_be_shown_to_prisoner=False,
                body=blocks_of(statement.withheld),
                reasons=blocks_of(statement.withheld_reasons),
            )
        )
    return tuple(found)


def source_digest(content: SubmissionContent) -> str:
    """What stays the same as long as a part says the same, whatever its language and size.

    SHA-256 over the canonical JSON of the English, unnumbered content.
    """
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _row(request: ConditionRequest) -> ConditionRow:
    return ConditionRow(
        number=request.number,
        condition="\n".join((request.wording or "", *areas_in_words(request))),
        wish=blocks_of(request.wish),
        necessity=blocks_of(request.necessity),
        named=request.agreed_to_name,
        mapped=request.agreed_to_map,
    )
