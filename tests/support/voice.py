"""Short ways to what a victim writes on her own pages."""

import re
from datetime import date
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from tests.support import casework
from tests.support import door as opened
from tests.support.pages import PageClient
from tests.support.portal import Portal
from victim_portal.domain.own_statement import Saved, StatementPart
from victim_portal.domain.parole import ReviewKind
from victim_portal.domain.representations import ReadingPreference
from victim_portal.domain.vocabulary import Language
from victim_portal.services import door, own_statement
from victim_portal.services.door import Visitor
from victim_portal.services.own_statement import OwnDraft, OwnPart, OwnStatement
from victim_portal.services.reviews import ReviewInput, record_review
from victim_portal.store.models import Task

THEN, SINCE, RELEASE = StatementPart
HEARING = date(2027, 3, 16)


def with_review(portal: Portal, hearing_on: date | None = HEARING, **changes: str) -> str:
    """A case whose sentence the Board decides on, with words agreed and a review under way."""
    reference = casework.opted_in(portal, **{"sentence_type": "EDS", **changes})
    casework.reachable(portal, reference)
    door.agree_passphrase(portal.ctx, portal.officer, reference, opened.WORDS)
    review(portal, reference, hearing_on)
    return reference


def review(portal: Portal, reference: str, hearing_on: date | None = HEARING) -> None:
    """Record the review that is under way, or its hearing's new day."""
    given = ReviewInput(ReviewKind.FIRST, None, hearing_on)
    record_review(portal.ctx, portal.officer, reference, given)


def inside(portal: Portal, reference: str) -> Visitor:
    """Who is there, past the interruption page."""
    found = opened.visitor(portal, opened.visit(portal, reference))
    door.pass_warning(portal.ctx, found)
    return found


def seen(portal: Portal, here: Visitor) -> OwnStatement:
    """What she sees of a statement."""
    return own_statement.own_statement(portal.ctx, here)


def write(portal: Portal, here: Visitor, **texts: str) -> None:
    """Write some parts of the draft, beginning it where there is none."""
    own_statement.begin_draft(portal.ctx, here, Language.ENGLISH)
    for name, words in texts.items():
        part = StatementPart(name)
        it, found, page = own_statement.own_part(portal.ctx, here, part)
        assert it.draft is not None
        own_statement.save_part(
            portal.ctx, here, part, words, found.version, page, draft_id=it.draft.id
        )


def prefer(portal: Portal, here: Visitor) -> None:
    """Choose how it is heard."""
    own_statement.choose_preference(portal.ctx, here, ReadingPreference.PANEL_READS)


def sign(portal: Portal, here: Visitor) -> int:
    """Choose a way to be heard and sign what is read back."""
    prefer(portal, here)
    draft = seen(portal, here).draft
    assert draft is not None
    return own_statement.sign(portal.ctx, here, draft.digest)


def tasks(portal: Portal, kind: str) -> list[Task]:
    """The open tasks of one kind."""
    with portal.ctx.store.reading() as uow:
        query = select(Task).where(Task.kind == kind, Task.done_at.is_(None))
        return list(uow.session.scalars(query.order_by(Task.made_at)))


def draft(portal: Portal, here: Visitor) -> OwnDraft:
    """The draft that stands."""
    found = seen(portal, here).draft
    assert found is not None
    return found


def part(portal: Portal, here: Visitor) -> OwnPart:
    """Its first part."""
    return draft(portal, here).parts[THEN]


def save(
    portal: Portal,
    here: Visitor,
    words: str,
    base: int,
    page: str = "a" * 24,
    *,
    of: UUID | None = None,
    by_itself: bool = False,
) -> Saved:
    """Save the first part, from one page or another: of the draft that stands, unless told."""
    standing = seen(portal, here).draft
    draft_id = of or (standing.id if standing else None)
    return own_statement.save_part(
        portal.ctx, here, THEN, words, base, page, draft_id=draft_id, by_itself=by_itself
    ).outcome


TITLE = re.compile(r"(?:Error: |Gwall: )?\S.*")


def entered(app: Flask, portal: Portal, reference: str) -> PageClient:
    """A browser inside, at the list of messages."""
    client = PageClient(app, title=TITLE)
    page = client.get(f"/m/{opened.link(portal, reference)}").submit({"words": opened.WORDS})
    while page.location:
        page = page.follow()
    if page.h1 == "Before you start":
        page.submit()
    return client
