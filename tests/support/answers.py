"""An invented case brought to each state of the offer and its answer."""

from datetime import timedelta

from sqlalchemy import select

from tests.support.casework import answered, received, unanswered, view
from tests.support.portal import Portal
from victim_portal.domain.clocks import ClockState
from victim_portal.domain.enrolment import IN_SCHEME
from victim_portal.domain.policy import ClockKind
from victim_portal.domain.vocabulary import ContactMethod, ContactOutcome, Enrolment, Level
from victim_portal.services.contacts import ContactInput, record_contact
from victim_portal.store.models import ContactLog, EnrolmentStep

E = Enrolment
# By which answers a case comes to each state, shortest first.
ROADS: dict[Enrolment, tuple[Enrolment, ...]] = {
    E.NOT_OFFERED: (),
    E.OFFERED: (E.OFFERED,),
    E.OPTED_IN: (E.OFFERED, E.OPTED_IN),
    E.DECLINED: (E.OFFERED, E.DECLINED),
    E.DEFERRED: (E.OFFERED, E.DEFERRED),
    E.NO_RESPONSE: (E.OFFERED, E.NO_RESPONSE),
    E.OPTED_OUT: (E.OFFERED, E.OPTED_IN, E.OPTED_OUT),
    E.OPTED_BACK_IN: (E.OFFERED, E.OPTED_IN, E.OPTED_OUT, E.OPTED_BACK_IN),
    E.DO_NOT_CONTACT: (E.DO_NOT_CONTACT,),
}


def give(portal: Portal, reference: str, state: Enrolment, **more: object) -> None:
    """Record an answer today, with whatever it needs."""
    given: dict[str, object] = {}
    if state in IN_SCHEME:
        given = {"level": Level.KEY_STAGES, "consent_words": "Yes, tell me."}
    if state is E.DEFERRED:
        given = {"deferred_until": portal.ctx.today() + timedelta(days=30)}
    answered(portal, reference, state, portal.ctx.today(), **{**given, **more})


def at(portal: Portal, state: Enrolment) -> str:
    """A case in a state, by the shortest road."""
    reference = received(portal)
    for step in ROADS[state]:
        if step is E.NO_RESPONSE:
            unanswered(portal, reference)
        # Spoken, an offer would be contact.
        by_post = state is E.NO_RESPONSE and step is E.OFFERED
        give(portal, reference, step, **({"how": ContactMethod.LETTER} if by_post else {}))
    assert view(portal, reference).enrolment is state
    return reference


def logged(portal: Portal) -> list[ContactLog]:
    """The contact log, as it was recorded."""
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(ContactLog).order_by(ContactLog.recorded_at)))


def log(portal: Portal, reference: str, method: ContactMethod, outcome: ContactOutcome) -> None:
    """Record an attempt of today."""
    given = ContactInput(method, outcome, portal.ctx.today(), elsewhere=True)
    record_contact(portal.ctx, portal.officer, reference, given)


def newest_step(portal: Portal) -> EnrolmentStep:
    """The newest move, sealed as it lies."""
    with portal.ctx.store.reading() as uow:
        return list(uow.session.scalars(select(EnrolmentStep).order_by(EnrolmentStep.number)))[-1]


def consent_shown(portal: Portal) -> str:
    """The words of consent that were kept with the newest move."""
    with portal.ctx.store.reading() as uow:
        steps = uow.session.scalars(select(EnrolmentStep).order_by(EnrolmentStep.number))
        return list(steps)[-1].consent_shown or ""


def contact_clock(portal: Portal, reference: str) -> ClockState:
    """How the clock of first contact stands."""
    clocks = view(portal, reference).clocks
    (clock,) = [one for one in clocks if one.kind is ClockKind.FIRST_CONTACT]
    return clock.standing.state
