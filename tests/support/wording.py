"""Wordings that tests propose and put to use."""

from typing import Any
from uuid import UUID

from tests.support.extraction import translator
from tests.support.portal import Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.templates import BY_NAME, NewWording, TemplateText, live_texts
from victim_portal.domain.vocabulary import Language
from victim_portal.services import two_people
from victim_portal.services.templates import propose_wording, publish_wording
from victim_portal.store import templates as store
from victim_portal.store.models import TemplateVersion

WHY = "Readers asked what it means. <b>😀</b>"
NERYS = "Nerys Enghraifft"
NEWS = "notice-news.email-2"
OTHER = NewWording("News has come.", "Mae newyddion wedi dod.", NERYS)
NEW = NewWording("I have something to tell you.", "Mae gen i rywbeth i'w ddweud wrthych.", NERYS)


def waiting(
    portal: Portal, first: Actor, name: str = NEWS, words: NewWording = NEW, why: str = WHY
) -> UUID:
    """A wording that was proposed and waits; its proposal."""
    before = {one.id for one in two_people.list_proposals(portal.ctx, first)}
    with portal.ctx.store.reading() as uow:
        base = live_texts(store.versions(uow)).version_of(BY_NAME[name].source)
    propose_wording(portal.ctx, first, name, words, why, base)
    [made] = {one.id for one in two_people.list_proposals(portal.ctx, first)} - before
    return made


def in_use(
    portal: Portal, people: tuple[Actor, Actor], name: str = NEWS, words: NewWording = NEW
) -> None:
    """A wording that two administrators put to use; what comes next stands on it."""
    publish_wording(portal.ctx, people[1], waiting(portal, people[0], name, words))
    next_use(portal)


def next_use(portal: Portal) -> None:
    """As the next request or round sees it."""
    portal.ctx = portal.ctx.for_one_use()


def reworded(text: TemplateText, by: str = NERYS, **changes: Any) -> NewWording:
    """A text in other words: the ones that came with the portal, and a full stop more or less."""
    welsh = translator(Language.WELSH).gettext(text.source)
    given = {"english": text.source, "welsh": welsh, "reviewer": by, **changes}
    return NewWording(**given)


def live(portal: Portal, language: Language = Language.ENGLISH) -> str:
    """What the text of a notice says to whoever comes next."""
    return portal.ctx.for_one_use().speaker(language).gettext(BY_NAME[NEWS].source)


def versions(portal: Portal) -> list[TemplateVersion]:
    """Every version that was put to use."""
    with portal.ctx.store.reading() as uow:
        return list(uow.session.query(TemplateVersion).order_by(TemplateVersion.number))
