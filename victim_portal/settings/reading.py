"""From environment variables to typed values, collecting every malformed one."""

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType

from victim_portal.settings.demo_keys import ensure_demo_keys
from victim_portal.settings.forms import (
    FormError,
    base_url,
    database_url,
    flag,
    key,
    key_ring,
    port,
    proxies,
    rate,
)
from victim_portal.settings.model import PREFIX, Environment, Problem, Settings
from victim_portal.settings.places import is_loopback

NAMES = frozenset(field.name.upper() for field in fields(Settings)) - {"UNKNOWN_NAMES"}
SECRET_NAMES = frozenset(
    {
        "DATABASE_URL",
        "SECRET_KEY",
        "DATA_KEYS",
        "INDEX_KEYS",
        "AUDIT_KEY",
        "BACKUP_KEY",
        "MAIL_PASSWORD",
        "TWILIO_AUTH_TOKEN",
        "OIDC_CLIENT_SECRET",
        "METRICS_TOKEN",
    }
)
# Names of the portal's own tests may stand beside the settings.
IGNORED = re.compile(r"TEST_")
LOG_ONLY = "log"
NO_SEALS_FILE = (
    "is missing: the audit's seals must leave the database. Name a file that the database's "
    "owner can't write to, or say log where the log is kept elsewhere."
)
LARGEST_SECRET = 64 * 1024


class Reader:
    """Takes settings by name and keeps what is wrong with them."""

    def __init__(self, env: Mapping[str, str]) -> None:
        # An empty variable counts as not set: that is how compose files leave one out.
        self.given = {
            name.removeprefix(PREFIX): value.strip()
            for name, value in env.items()
            if name.startswith(PREFIX) and value.strip()
        }
        self.problems: list[Problem] = []

    def problem(self, name: str, sentence: str) -> None:
        self.problems.append(Problem(PREFIX + name, sentence))

    def text(self, name: str) -> str | None:
        """The value of a setting, or for a secret the content of its ``_FILE``."""
        if name not in SECRET_NAMES or f"{name}_FILE" not in self.given:
            return self.given.get(name)
        if name in self.given:
            self.problem(name, f"is set twice, also by {PREFIX}{name}_FILE. Keep one of them.")
            return None
        return self._content(f"{name}_FILE")

    def _content(self, name: str) -> str | None:
        try:
            with Path(self.given[name]).open(encoding="utf-8") as file:
                content = file.read(LARGEST_SECRET + 1).strip()
        except (OSError, UnicodeDecodeError) as error:
            self.problem(name, f"names a file that can't be read ({type(error).__name__}).")
            return None
        if not content or len(content) > LARGEST_SECRET:
            self.problem(name, "names a file that is empty or far too large for a secret.")
            return None
        return content

    def unknown_names(self) -> tuple[str, ...]:
        known = NAMES | {f"{name}_FILE" for name in SECRET_NAMES}
        return tuple(
            sorted(PREFIX + name for name in set(self.given) - known if not IGNORED.match(name))
        )

    def environment(self) -> Environment | None:
        given = self.given.get("ENVIRONMENT", Environment.DEMO)
        if given in list(Environment):
            return Environment(given)
        self.problem("ENVIRONMENT", "must be demo or production.")
        return None

    def port(self, name: str, default: int) -> int:
        try:
            return port(self.given[name]) if name in self.given else default
        except FormError as error:
            self.problem(name, str(error))
            return default

    def proxies(self, name: str) -> int:
        try:
            return proxies(self.given.get(name, "0"))
        except FormError as error:
            self.problem(name, str(error))
            return 0

    def rate(self, name: str, default: int) -> int:
        try:
            return rate(self.given[name]) if name in self.given else default
        except FormError as error:
            self.problem(name, str(error))
            return default

    def flag(self, name: str, default: bool) -> bool:
        try:
            return flag(self.given[name]) if name in self.given else default
        except FormError as error:
            self.problem(name, str(error))
            return default

    def base_url(self, name: str, default: str, *, path_allowed: bool) -> str:
        try:
            return base_url(self.given.get(name, default), path_allowed=path_allowed)
        except FormError as error:
            self.problem(name, str(error))
            return default

    def seals_file(self, var_dir: Path, demo: bool) -> Path | None:
        """The file of the audit's seals; the word ``log`` for none but the log."""
        given = self.given.get("SEALS_FILE")
        if given == LOG_ONLY:
            return None
        if given is None and not demo:
            self.problem("SEALS_FILE", NO_SEALS_FILE)
        if given is not None and not Path(given).is_absolute() and not demo:
            self.problem("SEALS_FILE", "must be a whole path, or the word log.")
        return Path(given).absolute() if given else var_dir / "seals.jsonl"

    def database_url(self, var_dir: Path) -> str:
        default = f"sqlite:///{var_dir / 'victim-portal.sqlite3'}"
        try:
            return database_url(self.text("DATABASE_URL") or default)
        except FormError as error:
            self.problem("DATABASE_URL", str(error))
            return default

    def key_ring(self, name: str) -> dict[str, bytes]:
        given = self.text(name)
        try:
            return key_ring(given) if given else {}
        except FormError as error:
            self.problem(name, str(error))
            return {}

    def key(self, name: str) -> bytes:
        given = self.text(name)
        try:
            return key(given) if given else b""
        except FormError as error:
            self.problem(name, str(error))
            return b""


