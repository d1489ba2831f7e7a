"""A running portal with the outside world around it: a real relay, a double of Twilio."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import Watched, serving
from tests.support.fakes import RunningClock
from tests.support.portal import made_quick
from tests.support.settings_values import read
from tests.support.signing_in import sign_in_by_browser
from tests.support.smtp_server import SmtpServer
from tests.support.twilio_double import TwilioDouble
from tests.support.web import keep_templates
from victim_portal import bootstrap, create_app, worker
from victim_portal.domain.access import command_line
from victim_portal.domain.surge import SETTLING
from victim_portal.domain.vocabulary import Role
from victim_portal.services.accounts import NewUser, add_user

PASSWORD = "correct horse battery"
UNIT = "Hampshire"


@dataclass
class World:
    """A running portal and the outside world around it."""

    portal: bootstrap.Portal
    url: str
    relay: SmtpServer
    provider: TwilioDouble
    seen: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The day by the portal's clock, in London."""
        return self.portal.ctx.today()

    def work(self) -> None:
        """Let the worker drain what is due, once what was just approved has settled."""
        time.sleep(SETTLING.total_seconds())
        email, sms = bootstrap.senders(self.portal)
        worker.run(self.portal.ctx, worker.Senders(email, sms), once=True)
        for sender in (email, sms):
            sender.close()  # type: ignore[attr-defined]  # the real adapters keep a connection open

    def arrived(self) -> list[str]:
        """The words of everything that came to the outside world, the newest last."""
        texts = [text.body for text in self.provider.ledger]
        mails = [mail.part("plain") for mail in self.relay.messages]
        self.seen += [one for one in [*texts, *mails] if one not in self.seen]
        return self.seen

    def signed_in(self, browser: Browser, first_name: str) -> Watched:
        """Somebody's own browser, signed in."""
        watched = Watched(browser)
        page = watched.page
        page.goto(f"{self.url}/sign-in")
        sign_in_by_browser(page, f"{first_name.lower()}@example.org", PASSWORD)
        return watched


@contextmanager
def world(
    database: str, folder: Path, *officers: tuple[str, str], at: datetime | None = None
) -> Iterator[World]:
    """A portal with Moira, manager of one unit, and officers (first name, languages).

    `at` is the moment at which it starts, None for now.
    """
    with (
        SmtpServer() as relay,
        TwilioDouble() as provider,
        pytest.MonkeyPatch.context() as patch,
    ):
        if at is not None:
            clock = RunningClock(at)
            patch.setattr(bootstrap, "SystemClock", lambda: clock)
        settings = read(
            {
                "DATABASE_URL": database,
                "MAIL_SERVER": relay.host,
                "MAIL_PORT": str(relay.port),
                "MAIL_DEFAULT_SENDER": "news@example.org",
                "TWILIO_ACCOUNT_SID": provider.account_sid,
                "TWILIO_AUTH_TOKEN": provider.auth_token,
                "TWILIO_MESSAGING_SERVICE_SID": provider.messaging_service_sid,
                "TWILIO_BASE_URL": provider.base_url,
            },
            folder,
        )
        portal = made_quick(bootstrap.build(settings))
        _add(portal, "Moira", "en", Role.MANAGER)
        for first_name, languages in officers:
            _add(portal, first_name, languages, Role.OFFICER)
        app = create_app(portal=portal)
        keep_templates(app)
        with serving(app) as url:
            yield World(portal, url, relay, provider)
        portal.engine.dispose()


def _add(portal: bootstrap.Portal, first_name: str, languages: str, role: Role) -> None:
    new = NewUser(
        email=f"{first_name.lower()}@example.org",
        first_name=first_name,
        last_name="Carter",
        role=role,
        unit_name=UNIT,
        password=PASSWORD,
        telephone="020 7946 0123",
        hours="Monday to Friday, 9 am to 5 pm",
        hours_welsh="Dydd Llun i ddydd Gwener, 9 am i 5 pm",
        languages=languages,
    )
    add_user(portal.ctx, command_line("test"), new)


def fill_date(page: Page, name: str, day: date) -> None:
    """Type a date into its three boxes."""
    for part in ("day", "month", "year"):
        page.locator(f"[name={name}-{part}]").fill(str(getattr(day, part)))
