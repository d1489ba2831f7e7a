"""Visits: begun by the right proof, ended by time, by leaving, or with the passphrase."""

from datetime import datetime, timedelta
from uuid import UUID

from victim_portal.domain.secure_link import token_from, visit_ends_at
from victim_portal.domain.vocabulary import Language
from victim_portal.services.contact_values import shown_phone
from victim_portal.services.context import Context
from victim_portal.services.door.values import Officer, Visitor
from victim_portal.services.links.pages import Pages, pages_of, shows_pages
from victim_portal.services.planning.names import Names
from victim_portal.services.safe_contact import message_channels
from victim_portal.store import door as door_store
from victim_portal.store.models import Case, Person, SecureLink, User, VictimVisit
from victim_portal.store.unit_of_work import UnitOfWork

SEEN_EVERY = timedelta(minutes=1)
KEPT_AFTER_END = timedelta(days=1)
"""So long what arrives from a visit that ended by itself is kept for whoever it was."""


def begin_visit(ctx: Context, uow: UnitOfWork, case: Case, link: SecureLink) -> str:
    """Begin a visit; gives the token that the browser keeps."""
    token = token_from(ctx.tokens.secret(16))
    uow.add(
        VictimVisit(
            id=uow.tokens.uuid(),
            case_id=case.id,
            person_id=case.person_id,
            link_id=link.id,
            token_digest=_digest(uow, token),
            started_at=ctx.now(),
            seen_at=ctx.now(),
        )
    )
    return token


def visitor(ctx: Context, token: str) -> Visitor | None:
    """Whose visit a token is; None once it has ended, for whatever reason."""
    now = ctx.now()
    with ctx.store.reading() as uow:
        visit = door_store.visit_with(uow, _digest(uow, token))
        case = uow.get(Case, visit.case_id) if visit else None
        if visit is None or case is None or not _lasts(uow, visit, case, now):
            return None
        noted = now - visit.seen_at > SEEN_EVERY
        # What isn't noted doesn't count: nobody is promised time that the next page won't know of.
        seen = _visitor(uow, visit, case, now if noted else visit.seen_at)
    if noted:
        _note_use(ctx, visit.id, now)
    return seen


def ended_visitor(ctx: Context, token: str) -> Visitor | None:
    """Whose visit a token was, until a day after its time was up; None once somebody ended it.

    For keeping what was typed when nobody noticed that the page had closed, and for nothing
    else: nothing is shown by it.
    """
    now = ctx.now()
    with ctx.store.reading() as uow:
        visit = door_store.visit_with(uow, _digest(uow, token))
        case = uow.get(Case, visit.case_id) if visit else None
        if visit is None or case is None or not _could_last(uow, visit, case):
            return None
        since = now - visit_ends_at(visit.started_at, visit.seen_at)
        seen = _visitor(uow, visit, case, now)
    return seen if since < KEPT_AFTER_END and seen.warned else None


def pass_warning(ctx: Context, visitor: Visitor) -> None:
    """They read the interruption page and went on: it isn't shown again."""
    with ctx.store.writing() as uow:
        visit = uow.get(VictimVisit, visitor.visit_id)
        if visit is not None and visit.warned_at is None:
            visit.warned_at = ctx.now()
        uow.commit()


def leave(ctx: Context, token: str) -> None:
    """End a visit; an unknown token changes nothing."""
    with ctx.store.writing() as uow:
        visit = door_store.visit_with(uow, _digest(uow, token))
        if visit is not None and visit.ended_at is None:
            visit.ended_at = ctx.now()
        uow.commit()


def _lasts(uow: UnitOfWork, visit: VictimVisit, case: Case, now: datetime) -> bool:
    ends_at = visit_ends_at(visit.started_at, visit.seen_at)
    return now < ends_at and _could_last(uow, visit, case)


def _could_last(uow: UnitOfWork, visit: VictimVisit, case: Case) -> bool:
    """Whether nothing but time has ended a visit."""
    return (
        visit.ended_at is None
        and visit.person_id == case.person_id
        and shows_pages(uow, case, visit)
    )


def _visitor(uow: UnitOfWork, visit: VictimVisit, case: Case, now: datetime) -> Visitor:
    person = uow.get(Person, case.person_id)
    channels = message_channels(uow, case)
    written = channels[0].language if channels else (person.language if person else "en")
    language = (person.pages_language if person else None) or written
    named = Names(uow, [case]).of(case)
    return Visitor(
        visit_id=visit.id,
        case_id=case.id,
        person_id=case.person_id,
        language=Language(language),
        warned=visit.warned_at is not None or door_store.was_warned(uow, case.id, case.person_id),
        ends_at=visit_ends_at(visit.started_at, now),
        left=pages_of(uow, case) is Pages.BACK,
        name=(person.called or person.first_name or person.last_name or "") if person else "",
        officer=_officer(named.officer, Language(language)),
    )


def _officer(user: User | None, language: Language) -> Officer | None:
    if user is None:
        return None
    hours = user.hours_welsh if language is Language.WELSH else user.hours
    return Officer(user.first_name, shown_phone(user.telephone), hours)


def _note_use(ctx: Context, visit_id: UUID, now: datetime) -> None:
    with ctx.store.writing() as uow:
        visit = uow.get(VictimVisit, visit_id)
        if visit is not None:
            visit.seen_at = max(visit.seen_at, now)
        uow.commit()


def _digest(uow: UnitOfWork, token: str) -> bytes:
    return uow.keyring.exact("victim visit", token)
