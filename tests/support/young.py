"""A case of somebody who comes of age on 3 July 2027, in British Summer Time."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from tests.support.casework import FIRST, approve, ready, view
from tests.support.portal import CLI, Portal
from victim_portal.domain.minors import SpokenWith
from victim_portal.domain.vocabulary import ContactMethod, Language, Level
from victim_portal.services.channels import confirm_channel
from victim_portal.services.coming_of_age import CapacityInput, record_capacity
from victim_portal.services.enrolment import LevelInput, change_level
from victim_portal.services.minors import minor_for_form, record_spoken_with
from victim_portal.services.planning import plan_due
from victim_portal.store.models import Message

BORN = "2009-07-03"
DAY = date(2027, 7, 3)
MIDNIGHT = datetime(2027, 7, 2, 23, 0, tzinfo=UTC)
EVE = MIDNIGHT - timedelta(seconds=5)


def parents(portal: Portal, **changes: str) -> str:
    """A case that a parent holds, in the scheme and reachable, some days before the birthday."""
    given = {"relationship": "parent_or_guardian", "victim_date_of_birth": BORN, **changes}
    return ready(portal, **given)


def childs(portal: Portal, **changes: str) -> str:
    """A child's own case, for whom a parent is written to and spoken with."""
    reference = ready(portal, **{"victim_date_of_birth": BORN, **changes})
    _, version = minor_for_form(portal.ctx, portal.officer, reference)
    record_spoken_with(
        portal.ctx, portal.officer, reference, SpokenWith.PARENT_OR_GUARDIAN, "Safe", version
    )
    return reference


def queued(portal: Portal, reference: str, at: datetime = EVE) -> None:
    """Two messages that wait to go, by ways that were agreed a moment before midnight."""
    portal.clock.set(EVE)
    for channel in view(portal, reference).channels:
        confirm_channel(portal.ctx, portal.officer, reference, channel.id, "in_person")
    portal.clock.set(at)
    plan_due(portal.ctx, CLI)
    assert approve(portal, reference, FIRST) == 2
    with portal.ctx.store.writing() as uow:
        for message in uow.session.scalars(select(Message)):
            # The news of a case that came in autumn was due long ago; here only age is asked.
            message.deadline_on = DAY + timedelta(days=60)
        uow.commit()


def own_choice(portal: Portal, reference: str, **changes: object) -> None:
    """The young person says themselves that they stay in, as much as before."""
    given: dict[str, object] = {
        "level": Level.KEY_STAGES,
        "on": portal.ctx.today(),
        "how": ContactMethod.VISIT,
        "shown_in": Language.ENGLISH,
        "consent_words": "Tell me, not my mum.",
        "own_word": True,
    }
    change_level(portal.ctx, portal.officer, reference, LevelInput(**{**given, **changes}))  # type: ignore[arg-type]  # whatever the test gives


def lacking(portal: Portal, reference: str, review_on: date, **changes: object) -> None:
    """A manager records a lack of capacity."""
    given: dict[str, object] = {
        "decision": "Whether to hear of the sentence",
        "assessed_by": "Dr Rao",
        "assessed_on": portal.ctx.today(),
        "basis": "Can't weigh it up",
        "review_on": review_on,
    }
    record_capacity(portal.ctx, portal.manager, reference, CapacityInput(**{**given, **changes}))  # type: ignore[arg-type]  # whatever the test gives
