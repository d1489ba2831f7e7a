"""Settling a passage with the victim: other words, none, an application, or kept with a reason.

Nothing that she wrote is changed in silence. Of a statement each change is a version of its own,
with the day on which she agreed to it; a request's own words stay, and what was agreed is laid
over them as they are served.
"""

from dataclasses import dataclass, field
from datetime import date

from victim_portal.domain.access import Actor, Permission, is_allowed
from victim_portal.domain.richtext import Block, places_of, plain_text, with_words_replaced
from victim_portal.domain.submissions import (
    CHANGES_WORDS,
    OFFERED_IN,
    PlaceKind,
    Recipient,
    Settled,
    settling_problems,
)
from victim_portal.domain.vocabulary import Language
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.errors import ConflictError, InvalidError
from victim_portal.services.reach import reach_of
from victim_portal.services.representations.rows import (
    blocks_of,
    open_case,
    tell_recipients,
    writing,
)
from victim_portal.services.submissions.overlaying import overlaid
from victim_portal.services.submissions.parts import contents
from victim_portal.services.submissions.protecting import passages_in, protected_of_case
from victim_portal.services.submissions.rewriting import rewrite_statement
from victim_portal.services.submissions.sources import Sources, gather
from victim_portal.services.submissions.values import Passage
from victim_portal.services.submissions.withholding import holds_words
from victim_portal.store.models import Case, PassageSettlement
from victim_portal.store.unit_of_work import UnitOfWork

LONGEST = 2000
CHANGED = (
    "This passage isn't there any more: somebody settled it, or the words have changed. Look at "
    "the list again."
)
NOT_THEIRS = (
    "This leads to somebody else, and the victim can't agree for them. Only a manager of the unit "
    "can keep it: ask yours, or say it in other words or leave it out with the victim."
)
NOT_THERE = (
    "These words don't stand together in one paragraph, as words of their own. Enter them exactly "
    "as they stand there, every word whole, or record a new version of the whole text."
)

SAYS_IT = "The prisoner would read what is withheld. Enter a gist that doesn't say it, or nothing."


@dataclass(frozen=True)
class SettlingInput:
    """How a passage was settled, on which day with her.

    `taken` are the words that go, exactly as they stand; `instead` what stands there then,
    for an application the gist, if any.
    """

    how: Settled
    agreed_on: date | None
    reason: str = field(default="", repr=False)
    taken: str = field(default="", repr=False)
    instead: str = field(default="", repr=False)


@dataclass(frozen=True)
class SettlingView:
    """One passage on its page: the paragraph around it, and what the reader can do about it.

    `places`: how often its words stand in the text; a change is made in all of them.
    `for_manager`: it leads to somebody else, so that only a manager can keep it.
    """

    reference: str
    recipient: Recipient
    passage: Passage
    paragraph: str = field(repr=False)
    offered: frozenset[Settled] = frozenset()
    places: int = 1
    for_manager: bool = False


def passage_asked(ctx: Context, actor: Actor, reference: str, key: str) -> SettlingView:
    """A passage for the form by which it is settled; recorded.

    Raises NotFoundError out of reach, ConflictError where no such passage stands there any more.
    """
    with ctx.store.writing() as uow:
        case = open_case(uow, actor, reference)
        sources = gather(uow, case)
        recipient, passage, texts = _passage(ctx, uow, sources, key)
        offered = OFFERED_IN[passage.place.kind]
        for_manager = not _may_keep(uow, actor, case, passage)
        view = SettlingView(
            reference=case.reference,
            recipient=recipient,
            passage=passage,
            paragraph=_paragraph(texts, passage),
            offered=offered - {Settled.KEEP} if for_manager else offered,
            places=places_of(texts, passage.words),
            for_manager=for_manager,
        )
        audit.record(uow, actor, What.SUBMISSIONS_VIEWED, case.id)
        uow.commit()
    return view


