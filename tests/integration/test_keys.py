"""Rotation of the keys, and indexes made again: while others work, and cut off in the middle."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from tests.support.casework import received, view
from tests.support.commands import Run
from tests.support.commands import migrated as migrated
from tests.support.commands import run as run
from tests.support.databases import postgres_database, sqlite_url
from tests.support.portal import CLI, Portal, make_portal
from victim_portal.domain.access import staff
from victim_portal.domain.vocabulary import Role
from victim_portal.services import keys
from victim_portal.services.callers import find_caller
from victim_portal.services.errors import NotAllowedError
from victim_portal.store.keyring import Keyring
from victim_portal.store.models import DATA_KEY, Person, SearchToken
from victim_portal.store.unit_of_work import Store

OLD, NEW = b"k" * 32, b"n" * 32


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Portal]:
    """The same on both databases."""
    if request.param == "sqlite":
        made = make_portal(sqlite_url(tmp_path), migrated=True)
        yield made
        made.engine.dispose()
        return
    with postgres_database(request.getfixturevalue("postgres")) as url:
        made = make_portal(url, migrated=True)
        yield made
        made.engine.dispose()


def with_keys(portal: Portal, data: dict[str, bytes], index: bytes = b"i" * 32) -> Portal:
    """The same portal as a process with other keys sees it."""
    ring = Keyring(data, index, b"a" * 32)
    store = Store(portal.engine, ring, portal.clock, portal.tokens)
    return replace(portal, ctx=replace(portal.ctx, store=store))


def _many(portal: Portal, number: int) -> list[str]:
    return [
        received(portal, referral_reference=f"W-{n}", victim_last_name=f"Ash{n}")
        for n in range(number)
    ]


def test_rotation_wraps_all_under_the_first_key(anywhere: Portal) -> None:
    [reference, *_] = _many(anywhere, 3)
    both = with_keys(anywhere, {"new": NEW, "test": OLD})
    before = keys.keys_in_use(both.ctx, CLI)
    assert before.counts.keys() == {"test"}
    done = keys.rotate_keys(both.ctx, CLI)
    assert (done.rewrapped, done.unreadable) == (before.counts["test"], 0)
    assert done.now.counts == {"new": before.counts["test"]}
    assert done.now.removable == ("test",)
    # The old key may go: everything opens without it.
    assert view(with_keys(anywhere, {"new": NEW}), reference).person_name == "Mary Ash0"
    assert keys.rotate_keys(both.ctx, CLI).rewrapped == 0


def test_rotation_that_is_killed_goes_on_where_it_was(
    anywhere: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = _many(anywhere, 4)
    monkeypatch.setattr(keys, "BATCH", 2)
    both = with_keys(anywhere, {"new": NEW, "test": OLD})

    class KilledError(Exception):
        pass

    def kill(done: int, total: int) -> None:
        if done >= 4:
            raise KilledError

    with pytest.raises(KilledError):
        keys.rotate_keys(both.ctx, CLI, kill)
    half = keys.keys_in_use(both.ctx, CLI)
    assert half.counts["new"] == 4
    assert half.removable == ()
    # Half is under the one and half under the other, and everybody reads and writes all of it.
    old_order = with_keys(anywhere, {"test": OLD, "new": NEW})
    for reference in references:
        assert view(old_order, reference).person_name
    received(both, referral_reference="W-more", victim_last_name="Birch")
    assert keys.rotate_keys(both.ctx, CLI).rewrapped == half.counts["test"]
    assert keys.keys_in_use(both.ctx, CLI).counts.keys() == {"new"}


def test_key_that_was_destroyed_meanwhile_does_not_come_back(anywhere: Portal) -> None:
    _many(anywhere, 1)
    both = with_keys(anywhere, {"new": NEW, "test": OLD})
    with both.ctx.store.writing() as uow:
        rows = uow.session.execute(select(DATA_KEY.c.subject_id)).scalars().all()
        uow.session.execute(DATA_KEY.delete())
        uow.commit()
    assert rows
    assert keys.rotate_keys(both.ctx, CLI).rewrapped == 0
    assert keys.keys_in_use(both.ctx, CLI).counts == {}


def test_data_key_under_an_unknown_key_is_told_of_and_left(portal: Portal) -> None:
    _many(portal, 1)
    stranger = with_keys(portal, {"new": NEW})
    found = keys.keys_in_use(stranger.ctx, CLI)
    assert found.missing == ("test",)
    done = keys.rotate_keys(stranger.ctx, CLI)
    assert (done.rewrapped, done.unreadable) == (0, found.counts["test"])
    assert keys.keys_in_use(portal.ctx, CLI).counts == found.counts


@pytest.mark.parametrize("role", list(Role))
def test_keys_are_kept_at_the_machine_alone(portal: Portal, role: Role) -> None:
    somebody = staff(portal.tokens.uuid(), role, portal.officer.unit_id, "Ann Ross")
    for act in (keys.keys_in_use, keys.rotate_keys, keys.reindex):
        with pytest.raises(NotAllowedError):
            act(portal.ctx, somebody)


def test_after_new_index_keys_everything_is_found_again(anywhere: Portal) -> None:
    reference = received(anywhere, email="mary@example.org", mobile="07700 900123")
    later = with_keys(anywhere, {"test": OLD}, index=b"j" * 32)
    sought = ("07700 900123", "mary@example.org", "A1234BC", "X123456", "Ash")
    assert [find_caller(later.ctx, later.officer, one).cases for one in sought] == [()] * 5
    done = keys.reindex(later.ctx, CLI)
    assert done.renewed >= 4
    for one in sought:
        [found] = find_caller(later.ctx, later.officer, one).cases
        assert found.reference == reference, one
    # A second run finds nothing to do, and the referral is still known as the same one.
    assert keys.reindex(later.ctx, CLI).renewed == 0


def test_tokens_of_an_earlier_folding_are_mended(portal: Portal) -> None:
    received(portal)
    with portal.ctx.store.writing() as uow:
        uow.session.execute(text("UPDATE search_token SET token = token + 1"))
        uow.commit()
    assert find_caller(portal.ctx, portal.officer, "Ash").cases == ()
    assert keys.reindex(portal.ctx, CLI).renewed == 2
    assert len(find_caller(portal.ctx, portal.officer, "Ash").cases) == 1


def test_protected_identity_gets_no_tokens_by_reindexing(portal: Portal) -> None:
    received(portal)
    with portal.ctx.store.writing() as uow:
        person = uow.session.scalars(select(Person)).one()
        person.protected_identity = True
        uow.commit()
    keys.reindex(portal.ctx, CLI)
    with portal.ctx.store.reading() as uow:
        query = select(func.count()).where(SearchToken.person_id.is_not(None))
        assert uow.session.scalar(query) == 0


def test_reindexing_that_is_killed_is_run_again(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    _many(portal, 3)
    monkeypatch.setattr(keys, "BATCH", 1)
    later = with_keys(portal, {"test": OLD}, index=b"j" * 32)

    class KilledError(Exception):
        pass

    def kill(done: int, total: int) -> None:
        if done == 2:
            raise KilledError

    with pytest.raises(KilledError):
        keys.reindex(later.ctx, CLI, kill)
    keys.reindex(later.ctx, CLI)
    # Their names sound alike.
    assert len(find_caller(later.ctx, later.officer, "Ash2").cases) == 3


def test_command_says_which_keys_are_in_use(migrated: Run) -> None:
    assert migrated("demo", "--quiet").returncode == 0
    told = json.loads(migrated("keys", "check", "--json").stdout)
    assert told["active"] == "demo1"
    assert told["in_use"]["demo1"] > 10
    assert (told["missing"], told["removable"]) == ([], [])
    again = migrated("keys", "rotate")
    assert (again.returncode, "Wrapped anew: 0." in again.stdout) == (0, True)
    done = json.loads(migrated("keys", "reindex", "--json").stdout)
    assert (done["renewed"], done["unreadable"]) == (0, 0)
    assert done["read"] > 20
