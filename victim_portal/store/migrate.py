"""Whether a database stands at the schema that this release expects."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from victim_portal.store.keyring import Keyring


def migrations_path() -> Path:
    """Where the migrations lie: beside the package in a checkout, inside it in a wheel."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "migrations"
    return inside if inside.is_dir() else package.parent / "migrations"


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_path()))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head", keyring: Keyring | None = None) -> None:
    """Bring the database to a revision, running each migration in its own transaction.

    `keyring` is needed only where a migration seals what an earlier release kept in the plain.
    """
    config = _config(engine)
    config.attributes["keyring"] = keyring
    command.upgrade(config, revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision (tests only: it loses data)."""
    command.downgrade(_config(engine), revision)


def standing(engine: Engine) -> tuple[str | None, str | None]:
    """The database's revision and the newest one."""
    newest = ScriptDirectory.from_config(_config(engine)).get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, newest
