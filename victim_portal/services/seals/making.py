"""Sealing what stands in the trail, in batches, once nobody can bring a row in between."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from victim_portal.domain import seals
from victim_portal.domain.seals import GENESIS, MOST_ROWS
from victim_portal.services.context import Context
from victim_portal.store import seals as seal_store
from victim_portal.store.models import Seal
from victim_portal.store.unit_of_work import ConstraintError

logger = logging.getLogger(__name__)

MOST_BATCHES = 50
"""How many batches one round seals, so that the sending waits no longer."""


@dataclass(frozen=True)
class _Standing:
    """A place in the trail, and who could still bring a row below it when it was noted."""

    seq: int
    writers: frozenset[str]


class Sealer:
    """Seals in rounds, and remembers between them up to where it may.

    On PostgreSQL a transaction may commit a row whose place lies below one that is there
    already. So a round notes the newest place and who writes; a later one seals up to it
    once all of those have ended. Gaps that a rollback left are fine.
    """

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._noted: _Standing | None = None

    def seal(self) -> int:
        """Seal what may be sealed, bring the seals out, and return how many rows that were.

        Raises OSError when the seals can't be brought out; what was sealed stays so.
        """
        done = 0
        reach = self._reach()
        for _ in range(MOST_BATCHES):
            sealed = _seal_batch(self._ctx, reach)
            done += sealed
            if sealed < MOST_ROWS:
                break
        if self._ctx.seal_log is not None:
            self._ctx.seal_log.bring_up(lambda seq: _seals_after(self._ctx, seq))
        return done

    def _reach(self) -> int:
        """Up to which place every row that will ever be there is there."""
        with self._ctx.store.reading() as uow:
            # In this order: who isn't among the writers any more has committed by now.
            newest = seal_store.newest_place(uow)
            writers = seal_store.who_writes(uow)
        reach = 0
        noted = self._noted
        if noted is not None and not noted.writers & writers:
            reach, self._noted = noted.seq, None
        if not writers:
            reach, self._noted = newest, None
        elif self._noted is None:
            self._noted = _Standing(newest, writers)
        return reach


def _seal_batch(ctx: Context, reach: int) -> int:
    """Seal one batch of rows up to a place; 0 when there is none, or another worker does it."""
    try:
        with ctx.store.writing() as uow:
            if not seal_store.is_only_sealer(uow):
                return 0
            last = seal_store.last(uow)
            after = last.last_seq if last else seal_store.BEFORE_ALL
            batch = []
            for seq, content, code, fits in seal_store.coded_rows(uow, after, MOST_ROWS):
                if seq > reach:
                    break
                if not fits:
                    logger.error("audit: row %d had a wrong code before it was sealed", seq)
                batch.append((seq, seals.leaf(seq, code, content)))
            if not batch:
                return 0
            previous = seal_store.value_of(last).head if last else GENESIS
            made, marks = seals.make_seal(batch, previous, ctx.now(), uow.keyring.audit_code)
            uow.add(
                Seal(
                    id=uow.tokens.uuid(),
                    first_seq=made.first_seq,
                    last_seq=made.last_seq,
                    rows=made.rows,
                    root=made.root,
                    marks=marks,
                    previous=made.previous,
                    code=made.code,
                    made_at=made.made_at,
                )
            )
            uow.commit()
    except ConstraintError:
        # Another worker sealed the same rows in the same moment: theirs stands.
        return 0
    return len(batch)


def _seals_after(ctx: Context, seq: int) -> Iterator[seals.Seal]:
    """What is missing outside, in order; no transaction is held while it is written."""
    while True:
        with ctx.store.reading() as uow:
            found = seal_store.after(uow, seq)
        if not found:
            return
        yield from found
        seq = found[-1].last_seq
