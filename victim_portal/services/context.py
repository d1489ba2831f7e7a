"""What every use case stands on, put together once by `bootstrap`."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from victim_portal.domain.calendar import london_date
from victim_portal.domain.policy import Policy
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import Translator
from victim_portal.ports import (
    CallbackVerifier,
    Clock,
    PdfRenderer,
    SealLog,
    SignInProvider,
    Tokens,
)
from victim_portal.services.passwords import Passwords
from victim_portal.store.unit_of_work import Store


@dataclass(frozen=True)
class Context:
    """The store, the clock, the rules and the outside world, as ports.

    `ledger_file` is where it is kept what must not come back with a backup.
    `welsh_reviewer` is the name of whoever reviewed the Welsh texts, or empty; `provider` the
    organisation's own sign-in, where it has one. `text_number` is where texts to the portal
    go, E.164; empty where none is known.
    """

    store: Store
    clock: Clock
    tokens: Tokens
    policy: Policy
    bank_holidays: Container[date]
    translators: Mapping[Language, Translator]
    renderer: PdfRenderer
    passwords: Passwords
    callbacks: CallbackVerifier | None
    production: bool
    base_url: str
    victim_base_url: str
    welsh_reviewer: str = ""
    seal_log: SealLog | None = None
    text_number: str = ""
    ledger_file: Path | None = None
    provider: SignInProvider | None = None

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The date in London: the one that an officer would write on a form."""
        return london_date(self.clock.now())
