"""What went to a number or address that turned out not to be safe, and the incident of it."""

from collections.abc import Sequence
from datetime import timedelta

from victim_portal.domain.access import Actor
from victim_portal.domain.incidents import IncidentKind
from victim_portal.services.context import Context
from victim_portal.services.incidents import open_incident
from victim_portal.store.corrections import open_incident_since
from victim_portal.store.models import Case, Channel, Message
from victim_portal.store.unit_of_work import UnitOfWork

AT_ONCE = timedelta(minutes=1)
"""What shows that a number is wrong opens its incident and stops the number in one go."""


def is_looked_into(uow: UnitOfWork, case: Case, channel: Channel) -> bool:
    """Whether an incident was opened as a channel was stopped, or since, and is open still."""
    if channel.suspended_at is None:
        return False
    since = channel.suspended_at - AT_ONCE
    return open_incident_since(uow, case.id, IncidentKind.WRONG_RECIPIENT.value, since)


def open_wrong_recipient(
    ctx: Context, uow: UnitOfWork, actor: Actor, case: Case, why: str, gone: Sequence[Message]
) -> None:
    """Draft the incident of messages that somebody else may have read, with all of them in it."""
    open_incident(
        ctx,
        uow,
        actor,
        case,
        IncidentKind.WRONG_RECIPIENT.value,
        "Messages may have reached the wrong person: look at what went, and report it",
        f"{why} {_listed(gone)}",
    )


def _listed(gone: Sequence[Message]) -> str:
    """How many messages went, or may have, and when, for the incident's sealed note."""
    lines = []
    for one in gone:
        kind = "a text" if one.kind == "sms" else "an email"
        when = one.handed_over_at
        surely = f"handed over {when:%d %B %Y at %H:%M} UTC" if when else "may have gone"
        lines.append(f"{kind}, {surely}")
    return f"Since it was last verified {len(gone)} went there or may have: {'; '.join(lines)}."