def settle_passage(
    ctx: Context, actor: Actor, reference: str, key: str, given: SettlingInput
) -> int | None:
    """Keep how a passage was settled with her; the number of the statement's new version.

    None where no version was made: it is kept, or it stands in a request. What leads to
    somebody else is kept by a manager of the unit alone. Raises InvalidError
    (`how`, `reason`, `taken`, `instead`, `agreed_on`, `statement`), ConflictError where the
    passage isn't there any more, NotFoundError out of reach.
    """
    with writing(ctx) as uow:
        case = open_case(uow, actor, reference)
        sources = gather(uow, case)
        _, passage, texts = _passage(ctx, uow, sources, key)
        instead = "" if given.how is Settled.LEAVE_OUT else given.instead
        problems = settling_problems(
            passage.place, given.how, given.reason, instead, given.agreed_on, ctx.today()
        )
        if given.how is Settled.KEEP and not _may_keep(uow, actor, case, passage):
            problems["how"] = NOT_THEIRS
        for name in ("reason", "taken", "instead"):
            if len(getattr(given, name)) > LONGEST * (1 if name == "reason" else 10):
                problems[name] = "This is too long."
        changes = given.how in CHANGES_WORDS
        if changes and not problems and with_words_replaced(texts, given.taken, instead) is None:
            problems["taken"] = NOT_THERE
        if given.how is Settled.NON_DISCLOSURE and holds_words(instead, given.taken):
            problems.setdefault("instead", SAYS_IT)
        if problems or given.agreed_on is None:
            raise InvalidError(problems)
        if given.how is Settled.KEEP and passage.settled:
            return None  # The same form sent twice.
        version = None
        if changes and passage.place.number == 0:
            applied = given.how is Settled.NON_DISCLOSURE
            version = rewrite_statement(
                ctx,
                uow,
                actor,
                sources,
                passage.place.kind,
                given.agreed_on,
                taken=given.taken,
                instead=instead,
                withheld_because=given.reason if applied else None,
            )
        uow.add(
            PassageSettlement(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                place=passage.place.code,
                kind=passage.kind.name,
                words=passage.words,
                excerpt=passage.excerpt,
                how=given.how.value,
                reason=given.reason.strip() or None,
                taken=given.taken.strip() if changes else None,
                instead=instead.strip() if changes and instead.strip() else None,
                statement_version=version,
                agreed_on=given.agreed_on,
                settled_by=actor.name,
                settled_at=ctx.now(),
            )
        )
        audit.record(
            uow,
            actor,
            What.PASSAGE_SETTLED,
            case.id,
            place=passage.place.code,
            kind=passage.kind.name,
            how=given.how.value,
        )
        if changes and passage.place.number:
            tell_recipients(
                ctx,
                uow,
                actor,
                case,
                f"Other words were settled for {passage.place.words} after an export: send the "
                "new version",
                f"passage:{passage.place.code}",
            )
        uow.commit()
        return version


def _may_keep(uow: UnitOfWork, actor: Actor, case: Case, passage: Passage) -> bool:
    if not passage.somebody_elses:
        return True
    return is_allowed(Permission.DECIDE_AS_MANAGER, actor, reach_of(uow, case))


def _passage(
    ctx: Context, uow: UnitOfWork, sources: Sources, key: str
) -> tuple[Recipient, Passage, tuple[Block, ...]]:
    protected = protected_of_case(uow, sources)
    for recipient in sources.recipients:
        drawn = contents(ctx, sources, Language.ENGLISH, recipient)
        for passage in passages_in(uow, protected, drawn, sources.settlements):
            if passage.key == key:
                return recipient, passage, _text_of(sources, passage)
    raise ConflictError(CHANGED)


def _text_of(sources: Sources, passage: Passage) -> tuple[Block, ...]:
    """The whole text in which a passage stands, as it is served now."""
    place, statement = passage.place, sources.statement
    if place.number:
        request = next(one for one in sources.requests if one.number == place.number)
        if place.kind is PlaceKind.CONDITION:
            return ()
        stored = request.wish if place.kind is PlaceKind.WISH else request.necessity
        return overlaid(blocks_of(stored), sources.changes_to(place.code)).blocks
    if statement is None:
        return ()
    stored = {
        PlaceKind.STATEMENT: statement.body,
        PlaceKind.MATERIAL: statement.withheld,
        PlaceKind.REASONS: statement.withheld_reasons,
    }.get(place.kind)
    return blocks_of(stored)


def _paragraph(texts: tuple[Block, ...], passage: Passage) -> str:
    """The paragraph or item that holds a passage; what stands around it where none does."""
    for block in texts:
        for line in block.lines:
            text = "".join(run.text for run in line)
            if passage.words and passage.words in text:
                return text
    return plain_text(texts) if texts and len(texts) == 1 else passage.excerpt
