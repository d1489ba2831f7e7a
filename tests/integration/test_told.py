"""The board of who was told agrees with the database, asked in another way, over 500 victims."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from tests.support.portal import CLI, Portal
from tests.support.queries import asked
from tests.support.updates import told
from tests.support.web import MANAGER, client_for
from victim_portal.domain.access import Actor, staff
from victim_portal.domain.told import Ahead, Known
from victim_portal.domain.vocabulary import Role
from victim_portal.services.errors import NotAllowedError
from victim_portal.services.seeding import seed_caseload
from victim_portal.services.told import Board, Shown, told_board
from victim_portal.store.models import KeyDate, Offender, Update
from victim_portal.store.staff import by_email

PEOPLE = 500
# The same question in SQL alone: who is in the dark about a release or the end of a licence that
# falls between two days, or about what happened lately. Nothing of the portal's is called.
SQL = """
WITH standing AS (
  SELECT k.offender_id, d.code, d.falls_on
  FROM key_dates k JOIN key_date d ON d.key_dates_id = k.id
  WHERE k.version = (SELECT max(x.version) FROM key_dates x WHERE x.offender_id = k.offender_id)
), lately AS (
  SELECT offender_id,
    max(CASE WHEN stage IN ('released', 're_released', 'deported', 'conditional_discharge',
      'absolute_discharge', 'community_treatment_order') THEN happened_on END) AS freed_on,
    max(CASE WHEN stage IN ('recalled', 'hospital_recall') THEN happened_on END) AS taken_on
  FROM event WHERE happened_on <= :today AND coalesce(outcome, '') <> 'started'
  GROUP BY offender_id
), ahead AS (
  SELECT s.offender_id, 'release' AS what, coalesce(
      max(CASE WHEN s.code = 'APD' THEN s.falls_on END),
      max(CASE WHEN s.code = 'HDCAD' THEN s.falls_on END),
      max(CASE WHEN s.code IN ('CRD', 'ARD', 'PRRD') THEN s.falls_on END),
      max(CASE WHEN s.code IN ('MTD', 'DPRRD') THEN s.falls_on END)) AS falls_on
  FROM standing s LEFT JOIN lately l ON l.offender_id = s.offender_id
  WHERE s.falls_on >= :today
    AND (l.freed_on IS NULL OR (l.taken_on IS NOT NULL AND l.taken_on >= l.freed_on))
  GROUP BY s.offender_id
  UNION ALL
  SELECT offender_id, 'licence_end', coalesce(
      max(CASE WHEN code IN ('SLED', 'LED') THEN falls_on END),
      max(CASE WHEN code = 'SED' THEN falls_on END))
  FROM standing GROUP BY offender_id
), told AS (
  SELECT u.case_id, u.plan_key, u.anchor_month AS month, u.sent_on, u.changed_at, u.id,
    CASE WHEN u.anchor_code IN ('APD', 'HDCAD', 'CRD', 'ARD', 'PRRD', 'MTD', 'DPRRD')
      THEN 'release' WHEN u.anchor_code IN ('SLED', 'LED', 'SED') THEN 'licence_end' END AS what
  FROM "update" u WHERE u.state = 'sent'
), last_told AS (
  SELECT t.* FROM told t WHERE t.what IS NOT NULL AND t.month IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM told o WHERE o.case_id = t.case_id AND o.what = t.what AND o.month IS NOT NULL
      AND (o.sent_on > t.sent_on OR (o.sent_on = t.sent_on AND o.changed_at > t.changed_at)
        OR (o.sent_on = t.sent_on AND o.changed_at = t.changed_at AND o.id > t.id)))
), dark AS (
  SELECT c.id FROM "case" c
  JOIN ahead a ON a.offender_id = c.offender_id AND a.falls_on BETWEEN :today AND :last
  LEFT JOIN preference p ON p.case_id = c.id
  LEFT JOIN last_told t ON t.case_id = c.id AND t.what = a.what
  WHERE c.closed_at IS NULL AND c.unit_id = :unit AND (c.restricted = false)
    AND (c.enrolment IN ('not_offered', 'offered', 'deferred')
      OR (c.enrolment IN ('opted_in', 'opted_back_in') AND p.level IS NOT NULL
        AND (t.id IS NULL OR t.sent_on < :forgotten
          OR t.month <> substr(cast(a.falls_on AS varchar(10)), 1, 7))))
  UNION
  SELECT c.id FROM "case" c JOIN event e ON e.offender_id = c.offender_id
  LEFT JOIN preference p ON p.case_id = c.id
  WHERE c.closed_at IS NULL AND c.unit_id = :unit AND (c.restricted = false)
    AND e.stage IN ('released', 're_released', 'recalled')
    AND e.happened_on BETWEEN :back AND :today
    AND (c.enrolment IN ('not_offered', 'offered', 'deferred')
      OR (c.enrolment IN ('opted_in', 'opted_back_in') AND p.level IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM told t WHERE t.case_id = c.id
          AND t.plan_key = e.stage || ':' || :dashes)))
)
SELECT count(*) FROM dark
"""


@dataclass(frozen=True)
class Unit:
    """A seeded unit with its manager."""

    portal: Portal
    manager: Actor
    officer: Actor


@pytest.fixture
def unit(town: Portal) -> Unit:
    seed_caseload(town.ctx, CLI, PEOPLE, 1)
    with town.ctx.store.reading() as uow:
        people = [by_email(uow, f"s1-{who}@invented.example.org") for who in ("m0", "o0")]
    manager, officer = (
        staff(one.id, Role(one.role), one.unit_id, one.first_name) for one in people if one
    )
    return Unit(town, manager, officer)


def _shake(unit: Unit, seed: int) -> None:
    """Dates that moved into the next weeks, some with the month told, some told another."""
    chance, today = random.Random(seed), unit.portal.ctx.today()  # noqa: S311 - a test's own
    with unit.portal.ctx.store.writing() as uow:
        dates = uow.session.scalars(select(KeyDate).order_by(KeyDate.id)).all()
        for one in dates:
            if chance.random() < 0.5:
                one.falls_on = today + timedelta(days=chance.randrange(-5, 100))
        for update in uow.session.scalars(select(Update).order_by(Update.id)):
            if chance.random() < 0.7:
                update.anchor_code = chance.choice(("CRD", "SLED", "", "PED"))
                month = today + timedelta(days=chance.randrange(0, 100))
                update.anchor_month = f"{month:%Y-%m}" if update.anchor_code else None
                update.sent_on = today - timedelta(days=chance.randrange(0, 500))
        uow.commit()


def _by_sql(unit: Unit, days: int) -> int:
    today, postgres = unit.portal.ctx.today(), unit.portal.engine.dialect.name != "sqlite"
    # How either database writes an id into a text.
    dashes = "cast(e.id AS varchar(36))"
    if not postgres:
        parts = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        dashes = " || '-' || ".join(f"substr(e.id, {start}, {size})" for start, size in parts)
    given: dict[str, object] = {
        "today": today,
        "last": today + timedelta(days=days),
        "back": today - timedelta(days=28),
        "forgotten": today - timedelta(days=365),
        "unit": unit.manager.unit_id,
    }
    if not postgres:
        given = {
            name: one.isoformat() if isinstance(one, date) else unit.manager.unit_id.hex  # type: ignore[union-attr]  # a manager has a unit
            for name, one in given.items()
        }
    with unit.portal.engine.connect() as connection:
        query = text(SQL.replace(":dashes", dashes))
        return int(connection.execute(query, given).scalar_one())


def _board(unit: Unit, days: int, shown: Shown = Shown.SURPRISED) -> Board:
    return told_board(unit.portal.ctx, unit.manager, days, shown)


def test_the_number_is_that_of_an_independent_query(unit: Unit) -> None:
    numbers = set()
    for seed in range(4):
        _shake(unit, seed)
        for days in (7, 28, 90):
            board = _board(unit, days)
            assert board.surprised == _by_sql(unit, days)
            numbers.add(board.surprised)
    assert len(numbers) > 4, "one number for all of them would prove nothing"
    assert max(numbers) > 20


def test_every_line_stands_in_one_list_and_on_one_page(unit: Unit) -> None:
    _shake(unit, 1)
    seen = []
    for shown in Shown:
        after = None
        while True:
            board = told_board(unit.portal.ctx, unit.manager, 90, shown, after=after)
            seen += [(line.reference, line.ahead, line.on, line.stage) for line in board.lines]
            assert [line.on for line in board.lines] == sorted(line.on for line in board.lines)
            after = board.later
            if after is None:
                break
    assert len(seen) == len(set(seen)) == _board(unit, 90).events > 100


def test_an_officer_sees_their_own_and_a_stranger_nobody(unit: Unit) -> None:
    _shake(unit, 2)
    ctx = unit.portal.ctx
    whole = _board(unit, 90)
    own = told_board(ctx, unit.officer, 90, own=True)
    assert 0 < own.surprised < whole.surprised
    assert told_board(ctx, unit.portal.manager, 90).events == 0
    with pytest.raises(NotAllowedError):
        told_board(ctx, CLI, 90)


def test_it_asks_as_much_for_many_as_for_few(unit: Unit) -> None:
    client = client_for(unit.portal, MANAGER)
    client.get("/told")
    few = len(asked(unit.portal, lambda: _board(unit, 7)))
    _shake(unit, 3)
    many = len(asked(unit.portal, lambda: _board(unit, 90)))
    assert many <= few + 2 <= 25


def test_a_date_that_moves_after_it_was_told_surprises(town: Portal) -> None:
    news = told(town).approve()
    with town.ctx.store.writing() as uow:
        update = uow.get(Update, news.update_id)
        assert update is not None
        update.state, update.sent_on = "sent", town.ctx.today()
        uow.commit()
    board = told_board(town.ctx, town.manager, 90, Shown.TOLD)
    [line] = [one for one in board.lines if one.ahead is Ahead.RELEASE]
    assert line.knows.known is Known.HANDED_OVER
    assert board.surprised == 0
    news.new_key_dates(falls_on=date(2027, 1, 20))
    board = told_board(town.ctx, town.manager, 90)
    [line] = board.lines
    assert (board.surprised, line.knows.known) == (1, Known.ANOTHER_MONTH)
    assert line.days_left == (date(2027, 1, 20) - town.ctx.today()).days


def test_the_page(unit: Unit) -> None:
    _shake(unit, 1)
    with unit.portal.ctx.store.reading() as uow:
        assert uow.session.scalar(select(Offender.id).limit(1)) is not None
    client = client_for(unit.portal, MANAGER)
    page = client.get("/told")
    assert "0 people could be surprised in the next 28 days in your unit" in page.text
    assert "Nobody could be surprised." in page.text
    for query in ("days=90&list=told", "days=x&list=y&after=z", "whose=own", "list=others"):
        client.get(f"/told?{query}")
