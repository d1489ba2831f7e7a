"""What every history stands on: its people, their rows, and acts that may be refused."""

import itertools
from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from sqlalchemy import select

from tests.support.casework import REFERRAL, email, evenings, mobile
from tests.support.histories_rules import HandedOver
from tests.support.portal import OTHER_UNIT, Portal
from victim_portal.domain.access import Actor
from victim_portal.domain.vocabulary import (
    ChannelKind,
    ChannelUse,
    ContactMethod,
)
from victim_portal.services.channels import (
    ChannelInput,
)
from victim_portal.services.errors import (
    ConflictError,
    InvalidError,
    NotAllowedError,
    NotFoundError,
)
from victim_portal.services.referrals import receive_typed
from victim_portal.store.models import (
    Case,
    Channel,
    Supporter,
    Unit,
)

REFUSED = (ConflictError, InvalidError, NotAllowedError, NotFoundError)
KINDS = {"sms": ChannelKind.MOBILE, "email": ChannelKind.EMAIL, "post": ChannelKind.POST}
USES = {
    ChannelKind.MOBILE: frozenset({ChannelUse.SMS, ChannelUse.CALL}),
    ChannelKind.EMAIL: frozenset({ChannelUse.EMAIL}),
    ChannelKind.POST: frozenset({ChannelUse.LETTER}),
}
numbers = itertools.count(1)


def act(work: Callable[..., object]) -> Callable[..., bool]:
    """An act that the portal may refuse; gives whether it was done."""

    @wraps(work)
    def tried(self: "Told", *given: Any, **named: Any) -> bool:
        name = ":".join([work.__name__, *(str(one) for one in given if isinstance(one, str))])
        try:
            work(self, *given, **named)
        except (*REFUSED, LookupError):
            return False
        self.done[name] += 1
        return True

    return tried


class Told:
    """A person's case with its doubles, and the people who work on it."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.ctx = portal, portal.ctx
        self.number = next(numbers)
        self.references: list[str] = []
        self.done: Counter[str] = Counter()
        self.sender = HandedOver(portal)
        self.refer(by_manager=False)

    def refer(self, *, by_manager: bool) -> None:
        """The referral, or the same person once more; by a manager it waits in the queue."""
        today = self.ctx.today().isoformat()
        again = len(self.references)
        row = {
            **REFERRAL,
            "referral_reference": f"WCU-{self.number}-{again}",
            "victim_last_name": f"Person{self.number}",
            "prison_number": f"A{self.number:04d}BC",
            "crn": f"X{self.number:06d}",
            "offender_last_name": f"Other{self.number}",
            "received_on": today,
            "sentenced_on": today,
            "address": f"{self.number} Mill Lane",
            "postcode": "SO23 9AA",
        }
        actor = self.portal.manager if by_manager else self.portal.officer
        self.references.append(receive_typed(self.ctx, actor, row))

    # Who and what an act is about: numbers choose, so that a history can be told again.

    def actor(self, who: int) -> Actor:
        one = self.portal
        staff = (one.officer, one.colleague, one.manager, one.stranger)
        return staff[who % len(staff)]

    def reference(self, which: int) -> str:
        return self.references[which % len(self.references)]

    def other_unit(self) -> UUID:
        with self.ctx.store.reading() as uow:
            return uow.session.scalars(select(Unit.id).where(Unit.name == OTHER_UNIT)).one()

    def rows(self, kind: Any, *where: Any) -> list[Any]:
        """Rows in the order in which they came."""
        with self.ctx.store.reading() as uow:
            found = list(uow.session.scalars(select(kind).where(*where)))
        return sorted(found, key=lambda row: str(row.id))

    def case(self, reference: str) -> Case:
        return self.rows(Case, Case.reference == reference)[0]

    def channels(self, reference: str) -> list[Channel]:
        """Numbers and addresses of the person of a case and of their supporters."""
        case = self.case(reference)
        beside = self.rows(Supporter, Supporter.case_id == case.id)
        people = [case.person_id, *(one.supporter_id for one in beside)]
        return self.rows(Channel, Channel.person_id.in_(people))

    def chosen(self, found: list[Any], which: int) -> Any:
        """One of several; LookupError where there is none."""
        if not found:
            raise LookupError
        return found[which % len(found)]

    def plan(self, kind: ChannelKind, hours: str, *, agreed: bool) -> ChannelInput:
        """A new number or address of a kind; `hours`: any, evenings, or none (then no use)."""
        number = next(numbers)
        given: dict[str, object] = {
            "any_time": hours == "any",
            "windows": (evenings(),) if hours == "evenings" else (),
            "uses": USES[kind] if hours != "none" else frozenset(),
            "agreed": ContactMethod.TELEPHONE if agreed else None,
        }
        if kind is ChannelKind.MOBILE:
            return mobile(value=f"07700 9{number % 100000:05d}", **given)
        if kind is ChannelKind.EMAIL:
            return email(value=f"p{number}@example.org", **given)
        return ChannelInput(kind, **{"value": f"{number} High Street\nSO23 9AA", **given})
