"""Checking the whole trail against its codes, its seals, and what left the database."""

from collections.abc import Iterator

from victim_portal.domain.seals import Seal, Verdict, check
from victim_portal.services.context import Context
from victim_portal.store import seals as seal_store


def check_trail(ctx: Context, exported: Iterator[tuple[int, Seal]] | None) -> Verdict:
    """Read the trail from end to end, once, and say what was found.

    `exported` are the seals of the seals file with their lines, read up to where it ended
    before this was called; None compares nothing. It only reads, and one page of rows and one
    batch are in memory at a time.
    """
    with ctx.store.reading() as uow:
        seal_store.as_it_stands(uow)
        return check(
            seal_store.coded_rows(uow),
            seal_store.all_with_marks(uow),
            exported,
            uow.keyring.audit_code,
        )
