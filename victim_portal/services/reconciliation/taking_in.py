"""Taking rows of a list in: a new sentence, one from another source, one that comes again."""

from collections.abc import Sequence
from uuid import UUID

from victim_portal.domain.access import Actor, ActorKind
from victim_portal.domain.reconciliation import (
    ListedRow,
    ListedState,
    ListedStep,
    Matched,
    listed_values,
)
from victim_portal.services.context import Context
from victim_portal.services.reconciliation.following import follow
from victim_portal.services.reconciliation.owning import note
from victim_portal.services.reconciliation.rows import (
    DETAILS,
    NUMBERS,
    Key,
    digest_of,
    keys_of,
    number_index,
    put_route,
    reference_index,
)
from victim_portal.services.row_reports import ImportReport, NotedRow
from victim_portal.services.units import NO_UNIT, unit_of_row
from victim_portal.store import reconciliation as store
from victim_portal.store import staff as staff_store
from victim_portal.store.models import ListedSentence, ListedSource, Unit
from victim_portal.store.unit_of_work import UnitOfWork

TWO_LISTED = "two_listed"
# What turns on nothing but how the offender or the court is written.
_MERELY_SAID = frozenset(
    {"offender_first_name", "offender_last_name", "offence", "court", "unit", "source"}
)


def take_in(
    ctx: Context, uow: UnitOfWork, actor: Actor, rows: Sequence[tuple[int, ListedRow]], unit: str
) -> ImportReport:
    """Take some checked rows in, in the caller's transaction; what became of each.

    `unit` is the name of the unit that a row is for which names none.
    """
    batch = _Batch(ctx, uow, actor, [row for _, row in rows], unit)
    for line, row in rows:
        batch.take(line, row)
    follow(ctx, uow, actor, list(batch.touched.values()))
    return batch.report


