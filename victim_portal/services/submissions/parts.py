"""What stands in each part of a submission, from the rows of its case.

The victim's contact details are never among it: she is named by her role alone. What stands
under a non-disclosure application is in no part but its own.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from victim_portal.domain.canonical import canonical_json
from victim_portal.domain.richtext import Block, BlockKind, Run, from_json
from victim_portal.domain.submissions import Audience, Recipient, audience_of
from victim_portal.domain.vocabulary import Language, Relationship, SubmissionPart
from victim_portal.domain.zones import areas_from, maps_problem
from victim_portal.ports import ConditionRow, Figure, SubmissionContent
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.representations.rows import areas_in_words, blocks_of
from victim_portal.services.submissions.labels import (
    IMPACT,
    OF_NECESSITY,
    OF_WISH,
    ROLES,
    reading_in_words,
    review_in_words,
)
from victim_portal.services.submissions.overlaying import Overlaid, overlaid
from victim_portal.services.submissions.sources import Sources
from victim_portal.store.models import ConditionRequest

# Stands in until a version is numbered and dated.
UNDATED = date(1, 1, 1)


def contents(
    ctx: Context, sources: Sources, language: Language, recipient: Recipient | None = None
) -> tuple[SubmissionContent, ...]:
    """The parts that a recipient gets, in one language, not yet numbered and dated."""
    recipient = recipient or sources.recipients[0]
    shared = _shared(ctx, sources, language, audience_of(recipient))
    wanted = sources.parts_of(recipient)
    found = []
    if sources.sendable is not None and SubmissionPart.STATEMENT in wanted:
        found.append(statement_content(ctx, sources, shared))
    if sources.agreed and SubmissionPart.CONDITIONS in wanted:
        found.append(conditions_content(sources, shared, sources.agreed))
    if SubmissionPart.NON_DISCLOSURE in wanted:
        withheld = _withheld_content(ctx, sources, shared)
        if withheld is not None:
            found.append(withheld)
    return tuple(found)


def shared_content(ctx: Context, sources: Sources, audience: Audience) -> SubmissionContent:
    """What every part of a case says, in English, for an audience: for comparing."""
    return _shared(ctx, sources, Language.ENGLISH, audience)


def statement_content(
    ctx: Context, sources: Sources, shared: SubmissionContent
) -> SubmissionContent:
    """The served statement: what stands, and the gist of what is withheld where there is one."""
    statement = sources.statement
    if statement is None:
        raise LookupError("a statement that doesn't stand")
    beside = sources.non_disclosure
    gist = from_json(beside.gist) if beside is not None and beside.gist else ()
    return replace(
        shared,
        body=blocks_of(statement.body),
        words_language=Language(statement.language),
        gist=gist if statement.withheld is not None else (),
        reading_preference=reading_in_words(
            statement.reading_preference,
            ctx.translators[shared.language],
            in_hospital=shared.in_hospital,
        ),
    )


def conditions_content(
    sources: Sources, shared: SubmissionContent, requests: Iterable[ConditionRequest]
) -> SubmissionContent:
    """The representations on some conditions, as they are served."""
    rows = tuple(_row(sources, request) for request in requests)
    return replace(shared, part=SubmissionPart.CONDITIONS, conditions=rows, called="")


def source_digest(content: SubmissionContent) -> str:
    """What stays the same as long as a part says the same, whatever its language and size.

    SHA-256 over the canonical JSON of the English, unnumbered content.
    """
    return hashlib.sha256(canonical_json(content)).hexdigest()


def words_digest(content: SubmissionContent) -> str:
    """What stays the same as long as she says the same: without facts that move, as a hearing."""
    said = [content.body, content.reasons, content.gist, content.conditions, content.figures]
    return hashlib.sha256(canonical_json(said)).hexdigest()


def _shared(
    ctx: Context, sources: Sources, language: Language, audience: Audience
) -> SubmissionContent:
    translator = ctx.translators[language]
    officer, offender = sources.officer, sources.offender
    telephone = shown_phone(officer.telephone) if officer else ""
    in_hospital = audience is not Audience.PAROLE
    return SubmissionContent(
        part=SubmissionPart.STATEMENT,
        case_reference=sources.case.reference,
        version=1,
        made_on=UNDATED,
        language=language,
        large_print=False,
        prisoner_name=" ".join(filter(None, (offender.first_name, offender.last_name))),
        prison_number=offender.prison_number or "",
        prisoner_born_on=offender.born_on,
        review=review_in_words(
            None if in_hospital else sources.review,
            language,
            translator,
            sources.situation.sentence_type,
            in_hospital=in_hospital,
        ),
        panel_reference=(
            (sources.review.panel_reference or "") if sources.review and not in_hospital else ""
        ),
        victim_role=translator.gettext(ROLES[Relationship(sources.case.relationship)]),
        officer_name=officer.first_name if officer else "",
        officer_contact="\n".join(filter(None, (sources.unit.name, telephone))),
        reading_preference="",
        # The casework section of the ministry doesn't pass a statement on to the patient.
        may_be_shown_to_prisoner=audience is not Audience.MENTAL_HEALTH_CASEWORK,
        in_hospital=in_hospital,
        called=translator.gettext(IMPACT) if in_hospital else "",
    )


def _withheld_content(
    ctx: Context, sources: Sources, shared: SubmissionContent
) -> SubmissionContent | None:
    say = ctx.translators[shared.language].gettext
    statement = sources.sendable
    body: list[Block] = []
    reasons: list[Block] = []
    if statement is not None and statement.withheld is not None:
        body += blocks_of(statement.withheld)
        reasons += blocks_of(statement.withheld_reasons)
    for request in sources.agreed:
        for text, label in (
            (_wish(request), OF_WISH),
            (_necessity(request), OF_NECESSITY),
        ):
            for one in _overlay(sources, request, text).withheld:
                body.append(_line(f"{say(label).format(number=request.number)} {one.taken}"))
                reason = _line((one.reason or "").strip())
                if reason not in reasons:
                    reasons.append(reason)
    if not body:
        return None
    return replace(
        shared,
        part=SubmissionPart.NON_DISCLOSURE,
        called="",
        words_language=Language(statement.language) if statement is not None else None,
        may_be_shown_to_prisoner=False,
        body=tuple(body),
        reasons=tuple(reasons),
    )


def withheld_requests(sources: Sources) -> list[int]:
    """The numbers of the requests of which something is withheld."""
    return [
        request.number
        for request in sources.agreed
        if _overlay(sources, request, _wish(request)).withheld
        or _overlay(sources, request, _necessity(request)).withheld
    ]


def _row(sources: Sources, request: ConditionRequest) -> ConditionRow:
    return ConditionRow(
        number=request.number,
        condition="\n".join((request.wording or "", *areas_in_words(request))),
        wish=_overlay(sources, request, _wish(request)).blocks,
        necessity=_overlay(sources, request, _necessity(request)).blocks,
        named=request.agreed_to_name,
        mapped=request.agreed_to_map,
        figures=_maps(sources, request),
    )


def _maps(sources: Sources, request: ConditionRequest) -> Sequence[Figure]:
    """A second lock: a request with a map that isn't agreed to is left out before it comes here."""
    if not request.agreed_to_map or maps_problem(areas_from(request.zone)):
        return ()
    return sources.figures.get(request.id, ())


def _overlay(sources: Sources, request: ConditionRequest, place: str) -> Overlaid:
    stored = request.wish if place.startswith("wish:") else request.necessity
    return overlaid(blocks_of(stored), sources.changes_to(place))


def _wish(request: ConditionRequest) -> str:
    return f"wish:{request.number}"


def _necessity(request: ConditionRequest) -> str:
    return f"necessity:{request.number}"


def _line(text: str) -> Block:
    return Block(BlockKind.PARAGRAPH, ((Run(text),),))
