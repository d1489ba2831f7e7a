"""Wishes for release in a victim's own words, and where each of them stands."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from victim_portal.domain.access import THE_PERSON
from victim_portal.domain.calendar import add_working_days, london_date
from victim_portal.domain.licence_policy.offer import Offer
from victim_portal.domain.representations import GRANTED, condition_ends
from victim_portal.domain.richtext import plain_text
from victim_portal.domain.stages import YearMonth
from victim_portal.domain.vocabulary import Language, RequestState
from victim_portal.domain.wishes import (
    LONGEST_WISH,
    MOST_WAITING,
    WORKING_DAYS,
    WishKind,
    WishStage,
    stage_of,
)
from victim_portal.services import audit, tasks
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.door.values import Visitor
from victim_portal.services.errors import InvalidError, NotFoundError
from victim_portal.services.messages import asks
from victim_portal.services.representations.hearing import OWN_WISH
from victim_portal.services.representations.life import licence_end
from victim_portal.services.representations.rows import (
    areas_in_words,
    blocks_of,
    named_in_words,
    offers_of,
)
from victim_portal.services.sanitise import storable
from victim_portal.store import representations as store
from victim_portal.store import voice as voice_store
from victim_portal.store.models import Case, ConditionRequest, Person, Wish
from victim_portal.store.unit_of_work import UnitOfWork

DROPPED = "wish_dropped"
EMPTY, TOO_LONG, TOO_MANY = "empty", "too_long", "too_many"
"""What is wrong with a wish, in codes: the page says it in the words of its own language."""


@dataclass(frozen=True)
class OwnAnswer:
    """A condition that stands for a wish, or that she asked for in another way.

    `wording` is how it would stand, or stands where it was changed, in English; `reason` the
    plain words of a decision that she was told. `names` and `map` say what the other person
    would see of it. `until` is the month in which it ends, as far as that is known; it is `agreed`
    where she was told that she got it.
    """

    stage: WishStage
    since: date
    wording: str = field(repr=False)
    reason: str = field(repr=False)
    names: bool
    map: bool
    agreed: bool
    until: YearMonth | None


@dataclass(frozen=True)
class OwnWish:
    """One wish, or (without an `id`) something that she asked for by word of mouth."""

    id: UUID | None
    kind: WishKind | None
    asked_on: date
    language: Language | None
    words: str = field(repr=False)
    why: str = field(repr=False)
    dropped: bool
    answers: tuple[OwnAnswer, ...]


def own_wishes(ctx: Context, visitor: Visitor) -> tuple[OwnWish, ...]:
    """What she asked for, in whatever way, newest first; the look is recorded."""
    with ctx.store.writing() as uow:
        wishes = _wishes(uow, visitor)
        requests = [
            row
            for row in store.requests(uow, visitor.case_id)
            if row.person_id == visitor.person_id
        ]
        known = {wish.id for wish in wishes}
        heard = {row.id: row.heard_on for row in store.occasions(uow, visitor.case_id)}
        offers, person = offers_of(uow, requests), uow.get(Person, visitor.person_id)
        assert person is not None  # noqa: S101 - whose visit it is
        case = _case(uow, visitor)
        ends = licence_end(uow, case) if any(row.state in GRANTED for row in requests) else None
        said = {
            row.id: _answer(row, offers[row.catalogue_version], person, ends) for row in requests
        }
        found = [
            _own(wish, tuple(said[row.id] for row in requests if row.wish_id == wish.id))
            for wish in wishes
        ]
        found += [
            _by_mouth(row, heard[row.representation_id], said[row.id])
            for row in reversed(requests)
            if row.wish_id not in known
        ]
        audit.record(uow, THE_PERSON, What.OWN_WISHES_READ, visitor.case_id, rows=len(found))
        uow.commit()
        return tuple(sorted(found, key=lambda one: one.asked_on, reverse=True))


def ask_for(
    ctx: Context, visitor: Visitor, kind: WishKind, words: str, why: str, language: Language
) -> None:
    """Keep a wish in her own words; an officer chooses the condition for it.

    The same words sent twice are one wish. Raises InvalidError for `words` or `why` with a
    code (`EMPTY`, `TOO_LONG`, `TOO_MANY`).
    """
    words, why = storable(words).strip(), storable(why).strip()
    problems = {
        name: TOO_LONG for name, text in (("words", words), ("why", why)) if _too_long(text)
    }
    if not words:
        problems["words"] = EMPTY
    with ctx.store.writing() as uow:
        case = _case(uow, visitor)
        taken = {row.wish_id for row in store.requests(uow, case.id)}
        waiting = [wish for wish in _wishes(uow, visitor) if wish.id not in taken]
        if not problems and len(waiting) >= MOST_WAITING:
            problems["words"] = TOO_MANY
        if problems:
            raise InvalidError(problems)
        standing = [one for one in waiting if one.dropped_at is None]
        if any((one.kind, one.words, one.why or "") == (kind, words, why) for one in standing):
            return
        wish = uow.add(
            Wish(
                id=uow.tokens.uuid(),
                case_id=case.id,
                person_id=case.person_id,
                kind=kind.value,
                words=words,
                why=why or None,
                language=language.value,
                asked_at=ctx.now(),
            )
        )
        uow.flush()
        audit.record(uow, THE_PERSON, What.WISH_MADE, case.id, wish=str(wish.id), kind=kind.value)
        tasks.raise_for_case(
            uow,
            THE_PERSON,
            case,
            OWN_WISH,
            "They asked for something on their own pages: choose the condition for it",
            "Domestic Violence, Crime and Victims Act 2004, s.35: every wish is passed on",
            add_working_days(ctx.today(), WORKING_DAYS, ctx.bank_holidays),
            key=str(wish.id),
            wish=str(wish.id),
        )
        uow.commit()


def drop_wish(ctx: Context, visitor: Visitor, wish_id: UUID) -> None:
    """She says that she doesn't want it any more; said twice is said.

    Nothing is taken back before an officer has spoken with her: whoever holds her telephone
    could take her protection away otherwise. Raises NotFoundError for what isn't hers.
    """
    with ctx.store.writing() as uow:
        case = _case(uow, visitor)
        wish = next((one for one in _wishes(uow, visitor) if one.id == wish_id), None)
        if wish is None:
            raise NotFoundError
        if wish.dropped_at is None:
            wish.dropped_at = ctx.now()
            audit.record(uow, THE_PERSON, What.WISH_DROPPED, case.id, wish=str(wish.id))
            tasks.raise_for_case(
                uow,
                THE_PERSON,
                case,
                DROPPED,
                "They said on their own pages that they no longer want something: ring them "
                "by their plan before you withdraw it",
                "Nobody but they themselves may take protection away",
                asks.working_day(ctx),
                key=str(wish.id),
                wish=str(wish.id),
            )
        uow.commit()


def _case(uow: UnitOfWork, visitor: Visitor) -> Case:
    case = uow.get(Case, visitor.case_id)
    if case is None or case.person_id != visitor.person_id:
        raise NotFoundError
    return case


def _wishes(uow: UnitOfWork, visitor: Visitor) -> list[Wish]:
    found = voice_store.wishes(uow, visitor.case_id)
    return [wish for wish in found if wish.person_id == visitor.person_id]


def _too_long(text: str) -> bool:
    return len(text) > LONGEST_WISH


def _own(wish: Wish, answers: tuple[OwnAnswer, ...]) -> OwnWish:
    return OwnWish(
        id=wish.id,
        kind=WishKind(wish.kind),
        asked_on=london_date(wish.asked_at),
        language=Language(wish.language),
        words=wish.words or "",
        why=wish.why or "",
        dropped=wish.dropped_at is not None,
        answers=answers,
    )


def _by_mouth(row: ConditionRequest, heard_on: date, answer: OwnAnswer) -> OwnWish:
    return OwnWish(
        id=None,
        kind=None,
        asked_on=heard_on,
        language=None,
        words=plain_text(blocks_of(row.wish)),
        why="",
        dropped=False,
        answers=(answer,),
    )


def _answer(
    row: ConditionRequest, offer: Offer, person: Person, licence_ends_on: date | None
) -> OwnAnswer:
    condition = offer.get(row.code)
    stage = stage_of(RequestState(row.state), told=row.told_on is not None)
    told = row.told_on is not None
    agreed = told and row.state in GRANTED
    ends_on = condition_ends(row.ends_on, licence_ends_on) if agreed else None
    as_now = row.granted_wording if told else None
    return OwnAnswer(
        stage=stage,
        since=row.state_on,
        wording=as_now or "\n".join((row.wording or "", *areas_in_words(row))),
        reason=(row.outcome_plain or "") if row.told_on else "",
        names=bool(condition and condition.names_victim) or named_in_words(row, person),
        map=bool(condition and condition.needs_map),
        agreed=agreed,
        until=YearMonth.of(ends_on) if ends_on else None,
    )
