"""What every use case stands on, put together once by `bootstrap`."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self

from victim_portal.domain.calendar import london_date
from victim_portal.domain.policy import Policy, read_policy
from victim_portal.domain.surge import SETTLING
from victim_portal.domain.templates import LiveTexts, Recorded, Speaker, all_reviewed
from victim_portal.domain.vocabulary import Language
from victim_portal.domain.wording import Translator
from victim_portal.ports import (
    BaseMap,
    CallbackVerifier,
    Clock,
    MapReader,
    PdfRenderer,
    PolicySource,
    SealLog,
    SignInProvider,
    TextSource,
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
    go, E.164, and `mail_sender` whom e-mails are from; empty where none is known.
    `recovery_per_minute`: how many messages go over a provider in a minute after it was down.
    `settling` is how long news of releases, and urgent news, waits for more of its kind before
    a worker may take it. `base_map` is what exclusion zones are drawn on, None where there is none.

    A process keeps one context for as long as it lives. What acts takes it `for_one_use`, so
    that a request, a round or a command stands on one policy and one wording from its beginning
    to its end, and the next one sees what was agreed on meanwhile.
    """

    store: Store
    clock: Clock
    tokens: Tokens
    policies: PolicySource
    texts: TextSource
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
    mail_sender: str = ""
    ledger_file: Path | None = None
    provider: SignInProvider | None = None
    recovery_per_minute: int = 60
    held: Policy | None = None
    settling: timedelta = SETTLING
    held_texts: LiveTexts | None = None
    base_map: BaseMap | None = None
    map_reader: MapReader | None = None

    @property
    def policy(self) -> Policy:
        """The policy in force: the one that is held, or what the source says now."""
        return self.held or self.policies.in_force()

    @property
    def live_texts(self) -> LiveTexts:
        """The texts that are amended: those that are held, or what the source says now."""
        return self.held_texts or self.texts.live()

    @property
    def planned_by(self) -> str:
        """What a case is planned by: the policy, and the wording where any is amended."""
        number = self.live_texts.number
        return f"{self.policy.version}~{number}" if number else self.policy.version

    def for_one_use(self) -> Self:
        """The same, holding the policy and the wording that are in force now."""
        return replace(self, held=self.policies.in_force(), held_texts=self.texts.live())

    def by_the_file(self) -> Self:
        """The same, holding the package's own, where no database can say more yet."""
        return replace(self, held=read_policy(self.policies.shipped), held_texts=LiveTexts())

    def speaker(self, language: Language) -> Speaker:
        """The words of a language for whatever reaches a victim: what is amended, or shipped."""
        return self.live_texts.speaker(language, self.translators[language])

    def may_speak(self, language: Language, recorded: Recorded) -> bool:
        """Whether words in a language that were made from some texts may leave the house.

        In production a named person has to answer for every Welsh text among them: whoever
        reviewed the catalogue, or each one that was amended.
        """
        if language is Language.ENGLISH or not self.production:
            return True
        return self.is_reviewed(recorded)

    def is_reviewed(self, recorded: Recorded) -> bool:
        """Whether somebody answers by name for the Welsh of each of some texts."""
        return bool(self.welsh_reviewer) or all_reviewed(recorded)

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The date in London: the one that an officer would write on a form."""
        return london_date(self.clock.now())
