"""Whom an invented case is about: the offender's rows, made once for all who stand beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from victim_portal.domain.invented import InventedCase, prison_number
from victim_portal.domain.sources import ToldBy
from victim_portal.domain.stages import Stage
from victim_portal.domain.terms import Term
from victim_portal.services.context import Context
from victim_portal.store import bulk, search
from victim_portal.store import seeding as store
from victim_portal.store.models import Event, KeyDate, KeyDates, Offender, Sentence
from victim_portal.store.unit_of_work import UnitOfWork

MAKER = "cli:seed"


@dataclass(frozen=True)
class About:
    """The ids of an offender, of the sentence, and of the release where there was one."""

    offender_id: UUID
    sentence_id: UUID
    release_id: UUID | None


def number_of(seed: int, number: int) -> tuple[str, str]:
    """An offender's prison number and CRN; another seed's are others."""
    mixed = seed * 1_000_003 + number
    return prison_number(mixed % 170_000_000), f"{'EFXZ'[seed % 4]}{mixed % 1_000_000:06d}"


def abouts_of(uow: UnitOfWork, seed: int, cases: Sequence[InventedCase]) -> dict[int, About]:
    """Those of some cases' offenders who are there, by number."""
    by_index = {
        uow.keyring.exact("prison number", number_of(seed, one.offender_number)[0]): one
        for one in cases
    }
    return {
        by_index[index].offender_number: About(*ids)
        for index, ids in store.offenders_of(uow, list(by_index)).items()
    }


def make_about(ctx: Context, uow: UnitOfWork, seed: int, case: InventedCase) -> About:
    """The offender, sentence, key dates and release of a case."""
    passed, keys = case.sentence, uow.keyring
    offender_id = uow.tokens.uuid()
    uow.vault.admit(offender_id)
    prison, crn = number_of(seed, case.offender_number)
    names = (case.offender_first_name, case.offender_last_name, case.offender_born_on)
    bulk.add(
        uow,
        Offender,
        id=offender_id,
        first_name=names[0],
        last_name=names[1],
        born_on=names[2],
        prison_number=prison,
        prison_number_index=keys.exact("prison number", prison),
        crn=crn,
        crn_index=keys.exact("crn", crn),
        created_at=ctx.now(),
    )
    search.index_names(uow, "offender", offender_id, *names)
    sentence_id = bulk.add(
        uow,
        Sentence,
        offender_id=offender_id,
        sentence_type=passed.kind.value,
        offence_category=passed.category.value,
        offence=passed.offence,
        sentenced_on=passed.on,
        court=passed.court,
        custodial_term=term(passed.months),
        minimum_term=term(passed.minimum_months),
        created_at=ctx.now(),
    )
    _dates(ctx, uow, offender_id, case)
    return About(offender_id, sentence_id, _release(ctx, uow, offender_id, case))


def term(months: int | None) -> str | None:
    """Months as a stored term."""
    if months is None:
        return None
    return str(Term(years=months // 12, months=months % 12))


def _dates(ctx: Context, uow: UnitOfWork, offender_id: UUID, case: InventedCase) -> None:
    if not case.sentence.dates:
        return
    made = bulk.add(
        uow,
        KeyDates,
        offender_id=offender_id,
        version=1,
        source="typed",
        status="TYPED",
        flags=[],
        received_at=ctx.now(),
        recorded_by=MAKER,
    )
    for code, day in case.sentence.dates:
        bulk.add(uow, KeyDate, key_dates_id=made, code=code, falls_on=day, since_version=1)


def _release(ctx: Context, uow: UnitOfWork, offender_id: UUID, case: InventedCase) -> UUID | None:
    day = dict(case.sentence.dates).get("CRD")
    if day is None or day > ctx.today():
        return None
    return bulk.add(
        uow,
        Event,
        offender_id=offender_id,
        stage=Stage.RELEASED.value,
        happened_on=day,
        source=ToldBy.PRISON.value,
        told_by="The invented prison",
        version=1,
        recorded_by=MAKER,
        recorded_at=at_noon(day),
    )


def at_noon(day: date) -> datetime:
    """Midday of a date, UTC."""
    return datetime.combine(day, time(12), UTC)
