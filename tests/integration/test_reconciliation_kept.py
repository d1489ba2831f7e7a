"""Lists of sentences: at once, at the command line, kept and forgotten, and who may not look."""

import csv
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from tests.support.casework import received
from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.conflicts import declare, id_of
from tests.support.lists import (
    JOHN,
    entries,
    give,
    list_of,
    listed,
    listed_row,
    only,
    seen,
)
from tests.support.portal import CLI, Portal
from victim_portal.domain.reconciliation import COLUMNS, Gap, ListedState, ListedStep, Outcome
from victim_portal.services import keys
from victim_portal.services.errors import NotFoundError
from victim_portal.services.keeping.tidying import tidy
from victim_portal.services.reconciliation import (
    Asked,
    follow_lists,
    import_sentences,
    list_sentences,
    listed_view,
    record_outcome,
)
from victim_portal.store import forgetting
from victim_portal.store.keyring import Keyring
from victim_portal.store.models import (
    DATA_KEY,
    Case,
    ListedNote,
    ListedSentence,
    ListedSource,
    Task,
    User,
)
from victim_portal.store.unit_of_work import Store


def _count(portal: Portal, kind: type) -> int:
    with portal.ctx.store.reading() as uow:
        return uow.session.scalar(select(func.count()).select_from(kind)) or 0


def _many(number: int) -> list[dict[str, str]]:
    return [
        listed_row(source_reference=f"T-{n}", prison_number=f"A{1000 + n}ZZ", crn=f"X{100000 + n}")
        for n in range(number)
    ]


def test_the_same_list_from_two_hands_at_once_goes_in_once(town: Portal) -> None:
    data, start = list_of(*_many(60)), Barrier(2)

    def bring(_: int) -> int:
        start.wait(timeout=10)
        return import_sentences(town.ctx, CLI, data).added

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(bring, range(2))) == 60
    assert len(entries(town)) == 60
    assert _count(town, ListedSource) == 60


def test_two_lists_at_once_of_one_sentence_make_one(town: Portal) -> None:
    start = Barrier(2)

    def bring(n: int) -> int:
        start.wait(timeout=10)
        return listed(town, listed_row(source=f"Court {n}")).added

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(bring, range(2))) == 2
    assert only(town).state == ListedState.OPEN
    assert len(seen(town).sources) == 2


def test_a_referral_before_its_list_and_after_come_to_the_same(town: Portal) -> None:
    received(town, received_on="2026-11-12")
    listed(town, JOHN)
    assert (only(town).state, only(town).outcome) == (ListedState.SETTLED, Outcome.IN_ORDER)
    later = listed_row(source_reference="T-2", prison_number="B7654CD", crn="Y654321")
    listed(town, later)
    other = {"prison_number": "B7654CD", "crn": "Y654321", "referral_reference": "WCU-2"}
    received(town, received_on="2026-11-12", victim_last_name="Tamboli", **other)
    assert {one.state for one in entries(town)} == {ListedState.SETTLED}


def test_numbers_are_found_again_under_new_index_keys(town: Portal) -> None:
    listed(town, JOHN)
    old, ctx = only(town), town.ctx
    ring = Keyring({"test": b"k" * 32}, b"n" * 32, b"a" * 32)
    town.ctx = replace(ctx, store=Store(town.engine, ring, town.clock, town.tokens))
    keys.reindex(town.ctx, CLI)
    assert only(town).prison_number_index != old.prison_number_index
    assert listed(town, JOHN).unchanged == 1
    received(town, received_on="2026-11-18")
    assert only(town).state == ListedState.SETTLED


def test_what_was_settled_long_ago_goes_with_its_key(town: Portal) -> None:
    listed(town, JOHN, listed_row(source_reference="T-2", sentenced_on="2026-10-01"))
    first, second = entries(town)
    record_outcome(town.ctx, town.manager, first.id, Outcome.NO_VICTIM, "A shop.")
    town.clock.move(days=6 * 365)
    tidy(town.ctx)
    assert len(entries(town)) == 2
    town.clock.move(days=40)
    tidy(town.ctx)
    assert [one.id for one in entries(town)] == [second.id]
    assert _count(town, ListedSource) == 1
    with town.engine.connect() as connection:
        kept = set(connection.execute(select(DATA_KEY.c.subject_id)).scalars())
    assert first.id not in kept
    assert second.id in kept


