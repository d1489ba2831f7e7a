"""Who acts, and when they last proved that it is them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from victim_portal.domain.vocabulary import Role


class ActorKind(StrEnum):
    """What kind of hand acts."""

    STAFF = "staff"
    COMMAND_LINE = "command_line"
    WORKER = "worker"
    PERSON = "person"


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in member of staff, the command line, or the worker.

    `name` is what the audit records, with `came_from`, the network address that a request
    came from. Only staff have an id, a role, a unit, and a moment at which they last proved
    that it is them (password and second factor, or a passkey). Where their reading since then
    stands out, `left_open` are the cases that they may go on reading before they prove it anew.
    """

    kind: ActorKind
    name: str
    user_id: UUID | None = None
    role: Role | None = None
    unit_id: UUID | None = None
    came_from: str = "this machine"
    proved_at: datetime | None = None
    left_open: frozenset[UUID] | None = None


PROOF_LASTS = timedelta(minutes=10)
"""For how long a proof of who is there is enough for what can hurt."""
WORKER = Actor(ActorKind.WORKER, "worker")
THE_PERSON = Actor(ActorKind.PERSON, "the person of the case", came_from="their own pages")
"""Whoever opened a case's own pages with its link and passphrase. Where they are isn't kept:
whoever reads the trail must not learn it."""


def staff(user_id: UUID, role: Role, unit_id: UUID | None, name: str) -> Actor:
    """A signed-in member of staff."""
    return Actor(ActorKind.STAFF, name, user_id, role, unit_id)


def command_line(system_user: str) -> Actor:
    """Someone at the server's own command line, named by their system account."""
    return Actor(ActorKind.COMMAND_LINE, f"cli:{system_user}")


def freshly_proved(actor: Actor, now: datetime) -> bool:
    """Whether an actor may do what asks for a fresh proof; `now` is aware.

    The command line and the worker act from the server itself and have nothing to prove.
    """
    if actor.kind is not ActorKind.STAFF:
        return True
    return actor.proved_at is not None and now - actor.proved_at <= PROOF_LASTS