class _Batch:
    def __init__(
        self, ctx: Context, uow: UnitOfWork, actor: Actor, rows: list[ListedRow], unit: str
    ) -> None:
        self.ctx, self.uow, self.actor, self.unit = ctx, uow, actor, unit
        self.report = ImportReport()
        self.touched: dict[UUID, ListedSentence] = {}
        self.units: dict[str, Unit] = staff_store.units_named(
            uow, {row.unit or unit for row in rows} | {NO_UNIT}
        )
        indexes = [reference_index(uow, listed_values(row)) for row in rows]
        self.sources = store.sources_by_index(uow, indexes)
        numbers = {
            column: [i for row in rows if (i := number_index(uow, column, getattr(row, column)))]
            for column in NUMBERS
        }
        self.by_id: dict[UUID, ListedSentence] = {}
        self.by_key: dict[Key, ListedSentence] = {}
        found = store.by_numbers(
            uow,
            numbers["prison_number"],
            numbers["crn"],
            numbers["pnc"],
            ids={source.listed_id for source in self.sources.values()},
        )
        for one in found:
            self._learn(one)

    def take(self, line: int, row: ListedRow) -> None:
        """Take one row in."""
        values = listed_values(row)
        index, digest = reference_index(self.uow, values), digest_of(self.uow, values)
        source = self.sources.get(index)
        if source is not None:
            self._again(line, row, values, source, digest)
            return
        known = self._known(row)
        one = known[0] if known else self._new(row)
        source = ListedSource(
            id=self.uow.tokens.uuid(),
            listed_id=one.id,
            reference_index=index,
            row=values,
            row_digest=digest,
            listed_at=self.ctx.now(),
        )
        self.uow.add(source)
        self.sources[index] = source
        self.report.added += 1
        if not known:
            note(self.ctx, self.uow, self.actor, one, ListedStep.LISTED)
            return
        differing = self._complete(one, row)
        if len(known) > 1:
            differing = (TWO_LISTED, *differing)
        note(self.ctx, self.uow, self.actor, one, ListedStep.LISTED_AGAIN, " ".join(differing))
        if differing:
            self._say(self.report.flagged_rows, line, row, one, differing)

    def _again(
        self,
        line: int,
        row: ListedRow,
        values: dict[str, str],
        source: ListedSource,
        digest: bytes,
    ) -> None:
        if source.row_digest == digest:
            self.report.unchanged += 1
            return
        one = self.by_id[source.listed_id]
        before: dict[str, str] = source.row or {}
        columns = tuple(c for c, said in values.items() if before.get(c, "") != said)
        source.row, source.row_digest, source.changed_at = values, digest, self.ctx.now()
        moved = self._known(row)
        taken = all(other is one for other in moved)
        if taken and len(store.sources_of(self.uow, one.id)) == 1:
            self._fill(one, row)
        else:
            columns = (*columns, *self._complete(one, row))
        if one.referral_answer is not None and set(columns) - _MERELY_SAID:
            # Somebody answered what isn't so any more: it is looked at again.
            one.referral_answer = None
            if one.matched == Matched.PERSON:
                one.matched, one.sentence_id = None, None
        said = " ".join(dict.fromkeys(columns))
        note(self.ctx, self.uow, self.actor, one, ListedStep.LIST_CHANGED, said)
        self.touched[one.id] = one
        self._say(self.report.changed_rows, line, row, one, tuple(dict.fromkeys(columns)))

    def _new(self, row: ListedRow) -> ListedSentence:
        uow = self.uow
        unit, is_new = unit_of_row(
            self.ctx, uow, self.actor, self.units, row.unit or self.unit, "a list of sentences"
        )
        if is_new:
            self.report.new_units.append(unit.name)
        listed_id = uow.tokens.uuid()
        uow.vault.admit(listed_id)
        one = ListedSentence(
            id=listed_id,
            unit_id=unit.id,
            denied=[],
            # Until it is looked at, at the end of the batch.
            state=ListedState.WAITING.value,
            never_referred=False,
            referred_late=False,
            never_offered=False,
            perhaps=False,
            late_answered=False,
            due_on=self.ctx.today(),
            listed_on=self.ctx.today(),
        )
        self._fill(one, row)
        uow.add(one)
        return one

    def _fill(self, one: ListedSentence, row: ListedRow) -> None:
        """Have a listed sentence say what the one row about it says."""
        values = listed_values(row)
        one.details = {column: values[column] for column in DETAILS if values[column]}
        for column in NUMBERS:
            index = number_index(self.uow, column, values[column])
            setattr(one, f"{column}_index", index)
        one.sentence_type = row.sentence_type.value
        one.offence_category = row.offence_category.value
        one.sentenced_on = row.sentenced_on
        one.custodial_term = str(row.custodial_term) if row.custodial_term else None
        one.victims = row.victims
        put_route(self.ctx, one, row)
        self._learn(one)
        self.touched[one.id] = one

    def _complete(self, one: ListedSentence, row: ListedRow) -> tuple[str, ...]:
        """Take over what wasn't known yet; what a row says otherwise, by column."""
        details, values = dict(one.details or {}), listed_values(row)
        differing = [
            column
            for column in DETAILS
            if column not in ("offence", "court")
            and values[column]
            and details.get(column, values[column]).casefold() != values[column].casefold()
        ]
        for column in DETAILS:
            details.setdefault(column, values[column])
        for column in NUMBERS:
            self._complete_number(one, column, details)
        one.details = {column: said for column, said in details.items() if said}
        if row.offence_category.value != one.offence_category:
            differing.append("offence_category")
        if row.custodial_term and not one.custodial_term:
            one.custodial_term = str(row.custodial_term)
            put_route(self.ctx, one, row)
        elif row.custodial_term and str(row.custodial_term) != one.custodial_term:
            differing.append("custodial_term")
        if row.victims is not None:
            if one.victims is not None and one.victims != row.victims:
                differing.append("victims")
            one.victims = max(one.victims or 0, row.victims)
        self._learn(one)
        self.touched[one.id] = one
        return tuple(differing)

    def _complete_number(self, one: ListedSentence, column: str, details: dict[str, str]) -> None:
        """Take a number over that was missing, unless another listed sentence has it."""
        if getattr(one, f"{column}_index") is not None:
            return
        index = number_index(self.uow, column, details.get(column))
        if index is None:
            return
        if (column, index, one.sentenced_on, one.sentence_type) in self.by_key:
            details[column] = ""
            return
        setattr(one, f"{column}_index", index)

    def _known(self, row: ListedRow) -> list[ListedSentence]:
        """The listed sentences that a row may be about: one, or two that its numbers join."""
        found: dict[UUID, ListedSentence] = {}
        for column in NUMBERS:
            index = number_index(self.uow, column, getattr(row, column))
            if index is None:
                continue
            one = self.by_key.get((column, index, row.sentenced_on, row.sentence_type.value))
            if one is not None:
                found[one.id] = one
        return list(found.values())

    def _learn(self, one: ListedSentence) -> None:
        self.by_id[one.id] = one
        for key in [key for key, known in self.by_key.items() if known is one]:
            del self.by_key[key]
        for key in keys_of(one):
            self.by_key.setdefault(key, one)

    def _say(
        self,
        said: list[NotedRow],
        line: int,
        row: ListedRow,
        one: ListedSentence,
        notes: tuple[str, ...],
    ) -> None:
        """Report a row; of another unit's sentence nothing but that it is another unit's."""
        own = self.actor.kind is ActorKind.COMMAND_LINE or one.unit_id == self.actor.unit_id
        said.append(NotedRow(line, row.source_reference, notes if own else (), not own))