def test_it_is_forgotten_with_its_offender(town: Portal) -> None:
    received(town)
    listed(town, JOHN)
    one = only(town)
    assert one.offender_id is not None
    with town.ctx.store.writing() as uow:
        case = uow.session.scalars(select(Case)).one()
        subjects = forgetting.Subjects(
            persons=frozenset({case.person_id}),
            cases=frozenset({case.id}),
            offenders=frozenset({one.offender_id}),
        )
        forgetting.forget(uow, subjects)
        uow.commit()
    assert entries(town) == []
    assert _count(town, ListedNote) == _count(town, ListedSource) == 0
    with town.engine.connect() as connection:
        assert one.id not in set(connection.execute(select(DATA_KEY.c.subject_id)).scalars())


def test_who_has_a_conflict_neither_sees_nor_keeps_it(town: Portal) -> None:
    reference = received(town, received_on="2026-11-17")
    listed(town, JOHN)
    one = only(town)
    give(town, one.id)
    declare(town, reference)
    with pytest.raises(NotFoundError):
        listed_view(town.ctx, town.officer, one.id)
    assert list_sentences(town.ctx, town.officer, Asked()).count == 0
    town.clock.move(days=1)
    follow_lists(town.ctx)
    assert only(town).owner_id is None
    assert [note.step for note in seen(town).notes][-1] is ListedStep.NO_OWNER
    assert id_of(town.officer) not in dict(seen(town).owners)


def test_an_owner_who_left_keeps_nothing(town: Portal) -> None:
    listed(town, JOHN)
    give(town, only(town).id, town.colleague)
    with town.ctx.store.writing() as uow:
        uow.session.execute(
            update(User).where(User.id == town.colleague.user_id).values(active=False)
        )
        uow.commit()
    town.clock.move(days=1)
    follow_lists(town.ctx)
    assert only(town).owner_id is None
    with town.ctx.store.reading() as uow:
        query = select(Task.kind).where(Task.done_at.is_(None), Task.kind.like("missed%"))
        assert list(uow.session.scalars(query)) == ["missed_sentences"]


def test_a_case_out_of_reach_is_named_to_nobody(town: Portal) -> None:
    received(town, received_on="2026-11-17")
    listed(town, listed_row(unit="Northumbria"))
    view = listed_view(town.ctx, town.stranger, only(town).id)
    assert [(case.reference, case.unit) for case in view.cases] == [(None, "Hampshire")]
    assert view.line.gaps == (Gap.REFERRED_LATE,)


def _file(path: Path, *rows: Mapping[str, str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(COLUMNS))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_command_says_what_it_did(migrated: Run, tmp_path: Path) -> None:
    wrong = listed_row(source_reference="T-2", victims="x")
    file = _file(tmp_path / "list.csv", JOHN, wrong)
    first = migrated("import", "sentences", str(file), "--json")
    assert first.returncode == 3
    assert list(json.loads(first.stdout).values()) == [2, 1, 0, 0, 1, 0, 1]
    rejected = tmp_path / "list.csv.rejected.csv"
    assert rejected.stat().st_mode & 0o777 == 0o600
    assert (
        "line 3, victims: Write a whole number" in migrated("import", "sentences", str(file)).stderr
    )
    mended = _file(tmp_path / "list.csv", JOHN, listed_row(source_reference="T-2"))
    again = migrated("import", "sentences", str(mended), "--json")
    assert (again.returncode, json.loads(again.stdout)["unchanged"]) == (0, 1)
    assert not rejected.exists()
    (tmp_path / "x.csv").write_bytes(b"source,nothing\n")
    whole = migrated("import", "sentences", str(tmp_path / "x.csv"))
    assert whole.returncode == 2
    assert "isn't known: nothing" in whole.stderr


def test_a_large_list_goes_in_by_batches(portal: Portal) -> None:
    report = listed(portal, *_many(450))
    assert report.added == 450
    assert _count(portal, ListedSentence) == 450
    assert listed(portal, *_many(450)).unchanged == 450
