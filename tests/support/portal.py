"""A whole portal on a fresh database: services, clock and tokens in a test's hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from gettext import NullTranslations
from importlib.resources import files
from pathlib import Path
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import Engine

from tests.support.catalogue import welsh
from tests.support.fakes import FakeClock, SeededTokens
from victim_portal.bank_holidays import england_and_wales
from victim_portal.documents import TypstRenderer
from victim_portal.domain.access import Actor, command_line, staff
from victim_portal.domain.policy import load_policy
from victim_portal.domain.vocabulary import Language, Role
from victim_portal.domain.wording import Translator
from victim_portal.services import accounts
from victim_portal.services.accounts import NewUser
from victim_portal.services.context import Context
from victim_portal.services.passwords import Passwords
from victim_portal.store import migrate
from victim_portal.store.engine import make_engine
from victim_portal.store.keyring import Keyring
from victim_portal.store.unit_of_work import Store

CLI = command_line("tester")
UNIT = "Hampshire"
OTHER_UNIT = "Northumbria"
PASSWORD = "correct horse battery"
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


def make_portal(url: str, *, migrated: bool = False, production: bool = False) -> Portal:
    """A portal with a unit of three, and an officer of another unit."""
    engine = make_engine(url)
    if not migrated:
        migrate.upgrade(engine)
    clock, tokens = FakeClock(), SeededTokens()
    package = files("victim_portal")
    ctx = Context(
        store=Store(engine, keyring(), clock, tokens),
        clock=clock,
        tokens=tokens,
        policy=load_policy((package / "data" / "policy.toml").read_text("utf-8")),
        bank_holidays=england_and_wales(),
        translators=translators(),
        renderer=TypstRenderer(_fonts(), translators()),
        passwords=Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)),
        callbacks=None,
        production=production,
        base_url="http://localhost:5000",
        victim_base_url="http://localhost:5001",
    )
    people = [
        ("moira.hughes", "Moira", "Hughes", Role.MANAGER, UNIT),
        ("sam.carter", "Sam", "Carter", Role.OFFICER, UNIT),
        ("nia.evans", "Nia", "Evans", Role.OFFICER, UNIT),
        ("otto.lang", "Otto", "Lang", Role.MANAGER, OTHER_UNIT),
    ]
    actors = [_add(ctx, *person) for person in people]
    manager, officer, colleague, stranger = actors
    return Portal(ctx, engine, clock, tokens, officer, colleague, manager, stranger)


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
