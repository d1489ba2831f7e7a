"""Which way messages go is the settings' choice, and nothing heavy loads before it."""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.mailing import email
from tests.support.settings_values import PRODUCTION, read
from tests.support.smtp_server import SmtpServer
from tests.support.texting import ID, sms
from tests.support.twilio_double import TwilioDouble
from victim_portal.messaging import callback_verifier, email_sender, post_tray, sms_sender
from victim_portal.messaging.callbacks import NoCallbacks, TwilioCallbackVerifier
from victim_portal.messaging.email import SmtpEmailSender
from victim_portal.messaging.sms import TwilioSmsSender
from victim_portal.messaging.tray import FilePostTray
from victim_portal.ports import Outcome


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


CLOCK = FixedClock()


def twilio(double: TwilioDouble, **more: str) -> Mapping[str, str]:
    return {
        "TWILIO_ACCOUNT_SID": double.account_sid,
        "TWILIO_AUTH_TOKEN": double.auth_token,
        "TWILIO_MESSAGING_SERVICE_SID": double.messaging_service_sid,
        "TWILIO_BASE_URL": double.base_url,
        **more,
    }


def test_the_demo_keeps_everything_in_one_tray(tmp_path: Path) -> None:
    settings = read({}, tmp_path)
    assert email_sender(settings, CLOCK).send(email()).outcome is Outcome.ACCEPTED
    assert sms_sender(settings, CLOCK).send(sms()).outcome is Outcome.ACCEPTED
    tray = post_tray(settings, CLOCK)
    assert tray is not None
    assert {item.kind for item in tray.items()} == {"email", "sms"}
    assert isinstance(callback_verifier(settings), NoCallbacks)


def test_a_relay_of_the_settings(tmp_path: Path) -> None:
    with SmtpServer() as server:
        settings = read(
            {
                "MAIL_SERVER": server.host,
                "MAIL_PORT": str(server.port),
                "MAIL_DEFAULT_SENDER": "Updates <updates@example.org>",
            },
            tmp_path,
        )
        chosen = email_sender(settings, CLOCK)
        assert isinstance(chosen, SmtpEmailSender)
        with closing(chosen):
            assert chosen.send(email()).outcome is Outcome.ACCEPTED
        chosen.close()  # A second time there is nothing to close.
    assert len(server.messages) == 1


def test_twilio_of_the_settings_reports_back_to_the_portal(tmp_path: Path) -> None:
    with TwilioDouble() as double:
        settings = read(twilio(double), tmp_path)
        chosen = sms_sender(settings, CLOCK)
        assert isinstance(chosen, TwilioSmsSender)
        with closing(chosen):
            assert chosen.send(sms()).outcome is Outcome.ACCEPTED
        callback = f"http://localhost:5000/hooks/twilio/status/{ID}"
        assert double.ledger[0].status_callback == callback
        verifier = callback_verifier(settings)
        assert isinstance(verifier, TwilioCallbackVerifier)
        assert verifier.verify(callback, {"a": "b"}, double.signature(callback, {"a": "b"}))


def test_twilio_is_not_told_an_address_that_it_cannot_reach(tmp_path: Path) -> None:
    with TwilioDouble() as double:
        settings = replace(read(twilio(double), tmp_path), twilio_base_url=None)
        assert TwilioSmsSender.from_settings(settings)._callback_base_url is None
        public = replace(settings, base_url="https://staff.example.org")
        sender = TwilioSmsSender.from_settings(public)
        assert sender._callback_base_url == "https://staff.example.org"


def test_production_has_no_tray(tmp_path: Path) -> None:
    settings = read(PRODUCTION, tmp_path)
    assert post_tray(settings, CLOCK) is None
    emptied = replace(settings, mail_server=None, twilio_account_sid=None)
    for choose in (email_sender, sms_sender):
        with pytest.raises(RuntimeError, match="post tray"):
            choose(emptied, CLOCK)


@pytest.mark.parametrize("adapter", [SmtpEmailSender, TwilioSmsSender])
def test_an_adapter_without_its_settings_is_refused(
    tmp_path: Path, adapter: type[SmtpEmailSender] | type[TwilioSmsSender]
) -> None:
    with pytest.raises(ValueError, match="the settings have no"):
        adapter.from_settings(read({}, tmp_path))


def test_choosing_loads_no_client_that_is_not_used(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from victim_portal.settings import Settings\n"
        "from victim_portal.messaging import email_sender, sms_sender, callback_verifier\n"
        "settings = Settings.from_environment({}, pathlib.Path(sys.argv[1]))\n"
        "email_sender(settings, None), sms_sender(settings, None), callback_verifier(settings)\n"
        "print([n for n in ('twilio.rest', 'requests', 'flask_mail') if n in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert FilePostTray(tmp_path / "none", CLOCK).items() == []
