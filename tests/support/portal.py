"""A whole portal on a fresh database: services, clock and tokens in a test's hand."""

import shutil
import tempfile
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import Engine, event, text

from tests.support.catalogue import welsh
from tests.support.databases import sqlite_url
from tests.support.fakes import FakeClock, SeededTokens
from victim_portal import bootstrap
from victim_portal.bank_holidays import england_and_wales
from victim_portal.documents import TypstRenderer
from victim_portal.domain.access import Actor, command_line, staff
from victim_portal.domain.policy import Policy, load_policy
from victim_portal.domain.templates import LiveTexts
from victim_portal.domain.vocabulary import Language, Role
from victim_portal.domain.wording import Translator
from victim_portal.maps import map_reader
from victim_portal.maps.town import Town
from victim_portal.ports import Clock, Tokens
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.services.context import Context
from victim_portal.services.passwords import Passwords
from victim_portal.services.policy import StoredPolicies
from victim_portal.services.templates import StoredTexts
from victim_portal.store import migrate
from victim_portal.store.engine import make_engine
from victim_portal.store.keyring import Keyring
from victim_portal.store.unit_of_work import Store

CLI = command_line("tester")
UNIT = "Hampshire"
OTHER_UNIT = "Northumbria"
PASSWORD = "correct horse battery"
CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
"""The real hashes, made in a moment: nobody attacks a test's accounts."""
_FIRST: dict[str, Engine] = {}
PROVED = datetime(9998, 1, 1, tzinfo=UTC)
"""The people of a test have always just proved that it is them, wherever its clock stands."""


@dataclass
class Portal:
    """What a test holds of one portal."""

    ctx: Context
    engine: Engine
    clock: FakeClock
    tokens: SeededTokens
    officer: Actor
    colleague: Actor
    manager: Actor
    stranger: Actor

    def user(self, email: str) -> UUID:
        """The id of an account."""
        from victim_portal.store.staff import by_email

        with self.ctx.store.reading() as uow:
            found = by_email(uow, email)
            assert found is not None
            return found.id


def translators() -> Mapping[Language, Translator]:
    """English as it is written, and the Welsh catalogue compiled on the spot."""
    return {Language.ENGLISH: NullTranslations(), Language.WELSH: welsh()}


def keyring() -> Keyring:
    """Keys that are the same in every test."""
    return Keyring({"test": b"k" * 32}, b"i" * 32, b"a" * 32)


def make_portal(
    url: str, *, migrated: bool = False, production: bool = False, durable: bool = False
) -> Portal:
    """A portal with a unit of three, and an officer of another unit.

    Unless it is `durable`, no commit waits for the disk: nobody pulls the plug on a test.
    """
    engine = make_engine(url)
    if not durable:
        not_durable(engine)
    if not migrated:
        migrate.upgrade(engine)
    _share_statements(engine)
    clock, tokens = FakeClock(), SeededTokens()
    ctx = context(engine, clock, tokens, production=production)
    people = [
        ("moira.hughes", "Moira", "Hughes", Role.MANAGER, UNIT),
        ("sam.carter", "Sam", "Carter", Role.OFFICER, UNIT),
        ("nia.evans", "Nia", "Evans", Role.OFFICER, UNIT),
        ("otto.lang", "Otto", "Lang", Role.MANAGER, OTHER_UNIT),
    ]
    actors = [_add(ctx, *person) for person in people]
    manager, officer, colleague, stranger = actors
    return Portal(ctx, engine, clock, tokens, officer, colleague, manager, stranger)


def portal_in(folder: Path) -> Portal:
    """The same on SQLite in a folder, as a copy of one that was made once in this process."""
    template, first = _template()
    path = folder / "portal.sqlite3"
    shutil.copy(template, path)
    engine = make_engine(f"sqlite:///{path}")
    not_durable(engine)
    _share_statements(engine)
    clock, tokens = FakeClock(), deepcopy(first.tokens)
    ctx = context(engine, clock, tokens)
    staff_of_it = (first.officer, first.colleague, first.manager, first.stranger)
    return Portal(ctx, engine, clock, tokens, *staff_of_it)


@cache
def _template() -> tuple[Path, Portal]:
    folder = Path(tempfile.mkdtemp(prefix="victim-portal-test-"))
    made = make_portal(sqlite_url(folder), migrated=True)
    with made.engine.begin() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    made.engine.dispose()
    return folder / "portal.sqlite3", made


def _share_statements(engine: Engine) -> None:
    """Let an engine use what the first of its kind has compiled.

    An engine of its own for each test would compile the same statements anew, which took a fifth
    of the time of all tests.
    """
    first = _FIRST.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


def not_durable(engine: Engine) -> None:
    """Let SQLite's commits return before they are on the disk; all else stays as it is."""

    def relax(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", relax)


@cache
def _policy() -> Policy:
    return load_policy(bootstrap.policy_file())


@cache
def _renderer() -> TypstRenderer:
    return TypstRenderer(_fonts(), translators())


def context(engine: Engine, clock: Clock, tokens: Tokens, *, production: bool = False) -> Context:
    """The parts of a portal on a database that is there."""
    store = Store(engine, keyring(), clock, tokens)
    return Context(
        store=store,
        clock=clock,
        tokens=tokens,
        policies=StoredPolicies(store, bootstrap.policy_file()),
        # A use case that isn't asked for by a page stands on the file, until a test says else.
        held=_policy(),
        texts=StoredTexts(store),
        held_texts=LiveTexts(),
        bank_holidays=england_and_wales(),
        translators=translators(),
        renderer=_renderer(),
        passwords=CHEAP,
        callbacks=None,
        production=production,
        base_url="http://localhost:5000",
        victim_base_url="http://localhost:5001",
        # Nothing settles while a test's clock stands still; those of the surge say otherwise.
        settling=timedelta(),
        base_map=Town(),
        map_reader=map_reader(),
    )


def _add(ctx: Context, login: str, first: str, last: str, role: Role, unit: str) -> Actor:
    user_id = accounts.add_user(
        ctx,
        CLI,
        NewUser(
            email=f"{login}@example.org",
            first_name=first,
            last_name=last,
            role=role,
            unit_name=unit,
            password=PASSWORD,
            telephone="020 7946 0123",
            hours="Monday to Friday, 9 am to 5 pm",
            hours_welsh="Dydd Llun i ddydd Gwener, 9 am i 5 pm",
        ),
    )
    with ctx.store.reading() as uow:
        from victim_portal.store.models import User

        user = uow.get(User, user_id)
        assert user is not None
        return replace(staff(user_id, role, user.unit_id, f"{first} {last}"), proved_at=PROVED)


def _fonts() -> Path:
    return Path(str(files("victim_portal") / "static" / "dist" / "fonts"))


def made_quick(portal: bootstrap.Portal) -> bootstrap.Portal:
    """A portal that is served in a test: neither signing in nor a commit takes its time."""
    not_durable(portal.engine)
    return replace(portal, ctx=replace(portal.ctx, passwords=CHEAP))