def read(env: Mapping[str, str], var_dir: Path | None) -> tuple[Settings | None, list[Problem]]:
    """Settings as far as they can be read, and what is malformed.

    None with an unknown environment: which rules hold then can't be told, and keys made
    for a demo must not appear beside real data.
    """
    reader = Reader(env)
    environment = reader.environment()
    if environment is None:
        return None, reader.problems
    directory = (var_dir or Path(reader.given.get("VAR_DIR", "var"))).absolute()
    secret_key = reader.text("SECRET_KEY") or ""
    data_keys = reader.key_ring("DATA_KEYS")
    index_keys = reader.key_ring("INDEX_KEYS")
    audit_key = reader.key("AUDIT_KEY")
    missing = not (secret_key and data_keys and index_keys and audit_key)
    if environment is Environment.DEMO and missing and not reader.problems:
        try:
            made = ensure_demo_keys(directory)
        except (OSError, ValueError) as error:
            reader.problem("VAR_DIR", f"can't keep the demo's keys: {error}.")
        else:
            secret_key = secret_key or made.secret_key
            data_keys = data_keys or dict(made.data_keys)
            index_keys = index_keys or dict(made.index_keys)
            audit_key = audit_key or made.audit_key
    mail_server = reader.text("MAIL_SERVER")
    mail_use_tls = reader.flag("MAIL_USE_TLS", not (mail_server and is_loopback(mail_server)))
    port = reader.port("PORT", 5000)
    settings = Settings(
        environment=environment,
        var_dir=directory,
        database_url=reader.database_url(directory),
        secret_key=secret_key,
        data_keys=MappingProxyType(data_keys),
        index_keys=MappingProxyType(index_keys),
        audit_key=audit_key,
        backup_key=reader.key("BACKUP_KEY"),
        ledger_file=Path(reader.given.get("LEDGER_FILE", directory / "forgotten.jsonl")).absolute(),
        base_url=reader.base_url("BASE_URL", f"http://localhost:{port}", path_allowed=False),
        victim_base_url=reader.base_url(
            "VICTIM_BASE_URL", "http://localhost:5001", path_allowed=True
        ),
        seals_file=reader.seals_file(directory, environment is Environment.DEMO),
        host=reader.text("HOST") or "127.0.0.1",
        port=port,
        trusted_proxies=reader.proxies("TRUSTED_PROXIES"),
        mail_server=mail_server,
        recovery_per_minute=reader.rate("RECOVERY_PER_MINUTE", 60),
        metrics_token=reader.text("METRICS_TOKEN"),
        mail_port=reader.port("MAIL_PORT", 587 if mail_use_tls else 25),
        mail_username=reader.text("MAIL_USERNAME"),
        mail_password=reader.text("MAIL_PASSWORD"),
        mail_use_tls=mail_use_tls,
        mail_default_sender=reader.text("MAIL_DEFAULT_SENDER"),
        twilio_account_sid=reader.text("TWILIO_ACCOUNT_SID"),
        twilio_auth_token=reader.text("TWILIO_AUTH_TOKEN"),
        twilio_messaging_service_sid=reader.text("TWILIO_MESSAGING_SERVICE_SID"),
        twilio_from=reader.text("TWILIO_FROM"),
        twilio_base_url=reader.text("TWILIO_BASE_URL"),
        oidc_issuer=reader.text("OIDC_ISSUER"),
        oidc_client_id=reader.text("OIDC_CLIENT_ID"),
        oidc_client_secret=reader.text("OIDC_CLIENT_SECRET"),
        oidc_second_factor=tuple((reader.text("OIDC_SECOND_FACTOR") or "mfa").split()),
        unknown_names=reader.unknown_names(),
    )
    return settings, reader.problems
