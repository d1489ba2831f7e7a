"""The outside world of messages: an SMTP relay, Twilio, and the demo's post tray.

The functions here choose by the settings and import what they choose only then, so that
a command which sends nothing doesn't wait for Twilio's client to load.
"""

from typing import TYPE_CHECKING

from victim_portal.ports import CallbackVerifier, Clock, EmailSender, SmsLedger, SmsSender
from victim_portal.settings import Settings

if TYPE_CHECKING:
    from victim_portal.messaging.tray import FilePostTray


def email_sender(settings: Settings, clock: Clock) -> EmailSender:
    """Where e-mails go: the relay of the settings, or the demo's post tray."""
    if settings.email_mode == "tray":
        return _tray(settings, clock)
    from victim_portal.messaging.email import SmtpEmailSender

    return SmtpEmailSender.from_settings(settings)


def sms_sender(settings: Settings, clock: Clock) -> SmsSender:
    """Where texts go: Twilio, or the demo's post tray."""
    if settings.sms_mode == "tray":
        return _tray(settings, clock)
    from victim_portal.messaging.sms import TwilioSmsSender

    return TwilioSmsSender.from_settings(settings)


def sms_ledger(settings: Settings) -> SmsLedger | None:
    """Whom to ask what became of a text: Twilio; nobody with the demo's post tray."""
    if settings.sms_mode == "tray":
        return None
    from victim_portal.messaging.sms_ledger import TwilioSmsLedger

    return TwilioSmsLedger.from_settings(settings)


def callback_verifier(settings: Settings) -> CallbackVerifier:
    """Who judges Twilio's callbacks; without Twilio's settings every one is refused."""
    from victim_portal.messaging.callbacks import NoCallbacks, TwilioCallbackVerifier

    if settings.twilio_auth_token is None:
        return NoCallbacks()
    return TwilioCallbackVerifier(settings.twilio_auth_token)


def post_tray(settings: Settings, clock: Clock) -> "FilePostTray | None":
    """The demo's post tray; None in production, which has none."""
    return None if settings.is_production else _tray(settings, clock)


def _tray(settings: Settings, clock: Clock) -> "FilePostTray":
    if settings.is_production:
        raise RuntimeError("in production nothing may stay in a post tray")
    from victim_portal.messaging.tray import FilePostTray

    return FilePostTray(settings.post_tray_dir, clock)
