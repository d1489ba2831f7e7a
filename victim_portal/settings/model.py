"""What settings are: values, and the problems that can be said about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

PREFIX = "VICTIM_PORTAL_"


class Environment(StrEnum):
    """What the process is for. The demo holds invented people only."""

    DEMO = "demo"
    PRODUCTION = "production"


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the full name of the setting, and a sentence without its value."""

    setting: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.setting}: {self.sentence}"


class SettingsError(Exception):
    """The settings can't be used; `problems` says everything that is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Settings:
    """The settings of one process.

    `data_keys` and `index_keys` map a key's id to its 32 bytes; the first is the active
    one. `trusted_proxies` is how many proxies of ours stand before the web server: only what
    they say of the sender's address counts. `seals_file` is where the audit's seals go beside
    the log; None: to the log alone. `recovery_per_minute` is how many messages go over one provider
    in a minute after it was down. `metrics_token` opens the figures for whoever watches the portal;
    None shuts them. Retry delays and deadlines are policy and not here.
    Secrets never show in `repr`.
    """

    environment: Environment
    var_dir: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    data_keys: Mapping[str, bytes] = field(repr=False)
    index_keys: Mapping[str, bytes] = field(repr=False)
    audit_key: bytes = field(repr=False)
    backup_key: bytes = field(repr=False)
    ledger_file: Path
    base_url: str
    victim_base_url: str
    seals_file: Path | None
    host: str
    port: int
    trusted_proxies: int
    mail_server: str | None
    mail_port: int
    mail_username: str | None
    mail_password: str | None = field(repr=False)
    mail_use_tls: bool
    mail_default_sender: str | None
    twilio_account_sid: str | None
    twilio_auth_token: str | None = field(repr=False)
    twilio_messaging_service_sid: str | None
    twilio_from: str | None
    twilio_base_url: str | None
    recovery_per_minute: int = 60
    metrics_token: str | None = field(default=None, repr=False)
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = field(default=None, repr=False)
    oidc_second_factor: tuple[str, ...] = ("mfa",)
    unknown_names: tuple[str, ...] = ()

    @classmethod
    def from_environment(cls, env: Mapping[str, str], var_dir: Path | None = None) -> "Settings":
        """Read the settings with the prefix from `env` (as `os.environ`).

        `var_dir` wins over ``VAR_DIR``; the default is ``var`` in the working directory.
        In the demo, missing keys are made and kept there. Raises `SettingsError` with
        every malformed, missing or unsafe setting at once.
        """
        # Reading and checking build on this class, so they can't be imported before it.
        from victim_portal.settings.checks import check
        from victim_portal.settings.reading import read

        settings, problems = read(env, var_dir)
        if settings is not None:
            named = {problem.setting for problem in problems}
            problems += [found for found in check(settings) if found.setting not in named]
        if settings is None or problems:
            raise SettingsError(problems)
        return settings

    @property
    def is_production(self) -> bool:
        """Whether real people's data may be here."""
        return self.environment is Environment.PRODUCTION

    @property
    def index_key(self) -> bytes:
        """The active key of the blind indexes."""
        return next(iter(self.index_keys.values()))

    @property
    def email_mode(self) -> Literal["tray", "smtp"]:
        """Whether e-mails leave by a relay or stay in the post tray."""
        return "smtp" if self.mail_server else "tray"

    @property
    def sms_mode(self) -> Literal["tray", "twilio"]:
        """Whether texts leave by Twilio or stay in the post tray."""
        return "twilio" if self.twilio_account_sid else "tray"

    @property
    def cookies_secure(self) -> bool:
        """Whether cookies carry `Secure`: exactly when staff reach the portal by https."""
        return self.base_url.startswith("https://")

    @property
    def post_tray_dir(self) -> Path:
        """Where the demo keeps what it would have sent."""
        return self.var_dir / "post-tray"
