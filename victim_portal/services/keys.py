"""The keys of the store: under which each data key stands, rotation, indexes made again.

All of it is for the command line, runs while the portal is in use, and may be cut off and
run again: each batch is a transaction of its own, and what is done isn't done twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from victim_portal.domain.access import Actor, Permission
from victim_portal.domain.vocabulary import ChannelKind
from victim_portal.services import audit
from victim_portal.services.audit import What
from victim_portal.services.context import Context
from victim_portal.services.reach import need
from victim_portal.services.reconciliation.rows import NUMBERS, number_index
from victim_portal.services.reconciliation.rows import digest_of as listed_digest
from victim_portal.services.reconciliation.rows import reference_index as listed_reference
from victim_portal.services.referrals.intake import digest_of_values
from victim_portal.services.referrals.known import index_of_reference
from victim_portal.services.safe_contact import value_index
from victim_portal.store import data_keys, reindexing
from victim_portal.store.keyring import UnreadableError
from victim_portal.store.models import (
    Channel,
    ListedSentence,
    ListedSource,
    Offender,
    Person,
    Referral,
)
from victim_portal.store.unit_of_work import LostUpdateError, UnitOfWork

BATCH = 500
Advance = Callable[[int, int], None]


@dataclass(frozen=True)
class KeysInUse:
    """How many data keys are wrapped under each key, by its id; `active` wraps new ones.

    `missing` are ids that data keys stand under and the settings don't know: what they
    seal can't be opened. `removable` are the settings' keys that nothing stands under.
    """

    active: str
    counts: dict[str, int]
    missing: tuple[str, ...]
    removable: tuple[str, ...]


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: data keys wrapped anew, those that can't be, and what stands now."""

    rewrapped: int
    unreadable: int
    now: KeysInUse


@dataclass
class Reindexing:
    """How many rows were looked at, how many indexes made anew, how many can't be read."""

    looked_at: int = 0
    renewed: int = 0
    unreadable: int = 0
    tables: dict[str, int] = field(default_factory=dict)


def keys_in_use(ctx: Context, actor: Actor) -> KeysInUse:
    """Under which keys the data keys stand; NotAllowedError but for the command line."""
    need(Permission.KEEP_STORE, actor)
    with ctx.store.reading() as uow:
        return _in_use(uow)


def rotate_keys(ctx: Context, actor: Actor, advance: Advance | None = None) -> Rotation:
    """Wrap every data key under the first key of DATA_KEYS.

    Whoever reads or writes meanwhile is served, as long as every process knows both keys.
    NotAllowedError but for the command line.
    """
    need(Permission.KEEP_STORE, actor)
    with ctx.store.reading() as uow:
        start = _in_use(uow)
    total = sum(count for key_id, count in start.counts.items() if key_id != start.active)
    done, unreadable, after = 0, 0, None
    while True:
        with ctx.store.writing() as uow:
            batch = data_keys.rewrap(uow, after, BATCH)
            if batch.last is None:
                break
            uow.commit()
        done, unreadable, after = done + batch.done, unreadable + batch.unreadable, batch.last
        if advance is not None:
            advance(done + unreadable, total)
    with ctx.store.writing() as uow:
        found = _in_use(uow)
        audit.record(
            uow,
            actor,
            What.KEYS_ROTATED,
            key=found.active,
            rewrapped=done,
            left=sum(count for one, count in found.counts.items() if one != found.active),
        )
        uow.commit()
    return Rotation(done, unreadable, found)


def reindex(ctx: Context, actor: Actor, advance: Advance | None = None) -> Reindexing:
    """Make every blind index and name token again that isn't what the index key gives now.

    What a destroyed key sealed is passed over. NotAllowedError but for the command line.
    """
    need(Permission.KEEP_STORE, actor)
    report = Reindexing()
    for kind, renew in _RENEWERS:
        after: UUID | None = None
        report.tables[kind.__tablename__] = 0
        while (after := _next_batch(ctx, kind, renew, after, report)) is not None:
            if advance is not None:
                advance(report.looked_at, 0)
    with ctx.store.writing() as uow:
        audit.record(
            uow, actor, What.INDEXES_RENEWED, rows=report.looked_at, renewed=report.renewed
        )
        uow.commit()
    return report


def _next_batch(
    ctx: Context,
    kind: type[Any],
    renew: "Renew",
    after: UUID | None,
    report: Reindexing,
) -> UUID | None:
    """One batch in a transaction of its own; tried again when somebody else was quicker."""
    for last_try in (False, False, True):
        try:
            with ctx.store.writing() as uow:
                rows = reindexing.next_rows(uow, kind, after, BATCH)
                renewed, unreadable = _renew_all(uow, rows, renew)
                uow.commit()
        except LostUpdateError:
            if last_try:
                raise
            continue
        report.looked_at += len(rows)
        report.renewed += renewed
        report.unreadable += unreadable
        report.tables[kind.__tablename__] += renewed
        return rows[-1].id if rows else None
    return None


def _renew_all(uow: UnitOfWork, rows: Any, renew: "Renew") -> tuple[int, int]:
    renewed = unreadable = 0
    for row in rows:
        try:
            renewed += renew(uow, row)
        except UnreadableError:
            unreadable += 1
    return renewed, unreadable


def _in_use(uow: UnitOfWork) -> KeysInUse:
    counts, known = data_keys.count_by_key(uow), uow.keyring.data_keys
    return KeysInUse(
        active=uow.keyring.active,
        counts=counts,
        missing=tuple(one for one in counts if one not in known),
        removable=tuple(one for one in known if one not in counts and one != uow.keyring.active),
    )


def _renew_offender(uow: UnitOfWork, offender: Offender) -> bool:
    number, crn = offender.prison_number, offender.crn
    exact = uow.keyring.exact
    wanted = exact("prison number", number) if number else None
    changed = reindexing.put(offender, "prison_number_index", wanted)
    changed |= reindexing.put(offender, "crn_index", exact("crn", crn) if crn else None)
    return reindexing.offender_tokens(uow, offender) or changed


def _renew_channel(uow: UnitOfWork, channel: Channel) -> bool:
    index = value_index(uow, ChannelKind(channel.kind), channel.value or "")
    return reindexing.put(channel, "value_index", index)


def _renew_referral(uow: UnitOfWork, referral: Referral) -> bool:
    index = index_of_reference(uow, referral.reference or "")
    changed = reindexing.put(referral, "reference_index", index)
    return (
        reindexing.put(referral, "row_digest", digest_of_values(uow, referral.row or {})) or changed
    )


def _renew_listed(uow: UnitOfWork, one: ListedSentence) -> bool:
    details = one.details or {}
    changed = False
    for column in NUMBERS:
        index = number_index(uow, column, details.get(column))
        changed |= reindexing.put(one, f"{column}_index", index)
    return changed


def _renew_source(uow: UnitOfWork, source: ListedSource) -> bool:
    values = source.row or {}
    changed = reindexing.put(source, "reference_index", listed_reference(uow, values))
    return reindexing.put(source, "row_digest", listed_digest(uow, values)) or changed


Renew = Callable[[UnitOfWork, Any], bool]
_RENEWERS: tuple[tuple[type[Any], Renew], ...] = (
    (Person, reindexing.person_tokens),
    (Offender, _renew_offender),
    (Channel, _renew_channel),
    (Referral, _renew_referral),
    (ListedSentence, _renew_listed),
    (ListedSource, _renew_source),
)
